"""Building the index anew beside the one that answers, in batches, from the newest article to the oldest.

Searches and publications go on meanwhile: what is published into the part already built goes into both. An
interrupted rebuild goes on where it stopped. A second table is filled and takes the first one's place at the
end. On PostgreSQL it is filled without its indexes, which are then made a year at a time: many times as fast.
So is the very first load of an index, into the table that answers, as slowly as it does until it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import sleep

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min

from articles.models import Article, SearchDocument, State

from . import tokens
from .index import BATCH, bring_in_step, bump
from .numbers import A_DAY_OF_KEYS, HIGHEST
from .sqlite import TABLES
from .stores import ensure_tables, read_state, state_for_writing, store_of, writing

A_YEAR_OF_KEYS = A_DAY_OF_KEYS * 10_000


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


def rebuild(*, batch: int = BATCH, afresh: bool = False) -> Iterator[Progress]:
    """Build the index anew, yielding after each batch; `afresh` forgets an interrupted rebuild."""
    connection = writing()
    is_first = begin(connection, afresh=afresh)
    yield from add_missing(connection, batch)
    store = store_of(connection)
    if is_first:
        store.complete(connection, read_state(connection).table)
        return
    documents = SearchDocument.objects.using(connection.alias)
    total = documents.count()
    while build_batch(connection, batch):
        reached = documents.filter(number__gte=read_state(connection).reached).count()
        yield Progress(min(reached, total), total)
    store.complete(connection, read_state(connection).building)
    finish(connection)
    yield Progress(total, total)


def begin(connection, *, afresh: bool) -> bool:
    """Start a rebuild, or take up the one that was interrupted; tell whether it is the very first."""
    store = store_of(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        ensure_tables(connection, cursor)
        state = state_for_writing(connection)
        if state.building and not afresh and state.building_rules == tokens.RULES:
            return False
        if not SearchDocument.objects.using(connection.alias).exists():
            store.empty(cursor, state.table)
            store.lay_out(cursor, state.table, years_of_articles(connection), with_index=False)
            state.rules, state.building, state.reached = tokens.RULES, "", None
            state.save()
            return True
        if state.rules == tokens.RULES and not afresh and not store.is_complete(cursor, state.table):
            return True
        state.building = TABLES[1] if state.table == TABLES[0] else TABLES[0]
        state.building_rules, state.reached = tokens.RULES, HIGHEST
        store.create(cursor, state.building)
        store.lay_out(cursor, state.building, years_of_articles(connection), with_index=False)
        state.save(update_fields=["building", "building_rules", "reached"])
    return False


def years_of_articles(connection) -> range:
    """Return the years from the first to the last that has a published article."""
    published = Article.objects.using(connection.alias).filter(state=State.PUBLISHED)
    ends = published.aggregate(first=Min("sort_key"), last=Max("sort_key"))
    if ends["first"] is None:
        return range(0)
    return range(ends["first"] // A_YEAR_OF_KEYS, ends["last"] // A_YEAR_OF_KEYS + 1)


def add_missing(connection, size: int) -> Iterator[Progress]:
    """Index what is published and has no document yet, in batches."""
    documents = SearchDocument.objects.using(connection.alias)
    published = Article.objects.using(connection.alias).filter(state=State.PUBLISHED).order_by("pk")
    total, done, last = published.count(), 0, 0
    while some := list(published.filter(pk__gt=last).values_list("pk", flat=True)[:size]):
        last = some[-1]
        known = set(documents.filter(article_id__in=some).values_list("article_id", flat=True))
        if ids := [pk for pk in some if pk not in known]:
            with transaction.atomic(using=connection.alias):
                bring_in_step(connection, ids)
            done += len(ids)
            yield Progress(done, total)


def build_batch(connection, size: int) -> int:
    """Put the next articles into the new index; return how many there were."""
    documents = SearchDocument.objects.using(connection.alias)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = state_for_writing(connection)
        ahead = documents.filter(number__lt=state.reached).order_by("-number")
        batch = list(ahead.values_list("number", "article_id")[:size])
        if not batch:
            return 0
        # First the old index, which must know each article by the same facts as the new one, and on SQLite by
        # the same words.
        entries = bring_in_step(connection, [article_id for _number, article_id in batch], words_too=False)
        reached = batch[-1][0]
        standing = documents.filter(number__gte=reached, number__lt=state.reached)
        store_of(connection).add(
            cursor,
            state.building,
            [
                (number, entries[article_id].tokens)
                for number, article_id in standing.values_list("number", "article_id")
            ],
        )
        state.reached = reached
        state.save(update_fields=["reached"])
    return len(batch)


def finish(connection) -> None:
    """Let the new index answer."""
    store = store_of(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = state_for_writing(connection)
        old, state.table = state.table, state.building
        state.rules, state.building, state.reached = state.building_rules, "", None
        state.save()
        if connection.vendor != "postgresql":
            store.drop(cursor, old)
        bump(connection)
    if connection.vendor == "postgresql":
        # A search that began with the old table may still ask it, as long as a search may take.
        if not connection.in_atomic_block:
            sleep(2 * settings.NEWSROOM["SEARCH_TIMEOUT_MS"] / 1000)
        with connection.cursor() as cursor:
            store.drop(cursor, old)
