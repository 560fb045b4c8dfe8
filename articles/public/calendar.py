"""A year of issues as twelve small tables: the days with a paper, how full each is, and the gaps."""

from __future__ import annotations

from calendar import Calendar
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

LEVELS = 4


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


def months_of(year: int, issues, *, first: date, last: date) -> list[dict]:
    """Return the twelve months as weeks of days, Monday first; `first`..`last` is what the archive spans."""
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
                [
                    cell(day, by_day.get(day), most=most, first=first, last=last)
                    if day.month == month
                    else None
                    for day in week
                ]
                for week in weeks.monthdatescalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def count(issues) -> int:
    return sum(issue.public_articles for issue in issues)


def cell(day: date, issues: list | None, *, most: int, first: date, last: date) -> dict:
    """Return what one day shows: its address and how full it is, or which kind of gap it is."""
    if issues:
        articles = count(issues)
        level = max(1, -(-articles * LEVELS // most))
        return {
            "day": day.day,
            "href": reverse("public:issue", args=[issues[0].address]),
            "level": level,
            "words": _("%(month)s月%(day)s日，%(count)s篇")
            % {"month": day.month, "day": day.day, "count": articles},
        }
    if not first <= day <= last:
        return {"day": day.day, "gap": "outside", "words": ""}
    return {"day": day.day, "gap": "missing", "words": _("未收录")}
