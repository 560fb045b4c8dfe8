"""The measurements run and say what they claim; how fast is for `make bench` to tell."""

import pytest

from articles.benchmarks import corpus, measuring, reporting, running
from articles.benchmarks.storing import store
from articles.models import Article

pytestmark = pytest.mark.django_db


def test_an_article_depends_on_the_seed_and_its_number_only():
    made = list(corpus.records(40, seed=3))
    assert made == list(corpus.records(40, seed=3))
    assert made[25:] == list(corpus.records(40, seed=3, start=25))
    assert made != list(corpus.records(40, seed=4))
    assert [record.day for record in made] == sorted(record.day for record in made)


def test_the_corpus_keeps_bringing_new_words_and_titles():
    made = list(corpus.records(400))
    assert len({record.title for record in made}) > 380
    pairs = [set(zip(record.body, record.body[1:], strict=False)) for record in made]
    first, last = set().union(*pairs[:200]), set().union(*pairs[200:])
    assert len(last - first) > 0.3 * len(last)
    assert 400 < sum(len(record.body) for record in made) / 400 < 650


def test_many_articles_a_day_have_pages_and_places_of_their_own():
    made = [corpus.record(number) for number in range(400_000, 400_200)]
    assert len({(record.day, record.page, record.order) for record in made}) == 200
    store(made)
    assert Article.objects.published().count() == 200


def test_a_run_measures_and_prints_every_table(monkeypatch):
    monkeypatch.setattr(running, "QUERIES", 24)
    questions = measuring.questions
    monkeypatch.setattr(measuring, "questions", lambda size: questions(size)[::12])
    found = running.run(60, with_floors=True, say=lambda _text: None)
    assert found["recall"]["search"]["recall"] == found["recall"]["search"]["precision"] == 1.0
    assert found["recall"]["index"] == {"missing": 0, "extra": 0}
    text = reporting.tables([found, found])
    for row in (
        "newest-first 20 with snippets",
        "facets, cold",
        "search page",
        "LIKE, total",
        "database ÷ text",
    ):
        assert f"| {row} |" in text
    assert found["text_bytes"] == sum(record.text_bytes for record in corpus.records(60))


def test_a_run_refuses_a_database_with_other_articles(write):
    write("食堂", "正文。")
    with pytest.raises(running.NotEmpty, match="holds 1 articles"):
        running.run(60, with_floors=False, say=lambda _text: None)
