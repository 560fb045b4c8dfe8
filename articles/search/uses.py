"""How often words are used, month by month: counted in the texts where those are few, else by the index.

All the words of one question share one deadline. A word that too many articles have, or whose articles cannot
all be read in its part of the time, is counted in articles: how many have it, as the index knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .answering import read_public
from .asking import Question, ask, narrow
from .bounds import Deadline, TooSlow, bounded
from .caching import recall, remember
from .facets import month_of, spread_each
from .folding import fold
from .query import Query, Term

MOST_READ = 3000  # articles whose texts are counted through
MOST_READ_TOGETHER = 8000  # for all the words of one question
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
    archive = ask(Query())
    if archive.table is None:
        return [Usage(phrase, times={}) for phrase in phrases]
    archive.generation  # noqa: B018 - asked once, for all the questions made from it
    found: dict[str, Usage] = {}
    wanted: dict[str, Question] = {}
    for phrase in phrases:
        folded = fold(phrase)[:LONGEST]
        question = narrow(archive, phrase, (Term(folded),) if folded else ())
        if not folded:
            found[phrase] = Usage(phrase, times={})
        elif kept := recall(question, "usage"):
            found[phrase] = Usage(phrase, *kept)
        else:
            wanted[phrase] = question
    for (phrase, question), counted in zip(wanted.items(), count(list(wanted.values())), strict=True):
        if counted is None:
            found[phrase] = Usage(phrase, timed_out=True, is_exact=False)
        else:
            remember(question, "usage", counted)
            found[phrase] = Usage(phrase, *counted)
    return [found[phrase] for phrase in phrases]


def count(questions: list[Question]) -> list[tuple[dict, dict | None, bool] | None]:
    """Return articles and uses by month, and whether the articles were counted exactly; None: too slow."""
    counted: dict[int, tuple] = {}
    if not questions:
        return []
    deadline = Deadline()
    connection = questions[0].connection
    try:
        with bounded(connection, deadline):
            few = few_enough(questions)
            counted |= count_in_texts(questions, few, deadline)
    except TooSlow:
        pass  # in articles, then
    rest = [place for place in range(len(questions)) if place not in counted]
    if rest:
        try:
            with bounded(connection, Deadline()):
                spread = spread_each([questions[place] for place in rest], month_of)
        except TooSlow:
            spread = []
        for place, months in zip(rest, spread, strict=False):
            counted[place] = (dict(months), None, questions[place].is_exact)
    return [counted.get(place) for place in range(len(questions))]


def few_enough(questions: list[Question]) -> dict[int, list[int]]:
    """Return the numbers of the articles that may have a phrase, for phrases whose articles can be read."""
    one = questions[0]
    with one.connection.cursor() as cursor:
        candidates = one.store.newest_of_each(
            cursor,
            one.table,
            [each.expression for each in questions],
            low=one.low,
            high=one.high,
            limit=MOST_READ + 1,
        )
    few, together = {}, 0
    for place in sorted(range(len(questions)), key=lambda place: len(candidates[place])):
        together += len(candidates[place])
        if len(candidates[place]) <= MOST_READ and together <= MOST_READ_TOGETHER:
            few[place] = candidates[place]
    return few


def count_in_texts(
    questions: list[Question], few: dict[int, list[int]], deadline: Deadline
) -> dict[int, tuple[dict, dict, bool]]:
    rows = read_public(questions[0], {number for found in few.values() for number in found})
    counted = {}
    for place, found in few.items():
        articles, times = Counter(), Counter()
        (phrase,) = questions[place].phrases
        for row in (rows[number] for number in found if number in rows):
            deadline.check()
            if uses := len(phrase.places(row.text)):
                month = row.sort_key // A_MONTH_OF_KEYS
                articles[month] += 1
                times[month] += uses
        counted[place] = (dict(articles), dict(times), True)
    return counted
