"""Weights and counts come from gold pages, the same from the same."""

import json

import pytest

from articles.segmenter.composing import compose
from articles.segmenter.learning import fit, learn_weights, read_examples
from articles.segmenter.ngrams import Numbers, seam
from articles.segmenter.scoring import score_page
from articles.segmenter.training import train
from articles.segmenter.weighing import KINDS, explain, kind_of, weigh, weights

from .pages import BRIDGE, LIBRARY, ORCHARD


def articles():
    """Twenty-one articles out of three: enough to put pages together."""
    found = []
    for number in range(21):
        title, *paragraphs = [BRIDGE, ORCHARD, LIBRARY][number % 3].split("\n\n")
        found.append(
            {
                "id": str(number),
                "title": f"{title}第{number}回",
                "paragraphs": [f"{words[:-1]},这是第{number}回了。" for words in paragraphs],
            }
        )
    return found


def test_composed_pages_are_whole_gold():
    for gold in compose(articles(), pages=2, seed=3).values():
        text, covered = gold["text"], [0] * len(gold["text"])
        for span in [span for one in gold["articles"] for span in one["spans"]] + gold["loose"]:
            for at in range(span["start"], span["end"]):
                covered[at] += 1
        assert all(covered[at] == 1 for at, letter in enumerate(text) if not letter.isspace())
        own = {"articles": gold["articles"], "unassigned": gold["loose"]}
        assert score_page(gold, own)["exact_f1"] == 1.0


def test_the_same_seed_gives_the_same_pages():
    assert compose(articles(), pages=1, seed=3) == compose(articles(), pages=1, seed=3)
    assert compose(articles(), pages=1, seed=3) != compose(articles(), pages=1, seed=4)


def test_too_few_articles_are_refused_in_words():
    with pytest.raises(ValueError, match="give at least 12"):
        compose(articles()[:5], pages=1, seed=1)


def test_a_gold_page_teaches_decisions():
    examples = read_examples(next(iter(compose(articles(), pages=1, seed=3).values())))
    assert any(right for _, right in examples["heading"])


def test_learning_writes_the_same_weights_again(tmp_path):
    golds = list(compose(articles(), pages=2, seed=5).values())
    for name in ("one.json", "two.json"):
        learn_weights(golds, into=tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert "heading" in json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))


def test_a_fit_finds_what_speaks_for_yes():
    learned = fit(
        [({"for": 1.0, "noise": n % 2}, True) for n in range(40)]
        + [({"noise": n % 2}, False) for n in range(40)]
    )
    assert learned["for"] > 2
    assert abs(learned.get("noise", 0.0)) < 0.2


def test_counting_gives_the_same_table_again(tmp_path):
    paragraphs = BRIDGE.split("\n\n") * 4
    for name in ("one", "two"):
        train(paragraphs, into=tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    table = Numbers.read(tmp_path / "one")
    assert table.two.count("新桥") > table.two.count("桥新") == 0


def test_the_table_knows_what_goes_on():
    follows, heads = seam("县交", "通局")
    assert follows > heads + 5
    follows, heads = seam("村民", "本报")
    assert heads > follows


def test_every_weight_belongs_to_a_kind_of_evidence():
    names = {name for scale in weights().values() for name in scale if name != "bias"}
    assert {name for name in names if kind_of(name) not in KINDS} == set()


def test_a_decision_can_be_explained_and_left_without_a_kind():
    evidence = {"opens": 1.0, "tie-first": 0.5}
    reasons = explain("heading", evidence)
    whole = weights()["heading"]["bias"] + sum(weight for _, weight in reasons)
    assert weigh("heading", evidence) == pytest.approx(whole, abs=0.02)
    assert weigh("heading", evidence, frozenset({"openings", "shared-words"})) == weights()["heading"]["bias"]
