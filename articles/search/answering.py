"""Answers: hits newest or best first, how many there are, and what they spread over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, starmap
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from .asking import LOWEST, Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
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
        if before is None and not more and not question.is_exact and (answer.hits or not offset):
            # The last page: there is nothing left to count. What the index counts is as quickly counted.
            answer.counted = offset + len(answer.hits)
    except TooSlow:
        answer.timed_out = True
        answer.messages.append(_("这样查太慢，已经停下。请多写几个字，或加上年份。"))
    answer.took_ms = deadline.took_ms
    return answer


def make_hit(question: Question, row: Row, points: float) -> Hit:
    phrases = question.phrases
    return Hit(row.id, row.sort_key, title_parts(row, phrases), snippet_parts(row, phrases), points)


def newest_rows(question: Question, deadline: Deadline, *, limit: int, offset: int, before: int | None):
    """Return one page of (row, 0.0), newest first, and whether more follow."""
    high, skip = question.high, offset
    if before is not None:
        high = min(high, last_number_up_to(question.connection, before))
    elif question.is_exact and offset:
        # The index's own answers are right: whole days that are skipped need not be read.
        high, skip = skip_days(question, offset)
    found = (
        each for each in answers(question, deadline, high=high) if before is None or each.sort_key < before
    )
    page = list(islice(found, skip, skip + limit + 1))
    return [(row, 0.0) for row in read_texts(question, page[:limit])], len(page) > limit


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
    scored: dict[int, tuple[float, Row]] = {}
    lowest = question.low
    windows = ((question.headline_expression, HEADLINE_WINDOW), (question.expression, WINDOW))
    for expression, window in windows:
        found = 0
        for number, *values in walk(question, f"d.number, {TEXTS}", expression=expression, limit=window):
            found, lowest = found + 1, number
            row = Row(*values)
            if row.sort_key not in scored and question.matcher.accepts(row):
                scored[row.sort_key] = (score(row, question.phrases), row)
            deadline.check()
        lowest = lowest if found == window else question.low
    ranked = sorted(((points, key) for key, (points, _row) in scored.items()), reverse=True)
    page = [(scored[key][1], points) for points, key in ranked[offset : offset + limit]]
    if offset + limit < len(ranked):
        return page, True
    rest: Iterator[Found] = iter(())
    if lowest > question.low:
        behind = answers(question, deadline, high=lowest - 1)
        rest = (each for each in behind if each.sort_key not in scored)
    from_, room = max(0, offset - len(ranked)), limit - len(page)
    more = list(islice(rest, from_, from_ + room + 1))
    page += [(row, 0.0) for row in read_texts(question, more[:room])]
    return page, len(more) > room


class Found(NamedTuple):
    """One article that answers."""

    number: int
    sort_key: int
    id: int


def answers(question: Question, deadline: Deadline, *, high: int) -> Iterator[Found]:
    """Yield the articles that answer, newest first, each checked against its own text.

    The index knows days only: the hits of a day are put in their order here, a whole day at a time.
    """
    day, of_a_day = None, []
    for found in checked(question, deadline, high=high):
        if found.number >> question.places != day:
            yield from sorted(of_a_day, key=attrgetter("sort_key"), reverse=True)
            day, of_a_day = found.number >> question.places, []
            deadline.check()
        of_a_day.append(found)
    yield from sorted(of_a_day, key=attrgetter("sort_key"), reverse=True)


def checked(question: Question, deadline: Deadline, *, high: int) -> Iterator[Found]:
    """Yield the articles that answer, by number from the highest, each text read where that is needed."""
    if question.is_exact:
        for values in walk(question, KEYS, high=high):
            yield Found(*values)
        return
    accepts = question.matcher.accepts
    for number, *values in walk(question, f"d.number, {TEXTS}", high=high):
        if accepts(Row(*values)):
            yield Found(number, values[0], values[1])
        deadline.check()


KEYS = "d.number, a.sort_key, a.id"
TEXTS = "a.sort_key, a.id, a.kicker, a.title, a.subtitle, a.body"


def walk(
    question: Question,
    columns: str,
    *,
    expression: str | None = None,
    high: int | None = None,
    limit: int = -1,
) -> Iterator[tuple]:
    """Yield columns of the public articles that the index answers with, by number from the highest."""
    return question.store.walk(
        question.connection,
        question.table,
        expression or question.expression,
        columns,
        low=question.low,
        high=question.high if high is None else high,
        limit=limit,
    )


def numbers(question: Question, expression: str, high: int, limit: int, offset: int = 0) -> list[int]:
    """Return the numbers of the newest `limit` articles that the index answers with."""
    with question.connection.cursor() as cursor:
        return question.store.numbers(
            cursor, question.table, expression, low=question.low, high=high, limit=limit, offset=offset
        )


# Written out: building conditions through the ORM takes longer than reading the rows.
BY_ID = "SELECT {columns} FROM articles_article a WHERE a.id IN {members}"


def read_texts(question: Question, found: Sequence[Found]) -> list[Row]:
    """Return these articles with their texts, in this order."""
    if not found:
        return []
    store = question.store
    with question.connection.cursor() as cursor:
        cursor.execute(
            BY_ID.format(columns=TEXTS, members=store.MEMBERS), [store.members(each.id for each in found)]
        )
        rows = {row.id: row for row in starmap(Row, cursor.fetchall())}
    return [rows[each.id] for each in found if each.id in rows]


def read_public(question: Question, found: Collection[int]) -> dict[int, Row]:
    """Return the public articles with these numbers in the index, by number."""
    store = question.store
    with question.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.number, {TEXTS} FROM articles_searchdocument d"
            " JOIN articles_article a ON a.id = d.article_id"
            f" WHERE d.number IN {store.MEMBERS} AND a.state = 'published' AND a.publish_at <= %s",
            [store.members(found), store.moment(question.connection)],
        )
        return {number: Row(*values) for number, *values in cursor.fetchall()}


def hidden_hits(question: Question) -> list[int]:
    """Return the numbers among the index's answers that come out only later; few, as a rule none."""
    if not question.has_scheduled:
        return []
    return question.store.still_hidden(
        question.connection, question.table, question.expression, low=question.low, high=question.high
    )


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
        found = checked(question, deadline, high=question.high)
        return sum(1 for _each in islice(found, most if most >= 0 else None))
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
