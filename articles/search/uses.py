"""How often words are used, month by month: counted in the texts where those are few, else by the index.

All the words of one question share one deadline. A word that too many articles have, or whose articles cannot
all be read in its part of the time, is counted in articles: how many have it, as the index knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from .answering import checked, read_texts
from .asking import Question, ask
from .bounds import Deadline, TooSlow, bounded
from .caching import remembered
from .facets import month_of, spread
from .folding import fold
from .query import Query, Term

MOST_READ = 3000  # articles whose texts are counted through
READ_AT_ONCE = 500
LONGEST = 40
A_MONTH_OF_KEYS = 10**9  # sort_key is yyyymm, then nine digits


@dataclass(frozen=True)
class Usage:
    """One word by month, months written 202406. `times` is None where only articles could be counted."""

    words: str
    articles: dict[int, int] = field(default_factory=dict)
    times: dict[int, int] | None = None
    # The index knows pairs of characters: of a longer phrase it may count an article too many.
    is_exact: bool = True
    timed_out: bool = False


def usage(phrases: Sequence[str]) -> list[Usage]:
    """Return how each phrase is used, each taken as it is written: no signs or fields are read in it."""
    deadline, found = Deadline(), []
    for place, phrase in enumerate(phrases):
        part = max(1, deadline.milliseconds_left // (len(phrases) - place))
        found.append(usage_of(phrase, part))
    return found


def usage_of(phrase: str, milliseconds: int) -> Usage:
    folded = fold(phrase)[:LONGEST]
    question = ask(Query(text=phrase, terms=(Term(folded),) if folded else ()))
    if not question.is_answerable:
        return Usage(phrase, times={})
    try:
        articles, times, is_exact = remembered(question, "usage", lambda: count(question, milliseconds))
    except TooSlow:
        return Usage(phrase, timed_out=True, is_exact=False)
    return Usage(phrase, articles, times, is_exact)


def count(question: Question, milliseconds: int) -> tuple[dict, dict | None, bool]:
    """Return articles and uses by month, and whether the articles were counted exactly."""
    deadline = Deadline(milliseconds)
    with bounded(question.connection, deadline), question.connection.cursor() as cursor:
        candidates = question.store.count(
            cursor,
            question.table,
            question.expression,
            low=question.low,
            high=question.high,
            most=MOST_READ + 1,
        )
    if candidates <= MOST_READ:
        try:
            with bounded(question.connection, deadline):
                return *count_in_texts(question, deadline), True
        except TooSlow:
            pass
    with bounded(question.connection, Deadline()):
        return dict(spread(question, month_of)), None, question.is_exact


def count_in_texts(question: Question, deadline: Deadline) -> tuple[dict[int, int], dict[int, int]]:
    articles, times = Counter(), Counter()
    found = checked(question, deadline, high=question.high)
    while some := list(islice(found, READ_AT_ONCE)):
        for row in read_texts(question, some):
            month = row.sort_key // A_MONTH_OF_KEYS
            articles[month] += 1
            times[month] += sum(len(phrase.places(row.text)) for phrase in question.phrases)
        deadline.check()
    return dict(articles), dict(times)
