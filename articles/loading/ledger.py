"""What became of each file: counted, told, and written into the load's list."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.timezone import now

from articles.models import Load, LoadedFile

from .arriving import Result
from .options import IGNORED, Options, State, Totals

# A load that finds nothing new leaves no trace, unless it looked at more files than this.
QUIETLY = 10_000
AT_ONCE = 500


class Ledger:
    """The record of one load. Its row is made with the first thing there is to write."""

    def __init__(self, options: Options, paths: list[str], *, tell: Callable, load: Load | None, by):
        self.options, self.paths, self.tell, self.by = options, paths, tell, by
        self.totals = Totals()
        self._load = load
        self.unwritten: list[Result] = []  # settled, not yet in the list

    def settle(self, result: Result, *, written: bool = False) -> None:
        """Take note of a file whose state is final; `written` when it is in the list already."""
        self.totals.states[result.state] += 1
        self.totals.articles += result.articles
        self.totals.published += result.published
        if not written and result.state != IGNORED:
            self.unwritten.append(result)
            if len(self.unwritten) > QUIETLY or (self._load and len(self.unwritten) >= AT_ONCE):
                self.write([])
        self.tell(result)

    def load(self) -> Load:
        """Return the load, stored."""
        if self._load is None:
            self._load = Load(started_by=self.by, paths=self.paths, options=self.options.describe())
        if self._load.pk is None:
            self._load.save()
        return self._load

    def write(self, results: list[Result]) -> None:
        """Write the states that are final but not yet in the list, and these."""
        if self.options.dry_run:
            self.unwritten = []
            return
        results = self.unwritten + results
        load = self.load()
        LoadedFile.objects.bulk_create(
            [
                LoadedFile(
                    load=load,
                    path=result.path[-1000:],
                    state=result.state,
                    reason=result.reason,
                    sha256=result.sha256,
                    page=result.page if result.page and result.page.pk else None,
                )
                for result in results
            ],
            batch_size=200,
            ignore_conflicts=True,
        )
        self.unwritten = []

    def close(self, *, interrupted: bool) -> None:
        """Close the load. One that found nothing new and refused nothing leaves no trace."""
        totals = self.totals
        totals.interrupted = interrupted
        if self.options.dry_run or (self._load is None and not totals.is_news):
            return
        with transaction.atomic():
            self.write([])
            load = self.load()
            load.state = Load.State.INTERRUPTED if interrupted else Load.State.FINISHED
            load.finished_at = now()
            load.loaded = totals.states[State.LOADED] + totals.states[State.NEW_READING]
            load.unchanged, load.held = totals.states[State.UNCHANGED], totals.states[State.HELD]
            load.refused = totals.refused
            load.save()
