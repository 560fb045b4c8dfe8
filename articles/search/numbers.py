"""The numbers of articles in the index: the day, and a place within the day.

The index answers in the order of numbers, so newest days come first and a range of days is a range of
numbers. Neighbouring articles have close numbers, of which an index keeps the differences: by sort_key, whose
days are ten million apart, it would be twice the size. Within a day the order is that of sort_key, put right
when answers are read (see answering.answers).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date

from articles.models import SearchDocument

A_DAY_OF_KEYS = 10_000_000  # sort_key is yyyymmdd, then seven digits (see publishing.next_sort_key)
# Places in a day, as a power of two. More of them make FTS5's differences longer; PostgreSQL keeps none.
PLACES = {"sqlite": 11, "postgresql": 20}
HIGHEST = 2**62
DAYS_AT_ONCE = 400  # SQLite joins at most 500 questions in one


class DayIsFull(Exception):
    """No place is left in a day; the message says what to do."""


def places(connection) -> int:
    return PLACES[connection.vendor]


def day_of_key(sort_key: int) -> int:
    """Return the day of a sort_key, counted as date.toordinal does."""
    written = sort_key // A_DAY_OF_KEYS
    return date(written // 10_000, written // 100 % 100, written % 100).toordinal()


def first_number(connection, day: date) -> int:
    return day.toordinal() << places(connection)


def last_number(connection, day: date) -> int:
    return (day.toordinal() + 1 << places(connection)) - 1


def last_number_up_to(connection, sort_key: int) -> int:
    """Return the last number of the day of a sort_key that may be no article's: addresses hold any number."""
    written = sort_key // A_DAY_OF_KEYS
    year, month, day = written // 10_000, written // 100 % 100, written % 100
    if not MINYEAR <= year <= MAXYEAR:
        return -1 if year < MINYEAR else HIGHEST
    month = min(max(month, 1), 12)
    day = min(max(day, 1), monthrange(year, month)[1])
    return last_number(connection, date(year, month, day))


def give_numbers(connection, days: Iterable[int]) -> list[int]:
    """Return a free number in each of these days."""
    bits, found, days = places(connection), [], list(days)
    highest, taken = highest_numbers(connection, set(days)), {}
    documents = SearchDocument.objects.using(connection.alias)
    for day in days:
        low, high = day << bits, (day + 1 << bits) - 1
        if day not in taken:
            taken[day] = iter(range(low if highest[day] is None else highest[day] + 1, high + 1))
        number = next(taken[day], None)
        if number is None:
            # Places left free by withdrawn articles.
            used = set(documents.filter(number__range=(low, high)).values_list("number", flat=True))
            taken[day] = iter([place for place in range(low, high + 1) if place not in {*used, *found}])
            number = next(taken[day], None)
        if number is None:
            raise DayIsFull(
                f"The search index of this database takes {2**bits} articles a day, and"
                f" {date.fromordinal(day)} has more. Move the archive to PostgreSQL."
            )
        found.append(number)
    return found


def highest_numbers(connection, days: Iterable[int]) -> dict[int, int | None]:
    """Return the highest number that is given in each of these days; None in a day without any."""
    bits, found, days = places(connection), {}, sorted(days)
    for start in range(0, len(days), DAYS_AT_ONCE):
        some = days[start : start + DAYS_AT_ONCE]
        asked = " UNION ALL ".join(
            f"SELECT {day}, (SELECT max(number) FROM articles_searchdocument"
            f" WHERE number BETWEEN {day << bits} AND {(day + 1 << bits) - 1})"
            for day in some
        )
        with connection.cursor() as cursor:
            cursor.execute(asked)
            found.update(cursor.fetchall())
    return found
