"""A question made ready for the index: names looked up, filters joined, days turned into keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from types import ModuleType

from django.utils.translation import gettext as _

from articles.models import SearchState

from . import tokens
from .looks_alike import alike
from .matching import Matcher, Phrase
from .naming import KINDS, MOST_NAMES, find_named, merged_into, names_in, those_read
from .numbers import HIGHEST, first_number, last_number, places
from .query import Filters, Query, Term
from .stores import read_state, reading, store_of

LOWEST = 0


@dataclass(frozen=True)
class Question:
    """What is asked of the index, and what checks its answers."""

    query: Query
    filters: Filters
    tolerant: bool
    connection: object
    table: str | None  # None: nothing was ever indexed
    changes: int  # so many publications, by which the state of the index counts
    groups: tuple[tuple[str, ...], ...]  # tokens: one of each group
    low: int
    high: int
    messages: tuple[str, ...]
    is_answerable: bool

    @cached_property
    def store(self) -> ModuleType:
        return store_of(self.connection)

    @cached_property
    def places(self) -> int:
        return places(self.connection)

    @cached_property
    def matcher(self) -> Matcher:
        """What checks an article's text for all that the index cannot know."""
        return Matcher.of(self.unsure, self.excluded_unsure, tolerant=self.tolerant)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """All the words asked for, to mark and to weigh them."""
        return tuple(Phrase(term.words, tolerant=self.tolerant) for term in self.query.terms)

    @cached_property
    def excluded_tokens(self) -> tuple[str, ...]:
        """Tokens that no answer has. A longer phrase cannot be told by its pairs; only its text tells."""
        return tuple(
            group[0]
            for term in self.query.excluded
            if tokens.is_exact(term.words)
            for group in groups_of(term, tolerant=False)
        )

    @cached_property
    def expression(self) -> str:
        return self.store.expression(self.groups or ((tokens.EVERY_ARTICLE,),), self.excluded_tokens)

    @cached_property
    def headline_expression(self) -> str:
        """The same question, asked of headlines only."""
        groups = [
            group
            for term in self.query.terms
            for group in groups_of(Term(term.words, in_headline=True), tolerant=self.tolerant)
        ]
        facts = [group for group in self.groups if group[0].startswith(tokens.FACT)]
        return self.store.expression([*groups, *facts], self.excluded_tokens)

    @cached_property
    def generation(self) -> str:
        return f"{self.changes}.{self.public_now[0]}"

    @property
    def has_scheduled(self) -> bool:
        """Tell whether anything that is indexed comes out only later."""
        return self.public_now[1]

    @cached_property
    def public_now(self) -> tuple[str, bool]:
        return read_public_now(self.connection)

    @cached_property
    def is_exact(self) -> bool:
        """Tell whether the index alone knows the answers, without a look at the texts."""
        return not (self.unsure or self.excluded_unsure)

    @cached_property
    def unsure(self) -> tuple[Term, ...]:
        """The terms that only an article's text can tell."""
        return tuple(term for term in self.query.terms if not is_sure(term, tolerant=self.tolerant))

    @cached_property
    def excluded_unsure(self) -> tuple[Term, ...]:
        return tuple(term for term in self.query.excluded if not is_sure(term, tolerant=False))

    @cached_property
    def identity(self) -> str:
        """What tells this question from every other: cached answers are found by it."""
        return repr(
            (self.expression, self.query.terms, self.query.excluded, self.tolerant, self.low, self.high)
        )


def ask(query: Query, filters: Filters | None = None, *, tolerant: bool = False) -> Question:
    """Return the question, ready to be put to the index."""
    filters = filters or Filters()
    connection = reading()
    state = read_state(connection)
    messages = list(query.messages)
    groups = [group for term in query.terms for group in groups_of(term, tolerant=tolerant)]
    is_answerable = state is not None and not filters.is_impossible
    asked = {
        kind: tuple(dict.fromkeys(values))[:MOST_NAMES] for kind in KINDS if (values := filters.values(kind))
    }
    names = names_in(query)
    found = find_named(connection, names) if state else {}
    merged = merged_into(connection, asked, found)
    for kind, values in asked.items():
        # Articles may still be indexed under the old key.
        values = (*values, *(key for value in values for key in merged.get((kind, value), ())))
        groups.append(tuple(tokens.fact(KINDS[kind], value) for value in values))
    read = those_read(connection, state.table, found, merged) if state else {}
    for kind, name in names:
        if values := read.get((kind, name)):
            groups.append(tuple(tokens.fact(KINDS[kind], value) for value in values))
        else:
            messages.append(UNKNOWN[kind]() % {"name": name})
            is_answerable = False
    low, high = number_range(connection, query, filters)
    if query.is_empty and not groups and (low, high) == (LOWEST, HIGHEST):
        is_answerable = False
        if not messages:
            messages.append(_("请输入要找的词。"))
    if low > high:
        is_answerable = False
        messages.append(_("日期的条件互相矛盾，没有哪一天同时符合。"))
    return Question(
        query=query,
        filters=filters,
        tolerant=tolerant,
        connection=connection,
        table=state.table if state else None,
        changes=state.generation if state else 0,
        groups=tuple(dict.fromkeys(groups)),
        low=low,
        high=high,
        messages=tuple(messages),
        is_answerable=is_answerable,
    )


def narrow(within: Question, text: str, terms: tuple[Term, ...], *, tolerant: bool = False) -> Question:
    """Return the question for these terms within the same filters."""
    groups = [group for term in terms for group in groups_of(term, tolerant=tolerant)]
    question = replace(
        within,
        query=Query(text, terms),
        tolerant=tolerant,
        groups=tuple(dict.fromkeys((*groups, *within.groups))),
        is_answerable=within.table is not None,
    )
    if "public_now" in within.__dict__:
        # Asked already: it is the same for every question of one page.
        question.__dict__["public_now"] = within.public_now
    return question


UNKNOWN = {
    "section": lambda: _("没有名为“%(name)s”的栏目。"),
    "agency": lambda: _("没有名为“%(name)s”的机构。"),
    "tag": lambda: _("没有名为“%(name)s”的标签。"),
    "writer": lambda: _("没有名为“%(name)s”的作者。"),
    "page": lambda: _("没有第“%(name)s”版的文章。"),
}


def is_sure(term: Term, *, tolerant: bool) -> bool:
    """Tell whether the index alone knows which articles have a term; it is asked for no threes tolerantly."""
    return tokens.is_exact(term.words) and not (tolerant and len(term.words) == 3)


def groups_of(term: Term, *, tolerant: bool) -> Iterable[tuple[str, ...]]:
    """Return the groups of tokens that articles with this term have one each of."""
    prefix = tokens.IN_HEADLINE if term.in_headline else ""
    # Not by threes: of the letters that make them one may be what recognition took for another.
    for gram in tokens.grams_to_look_up(term.words, by_threes=not tolerant):
        choices = [alike(character) if tolerant else character for character in gram]
        yield tuple(prefix + "".join(map(tokens.token_of, spelled)) for spelled in product(*choices))


def number_range(connection, query: Query, filters: Filters) -> tuple[int, int]:
    """Return the lowest and highest number within every limit on the date."""
    low, high = LOWEST, HIGHEST
    limits = [(filters.date_from, filters.date_to), (query.date_from, query.date_to)]
    if filters.year is not None:
        if not 1 <= filters.year <= 9999:
            return HIGHEST, LOWEST
        limits.append((date(filters.year, 1, 1), date(filters.year, 12, 31)))
    for first, last in limits:
        low = max(low, first_number(connection, first)) if first else low
        high = min(high, last_number(connection, last)) if last else high
    return low, high


# The state is written out: SQLite takes the index of what is published for it, and reads one entry.
LATEST = """SELECT publish_at FROM articles_article
WHERE state = 'published' AND publish_at <= %s ORDER BY publish_at DESC LIMIT 1"""
PUBLIC_NOW = f"""SELECT ({LATEST}),
EXISTS (SELECT 1 FROM articles_article WHERE state = 'published' AND publish_at > %s)"""
GENERATION = f"SELECT (SELECT generation FROM articles_searchstate WHERE id = %s), ({LATEST})"


def read_public_now(connection) -> tuple[str, bool]:
    """Return when the latest article came out, and whether more of them wait for their time.

    Whoever comes out by schedule has, at that moment, the latest time of publication.
    """
    moment = store_of(connection).moment(connection)
    with connection.cursor() as cursor:
        cursor.execute(PUBLIC_NOW, [moment, moment])
        latest, is_more_to_come = cursor.fetchone()
    return digits(latest), bool(is_more_to_come)


def digits(moment) -> str:
    """Return a moment, as either database gives it, as it may stand in the key of a cache."""
    return "".join(filter(str.isdigit, str(moment or 0)))


def generation() -> str:
    """Return a mark that changes whenever what is public does, scheduled articles included.

    It is the same in every process, for cache keys.
    """
    connection = reading()
    with connection.cursor() as cursor:
        cursor.execute(GENERATION, [SearchState.ONLY, store_of(connection).moment(connection)])
        changes, latest = cursor.fetchone()
    return f"{changes or 0}.{digits(latest)}"
