"""How many articles a month: counted by the database, drawn as bars that also stand in a table."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from django.db import connections, router
from django.db.models import Count, F
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from articles import search
from articles.models import Article
from articles.models.article import Unindexed

from .paging import SIZE
from .tallies import scheduled

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


def months_of(kind: str, key, articles) -> dict[int, int]:
    """Return the public articles of a section, agency, tag or writer per month.

    Of very many, what spreads over more months than are drawn is counted by year, to each year's January.
    """
    if kind == "section":
        return count_section(key)
    if kind in ("agency", "tag") and articles.is_common(SIZE):
        found = count_in_index(search.Filters(**{kind: key}))
        if found is not None:
            return found
    return count_by_month(articles.all())


def count_in_index(filters: search.Filters) -> dict[int, int] | None:
    """Return how many articles the search index has under these filters; None where it cannot tell."""
    years = search.count_periods(filters, by_year=True)
    if not years:
        return None
    first, last = min(years), max(years)
    if last - first >= MOST_BARS // 12:
        return {year * 100 + 1: number for year, number in years.items()}
    within = replace(filters, date_from=date(first, 1, 1), date_to=date(last, 12, 31))
    return search.count_periods(within, by_year=False)


OF_SECTION = "FROM articles_article WHERE state = 'published' AND section_id = %s"
# Apart: together SQLite would read them all.
ENDS = f"SELECT (SELECT min(sort_key) {OF_SECTION}), (SELECT max(sort_key) {OF_SECTION})"
# Counting a stretch of the index takes a tenth of grouping what stands in it.
COUNTS = f"""WITH period(name, low, high) AS (VALUES {{periods}})
SELECT name, (SELECT count(*) {OF_SECTION} AND sort_key BETWEEN low AND high) FROM period"""


def count_section(section: int) -> dict[int, int]:
    """Return the public articles of a section per month, or of many months per year, as `months_of` says."""
    with connections[router.db_for_read(Article)].cursor() as cursor:
        cursor.execute(ENDS, [section, section])
        first, last = (key and key // MONTH for key in cursor.fetchone())
        if first is None:
            return {}
        by_year = months_between(first, last) > MOST_BARS
        lows = range(first // 100 * 100, last + 1, 100) if by_year else each_month(first, last)
        width = 100 if by_year else 1
        periods = (f"({low + by_year}, {low * MONTH}, {(low + width) * MONTH - 1})" for low in lows)
        cursor.execute(COUNTS.format(periods=", ".join(periods)), [section])
        found = dict(cursor.fetchall())
    # By their time: those of the section are too many to be looked through.
    waiting = scheduled().filter(Exact(Unindexed("section"), section))
    for key in waiting.values_list("sort_key", flat=True):
        found[key // MONTH // 100 * 100 + 1 if by_year else key // MONTH] -= 1
    return {name: number for name, number in found.items() if number}


def link_to(since: str, until: str) -> str:
    return f"?since={since}&until={until}"


def draw(months: dict[int, int], *, link=link_to) -> list[Bar]:
    """Return a bar a month, gaps included; a bar a year where months would be too many to tell apart."""
    if not months:
        return []
    first, last = min(months), max(months)
    if months_between(first, last) <= MOST_BARS:
        counts = {key: months.get(key, 0) for key in each_month(first, last)}
        return bars({words_for(key): (number, *days_of(key)) for key, number in counts.items()}, link)
    years = dict.fromkeys(range(first // 100, last // 100 + 1), 0)
    for key, number in months.items():
        years[key // 100] += number
    spans = {str(year): (number, f"{year}-01-01", f"{year}-12-31") for year, number in years.items()}
    return bars(spans, link)


def months_between(first: int, last: int) -> int:
    """Return how many months these are, both counted."""
    return (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1


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
