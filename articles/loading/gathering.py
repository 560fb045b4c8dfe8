"""Pages of one folder that no one has dated are judged together before they are stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.models import Newspaper

from . import dating
from .arriving import Arrival
from .reading import Job, Reading, read, with_date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page between its file and its reading."""

    path: str
    inside: str
    newspaper: Newspaper | None
    where: dating.Place
    job: Job

    def arrive(self, reading: Reading) -> Arrival:
        return Arrival(
            self.path,
            self.inside,
            self.newspaper,
            dating.settle(self.where, reading),
            replace(reading, material=None),
        )


class FolderGroups:
    """Holds the undated pages of the folder that is being read; its size is bounded."""

    def __init__(self):
        self.folder = None
        self.held: list[tuple[Waiting, Reading]] = []

    def add(self, waiting: Waiting, reading: Reading) -> Iterator[Arrival]:
        """Take a page; yield those that are ready now, in the order they came."""
        yield from self.flush_before(waiting)
        if waiting.where.date:
            yield from self.flush()
            yield waiting.arrive(reading)
            return
        self.held.append((waiting, reading))
        if len(self.held) > dating.ONE_ISSUE:
            yield from self.flush()

    def flush_before(self, waiting: Waiting) -> Iterator[Arrival]:
        folder = os.path.dirname(waiting.path)
        if folder != self.folder:
            yield from self.flush()
            self.folder = folder

    def flush(self) -> Iterator[Arrival]:
        """Yield what was held back, dated together where that is sure."""
        held, self.held = self.held, []
        if not held:
            return
        guess = dating.date_together([reading for _, reading in held])
        for waiting, reading in held:
            if guess and reading.draft.date_confidence < dating.KNOWN and dating.speaks(reading):
                kept = reading.draft.date_guess
                # Read once more: what happened when is counted from the day of the issue.
                reading = with_date(
                    read(replace(waiting.job, date=guess.date)), guess.date, guess.confidence, kept
                )
            yield waiting.arrive(reading)
