"""Building the index anew beside the one that answers, in batches, from the newest article to the oldest.

Searches and publications go on meanwhile: what is published into the part already built goes into both. An
interrupted rebuild goes on where it stopped. On SQLite a second table is filled and takes the first one's
place at the end; on PostgreSQL rows are replaced one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, SearchDocument, State

from . import sqlite, tokens
from .index import BATCH, bring_in_step, bump
from .numbers import HIGHEST
from .stores import ensure_tables, read_state, state_for_writing, store_of, writing


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


def rebuild(*, batch: int = BATCH, afresh: bool = False) -> Iterator[Progress]:
    """Build the index anew, yielding after each batch; `afresh` forgets an interrupted rebuild."""
    connection = writing()
    is_first = begin(connection, afresh=afresh)
    yield from add_missing(connection, batch)
    if is_first:
        return
    documents = SearchDocument.objects.using(connection.alias)
    total = documents.count()
    while build_batch(connection, batch):
        reached = documents.filter(number__gte=read_state(connection).reached).count()
        yield Progress(min(reached, total), total)
    finish(connection)
    yield Progress(total, total)


def begin(connection, *, afresh: bool) -> bool:
    """Start a rebuild, or take up the one that was interrupted; tell whether there was no index at all."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        ensure_tables(connection, cursor)
        state = state_for_writing(connection)
        if state.building and not afresh and state.building_rules == tokens.RULES:
            return False
        if not SearchDocument.objects.using(connection.alias).exists():
            store_of(connection).empty(cursor, state.table)
            state.rules, state.building, state.reached = tokens.RULES, "", None
            state.save()
            return True
        state.building = sqlite.TABLES[1] if state.table == sqlite.TABLES[0] else sqlite.TABLES[0]
        state.building_rules, state.reached = tokens.RULES, HIGHEST
        if connection.vendor != "postgresql":
            sqlite.create(cursor, state.building)
        state.save(update_fields=["building", "building_rules", "reached"])
    return False


def add_missing(connection, size: int) -> Iterator[Progress]:
    """Index what is published and has no document yet, in batches."""
    documents = SearchDocument.objects.using(connection.alias).filter(article_id=OuterRef("pk"))
    published = Article.objects.using(connection.alias).filter(state=State.PUBLISHED)
    total, done, last = published.count(), 0, 0
    while True:
        with transaction.atomic(using=connection.alias):
            missing = published.filter(~Exists(documents), pk__gt=last).order_by("pk")
            ids = list(missing.values_list("pk", flat=True)[:size])
            if not ids:
                return
            bring_in_step(connection, ids)
        last, done = ids[-1], done + len(ids)
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
        # First the old index, which must know each article by the same words and facts as the new one.
        entries = bring_in_step(connection, [article_id for _number, article_id in batch])
        reached = batch[-1][0]
        if connection.vendor != "postgresql":
            standing = dict(
                documents.filter(number__gte=reached, number__lt=state.reached).values_list(
                    "article_id", "number"
                )
            )
            store_of(connection).add(
                cursor,
                state.building,
                [(number, entries[article_id].tokens) for article_id, number in standing.items()],
            )
        state.reached = reached
        state.save(update_fields=["reached"])
    return len(batch)


def finish(connection) -> None:
    """Let the new index answer."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = state_for_writing(connection)
        old, state.table = state.table, state.building
        state.rules, state.building, state.reached = state.building_rules, "", None
        state.save()
        if connection.vendor != "postgresql":
            sqlite.drop(cursor, old)
        bump(connection)
