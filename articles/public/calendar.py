"""A year of issues as twelve small tables: the days with a paper, how full each is, and the gaps."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEVELS = 4
GAPS = {"missing": gettext_lazy("未收录"), "rest": gettext_lazy("休刊")}


def read_year(text: str) -> int | None:
    """Return the year that four digits of an address mean, None for one no paper appeared in."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if 1800 <= year <= 2199 else None


def read_month(text: str) -> tuple[date | None, date | None]:
    """Return the first day of a month written 2024-06, and of the month after it."""
    year, month = read_year(text[:4]), text[5:]
    if year is None or not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
        return None, None
    month = int(month)
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Archive:
    """What tells the gaps apart: the days that the archive spans, and the weekdays of the paper."""

    first: date
    last: date
    appears_on: str = "1234567"

    def gap_on(self, day: date) -> str:
        """Return why a day has no issue: outside the archive, no paper that day, or not taken in."""
        if not self.first <= day <= self.last:
            return "outside"
        return "missing" if str(day.isoweekday()) in self.appears_on else "rest"


def months_of(year: int, issues, archive: Archive) -> list[dict]:
    """Return the twelve months of a year as weeks of days, Monday first."""
    by_day: dict[date, list] = {}
    for issue in issues:
        by_day.setdefault(issue.date, []).append(issue)
    most = max((count(found) for found in by_day.values()), default=1)
    weeks = Calendar(firstweekday=0)
    return [
        {
            "number": month,
            "key": f"{year}-{month:02d}",
            "has_issues": any(day.month == month for day in by_day),
            "weeks": [
                [cell(day, by_day.get(day), most, archive) if day.month == month else None for day in week]
                for week in weeks.monthdatescalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def count(issues) -> int:
    return sum(issue.public_articles for issue in issues)


def cell(day: date, issues: list | None, most: int, archive: Archive) -> dict:
    """Return what one day shows: its address and how full it is, or which kind of gap it is."""
    if not issues:
        gap = archive.gap_on(day)
        return {"day": day.day, "gap": gap, "words": GAPS.get(gap, "")}
    articles = count(issues)
    words = _("%(month)s月%(day)s日，%(count)s篇") % {"month": day.month, "day": day.day, "count": articles}
    return {
        "day": day.day,
        # Several papers or editions on one day: the month's page lists them all.
        "href": issues[0].get_absolute_url() if len(issues) == 1 else f"/issues/{day:%Y-%m}/#d{day.day}",
        "level": max(1, -(-articles * LEVELS // most)),
        "words": words,
    }
