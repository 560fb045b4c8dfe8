"""How many articles a month: counted in one query, drawn as bars that also stand in a table."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils.translation import gettext as _

MONTH = 10**9  # a sort key is yyyymm and nine more digits
MOST_BARS = 60
HEIGHT = 60
WIDEST = 32  # a bar in pixels, gap included; narrower where there is less room


@dataclass(frozen=True)
class Bar:
    """One bar of the picture, in its units, and what it says."""

    label: str
    count: int
    href: str
    x: int
    y: int
    height: int


def count_by_month(articles) -> dict[int, int]:
    """Return articles per month, months written 202406."""
    months = articles.order_by().annotate(month=F("sort_key") / MONTH).values("month")
    return {row["month"]: row["number"] for row in months.annotate(number=Count("sort_key"))}


def link_to(since: str, until: str) -> str:
    return f"?since={since}&until={until}"


def draw(months: dict[int, int], *, link=link_to) -> list[Bar]:
    """Return a bar a month, gaps included; a bar a year where months would be too many to tell apart."""
    if not months:
        return []
    first, last = min(months), max(months)
    span = (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
    if span <= MOST_BARS:
        counts = {key: months.get(key, 0) for key in each_month(first, last)}
        return bars({words_for(key): (number, *days_of(key)) for key, number in counts.items()}, link)
    years = dict.fromkeys(range(first // 100, last // 100 + 1), 0)
    for key, number in months.items():
        years[key // 100] += number
    spans = {str(year): (number, f"{year}-01-01", f"{year}-12-31") for year, number in years.items()}
    return bars(spans, link)


def each_month(first: int, last: int):
    while first <= last:
        yield first
        first += 89 if first % 100 == 12 else 1


def words_for(key: int) -> str:
    return f"{key // 100}-{key % 100:02d}"


def days_of(key: int) -> tuple[str, str]:
    """Return the first and the last day of a month, as an address writes them."""
    year, month = divmod(key, 100)
    return f"{year}-{month:02d}-01", f"{year}-{month:02d}-{monthrange(year, month)[1]}"


def bars(counts: dict[str, tuple[int, str, str]], link) -> list[Bar]:
    most = max(number for number, _since, _until in counts.values())
    return [
        Bar(
            label=label,
            count=number,
            href=link(since, until),
            x=place * 10,
            y=HEIGHT - (height := -(-number * HEIGHT // most)),
            height=height,
        )
        for place, (label, (number, since, until)) in enumerate(counts.items())
    ]


def picture(months: dict[int, int], *, link=link_to) -> dict:
    """Return the timeline of months: its bars, its width and what a screen reader is told."""
    drawn = draw(months, link=link)
    total = sum(bar.count for bar in drawn)
    words = (
        _("%(total)s篇，从%(first)s到%(last)s")
        % {"total": total, "first": drawn[0].label, "last": drawn[-1].label}
        if drawn
        else ""
    )
    return {
        "bars": drawn,
        "width": len(drawn) * 10,
        "pixels": len(drawn) * WIDEST,
        "height": HEIGHT,
        "total": total,
        "words": words,
    }
