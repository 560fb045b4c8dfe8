"""One load, from its first file to its report."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, OperationalError, transaction
from django.utils.timezone import now

from articles import search
from articles.models import Load, LoadedFile

from . import dating, reading
from .gathering import FolderGroups, Waiting
from .leftovers import close_stale_loads, this_process
from .processes import ReaderDied, Readers
from .sources import Found, Limits, find
from .storing import Arrival, Result, find_newspaper, same, store, stored_pages

State = LoadedFile.State
IGNORED = "ignored"

PAGES_A_LOOK = 64
PAGES_A_TASK = 4
ARTICLES_A_COMMIT = 60
# Whoever waits for SQLite's lock looks again every 100 ms at the latest: a longer breath lets in every editor
# who saves, a shorter one by luck only. So they wait for WORK seconds of commits, not for the load.
PAUSE = 0.11
WORK = 0.3
# A load that finds nothing new leaves no trace, unless it looked at more files than this.
QUIETLY = 10_000
MANY = 1000  # published articles after which the index is put together


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


class Stopped(Exception):
    """The load cannot go on: the message names the file and the cause. What was stored is whole."""


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


def run(
    paths: Iterable[str],
    options: Options,
    *,
    tell: Callable[[Result], None] = lambda result: None,
    load: Load | None = None,
    by=None,
    listen: bool = False,
) -> Totals:
    """Load every page under `paths`; `tell` hears of each file once, when its state is final.

    With `listen`, SIGTERM ends the load between two commits: for commands, never for a web worker.
    """
    try:
        return Running(options, tell=tell, load=load, by=by, listen=listen).run(paths)
    except OperationalError as error:
        raise Stopped(f"The database cannot go on: {error}. Load again when it can.") from error
    except ReaderDied as error:
        raise Stopped(str(error)) from error


class Running:
    """A load under way."""

    def __init__(self, options: Options, *, tell, load: Load | None, by, listen: bool):
        self.options, self.tell, self.load, self.by = options, tell, load, by
        self.listen = listen
        self.totals = Totals()
        self.unwritten: list[Result] = []  # settled, not yet in the load's list
        self.papers: dict = {}
        self.stopping = False
        self.written_at = self.worked = 0.0  # when the last commit ended, and how long the last ones took

    def run(self, paths: Iterable[str]) -> Totals:
        close_stale_loads()
        paths = list(paths) if not isinstance(paths, Iterator) else paths
        self.paths = [str(path) for path in paths][:100] if isinstance(paths, list) else ["-"]
        limits = Limits(page=settings.NEWSROOM["MAX_PAGE_BYTES"])
        with self.listening(), self.reader() as read_all:
            batch: list[Arrival] = []
            articles = 0
            for arrival in self.gather(read_all(self.waiting(find(paths, limits)))):
                if self.stopping:
                    break
                batch.append(arrival)
                articles += len(arrival.reading.draft.drafts)
                if articles >= ARTICLES_A_COMMIT:
                    self.write(batch)
                    batch, articles = [], 0
            self.write(batch)
        self.finish()
        return self.totals

    # --- from paths to readings ---------------------------------------------------------------

    def waiting(self, entries: Iterator[Found]) -> Iterator[Waiting]:
        """Yield the pages that must be read; settle what is refused, ignored or stored already."""
        while not self.stopping and (look := list(islice(entries, PAGES_A_LOOK))):
            pages = []
            for entry in look:
                if entry.ignored:
                    self.settle(Result(entry.path, IGNORED, "No page: neither .txt nor .zip."))
                elif entry.refused:
                    self.settle(Result(entry.path, State.REFUSED, entry.refused))
                else:
                    pages.append((entry, reading.fingerprint(entry.raw), *self.newspaper_of(entry)))
            stored = stored_pages({one[2].pk for one in pages if one[2]}, {one[1] for one in pages})
            for entry, sha256, newspaper, home in pages:
                if newspaper and (page := stored.get((newspaper.pk, sha256))):
                    self.settle(Result(entry.path, State.UNCHANGED, same(page), sha256, page, page.encoding))
                    continue
                where = dating.place(entry, day=self.options.date, number=self.options.page)
                encoding = self.options.encoding or entry.paper.encoding
                job = reading.Job(entry.inside, entry.raw, encoding, where.date, *home)
                yield Waiting(entry.path, entry.inside, newspaper, where, job)

    def newspaper_of(self, entry: Found):
        """Return the newspaper of an entry and its home; the first page of a new one tells where it is."""
        key = (self.options.newspaper, entry.paper.name)
        if key not in self.papers:
            if self.options.dry_run:
                self.papers[key] = (None, (entry.paper.province, entry.paper.city))
            else:
                self.papers[key] = self.meet(entry)
        return self.papers[key]

    def meet(self, entry: Found):
        from .knowing import guess_home, keep_agencies

        newspaper, _made = find_newspaper(entry.paper, self.options.newspaper)
        self.totals.notes += keep_agencies(entry)
        if not newspaper.city and (home := guess_home(entry)):
            newspaper.province, newspaper.city = home.province, home.city
            newspaper.save(update_fields=["province", "city"])
            self.totals.notes.append(
                f"{newspaper}: taken to be the paper of {home.province}{home.city}, by its pages."
                " Correct it in the admin or in newspaper.toml if it is not."
            )
        return newspaper, (newspaper.province, newspaper.city)

    @contextmanager
    def reader(self):
        """Give a function that reads pages in order: here, or in processes of their own."""
        from .knowing import knowledge

        if self.options.jobs <= 1:
            self.prepared = False

            def here(pages: Iterator[Waiting]):
                for page in pages:
                    if not self.prepared:
                        reading.prepare(knowledge())
                        self.prepared = True
                    yield page, reading.read(page.job)

            yield here
            return
        with Readers(self.options.jobs, knowledge) as readers:
            yield lambda pages: readers.read(pages, PAGES_A_TASK)

    def gather(self, pages) -> Iterator[Arrival]:
        """Yield pages that are ready to be stored; those of a folder without dates are judged together."""
        groups = FolderGroups()
        for waiting, found in pages:
            if found.refused:
                yield from groups.flush_before(waiting)
                self.settle(Result(waiting.path, State.REFUSED, found.refused, found.sha256))
                continue
            yield from groups.add(waiting, found)
        yield from groups.flush()

    # --- from readings to rows ----------------------------------------------------------------

    def write(self, batch: list[Arrival]) -> None:
        """Store a batch and what became of each file, in one transaction."""
        if not batch:
            return
        if self.options.dry_run:
            for arrival in batch:
                self.settle(
                    Result(
                        arrival.path,
                        State.LOADED if arrival.where.date else State.HELD,
                        "" if arrival.where.date else "Its date is not known.",
                        arrival.reading.sha256,
                        encoding=arrival.reading.encoding,
                        articles=len(arrival.reading.draft.drafts),
                    )
                )
            return
        self.breathe()
        try:
            results = self.store(batch)
        except OperationalError as error:
            raise self.stop(batch, error) from error
        except DatabaseError:
            results = self.store_one_by_one(batch)
        for result in results:
            self.settle(result, written=True)

    def store(self, batch: list[Arrival]) -> list[Result]:
        begun = time.monotonic()
        with transaction.atomic():
            load = self.the_load()
            results = store(batch, load=load, publish=self.options.publish)
            self.write_results(results)
        self.written_at = time.monotonic()
        self.worked += self.written_at - begun
        return results

    def store_one_by_one(self, batch: list[Arrival]) -> list[Result]:
        """Find the page that the database refuses, and store the others."""
        results = []
        for arrival in batch:
            try:
                results += self.store([arrival])
            except OperationalError as error:
                raise self.stop([arrival], error) from error
            except DatabaseError as error:
                result = Result(
                    arrival.path, State.REFUSED, f"The database refused it: {error}", arrival.reading.sha256
                )
                self.write_results([result])
                results.append(result)
        return results

    def stop(self, batch: list[Arrival], error: Exception) -> Stopped:
        first, last = batch[0].path, batch[-1].path
        where = first if first == last else f"{first} … {last}"
        return Stopped(f"{where}: not stored, {error}. What came before is whole; load again to go on.")

    def breathe(self) -> None:
        """Leave the database to editors for a moment, unless it was idle as long by itself."""
        rest = self.written_at + self.options.pause - time.monotonic()
        if rest <= 0:
            self.worked = 0.0
        elif self.worked >= WORK:
            time.sleep(rest)
            self.worked = 0.0

    # --- what became of each file -------------------------------------------------------------

    def settle(self, result: Result, *, written: bool = False) -> None:
        self.totals.states[result.state] += 1
        self.totals.articles += result.articles
        self.totals.published += result.published
        if not written and result.state != IGNORED:
            self.unwritten.append(result)
            if len(self.unwritten) > QUIETLY or (self.load and len(self.unwritten) >= 500):
                self.write_results([])
        self.tell(result)
        if result.state == State.REFUSED and self.options.fail_fast:
            self.stopping = True

    def the_load(self) -> Load:
        if self.load is None:
            self.load = Load(started_by=self.by, paths=self.paths, options=describe(self.options))
        if self.load.pk is None:
            self.load.save()
        return self.load

    def write_results(self, results: list[Result]) -> None:
        """Write the states that are final but not yet in the load's list."""
        if self.options.dry_run:
            self.unwritten = []
            return
        results = self.unwritten + results
        load = self.the_load()
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

    def finish(self) -> None:
        """Close the load. One that found nothing new and refused nothing leaves no trace."""
        states = self.totals.states
        self.totals.interrupted = self.stopping and not (self.options.fail_fast and self.totals.refused)
        if self.options.dry_run:
            return
        news = any(count for state, count in states.items() if state not in (State.UNCHANGED, IGNORED))
        if not news and self.load is None:
            return
        with transaction.atomic():
            self.write_results([])
            load = self.the_load()
            load.state = Load.State.INTERRUPTED if self.totals.interrupted else Load.State.FINISHED
            load.finished_at = now()
            load.loaded = states[State.LOADED] + states[State.NEW_READING]
            load.unchanged, load.held = states[State.UNCHANGED], states[State.HELD]
            load.refused = states[State.REFUSED]
            load.save()
        if self.totals.published >= MANY:
            # Many small publications leave the index in pieces, and searches slow.
            search.compact(pause=self.options.pause)

    @contextmanager
    def listening(self):
        """Let SIGTERM and a first Ctrl-C end the load between two commits."""
        if not self.listen:
            yield
            return

        def stop(number, frame):
            if self.stopping and number == signal.SIGINT:
                raise KeyboardInterrupt
            self.stopping = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def describe(options: Options) -> dict:
    """Return the options as a load keeps them, and which process runs it."""
    kept = {
        "newspaper": options.newspaper,
        "date": options.date.isoformat() if options.date else "",
        "page": options.page,
        "encoding": options.encoding,
        "publish": options.publish,
        "jobs": options.jobs,
    }
    return {key: value for key, value in kept.items() if value} | {"process": this_process()}
