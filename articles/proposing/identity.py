"""The number of an article: made of its date and its place on the page, so that it is the same however often
the load was interrupted, and never made again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from itertools import count

SLOTS = 99_999
UNDATED, UNDATED_SLOTS = 10**10, 10**9 - 1


def candidates(day: date | None, sha256: str, start: int) -> Iterable[int]:
    """Yield the numbers an article may get, best first: yyyymmdd and five digits, or none of a day yet."""
    for attempt in count():
        seed = int.from_bytes(blake2b(f"{sha256} {start} {attempt}".encode(), digest_size=8).digest(), "big")
        if day is None:
            yield UNDATED + seed % UNDATED_SLOTS + 1
        else:
            yield (day.year * 10_000 + day.month * 100 + day.day) * 100_000 + seed % SLOTS + 1


def give_ids(wanted: list[tuple[date | None, str, int]]) -> list[int]:
    """Return a free number for each (issue date, page fingerprint, start), in order."""
    from articles.models import Article

    waiting = [iter(candidates(*what)) for what in wanted]
    first = [next(numbers) for numbers in waiting]
    taken = set(Article.objects.filter(pk__in=first).values_list("pk", flat=True))
    given = []
    for number, more in zip(first, waiting, strict=True):
        while number in taken or (number not in first and Article.objects.filter(pk=number).exists()):
            number = next(more)
        taken.add(number)
        given.append(number)
    return given
