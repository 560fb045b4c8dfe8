"""Words to try: while typing, when nothing was found, and what else to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log

from django.db.models import Q

from articles.models import Agency, Article, SearchDocument, Tag

from . import tokens
from .answering import newest_rows, read_rows, search
from .asking import LOWEST, ask
from .bounds import Deadline, TooSlow, bounded
from .folding import fold
from .index import read_entries
from .numbers import HIGHEST
from .parsing import parse
from .query import Filters, Query, Term

OF_A_KIND = 5
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
    deadline = Deadline(300)
    found: list[Suggestion] = []
    try:
        for kind, rows, other_names in (
            ("agency", Agency.objects.confirmed(), "names__name"),
            ("tag", Tag.objects.standing(), "synonyms__name"),
        ):
            begins = Q(name__istartswith=words) | Q(**{f"{other_names}__istartswith": words})
            names = rows.filter(begins).values_list("pk", "name").distinct().order_by("name")[:20]
            public = (
                Suggestion(kind, key, name) for key, name in names if is_public(deadline, **{kind: key})
            )
            found += islice(public, OF_A_KIND)
        if folded := fold(words):
            query = Query(text=words, terms=(Term(folded, in_headline=True),))
            question = ask(query)
            with bounded(question.connection, deadline):
                rows, _more = newest_rows(question, deadline, limit=OF_A_KIND, offset=0, before=None)
            found += [
                Suggestion("article", row.id, row.title or row.kicker or row.subtitle) for row, _ in rows
            ]
    except TooSlow:
        pass  # what was found so far will do while somebody types
    return found[:limit]


def is_public(deadline: Deadline, **filters) -> bool:
    """Tell whether any article that the public may read has this."""
    question = ask(Query(), Filters(**filters))
    if not question.is_answerable:
        return False
    with bounded(question.connection, deadline):
        rows, _more = newest_rows(question, deadline, limit=1, offset=0, before=None)
    return bool(rows)


def did_you_mean(query: Query | str, filters: Filters | None = None, *, limit: int = 3) -> list[str]:
    """Return other words for a search without hits; each of them finds something."""
    query = parse(query) if isinstance(query, str) else query
    deadline = Deadline()
    found: list[str] = []
    for text in dict.fromkeys(other_words(query)):
        if deadline.has_passed or len(found) == limit:
            break
        if text != query.text and search(text, filters=filters, limit=1).hits:
            found.append(text)
    return found


def other_words(query: Query) -> Iterator[str]:
    """Yield texts to search instead, the nearest first."""
    phrases = [term.words for term in query.terms]
    if query.terms:
        # What recognition made of the words: search tolerantly, and take the words of the first hit.
        hits = search(query, limit=1, tolerant=True).hits
        for hit in hits:
            yield " ".join(dict.fromkeys(marked(hit.title_parts) + marked(hit.snippet_parts)))
    if len(phrases) > 1 or query.agencies or query.sections or query.tags or query.writers:
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
    entry = read_entries(question.connection, [article.pk]).get(article.pk)
    if entry is None or question.table is None:
        return []
    deadline = Deadline(300)
    headline = " \n".join(entry.words[:3])
    ours = {tokens.IN_HEADLINE + gram for gram in tokens.grams(fold(headline)) if len(gram) == 2}
    ours |= {tokens.FACT + each for each in entry.facts.split() if each[0] in "at"}
    try:
        with bounded(question.connection, deadline):
            return rank_related(question, deadline, entry, ours)[:limit]
    except TooSlow:
        return []


def rank_related(question, deadline: Deadline, entry, ours: set[str]) -> list[int]:
    """Return the ids of the articles that share most of what is rare, most first."""
    store, table = question.store, question.table
    points: Counter = Counter()
    with question.connection.cursor() as cursor:
        for token in sorted(ours):
            expression = store.expression([[token]])
            found = store.numbers(cursor, table, expression, low=LOWEST, high=HIGHEST, limit=COMMON + 1)
            # None of them: a fact that came after the article was last indexed.
            if not 0 < len(found) <= COMMON:
                continue
            weight = (3 if token.startswith(tokens.FACT) else 1) / log(1 + len(found))
            for number in found:
                points[number] += weight
    best = sorted(points, key=lambda number: (-points[number], -number))[:30]
    documents = SearchDocument.objects.using(question.connection.alias).filter(number__in=best)
    ids = dict(documents.values_list("number", "article_id"))
    public = {row.id for row in read_rows(question, deadline, best)} - {entry.article_id}
    return [ids[number] for number in best if ids.get(number) in public]
