"""Answers: hits newest or best first, how many there are, and what they spread over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import starmap
from operator import attrgetter

from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Article, SearchDocument, State

from .asking import LOWEST, Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
from .index import batches
from .matching import Row
from .numbers import last_number_up_to
from .parsing import parse
from .query import Filters, Query
from .ranking import score
from .snippets import snippet_parts, title_parts

CAP = 1000  # hits counted for a page; "1000+" beyond
WINDOW = 700  # newest hits looked at to find the best
HEADLINE_WINDOW = 300  # and newest hits in headlines
DEEPEST = 100_000  # offset; keys (before=) go on beyond it
AT_ONCE = 250  # rows read in one statement


@dataclass(frozen=True)
class Hit:
    """One article found. The parts are (words, is_hit) pairs, for a template to escape one by one."""

    article_id: int
    sort_key: int
    title_parts: list[tuple[str, bool]]
    snippet_parts: list[tuple[str, bool]]
    score: float = 0.0


@dataclass
class Answer:
    """What was found, and what a reader should know about how. The total is counted when it is asked for."""

    question: Question
    order: str
    hits: list[Hit] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    took_ms: float = 0.0
    timed_out: bool = False
    # Key to pass as `before` for the next page, newest first; None on the last page.
    next_before: int | None = None

    @property
    def query(self) -> Query:
        return self.question.query

    @property
    def tolerant(self) -> bool:
        return self.question.tolerant

    @cached_property
    def counted(self) -> int | None:
        return count_up_to(self.question, CAP + 1)

    @property
    def total(self) -> int:
        """How many there are, CAP at most; with `is_capped` there are more."""
        counted = self.counted
        return len(self.hits) if counted is None else min(counted, CAP)

    @property
    def is_capped(self) -> bool:
        counted = self.counted
        return self.timed_out or counted is None or counted > CAP


def search(
    query: Query | str,
    *,
    filters: Filters | None = None,
    order: str = "newest",
    limit: int = 20,
    offset: int = 0,
    before: int | None = None,
    tolerant: bool = False,
) -> Answer:
    """Return the articles that answer, newest first or best first (see ranking), a page at a time."""
    deadline = Deadline()
    question = ask(parse(query) if isinstance(query, str) else query, filters, tolerant=tolerant)
    answer = Answer(question, order, messages=list(question.messages))
    limit, offset = max(1, min(limit, 1000)), max(0, offset)
    if tolerant:
        answer.messages.append(_("宽松查找：也找字形相近、可能认错的字。"))
    if offset > DEEPEST:
        answer.messages.append(_("翻得太深。请缩小范围，例如加上年份。"))
        return answer
    if not question.is_answerable:
        return answer
    find = best_rows if order == "best" and question.query.terms else newest_rows
    try:
        with bounded(question.connection, deadline):
            rows, more = find(question, deadline, limit=limit, offset=offset, before=before)
            answer.hits = [make_hit(question, row, points) for row, points in rows]
        if more and answer.hits and find is newest_rows:
            answer.next_before = answer.hits[-1].sort_key
    except TooSlow:
        answer.timed_out = True
        answer.messages.append(_("这样查太慢，已经停下。请多写几个字，或加上年份。"))
    answer.took_ms = deadline.took_ms
    return answer


def make_hit(question: Question, row: Row, points: float) -> Hit:
    patterns = question.matcher.all_words
    return Hit(row.id, row.sort_key, title_parts(row, patterns), snippet_parts(row, patterns), points)


def newest_rows(question: Question, deadline: Deadline, *, limit: int, offset: int, before: int | None):
    """Return one page of (row, 0.0), newest first, and whether more follow."""
    high, skip = question.high, offset
    if before is not None:
        high = min(high, last_number_up_to(question.connection, before))
    elif question.is_exact and offset:
        # The index's own answers are right: whole days that are skipped need not be read.
        high, skip = skip_days(question, offset)
    found = []
    for row in answers(question, deadline, high=high, first=limit + skip + 1):
        if before is not None and row.sort_key >= before:
            continue
        found.append((row, 0.0))
        if len(found) > skip + limit:
            break
    return found[skip : skip + limit], len(found) > skip + limit


def skip_days(question: Question, offset: int) -> tuple[int, int]:
    """Return the day that holds the hit at `offset`, as its last number, and the hits to skip in it."""
    hidden = hidden_hits(question)
    at = numbers(question, question.expression, question.high, 1, offset + len(hidden))
    if not at:
        return LOWEST - 1, 0
    high = (at[0] >> question.places) + 1 << question.places
    with question.connection.cursor() as cursor:
        skipped = question.store.count(
            cursor, question.table, question.expression, low=high, high=question.high
        )
    return high - 1, offset - skipped + sum(number >= high for number in hidden)


def best_rows(question: Question, deadline: Deadline, *, limit: int, offset: int, before: int | None):
    """Return one page of (row, score), best first, and whether more follow.

    Looked at are the newest hits in headlines and the newest hits anywhere; behind them the rest follows
    newest first, so that paging on reaches every hit.
    """
    patterns = question.matcher.all_words
    rows: dict[int, Row] = {}
    windows = ((question.headline_expression, HEADLINE_WINDOW), (question.expression, WINDOW))
    seen: set[int] = set()
    lowest = question.low
    for expression, window in windows:
        found = numbers(question, expression, question.high, window)
        lowest = found[-1] if len(found) == window else question.low
        for row in read_texts(question, deadline, [number for number in found if number not in seen]):
            if question.matcher.accepts(row):
                rows[row.sort_key] = row
        seen.update(found)
    ranked = sorted(((score(row, patterns), row.sort_key) for row in rows.values()), reverse=True)
    page = [(rows[key], points) for points, key in ranked[offset : offset + limit]]
    wanted = max(0, offset - len(ranked)) + limit - len(page) + 1
    if offset + limit < len(ranked):
        return page, True
    rest = []
    if lowest > question.low:
        for row in answers(question, deadline, high=lowest - 1, first=wanted):
            if row.sort_key not in rows:
                rest.append((row, 0.0))
            if len(rest) == wanted:
                break
    from_ = max(0, offset - len(ranked))
    room = limit - len(page)
    return page + rest[from_ : from_ + room], len(rest) > from_ + room


def answers(question: Question, deadline: Deadline, *, high: int, first: int = AT_ONCE) -> Iterator[Row]:
    """Yield the articles that answer, newest first, each checked against its own text.

    The index knows days only: the hits of a day are put in their order here, a whole day at a time.
    """
    size = min(max(first, 20), AT_ONCE)
    bits = question.places
    while high >= question.low:
        found = numbers(question, question.expression, high, size)
        is_last = len(found) < size
        if not is_last:
            day = found[-1] >> bits
            if found[0] >> bits == day:
                found += numbers(question, question.expression, found[-1] - 1, 1 << bits, low=day << bits)
                high = (day << bits) - 1
            else:
                found = [number for number in found if number >> bits > day]
                high = (day + 1 << bits) - 1
        for row in read_rows(question, deadline, found, first):
            if question.is_exact or question.matcher.accepts(row):
                yield row
        if is_last:
            return
        size = min(size * 2, 2000)
        deadline.check()


def numbers(
    question: Question, expression: str, high: int, limit: int, offset: int = 0, *, low: int = LOWEST
) -> list[int]:
    """Return the numbers of the newest `limit` articles that the index answers with."""
    with question.connection.cursor() as cursor:
        return question.store.numbers(
            cursor,
            question.table,
            expression,
            low=max(low, question.low),
            high=high,
            limit=limit,
            offset=offset,
        )


def read_rows(
    question: Question, deadline: Deadline, found: list[int], first: int = AT_ONCE
) -> Iterator[Row]:
    """Yield the public articles with these numbers as they stand now, newest first.

    Their order is read first and their texts as far as they are wanted: texts are what takes time.
    """
    if len(found) <= max(first, 20):
        yield from sorted(read_texts(question, deadline, found), key=attrgetter("sort_key"), reverse=True)
        return
    order: list[tuple[int, int]] = []
    with question.connection.cursor() as cursor:
        for some in batches(found, 900):
            cursor.execute(
                PUBLIC.format(columns="a.sort_key, d.number", marks=marks(some)), public(question, some)
            )
            order += cursor.fetchall()
    order.sort(reverse=True)
    for some in batches(order, min(max(first, 20), AT_ONCE)):
        rows = read_texts(question, deadline, [number for _key, number in some])
        yield from sorted(rows, key=attrgetter("sort_key"), reverse=True)


# Written out: building hundreds of conditions through the ORM takes longer than reading the rows.
PUBLIC = """
SELECT {columns} FROM articles_searchdocument d JOIN articles_article a ON a.id = d.article_id
WHERE d.number IN ({marks}) AND a.state = %s AND a.publish_at <= %s
"""
TEXTS = "a.sort_key, a.id, a.kicker, a.title, a.subtitle, a.body"


def read_texts(question: Question, deadline: Deadline, found: list[int]) -> list[Row]:
    """Return the public articles with these numbers as they stand now, in no order."""
    rows: list[Row] = []
    for some in batches(found, AT_ONCE):
        with question.connection.cursor() as cursor:
            cursor.execute(PUBLIC.format(columns=TEXTS, marks=marks(some)), public(question, some))
            rows += starmap(Row, cursor.fetchall())
        deadline.check()
    return rows


def public(question: Question, found: list[int]) -> list:
    """Return the parameters of PUBLIC."""
    moment = question.connection.ops.adapt_datetimefield_value(now())
    return [*found, State.PUBLISHED.value, moment]


def marks(values: list) -> str:
    return ",".join(["%s"] * len(values))


def hidden_hits(question: Question) -> list[int]:
    """Return the numbers among the index's answers that come out only later; few, as a rule none."""
    using = question.connection.alias
    later = Article.objects.using(using).filter(state=State.PUBLISHED, publish_at__gt=now())
    # In no order: by id the whole archive would be read to find the few.
    ids = list(later.order_by().values_list("pk", flat=True))
    if not ids:
        return []
    hidden = SearchDocument.objects.using(using).filter(
        article_id__in=ids, number__range=(question.low, question.high)
    )
    found = []
    with question.connection.cursor() as cursor:
        for number in hidden.values_list("number", flat=True):
            found += question.store.numbers(
                cursor, question.table, question.expression, low=number, high=number, limit=1
            )
    return found


def count_up_to(question: Question, most: int) -> int | None:
    """Return how many articles answer, counted no further than `most` (-1: all); None when too slow."""
    if not question.is_answerable:
        return 0

    def count() -> int | None:
        deadline = Deadline()
        try:
            with bounded(question.connection, deadline):
                return count_now(question, deadline, most)
        except TooSlow:
            return None

    return remembered(question, f"count {most}", count)


def count_now(question: Question, deadline: Deadline, most: int) -> int:
    if not question.is_exact:
        count = 0
        for _row in answers(question, deadline, high=question.high, first=AT_ONCE):
            count += 1
            if count == most:
                break
        return count
    hidden = len(hidden_hits(question))
    with question.connection.cursor() as cursor:
        counted = question.store.count(
            cursor,
            question.table,
            question.expression,
            low=question.low,
            high=question.high,
            most=most + hidden if most >= 0 else -1,
        )
    return counted - hidden if most < 0 or counted < most + hidden else most


def count_exactly(
    query: Query | str, filters: Filters | None = None, *, tolerant: bool = False
) -> int | None:
    """Return how many articles answer, however many; None when counting takes longer than a search may."""
    question = ask(parse(query) if isinstance(query, str) else query, filters, tolerant=tolerant)
    return count_up_to(question, -1)
