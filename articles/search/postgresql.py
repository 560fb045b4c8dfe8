"""The index on PostgreSQL: the same tokens as a tsvector without positions, under a GIN index.

One table, changed row by row, so a rebuild needs no second one and `table` is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


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
        "UPDATE articles_searchdocument SET grams = array_to_tsvector(%s::text[]) WHERE sort_key = %s",
        [(list(tokens), key) for key, tokens in rows],
    )


def remove(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Nothing to take out: deleting the document's row does it."""


def expression(every: Iterable[Iterable[str]], none: Iterable[str] = ()) -> str:
    """Return the tsquery for articles with one token of each group in `every`, and none of `none`."""
    groups = [" | ".join(f"'{token}'" for token in group) for group in every]
    return " & ".join([*(f"({group})" for group in groups), *(f"!'{token}'" for token in none)])


def keys(cursor, table: str, question: str, *, low: int, high: int, limit: int, offset: int = 0) -> list[int]:
    """Return the keys of the newest articles that answer, low <= key <= high."""
    cursor.execute(
        "SELECT sort_key FROM articles_searchdocument WHERE grams @@ %s::tsquery"
        " AND sort_key BETWEEN %s AND %s ORDER BY sort_key DESC LIMIT %s OFFSET %s",
        [question, low, high, limit, offset],
    )
    return [key for (key,) in cursor.fetchall()]


def count(cursor, table: str, question: str, *, low: int, high: int, most: int = -1) -> int:
    """Return how many articles answer, counting no further than `most`."""
    inner = "FROM articles_searchdocument WHERE grams @@ %s::tsquery AND sort_key BETWEEN %s AND %s"
    if most < 0:
        cursor.execute(f"SELECT count(*) {inner}", [question, low, high])
    else:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 {inner} LIMIT %s) AS found", [question, low, high, most]
        )
    return cursor.fetchone()[0]


def spread(
    cursor, table: str, question: str, *, low: int, high: int, periods: Iterable[int], unit: int
) -> dict[int, int]:
    """Return how many articles answer by key // unit, in one pass: each count would collect all hits anew."""
    cursor.execute(
        "SELECT sort_key / %s, count(*) FROM articles_searchdocument WHERE grams @@ %s::tsquery"
        " AND sort_key BETWEEN %s AND %s GROUP BY 1",
        [unit, question, low, high],
    )
    return dict(cursor.fetchall())


def every_key(cursor, table: str, question: str) -> Iterator[int]:
    cursor.execute("SELECT sort_key FROM articles_searchdocument WHERE grams @@ %s::tsquery", [question])
    while found := cursor.fetchmany(10_000):
        yield from (key for (key,) in found)
