"""The index on SQLite: a contentless FTS5 table of token sets, and the trigger that remembers old words.

`detail=none` keeps no positions and `columnsize=0` no lengths: about 0.6 of the text's size. The ascii
tokenizer takes every character beyond ASCII as a letter, so the tokens go in as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from django.utils.timezone import now

from articles.models.packed import written

TABLES = ("a", "b")

REMEMBER_OLD_WORDS = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON articles_article
WHEN {changed} EXISTS (SELECT 1 FROM articles_searchdocument WHERE article_id = OLD.id)
BEGIN
    INSERT INTO articles_searchoutdated (article_id, kicker, title, subtitle, body)
    SELECT OLD.id, OLD.kicker, OLD.title, OLD.subtitle, OLD.body
    WHERE NOT EXISTS (SELECT 1 FROM articles_searchoutdated WHERE article_id = OLD.id);
END
"""
WORDS_CHANGED = " OR ".join(
    f"OLD.{column} IS NOT NEW.{column}" for column in ("kicker", "title", "subtitle", "body")
)


def create(cursor, table: str) -> None:
    """Make one empty index table, in place of whatever had its name."""
    cursor.execute(f"DROP TABLE IF EXISTS search_{check(table)}")
    cursor.execute(
        f"CREATE VIRTUAL TABLE search_{table} USING fts5"
        "(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
    # Eight megabytes of new tokens are sorted in memory before they go into a segment.
    cursor.execute(f"INSERT INTO search_{table}(search_{table}, rank) VALUES ('hashsize', 8388608)")


def ensure(cursor, table: str) -> None:
    """Make an index table unless it is there."""
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [f"search_{check(table)}"])
    if cursor.fetchone() is None:
        create(cursor, table)


def watch(cursor) -> None:
    """Have the database remember the indexed words of an article that changes.

    Django makes a table of SQLite anew when a migration alters it, and its triggers are gone: this is called
    after every migration.
    """
    cursor.execute(
        REMEMBER_OLD_WORDS.format(
            name="search_remembers_changed_words",
            event="UPDATE OF kicker, title, subtitle, body",
            changed=f"({WORDS_CHANGED}) AND",
        )
    )
    cursor.execute(
        REMEMBER_OLD_WORDS.format(name="search_remembers_deleted_words", event="DELETE", changed="")
    )


def drop(cursor, table: str) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS search_{check(table)}")


def empty(cursor, table: str) -> None:
    """Take everything out of a table at once."""
    cursor.execute(f"INSERT INTO search_{check(table)}(search_{table}) VALUES ('delete-all')")


def add(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Put articles in, by number and tokens."""
    cursor.executemany(
        f"INSERT INTO search_{check(table)}(rowid, tokens) VALUES (%s, %s)",
        ((number, " ".join(tokens)) for number, tokens in rows),
    )


def remove(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Take articles out, by number and exactly the tokens they were put in with."""
    cursor.executemany(
        f"INSERT INTO search_{check(table)}(search_{table}, rowid, tokens) VALUES ('delete', %s, %s)",
        ((number, " ".join(tokens)) for number, tokens in rows),
    )


def merge(cursor, table: str, pages: int) -> bool:
    """Merge segments of the index by about so many pages; tell whether there is more to do.

    A negative number begins: it has all segments become one.
    """
    raw = cursor.connection
    before = raw.total_changes
    cursor.execute(f"INSERT INTO search_{check(table)}(search_{table}, rank) VALUES ('merge', %s)", [pages])
    return raw.total_changes - before >= 2


def lay_out(cursor, table: str, years: Iterable[int], *, with_index: bool = True) -> None:
    """Nothing to lay out: one table takes every year."""


def is_complete(cursor, table: str) -> bool:
    return True


def complete(connection, table: str) -> None:
    """Nothing to complete: this index is made as it is filled."""


def expression(every: Iterable[Iterable[str]], none: Iterable[str] = ()) -> str:
    """Return the FTS5 question for articles with one token of each group in `every`, and none of `none`.

    Tokens hold no ASCII sign, so nothing a person typed can end a quoted string here.
    """
    groups = [" OR ".join(f'"{token}"' for token in group) for group in every]
    asked = " AND ".join(f"({group})" for group in groups)
    return f"({asked})" + "".join(f' NOT "{token}"' for token in none)


def numbers(
    cursor, table: str, question: str, *, low: int, high: int, limit: int, offset: int = 0
) -> list[int]:
    """Return the numbers of the newest articles that answer, highest first, low <= number <= high."""
    cursor.execute(
        f"SELECT rowid FROM search_{check(table)} WHERE search_{table} MATCH %s"
        " AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s OFFSET %s",
        [question, low, high, limit, offset],
    )
    return [number for (number,) in cursor.fetchall()]


def count(cursor, table: str, question: str, *, low: int, high: int, most: int = -1) -> int:
    """Return how many articles answer, counting no further than `most`."""
    inner = (
        f"SELECT rowid FROM search_{check(table)} WHERE search_{table} MATCH %s AND rowid BETWEEN %s AND %s"
    )
    if most < 0:
        cursor.execute(inner.replace("SELECT rowid", "SELECT count(*)"), [question, low, high])
    else:
        cursor.execute(f"SELECT count(*) FROM ({inner} LIMIT %s)", [question, low, high, most])
    return cursor.fetchone()[0]


def spread_each(
    cursor, table: str, questions: Sequence[str], *, periods: Iterable[tuple[int, int, int]], places: int
) -> list[dict[int, int]]:
    """Return for each question how many articles answer in each (period, low, high).

    Short counts beat grouping all the answers.
    """
    periods = list(periods)
    if not periods:
        return [{} for _question in questions]
    # Written out: SQLite would look every bound up again for every article.
    bounds = ", ".join(f"({period:d}, {low:d}, {high:d})" for period, low, high in periods)
    cursor.execute(
        f"WITH period(name, low, high) AS (VALUES {bounds})"
        f" SELECT asked.key, period.name, (SELECT count(*) FROM search_{check(table)}"
        f" WHERE search_{table} MATCH asked.value AND rowid BETWEEN low AND high)"
        " FROM json_each(%s) asked CROSS JOIN period",
        [json.dumps(list(questions))],
    )
    found: list[dict[int, int]] = [{} for _question in questions]
    for place, period, answering in cursor.fetchall():
        if answering:
            found[place][period] = answering
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

    One statement that goes on as long as somebody reads: nobody has to know how many will be wanted.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # Crosswise, so that the planner keeps this order and sorts nothing.
            f"SELECT {columns} FROM search_{check(table)} f"
            " CROSS JOIN articles_searchdocument d ON d.number = f.rowid"
            " CROSS JOIN articles_article a ON a.id = d.article_id"
            f" WHERE f.search_{table} MATCH %s AND f.rowid BETWEEN %s AND %s"
            " AND a.state = 'published' AND a.publish_at <= %s ORDER BY f.rowid DESC LIMIT %s",
            [question, low, high, moment(connection), limit],
        )
        yield from cursor


def newest_of_each(
    cursor, table: str, questions: Iterable[str], *, low: int, high: int, limit: int
) -> list[list[int]]:
    """Return the numbers of the newest articles that answer each question, as `numbers` does for one."""
    cursor.execute(
        "SELECT (SELECT json_group_array(rowid) FROM (SELECT rowid"
        f" FROM search_{check(table)} WHERE search_{table} MATCH value"
        " AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s)) FROM json_each(%s) ORDER BY key",
        [low, high, limit, json.dumps(list(questions))],
    )
    return [json.loads(found) for (found,) in cursor.fetchall()]


def which_are_public(connection, table: str, questions: Iterable[str]) -> list[bool]:
    """Return for each question whether any article that the public may read answers it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM search_{check(table)} f"
            " CROSS JOIN articles_searchdocument d ON d.number = f.rowid"
            " CROSS JOIN articles_article a ON a.id = d.article_id"
            f" WHERE f.search_{table} MATCH value AND a.state = 'published' AND a.publish_at <= %s)"
            " FROM json_each(%s) ORDER BY key",
            [moment(connection), json.dumps(list(questions))],
        )
        return [bool(found) for (found,) in cursor.fetchall()]


def still_hidden(connection, table: str, question: str, *, low: int, high: int) -> list[int]:
    """Return the numbers of the articles that answer and come out only later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.number FROM articles_article a"
            " CROSS JOIN articles_searchdocument d ON d.article_id = a.id"
            " WHERE a.state = 'published' AND a.publish_at > %s AND d.number BETWEEN %s AND %s"
            f" AND EXISTS (SELECT 1 FROM search_{check(table)} f"
            f" WHERE f.search_{table} MATCH %s AND f.rowid = d.number)",
            [moment(connection), low, high, question],
        )
        return [number for (number,) in cursor.fetchall()]


# For `IN`, with members() as the parameter: a statement that is the same for any number of values.
MEMBERS = "(SELECT value FROM json_each(%s))"


def members(values: Iterable[int]) -> str:
    return json.dumps(list(values))


def moment(connection):
    """Return the present as a statement takes it."""
    return written(now(), connection)


def every_number(cursor, table: str, question: str) -> Iterator[int]:
    cursor.execute(f"SELECT rowid FROM search_{check(table)} WHERE search_{table} MATCH %s", [question])
    while found := cursor.fetchmany(10_000):
        yield from (number for (number,) in found)


def check(table: str) -> str:
    """Return the name of a table that may stand in a statement; it cannot be a parameter."""
    if table not in TABLES:
        raise ValueError(f"{table!r} is no index table; they are called {TABLES}.")
    return table
