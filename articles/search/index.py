"""Keeping the index in step with what is published. Called by publishing and by `rebuild_search` only.

Scheduled articles are indexed too: that they may not be read yet is a condition of every answer, so that
nothing has to run at the moment they come out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from time import sleep

from django.db import connections, transaction
from django.db.models import Exists, F, OuterRef

from articles.models import (
    Article,
    Credit,
    Mention,
    SearchDocument,
    SearchOutdated,
    SearchState,
    State,
    Tagging,
    TaggingState,
)
from articles.models.packed import as_kept

from . import tokens
from .folding import article_text, headline_length
from .numbers import day_of_key, give_numbers, places
from .stores import read_state, state_for_writing, store_of, writing

MERGED_AT_ONCE = 500  # pages of the index
BATCH = 500  # SQLite takes at most 999 parameters in one statement

WORDS = ("kicker", "title", "subtitle", "body")


def index_articles(articles: Iterable[Article]) -> None:
    """Put published articles into the index, replacing what stood there for them."""
    index_ids(article.pk for article in articles)


def index_ids(ids: Iterable[int]) -> None:
    """Put the published ones of these articles into the index, and the others out of it."""
    ids = sorted(set(ids))
    connection = writing()
    with transaction.atomic(using=connection.alias):
        for some in batches(ids, BATCH):
            bring_in_step(connection, some)


def index_new(entries: Iterable[Entry]) -> None:
    """Put articles in that the caller has just stored, in the same transaction: none of it is read again."""
    entries = list(entries)
    ids = [entry.article_id for entry in entries]
    connection = writing()
    if SearchDocument.objects.using(connection.alias).filter(article_id__in=ids).exists():
        index_ids(ids)  # what was deleted under such an id is still in the index
        return
    with transaction.atomic(using=connection.alias):
        put_in(connection, state_for_writing(connection), entries, {})
        bump(connection)


def forget_articles(ids: Iterable[int]) -> None:
    """Take articles out of the index."""
    connection = writing()
    with transaction.atomic(using=connection.alias):
        for some in batches(sorted(set(ids)), BATCH):
            bring_in_step(connection, some, forget=True)


def bring_in_step(
    connection, ids: list[int], *, forget: bool = False, words_too: bool = True
) -> dict[int, Entry]:
    """Make the index hold these articles as they are now: in if published, out if not.

    Return what is in it of them, by id. Without `words_too` an article may keep its old words in it, where
    taking it out does not ask for them (see `read_outdated`).
    """
    state = state_for_writing(connection)
    documents = {
        document.article_id: document
        for document in SearchDocument.objects.using(connection.alias).filter(article_id__in=ids)
    }
    wanted = {} if forget else read_entries(connection, ids)
    outdated = read_outdated(connection, documents, words_too=words_too)
    changed = {
        key
        for key, entry in wanted.items()
        if key in outdated
        or key not in documents
        or documents[key].facts != entry.facts
        or documents[key].number >> places(connection) != entry.day
    }
    leaving = [
        document for key, document in documents.items() if key in changed or key not in wanted
    ]  # fmt: skip
    take_out(connection, state, leaving, outdated)
    put_in(connection, state, [wanted[key] for key in sorted(changed)], documents)
    bump(connection)
    return wanted


class Entry:
    """One article as the index wants it: its day, its facts and its words."""

    def __init__(self, article_id: int, sort_key: int, words: tuple[str, str, str, str], **facts):
        self.article_id, self.day, self.words = article_id, day_of_key(sort_key), words
        self.facts = tokens.facts(**facts)

    @cached_property
    def tokens(self) -> set[str]:
        return tokens_of(self.words, self.facts)


def tokens_of(words: tuple[str, str, str, str], facts: str) -> set[str]:
    return tokens.article_tokens(article_text(*words), headline_length(*words[:3]), facts)


def read_entries(connection, ids: list[int]) -> dict[int, Entry]:
    """Return the published ones of these articles with their facts, in five queries."""
    using = connection.alias
    agencies, tags, writers = defaultdict(list), defaultdict(list), defaultdict(list)
    for found, rows in (
        (agencies, Mention.objects.filter(is_refused=False).values_list("article_id", "agency_id")),
        (tags, Tagging.objects.filter(state=TaggingState.ACCEPTED).values_list("article_id", "tag_id")),
        (writers, Credit.objects.values_list("article_id", "name")),
    ):
        for article_id, value in rows.using(using).filter(article_id__in=ids).order_by():
            found[article_id].append(value)
    rows = (
        Article.objects.using(using)
        .filter(pk__in=ids, state=State.PUBLISHED)
        .order_by()
        .values_list("pk", "sort_key", *WORDS, "issue__newspaper_id", "section_id", "genre", "page__number")
    )
    return {
        pk: Entry(
            pk,
            sort_key,
            tuple(words),
            newspaper=newspaper,
            section=section,
            genre=genre,
            page=page or "",
            agencies=agencies[pk],
            tags=tags[pk],
            writers=writers[pk],
        )
        for pk, sort_key, *words, newspaper, section, genre, page in rows
    }


def read_outdated(connection, documents: dict[int, SearchDocument], *, words_too: bool) -> dict[int, tuple]:
    """Return the words under which articles were indexed, for those whose words have changed since.

    PostgreSQL keeps no such note, and replaces the tokens of every article it is told about.
    """
    if connection.vendor == "postgresql":
        return dict.fromkeys(documents, ()) if words_too else {}
    rows = SearchOutdated.objects.using(connection.alias).filter(article_id__in=list(documents))
    return {pk: tuple(words) for pk, *words in rows.values_list("article_id", *WORDS)}


def take_out(connection, state: SearchState, leaving: list[SearchDocument], outdated: dict) -> None:
    """Take documents out of the index by the very words and facts they were put in with."""
    if not leaving:
        return
    ids = [document.article_id for document in leaving]
    store = store_of(connection)
    if connection.vendor == "postgresql":
        rows = [(document.number, ()) for document in leaving]
    else:
        current = {
            pk: tuple(words)
            for pk, *words in Article.objects.using(connection.alias)
            .filter(pk__in=ids)
            .values_list("pk", *WORDS)
        }
        rows = [
            (
                document.number,
                tokens_of(outdated.get(document.article_id) or current[document.article_id], document.facts),
            )
            for document in leaving
            if document.article_id in outdated or document.article_id in current
        ]
        SearchOutdated.objects.using(connection.alias).filter(article_id__in=ids).delete()
    with connection.cursor() as cursor:
        store.remove(cursor, state.table, rows)
        if state.building:
            store.remove(cursor, state.building, [row for row in rows if row[0] >= state.reached])
    SearchDocument.objects.using(connection.alias).filter(article_id__in=ids).delete()


def put_in(connection, state: SearchState, entries: list[Entry], before: dict[int, SearchDocument]) -> None:
    """Put entries in that are not there; one that was there keeps its number while it keeps its day."""
    if not entries:
        return
    numbers = {
        entry.article_id: before[entry.article_id].number
        for entry in entries
        if entry.article_id in before and before[entry.article_id].number >> places(connection) == entry.day
    }
    new = [entry for entry in entries if entry.article_id not in numbers]
    given = give_numbers(connection, [entry.day for entry in new])
    numbers |= {entry.article_id: number for entry, number in zip(new, given, strict=True)}
    rows = [(numbers[entry.article_id], entry.tokens) for entry in entries]
    store = store_of(connection)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO articles_searchdocument (number, article_id, facts) VALUES (%s, %s, %s)",
            [
                (numbers[entry.article_id], entry.article_id, as_kept(entry.facts, connection))
                for entry in entries
            ],
        )
        store.add(cursor, state.table, rows)
        if state.building:
            store.add(cursor, state.building, [row for row in rows if row[0] >= state.reached])


def bump(connection) -> None:
    """Tell every cache, in the same transaction, that what is public has changed."""
    SearchState.objects.using(connection.alias).filter(pk=SearchState.ONLY).update(
        generation=F("generation") + 1
    )


def publication_changed() -> None:
    """Tell every cache that what is public has changed."""
    connection = writing()
    with transaction.atomic(using=connection.alias):
        state_for_writing(connection)
        bump(connection)


def compact(*, pause: float = 0.0) -> None:
    """Merge what many publications left in pieces: searches are several times faster afterwards.

    In steps of about a tenth of a second, with a pause for editors after each. Call it at the end of a load.
    """
    connection = writing()
    store, pages = store_of(connection), -MERGED_AT_ONCE
    is_more = True
    while is_more:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            state = read_state(connection)
            is_more = state is not None and store.merge(cursor, state.table, pages)
        pages = MERGED_AT_ONCE
        sleep(pause)


def compare(using: str | None = None) -> tuple[list[int], list[int]]:
    """Return the ids of published articles that the index lacks or has outdated, and of extra ones in it."""
    connection = connections[using] if using else writing()
    alias = connection.alias
    documents = SearchDocument.objects.using(alias).filter(article_id=OuterRef("pk"))
    published = Article.objects.using(alias).filter(state=State.PUBLISHED)
    missing = set(published.filter(~Exists(documents)).values_list("pk", flat=True))
    missing.update(
        SearchOutdated.objects.using(alias)
        .filter(Exists(published.filter(pk=OuterRef("article_id"))))
        .values_list("article_id", flat=True)
    )
    standing = published.filter(pk=OuterRef("article_id"))
    extra = set(
        SearchDocument.objects.using(alias).filter(~Exists(standing)).values_list("article_id", flat=True)
    )
    state = read_state(connection)
    if state and state.rules != tokens.RULES:
        # Made by other rules: questions are asked of tokens that it does not have.
        missing.update(published.values_list("pk", flat=True))
    in_index = numbers_in_index(connection)
    by_number = dict(SearchDocument.objects.using(alias).values_list("number", "article_id").iterator())
    missing.update(pk for number, pk in by_number.items() if number not in in_index and pk not in extra)
    # A number without a document belongs to no article any more: it is shown as itself.
    extra.update(in_index - by_number.keys())
    return sorted(missing), sorted(extra)


def numbers_in_index(connection) -> set[int]:
    """Return the number of every article that the index itself holds."""
    state = read_state(connection)
    if state is None:
        return set()
    store = store_of(connection)
    with connection.cursor() as cursor:
        return set(store.every_number(cursor, state.table, store.expression([[tokens.EVERY_ARTICLE]])))


def batches(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, size)):
        yield some
