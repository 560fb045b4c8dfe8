"""The index on PostgreSQL: the numbers of an article's tokens as an array under a GIN index, a table a year.

GIN collects all that answers before the newest can be taken. In a table for each year that is a year's
answers: the newest year is asked first, and the next one only when more are wanted.

The planner is left one way to look a token up, as the others unpack the array of each row they come by. It
cannot walk back by number, for that index is not sorted, nor read all rows (see bounds.stop_postgresql).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import now

from .codes import code, pack
from .numbers import HIGHEST, PLACES
from .tokens import EVERY_ARTICLE

TABLES = ("a", "b")
BITS = PLACES["postgresql"]
MEMORY = "1GB"  # for making one year's index
AT_FIRST = 100  # rows of the first portion of a walk that may go on


def create(cursor, table: str) -> None:
    """Make one empty index table, in place of whatever had its name; years are added as they come."""
    drop(cursor, table)
    cursor.execute(
        f"CREATE TABLE {name(table)} (number bigint NOT NULL, grams bigint[] NOT NULL)"
        " PARTITION BY RANGE (number)"
    )


def ensure(cursor, table: str) -> None:
    """Make an index table unless it is there."""
    cursor.execute("SELECT to_regclass(%s)", [name(table)])
    if cursor.fetchone()[0] is None:
        create(cursor, table)


def watch(cursor) -> None:
    """Nothing to remember: a row here is taken out without knowing what it held."""


def drop(cursor, table: str) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {name(table)}")


def empty(cursor, table: str) -> None:
    """Take everything out of a table at once."""
    create(cursor, table)


def add(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Put articles in, by number and tokens."""
    rows = list(rows)
    lay_out(cursor, table, {date.fromordinal(number >> BITS).year for number, _tokens in rows})
    with cursor.copy(f"COPY {name(table)} (number, grams) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "bytea"])  # an array as bytes, which it is on the wire
        for number, tokens in rows:
            copy.write_row((number, pack(tokens)))


def remove(cursor, table: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Take articles out, by number; with what tokens they were put in need not be known."""
    cursor.execute(
        f"DELETE FROM {name(table)} WHERE number = ANY(%s::bigint[])", [[number for number, _tokens in rows]]
    )


def merge(cursor, table: str, pages: int) -> bool:
    """Nothing to merge: PostgreSQL's autovacuum tends its index."""
    return False


def lay_out(cursor, table: str, years: Iterable[int], *, with_index: bool = True) -> None:
    """Make the tables of these years that are not there yet.

    Without an index for a load of many articles: `complete` makes it in one go, many times as fast.
    """
    wanted = {part_of(table, year): year for year in years}
    cursor.execute("SELECT part FROM unnest(%s::text[]) part WHERE to_regclass(part) IS NULL", [list(wanted)])
    for (part,) in cursor.fetchall():
        first, last = date(wanted[part], 1, 1).toordinal(), date(wanted[part], 12, 31).toordinal()
        compression = "lz4" if has_lz4(cursor) else "pglz"
        cursor.execute(
            f"CREATE TABLE {part} (number bigint NOT NULL, grams bigint[] COMPRESSION {compression} NOT NULL)"
            # Arrays lie beside the rows: to count, the rows alone are read, a hundred in a page.
            " WITH (toast_tuple_target = 128)"
        )
        # Which tokens are common takes minutes to find out, and there is only one plan.
        cursor.execute(f"ALTER TABLE {part} ALTER grams SET STATISTICS 0, ALTER number SET STATISTICS 10")
        cursor.execute(f"CREATE INDEX ON {part} USING hash (number)")
        if with_index:
            cursor.execute(index_of(part))
        # Attached when it is ready: who reads the other years need not wait for it.
        cursor.execute(
            f"ALTER TABLE {name(table)} ATTACH PARTITION {part}"
            f" FOR VALUES FROM ({first << BITS}) TO ({last + 1 << BITS})"
        )


def has_lz4(cursor) -> bool:
    cursor.execute("SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
    return cursor.fetchone()[0]


def index_of(part: str, how: str = "") -> str:
    """Return the statement that makes the index of a year."""
    # A pending list would be read in full by every search; saves pay for their own tokens.
    return f"CREATE INDEX {how} {part}_grams ON {part} USING gin (grams) WITH (fastupdate = off)"


UNINDEXED = """
SELECT part.relname, index.relname FROM pg_inherits
JOIN pg_class part ON part.oid = inhrelid
LEFT JOIN pg_class index ON index.relname = part.relname || '_grams'
LEFT JOIN pg_index ON indexrelid = index.oid
WHERE inhparent = to_regclass(%s) AND indisvalid IS NOT TRUE ORDER BY part.relname DESC
"""


def is_complete(cursor, table: str) -> bool:
    """Tell whether every year has its index; a first load that was interrupted leaves years without."""
    cursor.execute(f"SELECT NOT EXISTS ({UNINDEXED})", [name(table)])
    return cursor.fetchone()[0]


def complete(connection, table: str) -> None:
    """Make the index of each year that has none, the newest first, while editors go on publishing."""
    # Inside a transaction it can only be made with a lock on the year.
    how = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        cursor.execute(UNINDEXED, [name(table)])
        for part, broken in cursor.fetchall():
            if broken:
                cursor.execute(f"DROP INDEX {broken}")  # left by one that was interrupted
            cursor.execute(f"SET maintenance_work_mem = '{MEMORY}'")
            cursor.execute(index_of(part, how))
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"ANALYZE {part}")


@dataclass(frozen=True)
class Expression:
    """What is asked of arrays: all of some numbers, one of each group, none of others."""

    every: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    none: tuple[int, ...] = ()

    def __str__(self):
        """Return the condition. It is made of whole numbers, so nothing a person typed can stand in it."""
        parts = [f"grams @> {array(self.every)}"] if self.every else []
        parts += [f"grams && {array(group)}" for group in self.groups]
        parts += [f"NOT grams && {array(self.none)}"] if self.none else []
        return " AND ".join(parts)

    @property
    def is_of_days_only(self) -> bool:
        return self == Expression((EVERY,))


EVERY = code(EVERY_ARTICLE)


def literal(numbers: Iterable[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


def array(numbers: Iterable[int]) -> str:
    return f"'{literal(numbers)}'::bigint[]"


def expression(every: Iterable[Iterable[str]], none: Iterable[str] = ()) -> Expression:
    """Return the question for articles with one token of each group in `every`, and none of `none`."""
    groups = [tuple(map(code, group)) for group in every]
    return Expression(
        tuple(group[0] for group in groups if len(group) == 1),
        tuple(group for group in groups if len(group) > 1),
        tuple(map(code, none)),
    )


def answering(table: str, question: Expression) -> str:
    """Return the rows that answer, by number, as what follows FROM; two parameters: lowest and highest."""
    if question.is_of_days_only:
        return "articles_searchdocument WHERE number BETWEEN %s AND %s"
    return f"{name(table)} WHERE {question} AND number BETWEEN %s AND %s"


FIRST_OF_YEAR = f"((make_date({{}}, 1, 1) - date '0001-01-01' + 1)::bigint << {BITS})"
YEAR_OF = f"extract(year FROM date '0001-01-01' + (({{}} >> {BITS}) - 1)::integer)::integer"
YEARS = f"""generate_series(
(SELECT {YEAR_OF.format("max(number)")} FROM articles_searchdocument WHERE number <= %(high)s),
(SELECT {YEAR_OF.format("min(number)")} FROM articles_searchdocument WHERE number >= %(low)s),
-1)"""
# Year by year, each asked only when those before it did not give enough: a loop that the planner keeps to,
# as it may not put years in an order of its own.
NEWEST = f"""SELECT of_year.number FROM {YEARS} AS year CROSS JOIN LATERAL (
SELECT number FROM {{table}} WHERE {{question}}
AND number >= greatest(%(low)s, {FIRST_OF_YEAR.format("year")})
AND number < least(%(high)s + 1, {FIRST_OF_YEAR.format("year + 1")})
ORDER BY number DESC LIMIT %(limit)s) AS of_year LIMIT %(limit)s"""


def newest(table: str, question: Expression | str) -> str:
    """Return the statement for the newest numbers that answer: by the parameters low, high and limit."""
    if isinstance(question, Expression) and question.is_of_days_only:
        return (
            "SELECT number FROM articles_searchdocument WHERE number BETWEEN %(low)s AND %(high)s"
            " ORDER BY number DESC LIMIT %(limit)s"
        )
    return NEWEST.format(table=name(table), question=question)


def numbers(
    cursor, table: str, question: Expression, *, low: int, high: int, limit: int, offset: int = 0
) -> list[int]:
    """Return the numbers of the newest articles that answer, highest first, low <= number <= high."""
    cursor.execute(
        f"{newest(table, question)} OFFSET %(offset)s",
        {"low": low, "high": high, "limit": offset + limit, "offset": offset},
    )
    return [number for (number,) in cursor.fetchall()]


def count(cursor, table: str, question: Expression, *, low: int, high: int, most: int = -1) -> int:
    """Return how many articles answer, counting no further than `most`."""
    found = f"SELECT 1 FROM {answering(table, question)}" + (f" LIMIT {most:d}" if most >= 0 else "")
    cursor.execute(f"SELECT count(*) FROM ({found}) AS found", [low, high])
    return cursor.fetchone()[0]


def spread_each(
    cursor,
    table: str,
    questions: Sequence[Expression],
    *,
    periods: Iterable[tuple[int, int, int]],
    places: int,
) -> list[dict[int, int]]:
    """Return for each question how many articles answer in each (period, low, high): in one pass, by day."""
    periods = list(periods)
    found: list[dict[int, int]] = [{} for _question in questions]
    if not periods:
        return found
    low, high = min(low for _period, low, _high in periods), max(high for *_rest, high in periods)
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT {place}, number >> {places:d} AS day, count(*) FROM {answering(table, question)}"
            " GROUP BY day"
            for place, question in enumerate(questions)
        ),
        [low, high] * len(questions),
    )
    starts = sorted((low, period) for period, low, _high in periods)
    for place, day, counted in cursor.fetchall():
        at = bisect_right(starts, (day << places, HIGHEST)) - 1
        period = starts[max(at, 0)][1]
        found[place][period] = found[place].get(period, 0) + counted
    return found


def walk(
    connection,
    table: str,
    question: Expression,
    columns: str,
    *,
    low: int,
    high: int,
    limit: int = -1,
) -> Iterator[tuple]:
    """Yield columns of the articles (a) and documents (d) that answer and are public, highest number first.

    In growing portions, or all at once where all are wanted: this server works out all of an answer before
    it sends the first row.
    """
    size = AT_FIRST if limit < 0 else limit
    while limit:
        with connection.cursor() as cursor:
            cursor.execute(
                # The numbers first: whatever comes with them, they are looked up in one way.
                f"WITH found AS MATERIALIZED ({newest(table, question)})"
                # And articles by their keys: by what is published they would be gone through for each number.
                " SELECT found.number, a.state = 'published' AND a.publish_at <= %(now)s,"
                f" {columns} FROM found JOIN articles_searchdocument d ON d.number = found.number"
                " LEFT JOIN articles_article a ON a.id = d.article_id ORDER BY found.number DESC",
                {"low": low, "high": high, "limit": size, "now": now()},
            )
            found = cursor.fetchall()
        for _number, is_public, *row in found:
            if is_public and limit:
                limit -= 1
                yield tuple(row)
        if len(found) < size:
            return
        high, size = found[-1][0] - 1, max(size, AT_FIRST) * 4


def newest_of_each(
    cursor, table: str, questions: Iterable[Expression], *, low: int, high: int, limit: int
) -> list[list[int]]:
    """Return the numbers of the newest articles that answer each question, as `numbers` does for one."""
    questions = list(questions)
    alike = ask_alike(questions)
    if alike is None:
        return [numbers(cursor, table, each, low=low, high=high, limit=limit) for each in questions]
    operator, arrays = alike
    cursor.execute(
        f"SELECT ARRAY({newest(table, f'grams {operator} asked::bigint[]')})"
        " FROM unnest(%(asked)s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
        {"low": low, "high": high, "limit": limit, "asked": arrays},
    )
    return [found for (found,) in cursor.fetchall()]


def which_are_public(connection, table: str, questions: Iterable[Expression]) -> list[bool]:
    """Return for each question whether any article that the public may read answers it."""
    operator, arrays = ask_alike(list(questions))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {name(table)} f"
            " JOIN articles_searchdocument d ON d.number = f.number"
            f" JOIN articles_article a ON a.id = d.article_id WHERE f.grams {operator} asked::bigint[]"
            " AND a.state = 'published' AND a.publish_at <= %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
            [now(), arrays],
        )
        return [found for (found,) in cursor.fetchall()]


def ask_alike(questions: list[Expression]) -> tuple[str, list[str]] | None:
    """Return the operator and the arrays by which one statement asks all of these; None where it cannot.

    Written out question by question, every year would have to be planned for anew in each.
    """
    if all(each.every and not each.groups and not each.none for each in questions):
        return "@>", [literal(each.every) for each in questions]
    if all(len(each.every) + len(each.groups) == 1 and not each.none for each in questions):
        return "&&", [literal(each.every or each.groups[0]) for each in questions]
    return None


def still_hidden(connection, table: str, question: Expression, *, low: int, high: int) -> list[int]:
    """Return the numbers of the articles that answer and come out only later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.number FROM articles_article a JOIN articles_searchdocument d ON d.article_id = a.id"
            f" JOIN {name(table)} f ON f.number = d.number"
            " WHERE a.state = 'published' AND a.publish_at > %s AND d.number BETWEEN %s AND %s"
            f" AND {question}",
            [now(), low, high],
        )
        return [number for (number,) in cursor.fetchall()]


# For `IN`, with members() as the parameter: a statement that is the same for any number of values.
MEMBERS = "(SELECT unnest(%s::bigint[]))"


def members(values: Iterable[int]) -> list[int]:
    return list(values)


def moment(connection):
    """Return the present as a statement takes it."""
    return now()


def every_number(cursor, table: str, question: Expression) -> Iterator[int]:
    cursor.execute(f"SELECT number FROM {name(table)}")
    while found := cursor.fetchmany(10_000):
        yield from (number for (number,) in found)


def name(table: str) -> str:
    """Return the name of a table that may stand in a statement; it cannot be a parameter."""
    if table not in TABLES:
        raise ValueError(f"{table!r} is no index table; they are called {TABLES}.")
    return f"search_{table}"


def part_of(table: str, year: int) -> str:
    return f"{name(table)}_{year:04d}"
