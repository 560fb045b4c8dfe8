"""What a streaming replica gives: its times, how far it lags, and what readers see when it is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import perf_counter, sleep

from django.core.cache import cache
from django.db import connections
from django.test import Client

from articles import publishing, search
from articles.models import Article
from newsroom import routers

from .measuring import time_calls, times

CHANGES = 20


def measure_replica(asked: list[str]) -> dict:
    """Return times on both servers, the lag of changes, and the pages around the loss of the replica."""
    found = {}
    for name, lags in (("main", False), ("replica", True)):
        token = routers.may_lag.set(lags)
        try:
            found[f"newest-first 20, {name}"] = time_calls(
                [lambda text=text: search.search(text) for text in asked], repeats=3
            )
        finally:
            routers.may_lag.reset(token)
    found["lag of a withdrawal on the replica"] = measure_lag()
    found["search page by replica"] = time_pages(asked[:20])
    lose_replica()
    first = time_pages(asked[20:21])
    found["first search page after its loss"] = first
    found["search page after its loss"] = time_pages(asked[21:41])
    return found


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
    client = Client()
    took = []
    for text in asked:
        cache.clear()
        began = perf_counter()
        status = client.get("/search/", {"q": text}, headers={"host": "localhost"}).status_code
        took.append((perf_counter() - began) * 1000)
        if status != 200:
            return f"“{text}” answered {status}"
    return times(took, [0.0] * len(took))


def lose_replica() -> None:
    """Stop the replica's server at once, as a machine that fails; `.ci/replica` says where it lives."""
    connections["replica"].close()
    number = int((Path(os.environ["REPLICA_HOME"]) / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGQUIT)
    sleep(1)
