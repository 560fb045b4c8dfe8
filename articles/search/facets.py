"""What the hits of a search spread over: years, months, sections, agencies, tags, genres, writers, pages.

Years and months are counted by the index itself. The rest is counted over the newest hits (`counted` of
them); `is_exact` tells whether those were all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from itertools import islice

from articles.models import GenreChoice
from articles.models.packed import as_text

from . import tokens
from .answering import TEXTS, checked, hidden_hits, numbers, walk
from .asking import Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
from .matching import Row
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
    writers: list[Count] = field(default_factory=list)
    pages: list[Count] = field(default_factory=list)
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


def count_periods(filters: Filters, *, by_year: bool) -> dict[int, int] | None:
    """Return how many articles under these filters each year has, or each month, written 202406.

    None where the index cannot tell. A month takes as long as a year.
    """
    question = ask(Query(), filters)
    if question.table is None or not question.is_answerable:
        return None
    try:
        with bounded(question.connection, Deadline()):
            return dict(spread(question, year_of if by_year else month_of))
    except TooSlow:
        return None


@dataclass
class Spread:
    """The counted hits by fact and by year."""

    facts: Counter
    samples: dict[str, int]  # of each fact the number of one article that has it
    years: dict[int, int]
    counted: int
    is_exact: bool  # whether those were all


def count_facets(question: Question) -> Spread:
    deadline = Deadline()
    with bounded(question.connection, deadline):
        found, is_exact = newest_facts(question, deadline)
        if question.is_exact and not is_exact:
            years = spread(question, year_of)
        else:
            years = by_period(question, found, year_of)
    facts: Counter = Counter()
    samples: dict[str, int] = {}
    for number, each in found.items():
        several = as_text(each).split()
        facts.update(several)
        samples.update(dict.fromkeys(several, number))
    return Spread(facts, samples, dict(years), len(found), is_exact)


def count_months(question: Question) -> tuple[dict[int, int], bool]:
    """Return the hits by month, and whether all of them were counted."""
    deadline = Deadline()
    with bounded(question.connection, deadline):
        found, is_exact = newest_numbers(question, deadline)
        if question.is_exact and not is_exact:
            return dict(spread(question, month_of)), True
        return dict(by_period(question, found, month_of)), is_exact


def newest_facts(question: Question, deadline: Deadline) -> tuple[dict[int, str | bytes], bool]:
    """Return the newest hits with their facts as kept, by number, and whether they are all."""
    if question.is_exact:
        most = NEWEST
        found = dict(walk(question, "d.number, d.facts", limit=most + 1))
    else:
        most = NEWEST_READ
        hits = (
            (number, facts)
            for number, facts, *values in walk(question, f"d.number, d.facts, {TEXTS}")
            if not deadline.check() and question.matcher.accepts(Row(*values))
        )
        found = dict(islice(hits, most + 1))
    return dict(islice(found.items(), most)), len(found) <= most


def newest_numbers(question: Question, deadline: Deadline) -> tuple[list[int], bool]:
    """Return the numbers of the newest hits, and whether they are all."""
    if question.is_exact:
        most = NEWEST
        hidden = set(hidden_hits(question))
        found = numbers(question, question.expression, question.high, most + len(hidden) + 1)
        found = [number for number in found if number not in hidden]
    else:
        most = NEWEST_READ
        found = [each.number for each in islice(checked(question, deadline, high=question.high), most + 1)]
    return found[:most], len(found) <= most


def year_of(day: date) -> int:
    return day.year


def month_of(day: date) -> int:
    return day.year * 100 + day.month


def by_period(question: Question, found: Iterable[int], period_of: Callable) -> Counter:
    days = Counter(number >> question.places for number in found)
    periods: Counter = Counter()
    for day, count in days.items():
        periods[period_of(date.fromordinal(day))] += count
    return periods


def spread(question: Question, period_of: Callable) -> Counter:
    """Return how many hits each period has, counted by the index."""
    return spread_each([question], period_of)[0]


def spread_each(questions: Sequence[Question], period_of: Callable) -> list[Counter]:
    """Return the same for each of these questions, which reach over the same days."""
    question = questions[0]
    with question.connection.cursor() as cursor:
        found = question.store.spread_each(
            cursor,
            question.table,
            [each.expression for each in questions],
            periods=periods(question, period_of),
            places=question.places,
        )
    counts = list(map(Counter, found))
    for each, counted in zip(questions, counts, strict=True):
        counted.subtract(by_period(each, hidden_hits(each), period_of))
    return [+counted for counted in counts]


# Apart: together SQLite would read them all.
ENDS = """SELECT (SELECT min(number) FROM articles_searchdocument),
(SELECT max(number) FROM articles_searchdocument)"""


def periods(question: Question, period_of: Callable) -> list[tuple[int, int, int]]:
    """Return the years, or months, that the archive and the question reach over, with their numbers."""
    connection = question.connection
    with connection.cursor() as cursor:
        cursor.execute(ENDS)
        ends = cursor.fetchone()
    if ends[0] is None:
        return []
    first, last = (date.fromordinal(number >> question.places) for number in ends)
    day, found = first.replace(day=1), []
    if period_of is year_of:
        day = day.replace(month=1)
    while day <= last:
        after = following(day, months=12 if period_of is year_of else 1)
        low = max(question.low, first_number(connection, day))
        high = min(question.high, first_number(connection, after) - 1) if after else question.high
        if low <= high:
            found.append((period_of(day), low, high))
        if after is None:
            break
        day = after
    return found


def following(first: date, *, months: int) -> date | None:
    """Return the first of a month so many months later; None behind the last year there is."""
    month = first.month - 1 + months
    year = first.year + month // 12
    return date(year, month % 12 + 1, 1) if year <= MAXYEAR else None


def name_facets(question: Question, found: Spread) -> Facets:
    """Give the counted facts the names readers know; what the public may not see stays out."""
    by_kind: dict[str, Counter] = defaultdict(Counter)
    for fact, count in found.facts.items():
        by_kind[fact[0]][fact[1:]] = count
    names = read_names(question, by_kind, found.samples)
    genres = dict(GenreChoice.choices)
    return Facets(
        years=[Count(year, str(year), count) for year, count in sorted(found.years.items(), reverse=True)],
        sections=named(by_kind["s"], names["s"]),
        agencies=named(by_kind["a"], names["a"]),
        tags=named(by_kind["t"], names["t"]),
        genres=[
            Count(genre, str(genres[genre]), count)
            for genre, count in by_kind["g"].most_common()
            if genre in genres
        ],
        writers=named(by_kind["w"], names["w"]),
        pages=named(by_kind["p"], names["p"]),
        counted=found.counted,
        is_exact=found.is_exact,
    )


# All names in one statement: kind, key as counted, key and name as shown. What was merged counts for what it
# became. Writers and pages are kept folded: one article of each tells how its name is written.
NAMES = """
SELECT 's', id, id, name FROM articles_section WHERE id IN {members} AND NOT is_proposed
UNION ALL
SELECT 'a', one.id, shown.id, shown.name FROM articles_agency one
JOIN articles_agency shown ON shown.id = coalesce(one.merged_into_id, one.id)
WHERE one.id IN {members} AND NOT shown.is_proposed
UNION ALL
SELECT 't', one.id, shown.id, shown.name FROM articles_tag one
JOIN articles_tag shown ON shown.id = coalesce(one.merged_into_id, one.id) WHERE one.id IN {members}
UNION ALL
SELECT 'w', 0, 0, credit.name FROM articles_searchdocument sample
JOIN articles_credit credit ON credit.article_id = sample.article_id WHERE sample.number IN {members}
UNION ALL
SELECT 'p', 0, 0, page.number FROM articles_searchdocument sample
JOIN articles_article article ON article.id = sample.article_id
JOIN articles_page page ON page.id = article.page_id WHERE sample.number IN {members}
"""


def read_names(question: Question, by_kind: dict[str, Counter], samples: dict[str, int]) -> dict[str, dict]:
    """Return by kind what each counted value is shown as: (key, name)."""
    most = {
        kind: [value for value, _count in by_kind[kind].most_common(SHOWN * 5 if kind in "sat" else SHOWN)]
        for kind in "satwp"
    }
    keys = [
        [samples[kind + value] if kind in "wp" else int(value) for value in values]
        for kind, values in most.items()
    ]
    names: dict[str, dict] = {kind: {} for kind in most}
    members = question.store.members
    with question.connection.cursor() as cursor:
        cursor.execute(NAMES.format(members=question.store.MEMBERS), [members(each) for each in keys])
        for kind, counted, key, name in cursor.fetchall():
            if kind in "wp":
                names[kind][tokens.fact(kind, name).removeprefix(tokens.FACT + kind)] = (name, name)
            else:
                names[kind][str(counted)] = (key, name)
    return names


def named(counts: Counter, names: dict[str, tuple]) -> list[Count]:
    """Return the most frequent values with their names."""
    totals: Counter = Counter()
    for value, count in counts.items():
        if value in names:
            totals[names[value]] += count
    return [Count(key, name, count) for (key, name), count in totals.most_common(SHOWN)]
