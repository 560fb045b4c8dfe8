"""What the hits of a search spread over: years, months, sections, agencies, tags, genres.

Years and months are counted by the index itself. The rest is counted over the newest hits (`counted` of
them); `is_exact` tells whether those were all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min

from articles.models import Agency, GenreChoice, Issue, Section, Tag

from .answering import answers, hidden_hits
from .asking import A_DAY, Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
from .parsing import parse
from .query import Filters, Query

NEWEST = 10_000  # hits counted when the index alone knows them
NEWEST_READ = 2_000  # hits counted when each has to be read
SHOWN = 20  # values of a kind
A_MONTH, A_YEAR = 100 * A_DAY, 10_000 * A_DAY


@dataclass(frozen=True)
class Count:
    """One value to narrow a search by: what the filter takes, what a reader sees, how many hits."""

    value: object
    label: str
    count: int


@dataclass(frozen=True)
class Facets:
    years: list[Count] = field(default_factory=list)
    sections: list[Count] = field(default_factory=list)
    agencies: list[Count] = field(default_factory=list)
    tags: list[Count] = field(default_factory=list)
    genres: list[Count] = field(default_factory=list)
    counted: int = 0
    is_exact: bool = True
    timed_out: bool = False


@dataclass(frozen=True)
class Months:
    """Hits by month, the first day of each; `is_exact` is False when only the newest were counted."""

    counts: list[tuple[date, int]] = field(default_factory=list)
    is_exact: bool = True
    timed_out: bool = False


def facets(query: Query | str, filters: Filters | None = None, *, tolerant: bool = False) -> Facets:
    """Return what the hits spread over, the most frequent values first, years newest first."""
    question = ask(parse(query) if isinstance(query, str) else query, filters, tolerant=tolerant)
    if not question.is_answerable:
        return Facets()
    try:
        found = remembered(question, "facets", lambda: count_facets(question))
    except TooSlow:
        return Facets(is_exact=False, timed_out=True)
    return name_facets(question, found)


def by_month(query: Query | str, filters: Filters | None = None, *, tolerant: bool = False) -> Months:
    """Return how many hits each month has, oldest first; months without hits are left out."""
    question = ask(parse(query) if isinstance(query, str) else query, filters, tolerant=tolerant)
    if not question.is_answerable:
        return Months()
    try:
        found, is_exact = remembered(question, "months", lambda: count_periods(question, A_MONTH))
    except TooSlow:
        return Months(is_exact=False, timed_out=True)
    return Months([(month_of(period), count) for period, count in sorted(found.items())], is_exact)


def count_facets(question: Question) -> tuple[Counter, dict[int, int], int, bool]:
    """Return the hits by fact and by year, how many were counted, and whether those were all."""
    deadline = Deadline()
    with bounded(question.connection, deadline):
        keys, is_exact = newest_keys(question, deadline)
        if question.is_exact and not is_exact:
            years = spread(question, A_YEAR)
        else:
            years = Counter(key // A_YEAR for key in keys)
        found: Counter = Counter()
        with question.connection.cursor() as cursor:
            for start in range(0, len(keys), 900):
                some = keys[start : start + 900]
                marks = ",".join(["%s"] * len(some))
                cursor.execute(f"SELECT facts FROM articles_searchdocument WHERE sort_key IN ({marks})", some)
                for (facts,) in cursor.fetchall():
                    found.update(facts.split())
                deadline.check()
    return found, dict(years), len(keys), is_exact


def newest_keys(question: Question, deadline: Deadline) -> tuple[list[int], bool]:
    """Return the keys of the newest hits, and whether they are all."""
    if question.is_exact:
        hidden = set(hidden_hits(question))
        with question.connection.cursor() as cursor:
            keys = question.store.keys(
                cursor,
                question.table,
                question.expression,
                low=question.low,
                high=question.high,
                limit=NEWEST + len(hidden) + 1,
            )
        keys = [key for key in keys if key not in hidden]
        return keys[:NEWEST], len(keys) <= NEWEST
    keys = []
    for row in answers(question, deadline, high=question.high):
        if len(keys) == NEWEST_READ:
            return keys, False
        keys.append(row.sort_key)
    return keys, True


def count_periods(question: Question, unit: int) -> tuple[dict[int, int], bool]:
    """Return the hits by period (key // unit), and whether all of them were counted."""
    deadline = Deadline()
    with bounded(question.connection, deadline):
        if question.is_exact:
            return dict(spread(question, unit)), True
        keys, is_exact = newest_keys(question, deadline)
        return dict(Counter(key // unit for key in keys)), is_exact


def spread(question: Question, unit: int) -> Counter:
    """Return how many hits each period has, counted by the index."""
    days = Issue.objects.using(question.connection.alias).aggregate(first=Min("date"), last=Max("date"))
    if days["first"] is None:
        return Counter()
    with question.connection.cursor() as cursor:
        found = question.store.spread(
            cursor,
            question.table,
            question.expression,
            low=question.low,
            high=question.high,
            periods=periods(days["first"], days["last"], unit, question.low, question.high),
            unit=unit,
        )
    counts = Counter(found)
    counts.subtract(key // unit for key in hidden_hits(question))
    return +counts


def periods(first: date, last: date, unit: int, low: int, high: int) -> list[int]:
    """Return the years, or months, from one day to another that a range of keys touches."""
    if unit == A_YEAR:
        found = range(first.year, last.year + 1)
    else:
        found = (
            year * 100 + month
            for year in range(first.year, last.year + 1)
            for month in range(1, 13)
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
        )
    return [period for period in found if low // unit <= period <= high // unit]


def month_of(period: int) -> date:
    return date(period // 100, period % 100, 1)


def name_facets(question: Question, found: tuple) -> Facets:
    """Give the counted facts the names readers know; what the public may not see stays out."""
    facts, years, counted, is_exact = found
    using = question.connection.alias
    by_kind: dict[str, Counter] = {}
    for fact, count in facts.items():
        by_kind.setdefault(fact[0], Counter())[fact[1:]] = count
    genres = dict(GenreChoice.choices)
    return Facets(
        years=[Count(year, str(year), count) for year, count in sorted(years.items(), reverse=True)],
        sections=named(by_kind.get("s"), Section.objects.using(using).filter(is_proposed=False)),
        agencies=named(by_kind.get("a"), Agency.objects.using(using).filter(is_proposed=False)),
        tags=named(by_kind.get("t"), Tag.objects.using(using)),
        genres=[
            Count(genre, str(genres[genre]), count)
            for genre, count in by_kind.get("g", Counter()).most_common()
            if genre in genres
        ],
        counted=counted,
        is_exact=is_exact,
    )


def named(counts: Counter | None, rows) -> list[Count]:
    """Return the most frequent values with their names; what was merged counts for what it became."""
    if not counts:
        return []
    has_mergers = any(column.name == "merged_into" for column in rows.model._meta.fields)
    keys = [int(key) for key, _count in counts.most_common(SHOWN * 5)]
    became = {key: key for key in keys}
    if has_mergers:
        merged = rows.model.objects.using(rows.db).filter(pk__in=keys).exclude(merged_into=None)
        became.update(merged.values_list("pk", "merged_into"))
    totals: Counter = Counter()
    for key in keys:
        totals[became[key]] += counts[str(key)]
    names = dict(rows.filter(pk__in=list(totals)).values_list("pk", "name"))
    return [
        Count(key, names[key], count) for key, count in totals.most_common() if key in names
    ][:SHOWN]  # fmt: skip
