"""The index on PostgreSQL: the same tokens as a tsvector without positions, under a GIN index.

One table, changed row by row, so a rebuild needs no second one and `table` is not looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from django.utils.timezone import now

from .numbers import HIGHEST

AT_FIRST = 100  # rows of the first portion of a walk


def create(cursor, table: str) -> None:
    """Make the column of tokens and its index, where they are not there yet."""
    cursor.execute("ALTER TABLE articles_searchdocument ADD COLUMN IF NOT EXISTS grams tsvector")
    cursor.execute(
        "CREATE INDEX IF NOT EXISTS search_grams ON articles_searchdocument USING gin (grams)"
        # A pending list would be read in full by every search; saves pay for their own tokens.
        " WITH (fastupdate = off)"
    )


def ensure(cursor, table: str) -> None:
    create(cursor, table)


def watch(cursor) -> None:
    """Nothing to remember: a row here is replaced without knowing what it held."""


def drop(cursor, table: str) -> None:
    """Nothing to drop: there is one table."""


def empty(cursor, table: str) -> None:
    cursor.execute("UPDATE articles_searchdocument SET grams = NULL")


def add(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Put tokens to documents that are there already."""
    cursor.executemany(
        "UPDATE articles_searchdocument SET grams = array_to_tsvector(%s::text[]) WHERE number = %s",
        [(list(tokens), number) for number, tokens in rows],
    )


def remove(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Nothing to take out: deleting the document's row does it."""


def merge(cursor, table: str, pages: int) -> bool:
    """Nothing to merge: PostgreSQL's autovacuum tends its index."""
    return False


def expression(every: Iterable[Iterable[str]], none: Iterable[str] = ()) -> str:
    """Return the tsquery for articles with one token of each group in `every`, and none of `none`."""
    groups = [" | ".join(f"'{token}'" for token in group) for group in every]
    return " & ".join([*(f"({group})" for group in groups), *(f"!'{token}'" for token in none)])


def numbers(
    cursor, table: str, question: str, *, low: int, high: int, limit: int, offset: int = 0
) -> list[int]:
    """Return the numbers of the newest articles that answer, highest first, low <= number <= high."""
    cursor.execute(
        "SELECT number FROM articles_searchdocument WHERE grams @@ %s::tsquery"
        " AND number BETWEEN %s AND %s ORDER BY number DESC LIMIT %s OFFSET %s",
        [question, low, high, limit, offset],
    )
    return [number for (number,) in cursor.fetchall()]


def count(cursor, table: str, question: str, *, low: int, high: int, most: int = -1) -> int:
    """Return how many articles answer, counting no further than `most`."""
    inner = "FROM articles_searchdocument WHERE grams @@ %s::tsquery AND number BETWEEN %s AND %s"
    if most < 0:
        cursor.execute(f"SELECT count(*) {inner}", [question, low, high])
    else:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 {inner} LIMIT %s) AS found", [question, low, high, most]
        )
    return cursor.fetchone()[0]


def spread_each(
    cursor, table: str, questions: Sequence[str], *, periods: Iterable[tuple[int, int, int]], places: int
) -> list[dict[int, int]]:
    """Return for each question how many articles answer in each (period, low, high): in one pass, by day."""
    periods = list(periods)
    found: list[dict[int, int]] = [{} for _question in questions]
    if not periods:
        return found
    cursor.execute(
        "SELECT place, number >> %s AS day, count(*)"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS questions(asked, place)"
        " JOIN articles_searchdocument ON grams @@ asked::tsquery"
        " WHERE number BETWEEN %s AND %s GROUP BY place, day",
        [
            places,
            list(questions),
            min(low for _period, low, _high in periods),
            max(high for *_rest, high in periods),
        ],
    )
    starts = sorted((low, period) for period, low, _high in periods)
    for place, day, answering in cursor.fetchall():
        at = bisect_right(starts, (day << places, HIGHEST)) - 1
        period = starts[max(at, 0)][1]
        counts = found[place - 1]
        counts[period] = counts.get(period, 0) + answering
    return found


def walk(
    connection,
    table: str,
    question: str,
    columns: str,
    *,
    low: int,
    high: int,
    limit: int = -1,
) -> Iterator[tuple]:
    """Yield columns of the articles (a) and documents (d) that answer and are public, highest number first.

    In growing portions: this server works out all of an answer before it sends the first row.
    """
    size = AT_FIRST
    while limit:
        size = size if limit < 0 else min(size, limit)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT d.number, {columns} FROM articles_searchdocument d"
                " JOIN articles_article a ON a.id = d.article_id"
                " WHERE d.grams @@ %s::tsquery AND d.number BETWEEN %s AND %s"
                " AND a.state = 'published' AND a.publish_at <= %s ORDER BY d.number DESC LIMIT %s",
                [question, low, high, now(), size],
            )
            found = cursor.fetchall()
        for _number, *row in found:
            yield tuple(row)
        if len(found) < size:
            return
        limit -= size if limit > 0 else 0
        high, size = found[-1][0] - 1, size * 4


def newest_of_each(
    cursor, table: str, questions: Iterable[str], *, low: int, high: int, limit: int
) -> list[list[int]]:
    """Return the numbers of the newest articles that answer each question, as `numbers` does for one."""
    cursor.execute(
        "SELECT ARRAY(SELECT number FROM articles_searchdocument WHERE grams @@ asked::tsquery"
        " AND number BETWEEN %s AND %s ORDER BY number DESC LIMIT %s)"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
        [low, high, limit, list(questions)],
    )
    return [found for (found,) in cursor.fetchall()]


def which_are_public(connection, table: str, questions: Iterable[str]) -> list[bool]:
    """Return for each question whether any article that the public may read answers it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM articles_searchdocument d"
            " JOIN articles_article a ON a.id = d.article_id WHERE d.grams @@ asked::tsquery"
            " AND a.state = 'published' AND a.publish_at <= %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
            [now(), list(questions)],
        )
        return [found for (found,) in cursor.fetchall()]


def still_hidden(connection, table: str, question: str, *, low: int, high: int) -> list[int]:
    """Return the numbers of the articles that answer and come out only later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.number FROM articles_article a JOIN articles_searchdocument d ON d.article_id = a.id"
            " WHERE a.state = 'published' AND a.publish_at > %s AND d.number BETWEEN %s AND %s"
            " AND d.grams @@ %s::tsquery",
            [now(), low, high, question],
        )
        return [number for (number,) in cursor.fetchall()]


# For `IN`, with members() as the parameter: a statement that is the same for any number of values.
MEMBERS = "(SELECT unnest(%s::bigint[]))"


def members(values: Iterable[int]) -> list[int]:
    return list(values)


def moment(connection):
    """Return the present as a statement takes it."""
    return now()


def every_number(cursor, table: str, question: str) -> Iterator[int]:
    cursor.execute("SELECT number FROM articles_searchdocument WHERE grams @@ %s::tsquery", [question])
    while found := cursor.fetchmany(10_000):
        yield from (number for (number,) in found)
