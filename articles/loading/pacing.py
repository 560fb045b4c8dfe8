"""How much goes into one commit, and when the database is left to others.

SQLite has one writer at a time. An editor who saves during a load waits for the commit under way, and for as
many as follow before a breath: both are bounded by the clock, so that a slow machine commits less at once.
"""

from __future__ import annotations

import time
from contextlib import contextmanager

COMMIT = 0.2  # seconds that a commit is to take
WORK = 0.2  # seconds of commits between two breaths
FIRST, FEWEST, MOST = 60, 20, 250  # articles in a commit


class Pace:
    """Watches the clock of a load's commits."""

    def __init__(self, pause: float):
        self.pause = pause
        self.articles = FIRST  # as many go into the next commit
        self.ended = self.worked = 0.0  # when the last commit ended, and how long those since a breath took

    def breathe(self) -> None:
        """Leave the database to editors for a moment, unless it was idle as long by itself."""
        rest = self.ended + self.pause - time.monotonic()
        if rest <= 0:
            self.worked = 0.0
        elif self.worked >= WORK:
            time.sleep(rest)
            self.worked = 0.0

    @contextmanager
    def commit(self, articles: int):
        """Measure a commit of so many articles; the next one is to take as long as is good."""
        begun = time.monotonic()
        yield
        self.ended = time.monotonic()
        took = self.ended - begun
        self.worked += took
        if articles:
            fitting = articles * COMMIT / max(took, 0.001)
            # Half way there: one slow commit says little of the next.
            self.articles = round(min(max((self.articles + fitting) / 2, FEWEST), MOST))
