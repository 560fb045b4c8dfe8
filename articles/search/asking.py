"""A question made ready for the index: names looked up, filters joined, days turned into keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from types import ModuleType

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Agency, Article, SearchDocument, Section, State, Tag

from . import tokens
from .folding import fold
from .looks_alike import alike
from .matching import Matcher
from .numbers import HIGHEST, first_number, last_number, places
from .query import Filters, Query, Term
from .stores import read_state, reading, store_of

LOWEST = 0
MOST_NAMES = 100  # of agencies, sections, … that one name in a query stands for


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
        return Matcher.of(self.query, tolerant=self.tolerant)

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
        return generation_of(self.connection, self.changes)

    @cached_property
    def is_exact(self) -> bool:
        """Tell whether the index alone knows the answers, without a look at the texts."""
        return all(tokens.is_exact(term.words) for term in (*self.query.terms, *self.query.excluded))

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
    for kind, letter in KINDS.items():
        if values := filters.values(kind):
            values = widen_merged(connection, kind, values)
            groups.append(tuple(tokens.fact(letter, value) for value in values))
    for names, kind in (
        (query.sections, "section"),
        (query.agencies, "agency"),
        (query.tags, "tag"),
        (query.writers, "writer"),
    ):
        for name in names:
            table = state.table if state else None
            found = [
                value
                for value in find_named(connection, kind, name)
                if is_read(connection, table, kind, value)
            ]
            values = widen_merged(connection, kind, found)
            if not values:
                messages.append(UNKNOWN[kind]() % {"name": name})
                is_answerable = False
                continue
            groups.append(tuple(tokens.fact(KINDS[kind], value) for value in values))
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


KINDS = {"newspaper": "n", "section": "s", "agency": "a", "tag": "t", "genre": "g", "writer": "w"}
UNKNOWN = {
    "section": lambda: _("没有名为“%(name)s”的栏目。"),
    "agency": lambda: _("没有名为“%(name)s”的机构。"),
    "tag": lambda: _("没有名为“%(name)s”的标签。"),
    "writer": lambda: _("没有名为“%(name)s”的作者。"),
}


def groups_of(term: Term, *, tolerant: bool) -> Iterable[tuple[str, ...]]:
    """Return the groups of tokens that articles with this term have one each of."""
    prefix = tokens.IN_HEADLINE if term.in_headline else ""
    for gram in tokens.grams_to_look_up(term.words):
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


def find_named(connection, kind: str, name: str) -> list:
    """Return what a name in a query stands for: that very name, or else whatever has it in its name."""
    if kind == "writer":
        return [name]
    using = connection.alias
    if kind == "section":
        rows = Section.objects.using(using).filter(is_proposed=False)
        fields = ("name",)
    elif kind == "agency":
        rows = Agency.objects.using(using).confirmed()
        fields = ("name", "names__name")
    else:
        rows = Tag.objects.using(using).standing()
        fields = ("name", "synonyms__name")
    for lookup in ("iexact", "icontains"):
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__{lookup}": name})
        if found := list(rows.filter(condition).values_list("pk", flat=True).distinct()[:MOST_NAMES]):
            return found
    # The archive may write the name otherwise than it was typed: full width, traditional.
    candidates = rows.values_list("pk", "name")[:5000]
    return [pk for pk, written in candidates if name in fold(written)][:MOST_NAMES]


def is_read(connection, table: str | None, kind: str, value: object) -> bool:
    """Tell whether readers meet this in an article: a name that only drafts carry finds like no name."""
    if table is None:
        return False
    store = store_of(connection)
    facts = [tokens.fact(KINDS[kind], each) for each in widen_merged(connection, kind, [value])]
    with connection.cursor() as cursor:
        # The newest few will do: what is indexed is public, but for what comes out later.
        found = store.numbers(cursor, table, store.expression([facts]), low=LOWEST, high=HIGHEST, limit=200)
    documents = SearchDocument.objects.using(connection.alias).filter(number__in=found)
    articles = Article.objects.using(connection.alias).published()
    return bool(found) and articles.filter(pk__in=documents.values("article_id")).exists()


def widen_merged(connection, kind: str, values: Iterable) -> tuple:
    """Add what was merged into these: articles may still be indexed under the old key."""
    model = {"agency": Agency, "tag": Tag}.get(kind)
    values = tuple(dict.fromkeys(values))[:MOST_NAMES]
    if model is None:
        return values
    merged = model.objects.using(connection.alias).filter(merged_into__in=keys_in(values))
    return (*values, *merged.values_list("pk", flat=True)[:MOST_NAMES])


def keys_in(values: Iterable) -> list[int]:
    """Return the values that can be keys: an address may hold any number."""
    return [value for value in values if isinstance(value, int) and 0 < value < 2**63]


def generation_of(connection, changes: int) -> str:
    """Return a mark that changes whenever what is public does, scheduled articles included.

    Whoever comes out by schedule has, at that moment, the latest time of publication.
    """
    # Not Max(): by descending order SQLite reads one entry of the index instead of all of it.
    latest = (
        Article.objects.using(connection.alias)
        .filter(state=State.PUBLISHED, publish_at__lte=now())
        .order_by("-publish_at")
        .values_list("publish_at", flat=True)
        .first()
    )
    return f"{changes}.{latest.timestamp() if latest else 0:.6f}"


def generation() -> str:
    """Return a mark that changes whenever what is public does: the same in every process, for cache keys."""
    connection = reading()
    state = read_state(connection)
    return generation_of(connection, state.generation if state else 0)
