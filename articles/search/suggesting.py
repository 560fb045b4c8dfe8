"""Words to try: while typing, when nothing was found, and what else to read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log

from django.db.models import Q

from articles.models import Agency, AgencyName, Article, SearchDocument, Tag, TagSynonym

from . import tokens
from .answering import make_hit, newest_rows, read_public
from .asking import KINDS, LOWEST, Question, ask, narrow
from .bounds import Deadline, TooSlow, bounded
from .folding import fold
from .numbers import HIGHEST
from .parsing import parse
from .query import Filters, Query, Term

OF_A_KIND = 5
MOST_NAMES = 25  # names that begin so, of which the public ones are shown
MOST_TRIED = 30  # other words for a search without hits
LOOKED_AT = 10  # newest articles that may have them
COMMON = 300  # a token of more articles than this says little about what goes together


@dataclass(frozen=True)
class Suggestion:
    """Something to search or open: kind is agency, tag or article; key its id."""

    kind: str
    key: int
    text: str


def suggest(prefix: str, *, limit: int = 10) -> list[Suggestion]:
    """Return agencies and tags that begin so, and headlines that have it; only what the public may see."""
    words = parse(prefix).text.strip()[:40]
    if not words:
        return []
    folded = fold(words)
    question = ask(Query(text=words, terms=(Term(folded, in_headline=True),) if folded else ()))
    if question.table is None:
        return []
    deadline = Deadline(300)
    found: list[Suggestion] = []
    try:
        with bounded(question.connection, deadline):
            found += named_so(question, words)
            if folded:
                rows, _more = newest_rows(question, deadline, limit=OF_A_KIND, offset=0, before=None)
                found += [
                    Suggestion("article", row.id, row.title or row.kicker or row.subtitle) for row, _ in rows
                ]
    except TooSlow:
        pass  # what was found so far will do while somebody types
    return found[:limit]


def named_so(question: Question, words: str) -> list[Suggestion]:
    """Return the agencies and tags of public articles whose name, or another name of theirs, begins so."""
    known: dict[tuple[str, int], str] = {}
    keys: dict[tuple[str, int], set[int]] = defaultdict(set)
    begins = beginning_with(words, question.connection)
    for kind, rows, other_names in (
        ("agency", Agency.objects, AgencyName.objects.filter(begins).values("agency")),
        ("tag", Tag.objects, TagSynonym.objects.filter(begins).values("tag")),
    ):
        shown = "is_proposed" if kind == "agency" else "merged_into"
        # Articles may still be indexed under what was merged into it.
        named = rows.using(question.connection.alias).order_by()
        columns = named.values_list("pk", "name", "merged__pk", "merged_into", shown)
        # Joined rather than asked for with OR: each side then has an index to begin with.
        both = columns.filter(begins).union(columns.filter(pk__in=other_names)).order_by("name")
        for key, name, merged, became, is_hidden in both[:MOST_NAMES]:
            # Looked at here: SQLite would take the index of what was merged into nothing for a help.
            if became is None and not is_hidden:
                known[kind, key] = name
                keys[kind, key].update({key} if merged is None else {key, merged})
    asked = [
        question.store.expression([[tokens.fact(KINDS[kind], key) for key in sorted(keys[kind, of])]])
        for kind, of in known
    ]
    is_public = question.store.which_are_public(question.connection, question.table, asked) if asked else []
    public = [
        Suggestion(kind, key, name)
        for ((kind, key), name), yes in zip(known.items(), is_public, strict=True)
        if yes
    ]
    return [
        each
        for kind in ("agency", "tag")
        for each in islice((one for one in public if one.kind == kind), OF_A_KIND)
    ]


def beginning_with(words: str, connection) -> Q:
    """Return the condition that a name begins with these words, by its index where that can tell."""
    end = words[:-1] + chr(ord(words[-1]) + 1)
    if words.lower() == words.upper() and end[-1] < "\ud7ff":
        # Chinese and digits have no other case. PostgreSQL has an index for this; SQLite keeps names by their
        # characters.
        is_sorted = connection.vendor == "sqlite"
        return Q(name__gte=words, name__lt=end) if is_sorted else Q(name__startswith=words)
    return Q(name__istartswith=words)


def did_you_mean(query: Query | str, filters: Filters | None = None, *, limit: int = 3) -> list[str]:
    """Return other words for a search without hits; each of them finds something."""
    query = parse(query) if isinstance(query, str) else query
    within = ask(Query(), filters)
    if within.table is None or within.low > within.high:
        return []
    deadline = Deadline()
    try:
        with bounded(within.connection, deadline):
            others = dict.fromkeys(other_words(query, within, deadline))
            return those_that_find(within, [text for text in others if text != query.text], limit)
    except TooSlow:
        return []


def those_that_find(within: Question, texts: list[str], limit: int) -> list[str]:
    """Return the first texts that an article within these filters answers: one of the newest that may."""
    asked = {}
    for text in texts[:MOST_TRIED]:
        terms = parse(text).terms
        # In quotes, as a field, with a minus: what a person would not type instead.
        if text and terms and Query(text, terms) == parse(text):
            asked[text] = narrow(within, text, terms)
    store = within.store
    with within.connection.cursor() as cursor:
        candidates = store.newest_of_each(
            cursor,
            within.table,
            [each.expression for each in asked.values()],
            low=within.low,
            high=within.high,
            limit=LOOKED_AT,
        )
    rows = read_public(within, {number for found in candidates for number in found})
    return list(
        islice(
            (
                text
                for (text, question), found in zip(asked.items(), candidates, strict=True)
                if any(question.matcher.accepts(rows[number]) for number in found if number in rows)
            ),
            limit,
        )
    )


def other_words(query: Query, within: Question, deadline: Deadline) -> Iterator[str]:
    """Yield texts to search instead, the nearest first."""
    phrases = [term.words for term in query.terms]
    if query.terms:
        # What recognition made of the words: search tolerantly, and take the words of the first hit.
        question = narrow(within, query.text, query.terms, tolerant=True)
        for row, points in newest_rows(question, deadline, limit=1, offset=0, before=None)[0]:
            hit = make_hit(question, row, points)
            yield " ".join(dict.fromkeys(marked(hit.title_parts) + marked(hit.snippet_parts)))
    if len(phrases) > 1 or query.agencies or query.sections or query.tags or query.writers or query.pages:
        for left_out in range(len(phrases)):
            yield " ".join(phrase for at, phrase in enumerate(phrases) if at != left_out)
        yield from phrases
    for phrase in phrases:
        pieces = tokens.words.findall(phrase)
        if len(pieces) > 1:
            yield " ".join(pieces)
        for piece in pieces:
            for size in range(len(piece) - 1, 1, -1):
                if size in {len(piece) - 1, len(piece) // 2 + 1, 4, 3, 2}:
                    yield piece[:size]
                    yield piece[-size:]


def marked(parts: list[tuple[str, bool]]) -> list[str]:
    return [words for words, is_hit in parts if is_hit]


def related(article: Article, *, limit: int = 6) -> list[int]:
    """Return the ids of articles on the same matter: rare agencies, tags and headline words in common."""
    question = ask(Query())
    if question.table is None:
        return []
    documents = SearchDocument.objects.using(question.connection.alias).filter(article_id=article.pk)
    facts = documents.values_list("facts", flat=True).first()
    if facts is None:
        return []
    headline = " \n".join((article.kicker, article.title, article.subtitle))
    ours = {tokens.IN_HEADLINE + gram for gram in tokens.grams(fold(headline)) if len(gram) == 2}
    ours |= {tokens.FACT + each for each in facts.split() if each[0] in "at"}
    deadline = Deadline(300)
    try:
        with bounded(question.connection, deadline):
            return rank_related(question, article.pk, sorted(ours))[:limit]
    except TooSlow:
        return []


def rank_related(question: Question, pk: int, ours: list[str]) -> list[int]:
    """Return the ids of the articles that share most of what is rare, most first."""
    points: Counter = Counter()
    with question.connection.cursor() as cursor:
        having = question.store.newest_of_each(
            cursor,
            question.table,
            [question.store.expression([[token]]) for token in ours],
            low=LOWEST,
            high=HIGHEST,
            limit=COMMON + 1,
        )
    for token, found in zip(ours, having, strict=True):
        # None of them: a fact that came after the article was last indexed.
        if 0 < len(found) <= COMMON:
            weight = (3 if token.startswith(tokens.FACT) else 1) / log(1 + len(found))
            for number in found:
                points[number] += weight
    best = sorted(points, key=lambda number: (-points[number], -number))[:30]
    rows = read_public(question, best)
    return [rows[number].id for number in best if number in rows and rows[number].id != pk]
