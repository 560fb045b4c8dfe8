"""What is read from SQLite is the same whichever encoding the file has."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from articles.models import Article
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
def test_names_are_in_the_order_of_their_characters():
    for title in ("乙", "一", "～", "A", "龙", "b"):
        ArticleFactory(title=title)
    assert "".join(Article.objects.order_by("title").values_list("title", flat=True)) == "Ab一乙龙～"
