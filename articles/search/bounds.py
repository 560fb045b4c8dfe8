"""One search may take one second: statements are stopped by the database, loops look at the clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.utils import DatabaseError, OperationalError

STEPS = 10_000  # virtual machine steps of SQLite between two looks at the clock: well under a millisecond


class TooSlow(Exception):
    """The search did not end in time."""


class Deadline:
    """The moment a search has to end at."""

    def __init__(self, milliseconds: int | None = None):
        if milliseconds is None:
            milliseconds = settings.NEWSROOM["SEARCH_TIMEOUT_MS"]
        self.began = monotonic()
        self.ends = self.began + milliseconds / 1000

    @property
    def has_passed(self) -> bool:
        return monotonic() >= self.ends

    @property
    def milliseconds_left(self) -> int:
        return max(1, int((self.ends - monotonic()) * 1000))

    @property
    def took_ms(self) -> float:
        return (monotonic() - self.began) * 1000

    def check(self) -> None:
        """Stop a loop that ran out of time."""
        if self.has_passed:
            raise TooSlow


@contextmanager
def bounded(connection, deadline: Deadline) -> Iterator[None]:
    """Have the database stop whatever runs past the deadline, and say TooSlow."""
    stop_within = stop_postgresql if connection.vendor == "postgresql" else stop_sqlite
    with stop_within(connection, deadline):
        yield


@contextmanager
def stop_sqlite(connection, deadline: Deadline) -> Iterator[None]:
    connection.ensure_connection()
    raw = connection.connection
    raw.set_progress_handler(lambda: deadline.has_passed, STEPS)
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, sqlite3.OperationalError) and "interrupted" in str(error):
            raise TooSlow from error
        raise
    finally:
        raw.set_progress_handler(None, STEPS)


@contextmanager
def stop_postgresql(connection, deadline: Deadline) -> Iterator[None]:
    """Set the timeout for this transaction only: a pooler may hand the session to somebody else.

    And have it look things up by their indexes: it would rather read every row where many answer, and does
    not know what it costs to unpack them. Compiling a statement takes longer than to run one.
    """
    from psycopg.errors import QueryCanceled

    was_inside = connection.in_atomic_block
    try:
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET LOCAL statement_timeout = {deadline.milliseconds_left};"
                    " SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
                )
            yield
            if was_inside:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SET LOCAL statement_timeout = DEFAULT; SET LOCAL enable_seqscan = DEFAULT;"
                        " SET LOCAL jit = DEFAULT"
                    )
    except DatabaseError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
