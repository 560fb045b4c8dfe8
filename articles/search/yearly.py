"""The index tables on PostgreSQL: one a year, made as years come; their indexes at once after a load."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .codes import pack
from .numbers import PLACES

TABLES = ("a", "b")
BITS = PLACES["postgresql"]
MEMORY = "1GB"  # for making one year's index


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
    """Find out how many rows there are by now; nothing is left in pieces here.

    Autovacuum does so after a minute. Until then it is not known that a tag has few articles, and a page may
    go through all of them for each tag.
    """
    cursor.execute("ANALYZE")
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


def name(table: str) -> str:
    """Return the name of a table that may stand in a statement; it cannot be a parameter."""
    if table not in TABLES:
        raise ValueError(f"{table!r} is no index table; they are called {TABLES}.")
    return f"search_{table}"


def part_of(table: str, year: int) -> str:
    return f"{name(table)}_{year:04d}"
