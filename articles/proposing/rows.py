"""Many small rows written at once: five for each article, whose objects would cost more than their text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.models.coded import CodedField

AT_ONCE = 500


def insert(model, columns: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """Write rows of these columns, every column but the key; return how many."""
    rows = list(rows)
    if not rows:
        return 0
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in columns]
    names = [field.column for field in fields]
    coded = [(place, field.codes) for place, field in enumerate(fields) if isinstance(field, CodedField)]
    if coded:
        rows = [encode(row, coded) for row in rows]
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, names))})"
        f" VALUES ({', '.join(['%s'] * len(names))})"
    )
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            cursor.executemany(sql, rows[at : at + AT_ONCE])
    return len(rows)


def encode(row: tuple, coded: list[tuple[int, dict]]) -> list:
    """Return a row with its words of closed sets as the numbers that the database knows them by."""
    values = list(row)
    for place, codes in coded:
        values[place] = codes[values[place]]
    return values


PASSAGE = ("article", "page", "order", "start", "end", "role", "rule", "margin", "joins")
CREDIT = ("article", "name", "role", "order")
MENTION = ("article", "agency", "words", "part", "start", "by_person", "is_refused")
TAGGING = ("article", "tag", "state", "weight")
