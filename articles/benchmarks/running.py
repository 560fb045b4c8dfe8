"""One run over one size: make the articles, ask, compare, and return every figure."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from time import perf_counter, process_time

from django.db import connection

from articles import search
from articles.compacting import compact, database_bytes
from articles.models import Article
from articles.search.rebuilding import rebuild

from . import corpus, floors, measuring, replicating, truth
from .storing import Stored, store

COMPARED_UP_TO = 10_000  # articles: the truth looks through every text for every query
QUERIES = 360


class NotEmpty(Exception):
    """The database holds other articles; the message says what to do."""


def run(size: int, *, with_floors: bool, say: Callable) -> dict:
    """Return the figures of one size, as plain values."""
    found: dict = {"size": size, "machine": measuring.describe_machine()}
    found |= build(size, say) | measure_sizes()
    asked = measuring.questions(size)
    say(f"{size} articles: {len(asked)} searches")
    found["queries"] = len(asked)
    found["times"] = plain(measuring.measure_search(asked))
    say(f"{size} articles: pages")
    found["pages"] = plain(measuring.measure_pages())
    if with_floors:
        say(f"{size} articles: floors")
        found["floors"] = plain(floors.measure_like(asked))
    if "REPLICA_HOME" in os.environ:
        say(f"{size} articles: replica")
        found["replica"] = plain(replicating.measure_replica(asked))
    if size <= COMPARED_UP_TO:
        say(f"{size} articles: recall")
        found["recall"] = compare(with_floors=with_floors)
    return found


def build(size: int, say: Callable) -> dict:
    """Make the articles, unless an earlier run left them here, and return what it took."""
    standing = Article.objects.count()
    if standing not in (0, size):
        raise NotEmpty(f"The database holds {standing} articles. Measure on an empty one, or on a file anew.")
    if standing:
        return {}
    say(f"{size} articles: making them")
    is_file = connection.vendor == "sqlite" and not connection.in_atomic_block
    if is_file:
        # A database that can be made again need not outlive a loss of power while it is made.
        run_statement("PRAGMA synchronous = OFF")
    began, worked = perf_counter(), process_time()
    stored = load_at_once(size) if connection.vendor == "postgresql" else store(corpus.records(size))
    began_merging = perf_counter()
    search.compact()
    merged = perf_counter()
    took = {
        "merged_s": merged - began_merging,
        "rows_per_s": size / stored.rows_took,
        "index_per_s": size / stored.index_took,
        "rows_per_cpu_s": size / stored.rows_worked,
        "index_per_cpu_s": size / stored.index_worked,
        "build_s": merged - began,
        "build_cpu_s": process_time() - worked,
        "loaded_bytes": database_bytes(),
    }
    if connection.vendor == "postgresql":
        # Autovacuum would, in a moment. Nothing does on SQLite, where columns that are empty in this corpus
        # would then count as no help to any question.
        run_statement("ANALYZE")
    elif is_file:
        began_compacting, worked = perf_counter(), process_time()
        compact()
        took["compacted_s"] = perf_counter() - began_compacting
        took["compacted_cpu_s"] = process_time() - worked
        run_statement("PRAGMA synchronous = NORMAL")
    return took


def load_at_once(size: int) -> Stored:
    """Write all the rows, then index them as a first load does: without an index until its end."""
    stored = store(corpus.records(size), indexed=False)
    began, worked = perf_counter(), process_time()
    for _progress in rebuild():
        pass
    stored.index_took, stored.index_worked = perf_counter() - began, process_time() - worked
    return stored


def measure_sizes() -> dict:
    return {
        "text_bytes": measuring.text_bytes(),
        "database_bytes": database_bytes(),
        "index_bytes": measuring.index_bytes(),
    }


def run_statement(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def compare(*, with_floors: bool) -> dict:
    """Return recall and precision against plain substring search: of search, and of the floors."""
    texts = truth.folded_texts()
    queries = truth.draw_queries(texts, QUERIES)
    found = {"search": truth.agree(queries, texts, truth.ids_found)}
    if with_floors and connection.vendor == "sqlite":
        found["words of jieba"] = truth.agree(queries, texts, floors.Words(texts).find)
        found["trigrams"] = truth.agree(queries, texts, floors.Trigrams(texts).find)
    missing, extra = search.compare()
    return {
        name: {"queries": each.queries, "recall": each.mean_recall, "precision": each.mean_precision}
        for name, each in found.items()
    } | {"index": {"missing": len(missing), "extra": len(extra)}}


def plain(found: dict) -> dict:
    return {name: each if isinstance(each, str) else asdict(each) for name, each in found.items()}
