"""Many small rows written at once: five for each article, whose objects would cost more than their text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

AT_ONCE = 500


def insert(model, columns: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """Write rows of these columns, every column but the key; return how many."""
    rows = list(rows)
    if not rows:
        return 0
    quote = connection.ops.quote_name
    names = [model._meta.get_field(name).column for name in columns]
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))})"
        f" VALUES ({', '.join(['%s'] * len(names))})"
    )
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            cursor.executemany(sql, rows[at : at + AT_ONCE])
    return len(rows)


PASSAGE = ("article", "page", "order", "start", "end", "role", "rule", "margin", "joins")
CREDIT = ("article", "name", "role", "order")
MENTION = ("article", "agency", "words", "part", "start", "by_person", "is_refused")
TAGGING = ("article", "tag", "state", "weight")
