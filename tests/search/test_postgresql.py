"""What only the index on PostgreSQL has: a table a year, filled before its index is made."""

from datetime import date
from itertools import islice

import pytest
from django.core.management import call_command
from django.db import connection

from articles import publishing, search
from articles.models import Article, SearchDocument, SearchState
from articles.search import postgresql, yearly
from articles.search.bounds import Deadline, bounded
from articles.search.codes import code
from articles.search.rebuilding import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL by DATABASE_URL"),
]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_list(cursor)
    return sorted(table.name for table in found if table.name.startswith("search_"))


def indexed() -> list[str]:
    """Return the tables of years whose tokens are indexed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexname LIKE 'search\\_%%\\_grams'")
        return sorted(name for (name,) in cursor.fetchall())


def plan(text: str) -> str:
    question = search.answering.ask(search.parse(text))
    with bounded(connection, Deadline()), connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, TIMING OFF) {postgresql.newest(question.table, question.expression)}",
            {"low": question.low, "high": question.high, "limit": 2},
        )
        return "\n".join(line for (line,) in cursor.fetchall())


def forget_index():
    SearchState.objects.all().delete()
    SearchDocument.objects.all().delete()


def test_each_year_has_a_table_and_its_index(write):
    for year in (1998, 2024):
        write("食堂", "老人食堂开张。", day=date(year, 3, 1))
    assert tables() == ["search_a", "search_a_1998", "search_a_2024"]
    assert indexed() == ["search_a_1998", "search_a_2024"]


def test_the_numbers_of_an_articles_tokens_are_what_the_array_holds(write):
    article = write("食堂", "12月", day=date(2024, 3, 1))
    entry = search.index.read_entries(connection, [article.pk])[article.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT grams FROM search_a")
        (held,) = cursor.fetchone()
    assert sorted(held) == sorted(map(code, entry.tokens))


def test_older_years_are_not_looked_at_for_what_the_newest_has(write):
    for year in (2022, 2023, 2024):
        for day in (1, 2, 3):
            write("食堂", "老人食堂开张。", day=date(year, 3, day))
    told = plan("食堂")
    assert told.count("never executed") >= 4
    assert "search_a_2024_grams" in told


def test_even_what_every_article_has_is_looked_up_by_the_index(write):
    for number in range(30):
        write("食堂", f"老人食堂开张。{number}", day=date(2024, 3, 1))
    told = plan("食")
    assert "Bitmap Index Scan on search_a_2024_grams" in told
    assert "Seq Scan" not in told


def test_a_first_load_makes_the_indexes_at_its_end_and_goes_on_after_an_interruption(write):
    articles = [write(f"食堂{number}", "老人食堂开张。", day=date(2024, 3, 1)) for number in range(6)]
    forget_index()
    assert [step.done for step in islice(rebuild(batch=2), 2)] == [2, 4]
    assert indexed() == []
    # Readers find what is in it, and an editor withdraws, before it is done.
    assert search.count_exactly("食堂") == 4
    publishing.withdraw(articles[0], because="重复")
    assert search.count_exactly("食堂") == 3
    assert [step.done for step in rebuild(batch=2)] == [1, 2]
    assert indexed() == ["search_a_2024"]
    assert search.count_exactly("食堂") == 5
    assert search.compare() == ([], [])


def test_a_rebuild_fills_a_second_table_and_drops_the_first(write):
    write("食堂", "老人食堂开张。", day=date(2023, 3, 1))
    article = write("食堂", "老人食堂开张。", day=date(2024, 3, 1))
    # Words that the index was not told of are in the new one.
    Article.objects.filter(pk=article.pk).update(body="河道清淤完工。")
    call_command("rebuild_search", pause=0, verbosity=0)
    assert tables() == ["search_b", "search_b_2023", "search_b_2024"]
    assert indexed() == ["search_b_2023", "search_b_2024"]
    assert search.count_exactly("清淤") == 1
    assert search.count_exactly("老人") == 1


@pytest.mark.django_db(transaction=True)
def test_indexes_are_made_while_others_write_and_a_broken_one_is_made_again(write, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"SEARCH_TIMEOUT_MS": 100}
    for number in range(4):
        write(f"食堂{number}", "老人食堂开张。", day=date(2024, 3, 1))
    for _step in islice(rebuild(batch=2), 2):
        pass
    with connection.cursor() as cursor:
        # As a server leaves it that stopped halfway.
        cursor.execute(yearly.index_of("search_b_2024"))
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'search_b_2024_grams'::regclass"
        )
        assert not postgresql.is_complete(cursor, "b")
    for _step in rebuild(batch=2):
        pass
    with connection.cursor() as cursor:
        assert postgresql.is_complete(cursor, "b")
    assert tables() == ["search_b", "search_b_2024"]
    assert search.count_exactly("食堂") == 4


def test_questions_of_one_shape_are_one_statement_and_others_are_asked_in_turn(
    write, django_assert_num_queries
):
    write("食堂", "老人食堂开张。", day=date(2023, 3, 1))
    write("河道", "清淤完工。", day=date(2024, 3, 1))
    ask = postgresql.expression
    one, other = ask([["食堂"]]), ask([["河道"], ["完工"]])
    either, without = ask([["食堂", "河道"]]), ask([["完工"]], ["食堂"])
    numbers = list(SearchDocument.objects.order_by("-number").values_list("number", flat=True))

    def newest(*questions):
        with connection.cursor() as cursor:
            return postgresql.newest_of_each(cursor, "a", questions, low=0, high=2**62, limit=5)

    with django_assert_num_queries(1):
        assert newest(one, other) == [numbers[1:], numbers[:1]]
    with django_assert_num_queries(1):
        assert newest(either, one) == [numbers, numbers[1:]]
    with django_assert_num_queries(2):
        assert newest(either, without) == [numbers, numbers[:1]]


def test_after_many_publications_it_is_known_how_many_rows_there_are(write):
    for day in range(1, 4):
        write("食堂", "老人食堂开张。", day=date(2024, 3, day))
    search.compact()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'articles_article'")
        assert cursor.fetchone() == (3,)
