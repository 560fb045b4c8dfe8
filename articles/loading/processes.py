"""Pages read in processes of their own, in order, with only so many under way that memory stays flat."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from . import reading

AHEAD = 4  # tasks a process


class ReaderDied(RuntimeError):
    """A reading process is gone: killed, or out of memory."""


class Readers:
    """A pool of reading processes, started with the first page there is to read.

    They are started afresh (spawn): a forked one would share the database connection of the writer.
    """

    def __init__(self, jobs: int, knowledge: Callable[[], reading.Knowledge]):
        self.jobs, self.knowledge = jobs, knowledge
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.pool:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def read(self, pages: Iterator, at_once: int) -> Iterator:
        """Yield (page, reading) in the order of `pages`; each has a `job`."""
        under_way: deque = deque()
        exhausted = False
        while not exhausted or under_way:
            while not exhausted and len(under_way) < self.jobs * AHEAD:
                task = list(islice(pages, at_once))
                if not task:
                    exhausted = True
                    break
                under_way.append((task, self.start(task)))
            if not under_way:
                return
            task, future = under_way.popleft()
            yield from zip(task, self.result(task, future), strict=True)

    def start(self, task):
        if self.pool is None:
            self.known = self.knowledge()
            self.pool = ProcessPoolExecutor(
                self.jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=begin,
                initargs=(self.known,),
            )
        return self.pool.submit(reading.read_all, [page.job for page in task])

    def result(self, task, future) -> list[reading.Reading]:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise ReaderDied(
                f"A reading process died while reading one of {task[0].path} … {task[-1].path}."
                " Load with --jobs 1 to find the page."
            ) from error


def begin(knowledge: reading.Knowledge) -> None:
    """Get a process ready. The writer decides when to stop: Ctrl-C reaches the whole group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    reading.prepare(knowledge)
    # The tables are read with the first page, and stay: the collector need not look through them again and
    # again. Pages leave few cycles behind. Measured: a tenth of the time.
    reading.read(reading.Job("warm-up", "甲\n\n本报讯 今日，天晴。\n".encode()))
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
