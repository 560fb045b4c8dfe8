"""Giving back the room that a large load, a rebuilt index or a migration left empty in an SQLite file."""

from __future__ import annotations

from django.db import connection
from django.db.utils import OperationalError

from articles import search


class NotCompacted(Exception):
    """The file stands as it was; the message says why and what to do."""


def compact() -> tuple[int, int]:
    """Merge the search index and write the file anew without gaps; return its bytes before and after.

    Readers go on meanwhile, writers wait: a second for some 50 MB. PostgreSQL tends its files by itself.
    """
    search.compact()
    before = database_bytes()
    if connection.vendor == "sqlite":
        try:
            run("VACUUM")
            # What was written goes from the log into the file, which ends where its last page is.
            run("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError as error:
            raise NotCompacted(
                f"{connection.settings_dict['NAME']}: {error}. Stop loads and wait for editors, or have"
                " twice the size of the file free on its disk, and where temporary files go (SQLITE_TMPDIR)."
            ) from error
    return before, database_bytes()


def database_bytes() -> int:
    """Return the size of the whole database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
