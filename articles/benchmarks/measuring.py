"""What `manage.py bench` measures of a database of made-up articles."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, thread_time

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings

from articles import search
from articles.models import Article, Section, Tag
from articles.search.tokens import words

from . import corpus

COMMON = "会 水 老 书 社区 居民 工作 记者 今年 计划 临江市 养老驿站 公共自行车 卫生健康委员会".split()
TOGETHER = ("社区 改造", "河道堤岸 巡查", "临江市 图书馆 志愿者", "居民 专家 志愿者", "相册 连夜")
# Pairs with a sign are not indexed: phrases across signs are looked up by what is left, and read.
SIGNS = ("处。临江市", "了神。有居", "获悉，2", "，新增", "完成。记者", "”住在")
NUMBERS = ("12月", "1月1日", "2003年", "50", "8005%", "400万元")


@dataclass(frozen=True)
class Times:
    """Milliseconds of many calls."""

    p50: float
    p95: float
    worst: float
    calls: int
    # What the calls would take on a machine that does nothing else: this process, in which SQLite works too,
    # and the processes of a PostgreSQL on this machine that serve it.
    cpu_p50: float
    cpu_p95: float


def times(walls: Iterable[float], processor: Iterable[float]) -> Times:
    walls, processor = sorted(walls), sorted(processor)
    return Times(
        median(walls),
        percentile_95(walls),
        walls[-1],
        len(walls),
        median(processor),
        percentile_95(processor),
    )


def percentile_95(values: list[float]) -> float:
    """Return the 95th percentile; of few values the worst."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def time_calls(calls: Iterable[Callable], *, repeats: int = 3, before: Callable | None = None) -> Times:
    """Return how long the calls take, each the median of its repeats."""
    walls, processor = [], []
    for call in calls:
        took = []
        for _time in range(repeats):
            if before:
                before()
            began, worked = perf_counter(), worked_until_now()
            call()
            took.append(((perf_counter() - began) * 1000, (worked_until_now() - worked) * 1000))
        walls.append(median(wall for wall, _cpu in took))
        processor.append(median(cpu for _wall, cpu in took))
    return times(walls, processor)


def worked_until_now() -> float:
    """Return the seconds of processor time that this thread took, and PostgreSQL for it on this machine."""
    served = 0.0
    for each in connections.all(initialized_only=True):
        if each.vendor == "postgresql" and each.connection is not None:
            account = Path(f"/proc/{each.connection.info.backend_pid}/schedstat")
            served += int(account.read_text().split()[0]) / 1e9 if account.exists() else 0
    return thread_time() + served


def questions(size: int, *, seed: int = 1) -> list[str]:
    """Return some hundred searches: common and rare words, phrases, names, numbers, words across words.

    What people type, that is, without the signs between sentences: see SIGNS for those.
    """
    random = Random(seed)
    asked = dict.fromkeys((*COMMON, *TOGETHER, *NUMBERS))
    for length in (1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8, 10, 12) * 5:
        body = corpus.record(random.randrange(size), seed=seed).body
        stretches = [word for word in words.findall(body) if len(word) >= length]
        if stretches:
            stretch = random.choice(stretches)
            start = random.randrange(len(stretch) - length + 1)
            asked[stretch[start : start + length]] = None
    for _name in range(6):
        asked[corpus.record(random.randrange(size), seed=seed).writers[0]] = None
    return [text for text in asked if search.parse(text).terms]


def measure_search(asked: list[str], *, repeats: int = 3) -> dict[str, Times]:
    """Return how long answers take: hits, totals, facets; caches are emptied where that is the point."""
    for text in asked[:20]:
        search.search(text)  # the first searches read the variants and warm the pages
    return {
        "newest-first 20 with snippets": time_calls(
            [lambda text=text: search.search(text) for text in asked], repeats=repeats
        ),
        "newest-first, phrases across signs": time_calls(
            [lambda text=text: search.search(text) for text in SIGNS], repeats=repeats
        ),
        "best-first 20 with snippets": time_calls(
            [lambda text=text: search.search(text, order="best") for text in asked], repeats=repeats
        ),
        "total up to 1000, cold": time_calls(
            [lambda text=text: search.search(text, limit=1).total for text in asked],
            repeats=1,
            before=cache.clear,
        ),
        "exact total, cold": time_calls(
            [lambda text=text: search.count_exactly(text) for text in asked], repeats=1, before=cache.clear
        ),
        "facets, cold": time_calls(
            [lambda text=text: search.facets(text) for text in asked], repeats=1, before=cache.clear
        ),
        "facets, cached": time_calls(
            [lambda text=text: search.facets(text) for text in asked[:40]], repeats=3
        ),
        "hits by month, cold": time_calls(
            [lambda text=text: search.by_month(text) for text in asked], repeats=1, before=cache.clear
        ),
        "suggestions": time_calls([lambda text=text: search.suggest(text) for text in asked[:30]], repeats=1),
    }


def measure_pages() -> dict[str, Times | str]:
    """Return how long pages take to make in this process, no page itself being kept.

    *Cold* is the first page after a publication. Else all is remembered that is not one page alone: what
    stands around a list, the masthead.
    """
    client = Client(raise_request_exception=False)
    # Static files need not be collected for a measurement.
    plain_files = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": plain_files}},
        NEWSROOM=settings.NEWSROOM | {"KEEP_PAGES": False},
    ):
        return {
            name + (", cold" if is_cold else ""): time_pages(client, some, is_cold=is_cold)
            for name, some in draw_pages().items()
            for is_cold in (False, True)
        }


def draw_pages(*, many: int = 12, seed: int = 1) -> dict[str, list[str]]:
    """Return addresses of each kind, drawn from the whole archive."""
    random = Random(seed)
    newest_first = Article.objects.published().newest_first().values("pk", "sort_key", "issue__address")
    size = newest_first.count()
    drawn = [newest_first[at] for at in sorted(random.randrange(size) for _each in range(many))]
    sections = list(Section.objects.order_by("pk").values_list("pk", flat=True))
    tags = Tag.objects.filter(name__in=corpus.THINGS).order_by("pk").values_list("pk", flat=True)[:many]
    leaves = zip(cycle(sections), drawn, strict=False)
    asked = [*corpus.THINGS[: many // 2], *map(" ".join, zip(corpus.VERBS, corpus.QUALITIES, strict=False))]
    return {
        "home page": ["/"] * many,
        "issue page": [f"/issues/{each['issue__address']}/" for each in drawn],
        "list page (a section), first leaf": [f"/sections/{pk}/" for pk in sections],
        "list page (a section), a leaf within": [
            f"/sections/{pk}/?after={each['sort_key']}" for pk, each in leaves
        ],
        "list page (a tag), first leaf": [f"/tags/{pk}/" for pk in tags],
        "article page": [f"/articles/{each['pk']}/" for each in drawn],
        "search page": [f"/search/?q={words}" for words in asked[:many]],
    }


def time_pages(client: Client, addresses: list[str], *, is_cold: bool) -> Times | str:
    def ask(address: str):
        return client.get(address, headers={"host": "localhost"})

    for address in addresses:
        status = ask(address).status_code
        if status != 200:
            return f"{address} answered {status}"
    before = change_what_is_public if is_cold else None
    return time_calls([partial(ask, address) for address in addresses], before=before)


def change_what_is_public() -> None:
    """Have all that is kept until the next publication forgotten, and nothing else."""
    search.publication_changed()
    cache.delete_many([f"generation:{alias}" for alias in connections])


def text_bytes() -> int:
    """Return the size of what readers read, headlines and bodies in UTF-8, however it is kept."""
    rows = Article.objects.order_by().values_list("kicker", "title", "subtitle", "body")
    return sum(len("".join(words).encode()) for words in rows.iterator(chunk_size=2000))


def index_bytes() -> int:
    """Return the size of what search keeps."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
                " WHERE relkind = 'r' AND (relname LIKE 'search\\_%' OR relname LIKE 'articles\\_search%')"
            )
            return cursor.fetchone()[0]
        try:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search\\_%' ESCAPE '\\'"
                " OR name LIKE 'articles_search%' OR name LIKE 'sqlite_autoindex_articles_search%'"
            )
            return cursor.fetchone()[0] or 0
        except Exception:  # SQLite built without dbstat
            return 0


def describe_machine() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        else:
            database = f"SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {database}"
