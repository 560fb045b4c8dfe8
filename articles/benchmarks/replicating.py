"""What a streaming replica gives: its times, how far it lags, and what readers see when it fails them."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event, Thread, Timer
from time import perf_counter, sleep

from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from articles import publishing, search
from articles.models import Article
from newsroom import routers

from .measuring import time_calls, times, worked_until_now

CHANGES = 20
LOST_AFTER = 0.5  # seconds of reading


def measure_replica(asked: list[str]) -> dict:
    """Return times on both servers, the lag of changes, and the pages around the loss of the replica."""
    found = {}
    for name, lags in (("main", False), ("replica", True)):
        token = routers.may_lag.set(lags)
        try:
            found |= {f"{what}, {name}": each for what, each in time_answers(asked).items()}
        finally:
            routers.may_lag.reset(token)
    found["lag of a withdrawal on the replica"] = measure_lag()
    found["search page by replica"] = time_pages(asked)
    found |= measure_cancelled(asked)
    lost = Timer(LOST_AFTER, lose_replica)
    lost.start()
    found["search page while it is lost"] = time_pages(asked)
    lost.join()
    found["search page after its loss"] = time_pages(asked)
    return found


def time_answers(asked: list[str]) -> dict:
    return {
        "newest-first 20": time_calls([lambda text=text: search.search(text) for text in asked], repeats=3),
        "best-first 20": time_calls(
            [lambda text=text: search.search(text, order="best") for text in asked], repeats=3
        ),
        "facets, cold": time_calls(
            [lambda text=text: search.facets(text) for text in asked], repeats=1, before=cache.clear
        ),
    }


def measure_lag():
    """Return how long after its commit a withdrawal is seen on the replica."""
    lags = []
    for article in list(Article.objects.published().order_by("pk")[:CHANGES]):
        publishing.withdraw(article, because="measured")
        began = perf_counter()
        while Article.objects.using("replica").published().filter(pk=article.pk).exists():
            sleep(0.001)
        lags.append((perf_counter() - began) * 1000)
    return times(lags, [0.0] * len(lags))


def time_pages(asked: list[str]):
    """Return how long search pages take, none of them kept; or what was answered instead of one."""
    client = Client()
    walls, processor = [], []
    for text in asked:
        cache.clear()
        began, worked = perf_counter(), worked_until_now()
        status = client.get("/search/", {"q": text}, headers={"host": "localhost"}).status_code
        walls.append((perf_counter() - began) * 1000)
        processor.append(max(0.0, worked_until_now() - worked) * 1000)
        if status != 200:
            return f"“{text}” answered {status}"
    return times(walls, processor)


def measure_cancelled(asked: list[str]) -> dict:
    """Return how long pages take while the replica cancels statements to keep up, and how many it did."""
    before = count_cancelled()
    run_on_replica("ALTER SYSTEM SET max_standby_streaming_delay = 0", "SELECT pg_reload_conf()")
    stop = Event()
    locking = Thread(target=lock_again_and_again, args=(stop,))
    locking.start()
    try:
        pages = time_pages(asked)
    finally:
        stop.set()
        locking.join()
        run_on_replica("ALTER SYSTEM RESET max_standby_streaming_delay", "SELECT pg_reload_conf()")
    sleep(1)  # the server counts in its own time
    return {
        "search page while it cancels statements": pages,
        "statements it cancelled": str(count_cancelled() - before),
    }


def lock_again_and_again(stop: Event) -> None:
    """Take a lock on the main database that no reader of the replica may hold out against."""
    while not stop.wait(0.02):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE; COMMIT")
    connection.close()


def count_cancelled() -> int:
    (row,) = run_on_replica("SELECT sum(confl_lock) FROM pg_stat_database_conflicts")
    return row[0]


def run_on_replica(*statements: str) -> list[tuple]:
    """Run statements on the replica, and return what the last one found."""
    with connections["replica"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall()


def lose_replica() -> None:
    """Stop the replica's server at once, as a machine that fails; `.ci/replica` says where it lives."""
    number = int((Path(os.environ["REPLICA_HOME"]) / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGQUIT)
