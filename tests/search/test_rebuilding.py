from itertools import islice

import pytest
from django.core.management import call_command
from django.db import connection

from articles import publishing, search
from articles.models import Article, SearchState
from articles.search import tokens
from articles.search.rebuilding import rebuild

pytestmark = pytest.mark.django_db


def test_a_rebuild_gives_the_same_answers(write):
    articles = [write(f"食堂{number}", "老人食堂开张。") for number in range(7)]
    before = [hit.article_id for hit in search.search("食堂").hits]
    call_command("rebuild_search", pause=0, batch=3, verbosity=0)
    assert [hit.article_id for hit in search.search("食堂").hits] == before
    assert len(before) == len(articles)
    assert search.compare() == ([], [])


def test_publications_during_a_rebuild_are_in_both_indexes(write):
    articles = [write(f"食堂{number}", "老人食堂开张。") for number in range(8)]
    newest = sorted(articles, key=lambda article: -article.sort_key)
    steps = rebuild(batch=3)
    next(steps)
    # One in the part that is built, one in the part that is not.
    for article in (newest[0], newest[-1]):
        Article.objects.filter(pk=article.pk).update(body="河道清淤完工。")
        search.index_articles([article])
    for article in (newest[1], newest[-2]):
        publishing.withdraw(article, because="重复")
    assert search.count_exactly("清淤") == 2
    assert search.count_exactly("老人") == 4
    for _progress in steps:
        pass
    assert search.count_exactly("清淤") == 2
    assert search.count_exactly("老人") == 4
    assert search.compare() == ([], [])


def test_an_interrupted_rebuild_goes_on_where_it_stopped(write):
    for number in range(7):
        write(f"食堂{number}", "老人食堂开张。")
    assert [step.done for step in islice(rebuild(batch=3), 1)] == [3]
    assert SearchState.objects.get().building
    assert search.count_exactly("食堂") == 7
    assert [step.done for step in rebuild(batch=3)] == [6, 7, 7]
    assert not SearchState.objects.get().building
    assert search.count_exactly("食堂") == 7


def test_a_rebuild_mends_an_index_that_lost_and_kept_too_much(write):
    articles = [write(f"食堂{number}", "老人食堂开张。") for number in range(4)]
    search.forget_articles([articles[0].pk])
    Article.objects.filter(pk=articles[1].pk).update(state="draft")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Tokens that no article has, under a key that no document has.
            table = SearchState.objects.get().table
            cursor.execute(f"INSERT INTO search_{table}(rowid, tokens) VALUES (5, '食 食堂 \x92x')")
    missing, extra = search.compare()
    assert missing == [articles[0].pk]
    assert articles[1].pk in extra
    call_command("rebuild_search", pause=0, verbosity=0)
    assert search.compare() == ([], [])
    assert search.count_exactly("食堂") == 3


def test_compacting_changes_no_answer(write):
    for number in range(12):
        write(f"食堂{number}", "老人食堂开张。")
    search.compact()
    assert search.count_exactly("食堂") == 12
    assert search.compare() == ([], [])


def test_the_command_prints_totals_addresses_titles_and_snippets(write, capsys):
    import json

    article = write("社区食堂<开张>", "老人们说饭菜可口。")
    call_command("search", "饭菜", format="json", limit=5, offset=0)
    found = json.loads(capsys.readouterr().out)
    assert found["total"] == 1
    assert found["hits"][0]["address"] == f"/articles/{article.pk}/"
    assert found["hits"][0]["title"] == "社区食堂<开张>"
    assert found["hits"][0]["snippet_parts"] == [["老人们说", False], ["饭菜", True], ["可口。", False]]


def test_an_index_by_older_rules_is_told_apart_until_it_is_built_anew(write):
    articles = [write(f"食堂{number}", "老人食堂开张。") for number in range(3)]
    SearchState.objects.update(rules=tokens.RULES - 1)
    assert search.compare() == (sorted(article.pk for article in articles), [])
    call_command("rebuild_search", pause=0, verbosity=0)
    assert search.compare() == ([], [])
