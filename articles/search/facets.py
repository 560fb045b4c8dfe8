"""What the hits of a search spread over: years, months, sections, agencies, tags, genres.

Years and months are counted by the index itself. The rest is counted over the newest hits (`counted` of
them); `is_exact` tells whether those were all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min

from articles.models import Agency, GenreChoice, Issue, SearchDocument, Section, Tag

from .answering import answers, hidden_hits, marks, numbers
from .asking import Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
from .index import batches
from .numbers import first_number
from .parsing import parse
from .query import Filters, Query

NEWEST = 2_500  # hits counted when the index alone knows them
NEWEST_READ = 1_000  # hits counted when each has to be read
SHOWN = 20  # values of a kind


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
        return remembered(question, "facets", lambda: name_facets(question, count_facets(question)))
    except TooSlow:
        return Facets(is_exact=False, timed_out=True)


def by_month(query: Query | str, filters: Filters | None = None, *, tolerant: bool = False) -> Months:
    """Return how many hits each month has, oldest first; months without hits are left out."""
    question = ask(parse(query) if isinstance(query, str) else query, filters, tolerant=tolerant)
    if not question.is_answerable:
        return Months()
    try:
        found, is_exact = remembered(question, "months", lambda: count_months(question))
    except TooSlow:
        return Months(is_exact=False, timed_out=True)
    return Months(
        [(date(period // 100, period % 100, 1), count) for period, count in sorted(found.items())], is_exact
    )


def count_facets(question: Question) -> tuple[Counter, dict[int, int], int, bool]:
    """Return the hits by fact and by year, how many were counted, and whether those were all."""
    deadline = Deadline()
    with bounded(question.connection, deadline):
        found, is_exact = newest_numbers(question, deadline)
        if question.is_exact and not is_exact:
            years = spread(question, year_of)
        else:
            years = by_period(question, found, year_of)
        facts: Counter = Counter()
        with question.connection.cursor() as cursor:
            for some in batches(found, 900):
                cursor.execute(
                    f"SELECT facts FROM articles_searchdocument WHERE number IN ({marks(some)})", some
                )
                for (each,) in cursor.fetchall():
                    facts.update(each.split())
                deadline.check()
    return facts, dict(years), len(found), is_exact


def count_months(question: Question) -> tuple[dict[int, int], bool]:
    """Return the hits by month, and whether all of them were counted."""
    deadline = Deadline()
    with bounded(question.connection, deadline):
        if question.is_exact:
            return dict(spread(question, month_of)), True
        found, is_exact = newest_numbers(question, deadline)
        return dict(by_period(question, found, month_of)), is_exact


def newest_numbers(question: Question, deadline: Deadline) -> tuple[list[int], bool]:
    """Return the numbers of the newest hits, and whether they are all."""
    if question.is_exact:
        hidden = set(hidden_hits(question))
        found = numbers(question, question.expression, question.high, NEWEST + len(hidden) + 1)
        found = [number for number in found if number not in hidden]
        return found[:NEWEST], len(found) <= NEWEST
    ids = []
    for row in answers(question, deadline, high=question.high):
        if len(ids) == NEWEST_READ:
            break
        ids.append(row.id)
    else:
        return numbers_of(question, ids), True
    return numbers_of(question, ids), False


def numbers_of(question: Question, ids: list[int]) -> list[int]:
    documents = SearchDocument.objects.using(question.connection.alias)
    return [
        number
        for some in batches(ids, 900)
        for number in documents.filter(article_id__in=some).values_list("number", flat=True)
    ]


def year_of(day: date) -> int:
    return day.year


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def by_period(question: Question, found: list[int], period_of: Callable) -> Counter:
    days = Counter(number >> question.places for number in found)
    periods: Counter = Counter()
    for day, count in days.items():
        periods[period_of(date.fromordinal(day))] += count
    return periods


def spread(question: Question, period_of: Callable) -> Counter:
    """Return how many hits each period has, counted by the index."""
    with question.connection.cursor() as cursor:
        found = question.store.spread(
            cursor,
            question.table,
            question.expression,
            periods=periods(question, period_of),
            places=question.places,
        )
    counts = Counter(found)
    counts.subtract(by_period(question, hidden_hits(question), period_of))
    return +counts


def periods(question: Question, period_of: Callable) -> list[tuple[int, int, int]]:
    """Return the years, or months, that the archive and the question reach over, with their numbers."""
    connection = question.connection
    ends = Issue.objects.using(connection.alias).aggregate(first=Min("date"), last=Max("date"))
    if ends["first"] is None:
        return []
    day, found = ends["first"].replace(day=1), []
    if period_of is year_of:
        day = day.replace(month=1)
    while day <= ends["last"]:
        if period_of is year_of or day.month == 12:
            month = 1 if period_of is month_of else day.month
            after = day.replace(year=day.year + 1, month=month)
        else:
            after = day.replace(month=day.month + 1)
        low = max(question.low, first_number(connection, day))
        high = min(question.high, first_number(connection, after) - 1)
        if low <= high:
            found.append((period_of(day), low, high))
        day = after
    return found


def name_facets(question: Question, found: tuple) -> Facets:
    """Give the counted facts the names readers know; what the public may not see stays out."""
    facts, years, counted, is_exact = found
    using = question.connection.alias
    by_kind: dict[str, Counter] = defaultdict(Counter)
    for fact, count in facts.items():
        by_kind[fact[0]][fact[1:]] = count
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
