"""The room that a dropped table left is given back, the index stays whole, and a refusal changes nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles import search
from articles.benchmarks.corpus import records
from articles.benchmarks.storing import store
from articles.models import Article

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL tends its files by itself")


def empty_pages() -> int:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA freelist_count").fetchone()[0]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_compacted_file_has_no_empty_pages_and_finds_what_it_found(capsys):
    store(records(60))
    search.forget_articles([Article.objects.order_by("pk").first().pk])
    Article.objects.order_by("pk").first().delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE room (words text)")
        cursor.execute("INSERT INTO room VALUES (zeroblob(1000000))")
        cursor.execute("DROP TABLE room")
    found = [hit.article_id for hit in search.search("工作").hits]
    assert found
    assert empty_pages() > 50
    call_command("compact")
    before, after = capsys.readouterr().out.split(" before, ")
    assert before != after.removesuffix(" now.\n")
    assert empty_pages() == 0
    assert [hit.article_id for hit in search.search("工作").hits] == found
    assert search.compare() == ([], [])


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_compacted_says_why_and_stands():
    store(records(5))
    with pytest.raises(CommandError, match="Stop loads and wait for editors"), transaction.atomic():
        call_command("compact")
    assert Article.objects.published().count() == 5
