"""Years, months and days above a list of what stands in issues."""

from __future__ import annotations

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from articles.models import Issue

FIELD = "issue__date"


def day_choices(changelist) -> dict:
    """Return links to narrow the list: years first, then the months of one, then its days."""
    year, month, day = (read(changelist, part) for part in ("year", "month", "day"))
    issues = Issue.objects.order_by()
    if year and month:
        if day:
            issues = issues.filter(date__day=day)
        days = issues.filter(date__year=year, date__month=month).dates("date", "day")
        return {
            "show": True,
            "back": back(changelist, f"{year}年", year=year),
            "choices": [
                choice(changelist, one, formats.date_format(one, "MONTH_DAY_FORMAT"), 3) for one in days
            ],
        }
    if year:
        months = issues.filter(date__year=year).dates("date", "month")
        return {
            "show": True,
            "back": back(changelist, _("所有日期")),
            "choices": [choice(changelist, one, f"{year} {MONTHS[one.month]}", 2) for one in months],
        }
    years = issues.dates("date", "year", order="DESC")
    return {
        "show": True,
        "back": None,
        "choices": [choice(changelist, one, str(one.year), 1) for one in years],
    }


def read(changelist, part: str) -> int | None:
    value = (changelist.params.get(f"{FIELD}__{part}") or [""])[-1] if changelist.params else ""
    return int(value) if value.isdecimal() and len(value) < 5 else None


def choice(changelist, day, title: str, depth: int) -> dict:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    chosen = {f"{FIELD}__{name}": parts[name] for name in list(parts)[:depth]}
    return {"link": changelist.get_query_string(chosen, [f"{FIELD}__"]), "title": title}


def back(changelist, title: str, *, year: int | None = None) -> dict:
    chosen = {f"{FIELD}__year": year} if year else {}
    return {"link": changelist.get_query_string(chosen, [f"{FIELD}__"]), "title": title}
