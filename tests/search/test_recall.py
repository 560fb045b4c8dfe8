"""Search finds exactly what plain substring search finds: no less, no more."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from articles import search
from articles.benchmarks import corpus, truth
from articles.benchmarks.storing import store

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("NEWSROOM_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@pytest.fixture(autouse=True)
def _no_hurry(settings):
    """What is found is judged here, on however busy a machine; the bound has tests of its own."""
    settings.NEWSROOM = settings.NEWSROOM | {"SEARCH_TIMEOUT_MS": 120_000}


def check(queries, texts):
    agreement = truth.agree(queries, texts, truth.ids_found)
    assert agreement.wrong == ()
    assert (agreement.recall, agreement.precision) == (1.0, 1.0)
    newest = dict(truth.Article.objects.values_list("pk", "sort_key"))
    for query in queries[::7]:
        expected = truth.containing(texts, [term.words for term in search.parse(query).terms])
        first = sorted(expected, key=newest.get, reverse=True)[:20]
        assert [hit.article_id for hit in search.search(query).hits] == first
        assert search.count_exactly(query) == len(expected)
        best = search.search(query, order="best", limit=5)
        assert {hit.article_id for hit in best.hits} <= expected
        assert len(best.hits) == min(5, len(expected))


def test_hits_are_those_of_plain_substring_search_on_300_articles():
    store(corpus.records(300))
    texts = truth.folded_texts()
    check(truth.draw_queries(texts, 120), texts)


def test_hits_are_those_of_the_texts_as_they_are_written():
    """The same without any of our own folding: stretches of Chinese, found in the stored text itself."""
    store(corpus.records(300))
    texts = {
        article.pk: f"{article.kicker}\n{article.title}\n{article.subtitle}\n{article.body}"
        for article in truth.Article.objects.all()
    }
    words = {word for text in list(texts.values())[::10] for word in re.findall("[一-鿿]{2,6}", text)}
    for word in sorted(words)[::9]:
        assert truth.ids_found(word) == {pk for pk, text in texts.items() if word in text}


def test_best_first_pages_reach_every_hit_once(monkeypatch):
    from articles.search import answering

    monkeypatch.setattr(answering, "WINDOW", 30)
    monkeypatch.setattr(answering, "HEADLINE_WINDOW", 10)
    store(corpus.records(300))
    texts = truth.folded_texts()
    for query in ("居民", "社区食堂", "临江市", "的"):
        expected = truth.containing(texts, [query])
        reached = []
        for offset in range(0, 320, 20):
            reached += [
                hit.article_id for hit in search.search(query, order="best", offset=offset).hits
            ]  # fmt: skip
        assert len(reached) == len(set(reached))
        assert set(reached) == expected


@pytest.mark.slow
def test_hits_are_those_of_plain_substring_search_on_10_000_articles():
    store(corpus.records(10_000, seed=7))
    texts = truth.folded_texts()
    check(truth.draw_queries(texts, 360), texts)


@pytest.mark.slow
def test_hits_are_those_of_plain_substring_search_on_all_real_articles():
    """Real language, where it is at hand; its texts belong to their publishers and stay where they are."""
    files = [SHARED / "corpus" / name for name in ("rmrb-2025.jsonl", "cec-raw.jsonl")]
    if not all(file.exists() for file in files):
        pytest.skip(f"no real articles in {SHARED / 'corpus'}: set NEWSROOM_SHARED to measure on them")
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    store(real_records(lines), batch=100)
    texts = truth.folded_texts()
    assert len(texts) == len(lines)
    check(truth.draw_queries(texts, 600), texts)


def real_records(lines):
    for line in lines:
        line["date"] = line["date"] or "2010-01-01"
    lines.sort(key=lambda line: line["date"])
    day, in_day = None, 0
    for number, line in enumerate(lines):
        in_day = in_day + 1 if line["date"] == day else 0
        day = line["date"]
        yield corpus.Record(
            number=number,
            day=date.fromisoformat(day),
            page=in_day // 12 + 1,
            order=in_day % 12,
            kicker="",
            title=line["title"][:200],
            subtitle=line.get("subtitle", "")[:300],
            body="\n".join(line["paragraphs"]),
            section="",
            genre="news",
            agencies=(),
            tags=(),
            writers=(),
        )
