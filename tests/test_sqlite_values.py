"""What is read from SQLite is the same whichever encoding the file has."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, Max, Value
from django.db.models.lookups import LessThanOrEqual

from articles import publishing
from articles.models import Article, SearchDocument
from articles.models.packed import MomentField
from newsroom.sqlite_values import read_either_encoding
from tests.factories import ArticleFactory

MOMENT = "2031-05-06 07:08:09.000010"


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16be", "UTF-16le"])
def test_dates_and_truth_are_read_from_files_of_any_encoding(tmp_path, encoding):
    read_either_encoding()  # where PostgreSQL is tested, nobody has yet
    with closing(sqlite3.connect(tmp_path / "file", detect_types=sqlite3.PARSE_DECLTYPES)) as rows:
        rows.execute(f"PRAGMA encoding='{encoding}'")
        rows.execute("CREATE TABLE t (a date, b datetime, c bool, d bool, e datetime, f text)")
        rows.execute("INSERT INTO t VALUES ('2031-05-06', ?, 1, 0, NULL, '报\uff5e𠮷')", [MOMENT])
        assert rows.execute("PRAGMA encoding").fetchone() == (encoding,)
        assert rows.execute("SELECT * FROM t").fetchone() == (
            date(2031, 5, 6), datetime(2031, 5, 6, 7, 8, 9, 10), True, False, None, "报\uff5e𠮷",
        )  # fmt: skip


on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite files have an encoding")


@on_sqlite
@pytest.mark.django_db
def test_a_new_database_keeps_chinese_in_two_bytes_and_returns_every_character():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA encoding").fetchone() == ("UTF-16be",)
    body = "甲\u3000乙\n■𠮷野家\ufeff～“”\U0001f4f0"
    moment = datetime(2031, 5, 6, 7, 8, 9, 10, tzinfo=UTC)
    article = ArticleFactory(body=body, updated_at=moment, is_unmatched=True)
    kept = Article.objects.get(pk=article.pk)
    assert (kept.body, kept.updated_at, kept.is_unmatched) == (body, moment, True)


@on_sqlite
@pytest.mark.django_db
def test_moments_and_facts_are_kept_in_few_bytes_and_read_to_the_microsecond():
    first, then = (datetime(2031, 5, 6, 7, 8, 9, part, tzinfo=UTC) for part in (0, 123457))
    article = ArticleFactory(body="正文。", updated_at=then)
    publishing.publish(article, at=first)
    Article.objects.filter(pk=article.pk).update(updated_at=then)
    kept = Article.objects.get(pk=article.pk)
    assert (kept.publish_at, kept.updated_at) == (first, then)
    assert Article.objects.aggregate(latest=Max("updated_at")) == {"latest": then}
    kinds = "SELECT typeof(publish_at), typeof(updated_at), publish_at * 1000000 FROM articles_article"
    with connection.cursor() as cursor:
        assert cursor.execute(kinds).fetchone() == ("real", "real", first.timestamp() * 1e6)
        kinds = cursor.execute("SELECT typeof(facts) FROM articles_searchdocument").fetchone()
        assert kinds == ("blob",)
    assert SearchDocument.objects.get().facts.startswith("g")


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_moment_is_compared_as_a_moment_however_it_is_given(hours):
    moment = datetime(2021, 5, 6, 7, 8, 9, 10, tzinfo=UTC)
    article = ArticleFactory(body="正文。")
    publishing.publish(article, at=moment)
    asked = moment + timedelta(hours=hours)
    for found in (
        Article.objects.published(asked),
        Article.objects.published(Value(asked, output_field=MomentField())),
        Article.objects.published().filter(publish_at__lte=asked),
        Article.objects.published().filter(publish_at__range=(moment - timedelta(days=1), asked)),
        Article.objects.published().filter(LessThanOrEqual(F("publish_at"), Value(asked, MomentField()))),
    ):
        assert found.exists() is (hours > 0), found.query


@on_sqlite
@pytest.mark.django_db
def test_names_are_in_the_order_of_their_characters():
    for title in ("乙", "一", "～", "A", "龙", "b"):
        ArticleFactory(title=title)
    assert "".join(Article.objects.order_by("title").values_list("title", flat=True)) == "Ab一乙龙～"
