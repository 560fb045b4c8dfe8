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
from .asking import HIGHEST
from .index import BATCH, bring_in_step, bump, read_entries
from .stores import ensure_tables, state_for_writing, store_of, writing


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


def rebuild(*, batch: int = BATCH, afresh: bool = False) -> Iterator[Progress]:
    """Build the index anew, yielding after each batch; `afresh` forgets an interrupted rebuild."""
    connection = writing()
    begin(connection, afresh=afresh)
    published = Article.objects.using(connection.alias).filter(state=State.PUBLISHED)
    total = published.count()
    with transaction.atomic(using=connection.alias):
        reached = state_for_writing(connection).reached
        left = published.filter(sort_key__lt=reached).count()
    while some := build_batch(connection, batch):
        left -= some
        yield Progress(total - max(left, 0), total)
    finish(connection)
    yield Progress(total, total)


def begin(connection, *, afresh: bool) -> None:
    """Start a rebuild, or take up the one that was interrupted, if it went by the same rules."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        ensure_tables(connection, cursor)
        state = state_for_writing(connection)
        if state.building and not afresh and state.building_rules == tokens.RULES:
            return
        state.building = sqlite.TABLES[1] if state.table == sqlite.TABLES[0] else sqlite.TABLES[0]
        state.building_rules, state.reached = tokens.RULES, HIGHEST
        if connection.vendor != "postgresql":
            sqlite.create(cursor, state.building)
        state.save(update_fields=["building", "building_rules", "reached"])


def build_batch(connection, size: int) -> int:
    """Put the next articles into the new index; return how many there were."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = state_for_writing(connection)
        keys = list(
            Article.objects.using(connection.alias)
            .filter(state=State.PUBLISHED, sort_key__lt=state.reached)
            .order_by("-sort_key")
            .values_list("sort_key", "pk")[:size]
        )
        if not keys:
            return 0
        ids = [pk for _key, pk in keys]
        # First the old index, which must know each article by the same facts as the new one.
        bring_in_step(connection, ids)
        if connection.vendor != "postgresql":
            entries = read_entries(connection, ids).values()
            store_of(connection).add(
                cursor, state.building, [(entry.sort_key, entry.tokens) for entry in entries]
            )
        state.reached = keys[-1][0]
        state.save(update_fields=["reached"])
    return len(keys)


def finish(connection) -> None:
    """Let the new index answer, and take out what is not published any more."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        state = state_for_writing(connection)
        old, state.table = state.table, state.building
        state.rules, state.building, state.reached = state.building_rules, "", None
        state.save()
        standing = Article.objects.using(connection.alias).filter(
            pk=OuterRef("article_id"), sort_key=OuterRef("sort_key"), state=State.PUBLISHED
        )
        SearchDocument.objects.using(connection.alias).filter(~Exists(standing)).delete()
        if connection.vendor != "postgresql":
            sqlite.drop(cursor, old)
        bump(connection)
