"""Many rows written at once: twenty for each article, whose objects would cost more than their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from django.db import connection, models

from articles.models.coded import CodedField

AT_ONCE = 500


def insert(model, columns: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """Write rows of these columns, every other column as the model has it by default; return how many."""
    rows = list(rows)
    if not rows:
        return 0
    statement, fixed, preparing = plan(model, columns, connection.vendor)
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            made = [prepare(row, preparing) for row in rows[at : at + AT_ONCE]]
            cursor.executemany(statement, [values + fixed for values in made])
    return len(rows)


@cache
def plan(model, columns: tuple[str, ...], vendor: str) -> tuple[str, list, list[tuple[int, Callable]]]:
    """Return the statement, the values of the columns not named, and what to do with those that are."""
    named = [model._meta.get_field(name) for name in columns]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in named and not isinstance(field, models.AutoField)
    ]
    quote = connection.ops.quote_name
    names = [quote(field.column) for field in (*named, *others)]
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)})"
        f" VALUES ({', '.join(['%s'] * len(names))})"
    )
    usual = model()
    fixed = [field.get_db_prep_save(getattr(usual, field.attname), connection) for field in others]
    preparing = [(place, step) for place, field in enumerate(named) if (step := preparer(field))]
    return statement, fixed, preparing


def preparer(field) -> Callable | None:
    """Return what makes of a value of this field what the database takes; None where it is the same."""
    if isinstance(field, CodedField):
        return field.codes.__getitem__
    if field.choices:
        return str  # no driver is to know our enums

    def save(value):
        return field.get_db_prep_save(value, connection)

    if isinstance(field, models.DateField):
        return lru_cache(maxsize=1000)(save)  # all articles of a load have a few days between them
    return save if isinstance(field, models.JSONField | models.BinaryField) else None


def prepare(row: tuple, preparing: list[tuple[int, Callable]]) -> list:
    values = list(row)
    for place, step in preparing:
        values[place] = step(values[place])
    return values


PASSAGE = ("article", "page", "order", "start", "end", "role", "rule", "margin", "joins")
CREDIT = ("article", "name", "role", "order")
MENTION = ("article", "agency", "words", "part", "start", "by_person", "is_refused")
TAGGING = ("article", "tag", "state", "weight")
ARTICLE = (
    "id", "issue", "page", "order", "sort_key", "kicker", "title", "subtitle", "section", "genre", "body",
    "dateline_place", "dateline_date", "event_date", "characters", "continued_page", "series",
    "series_number", "state", "publish_at", "confidence", "warnings", "proposed", "load", "updated_at",
)  # fmt: skip
