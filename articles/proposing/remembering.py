"""Tags and agencies that a load has looked up before: most names of a page stood on the page before it."""

from __future__ import annotations

from django.db import connection

MOST = 50_000  # names that are kept of each kind


class Remembered:
    """Name -> row, for as long as nobody else has written to the database.

    SQLite tells whether another connection has. PostgreSQL does not: nothing is remembered there.
    """

    def __init__(self):
        self.tags: dict = {}
        self.agencies: dict = {}
        self.version: int | None = None

    def refresh(self) -> None:
        """Forget all if somebody may have merged or deleted some of it. Asked within the transaction."""
        version = data_version()
        if version is None or version != self.version or max(len(self.tags), len(self.agencies)) > MOST:
            self.forget()
        self.version = version

    def forget(self) -> None:
        """Forget rows of a transaction that was taken back."""
        self.tags.clear()
        self.agencies.clear()


def data_version() -> int | None:
    """Return a number that changes when another connection commits; None where there is none."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA data_version").fetchone()[0]
