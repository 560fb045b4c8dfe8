"""What a person asks of a load, and what the load comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from articles.models import LoadedFile

from .leftovers import this_process

State = LoadedFile.State
IGNORED = "ignored"
# Whoever waits for SQLite's lock looks again every 100 ms at the latest: a longer breath lets in every editor
# who saves, a shorter one by luck only.
PAUSE = 0.11


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for."""

    newspaper: str = ""
    date: date | None = None
    page: str = ""
    encoding: str = ""
    publish: bool = False
    dry_run: bool = False
    jobs: int = 1
    fail_fast: bool = False
    pause: float = PAUSE

    def describe(self) -> dict:
        """Return the options as a load keeps them, and which process runs it."""
        kept = {
            "newspaper": self.newspaper,
            "date": self.date.isoformat() if self.date else "",
            "page": self.page,
            "encoding": self.encoding,
            "publish": self.publish,
            "jobs": self.jobs,
        }
        return {key: value for key, value in kept.items() if value} | {"process": this_process()}


@dataclass(slots=True)
class Totals:
    """What a load came to."""

    states: Counter = field(default_factory=Counter)
    articles: int = 0
    published: int = 0
    interrupted: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return self.states[State.REFUSED]

    @property
    def files(self) -> int:
        return sum(count for state, count in self.states.items() if state != IGNORED)

    @property
    def is_news(self) -> bool:
        """Say whether anything came of it: a load that found all as it was leaves no trace."""
        known = (State.UNCHANGED, IGNORED)
        return bool(self.published) or any(
            count for state, count in self.states.items() if state not in known
        )
