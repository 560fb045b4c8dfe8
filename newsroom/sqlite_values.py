"""Dates and truth values read from SQLite files of either text encoding.

Python hands the bytes of such a column to its converter as they stand in the file. Django's converters take
them for UTF-8; ours are for UTF-16 too, in which new files are made (see environment.sqlite).
"""

import sqlite3
from collections.abc import Callable

from django.utils.dateparse import parse_date, parse_datetime, parse_time


def read_either_encoding() -> None:
    """Put these converters in the place of Django's, for the whole process."""
    # Django's own are registered when its module is first imported: they must not come after these.
    import django.db.backends.sqlite3.base  # noqa: F401

    sqlite3.register_converter("bool", lambda raw: plain(raw) == b"1")
    sqlite3.register_converter("date", reader(parse_date))
    sqlite3.register_converter("time", reader(parse_time))
    sqlite3.register_converter("datetime", reader(parse_datetime))
    sqlite3.register_converter("TIMESTAMP", reader(parse_datetime))


def reader(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda raw: parse(plain(raw).decode())


def plain(raw: bytes) -> bytes:
    """Return digits and signs as single bytes: in UTF-16 each has a zero beside it."""
    return raw.replace(b"\0", b"")
