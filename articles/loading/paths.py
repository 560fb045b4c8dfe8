"""What a file's path says about the date and the page printed in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# The same bounds as an issue's own date has (models.issue), repeated because no model is imported here.
EARLIEST_YEAR, LATEST_YEAR = 1815, 2199

DATE = r"(?P<year>\d{4})(?P<sep>[-_.]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
PAGE = r"(?:第)?(?P<page>[A-Za-z]?\d{1,3})(?:版)?"
# 2024-06-14/02.txt, 2024-06-14_02.txt, 20240614-A02.txt, 2024/06/14/02.txt, 2024-06-14.txt
RULES = tuple(
    re.compile(rule)
    for rule in (
        rf"(?:^|/){DATE}/{PAGE}(?:[-_. ][^/]*)?\.[^./]+$",
        rf"(?:^|/){DATE}[-_. ]{PAGE}(?:[-_. ][^/]*)?\.[^./]+$",
        rf"(?:^|/)(?P<year>\d{{4}})/(?P<month>\d{{2}})/(?P<day>\d{{2}})/{PAGE}(?:[-_. ][^/]*)?\.[^./]+$",
        rf"(?:^|/){DATE}(?:/[^/]*)?\.[^./]+$",
        rf"(?:^|/){DATE}/[^/]+\.[^./]+$",
    )
)


@dataclass(frozen=True, slots=True)
class FromPath:
    """What could be read from a path; what it does not say is None or empty."""

    date: date | None = None
    page: str = ""
    edition: str = ""


def read_path(path: str, rules=RULES) -> FromPath:
    """Return the date and page that the first fitting rule finds; impossible dates do not fit."""
    path = path.replace("\\", "/")
    for rule in rules:
        if (found := rule.search(path)) is None:
            continue
        groups = found.groupdict()
        try:
            day = read_date(groups)
        except ValueError:
            continue
        return FromPath(day, normal_page(groups.get("page") or ""), groups.get("edition") or "")
    return FromPath()


def read_date(groups: dict[str, str | None]) -> date | None:
    """Return the date that named groups spell, None when one of the three is missing."""
    parts = [groups.get(name) for name in ("year", "month", "day")]
    if not all(parts):
        return None
    day = date(*map(int, parts))
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f"{day} is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    return day


def normal_page(words: str) -> str:
    """Return a page number as readers write it: 02 -> 2, a02 -> A02."""
    words = words.strip().upper()
    return str(int(words)) if words.isdecimal() else words


def position_of(number: str) -> int:
    """Return where a page stands in its issue: 2 -> 2, A02 -> 102, B01 -> 201; unknown ones come last."""
    found = re.fullmatch(r"([A-Z]?)(\d{1,3})", number)
    if not found or int(found[2]) > 99:
        return UNNUMBERED
    return 100 * (ord(found[1]) - 64 if found[1] and found[1] < "I" else 0) + int(found[2])


UNNUMBERED = 900
