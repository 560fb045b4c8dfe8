"""The scorer counts what it says it counts."""

import json

import pytest

from articles.recognising.scoring import FIGURES, NothingToScore, Tally, count_article, score_folder

FACTS = {
    "agencies": [
        {
            "mention": "市总工会",
            "aliases_in_article": ["总工会"],
            "canonical": "株洲市总工会",
            "canonical_alt": [],
            "role": "source",
        },
        {"mention": "樱花园社区", "aliases_in_article": [], "canonical": "樱花园社区", "role": "actor"},
        {
            "mention": "市委",
            "aliases_in_article": [],
            "canonical": "中国共产党株洲市委员会",
            "role": "mentioned",
            "optional": True,
        },
    ],
    "event_date": "2024-06-13",
    "dateline_date": None,
    "event_date_alt": ["2024-06-12"],
    "topics": ["志愿服务", "送清凉"],
    "topic_synonyms": {"志愿服务": ["志愿者"]},
}


def figures(answer):
    tally = Tally()
    count_article(tally, FACTS, answer)
    return tally.figures()


def agency(mention, name, role="mentioned"):
    return {"mention": mention, "name": name, "role": role}


def test_a_perfect_answer_scores_one_everywhere():
    answer = {
        "agencies": [agency("市总工会", "株洲市总工会", "source"), agency("樱花园社区", "樱花园社区")],
        "dateline": "2024-06-13",
        "tags": ["志愿者", "“送清凉”"],
    }
    assert figures(answer) == dict.fromkeys(FIGURES, 1.0)


def test_an_empty_answer_scores_nothing():
    assert figures({}) == dict.fromkeys(FIGURES, 0.0)


def test_words_and_names_are_counted_apart():
    found = figures({"agencies": [agency("总工会", "湘潭市总工会"), agency("樱花园社区", "樱花园社区")]})
    assert found["named_f1"] == 1.0
    assert found["resolved_f1"] == 0.5


def test_what_is_optional_counts_neither_way():
    with_it = {"agencies": [agency("市委", "中国共产党株洲市委员会"), agency("市总工会", "株洲市总工会")]}
    without = {"agencies": [agency("市总工会", "株洲市总工会")]}
    assert figures(with_it) == figures(without)


def test_one_that_is_not_there_costs():
    both = [agency("市总工会", "株洲市总工会"), agency("樱花园社区", "樱花园社区")]
    assert figures({"agencies": [*both, agency("各部门", "各部门")]})["named_f1"] == pytest.approx(0.8)


def test_a_source_must_be_called_one():
    assert figures({"agencies": [agency("市总工会", "株洲市总工会", "actor")]})["source"] == 0.0


def test_the_first_five_tags_are_judged_and_eight_are_searched():
    found = figures({"tags": ["甲", "乙", "丙", "丁", "志愿服务", "戊", "送清凉"]})
    assert found["tags_useful"] == pytest.approx(0.2)
    assert found["tags_found"] == 1.0


def test_an_article_is_paired_with_the_answer_that_shares_most_of_its_letters(tmp_path):
    gold = {"articles": [{"id": "A1", "spans": [{"start": 0, "end": 10}]}]}
    right = {"spans": [{"start": 0, "end": 8}], "dateline": "2024-06-13"}
    wrong = {"spans": [{"start": 8, "end": 30}], "dateline": "2020-01-01"}
    for folder, content in (
        ("gold", gold),
        ("facts", {"articles": {"A1": FACTS}}),
        ("answers", {"articles": [wrong, right]}),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.json").write_text(json.dumps(content), encoding="utf-8")
    assert score_folder(tmp_path, tmp_path / "answers")["event_date"] == 1.0
    assert score_folder(tmp_path, tmp_path / "none")["event_date"] == 0.0


def test_a_folder_without_facts_is_refused_in_words(tmp_path):
    with pytest.raises(NothingToScore, match="no facts"):
        score_folder(tmp_path, tmp_path)
