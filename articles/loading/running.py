"""One load, from its first file to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction

from articles import search
from articles.models import Load
from articles.proposing.remembering import Remembered
from articles.recognising.authority import UnreadableAuthority

from . import dating, reading
from .arriving import Arrival, Result
from .catching_up import publish_stored
from .found import Found, Limits
from .gathering import FolderGroups, Waiting
from .knowing import knowledge
from .ledger import Ledger
from .leftovers import close_stale_loads
from .newspapers import Newspapers
from .options import IGNORED, Options, State, Totals
from .pacing import Pace
from .processes import ReaderDied, Readers
from .sources import find
from .stopping import Stop, Stopped
from .storing import same, store, stored_pages

PAGES_A_LOOK = 64
PAGES_A_TASK = 4
MANY = 1000  # published articles after which the index is put together


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
    paths = list(paths) if not isinstance(paths, Iterator) else paths
    named = [str(path) for path in paths][:100] if isinstance(paths, list) else ["-"]
    ledger = Ledger(options, named, tell=tell, load=load, by=by)
    try:
        return Running(options, ledger).run(paths, listen=listen)
    except OperationalError as error:
        place = connection.settings_dict["NAME"]
        raise Stopped(f"{place}: {error}. What was stored is whole; load again when it can go on.") from error
    except (ReaderDied, UnreadableAuthority, OSError) as error:
        raise Stopped(str(error)) from error


class Running:
    """A load under way."""

    def __init__(self, options: Options, ledger: Ledger):
        self.options, self.ledger = options, ledger
        self.totals = ledger.totals
        self.remembered = Remembered()
        # The agencies that come with a paper may be other names of remembered ones.
        self.newspapers = Newspapers(options.newspaper, dry_run=options.dry_run, met=self.remembered.forget)
        self.pace = Pace(options.pause)
        self.stop = Stop()

    def run(self, paths: Iterable[str], *, listen: bool) -> Totals:
        close_stale_loads()
        limits = Limits(page=settings.NEWSROOM["MAX_PAGE_BYTES"])
        with self.stop.listening(listen), self.reader() as read_all:
            batch: list[Arrival] = []
            articles = 0
            for arrival in self.gather(read_all(self.waiting(find(paths, limits)))):
                if self.stop.is_asked:
                    break
                batch.append(arrival)
                articles += len(arrival.reading.draft.drafts)
                if articles >= self.pace.articles:
                    self.write(batch)
                    batch, articles = [], 0
            self.write(batch)
        self.finish()
        return self.totals

    # --- from paths to readings ---------------------------------------------------------------

    def waiting(self, entries: Iterator[Found]) -> Iterator[Waiting]:
        """Yield the pages that must be read; settle what is refused, ignored or stored already."""
        while not self.stop.is_asked and (look := list(islice(entries, PAGES_A_LOOK))):
            pages = []
            for entry in look:
                if entry.ignored:
                    self.settle(Result(entry.path, IGNORED, "No page: neither .txt nor .zip."))
                elif entry.refused:
                    self.settle(Result(entry.path, State.REFUSED, entry.refused))
                else:
                    pages.append((entry, reading.fingerprint(entry.raw), *self.newspapers.of(entry)))
            stored = stored_pages({one[2].pk for one in pages if one[2]}, {one[1] for one in pages})
            published = self.catch_up(stored.values())
            for entry, sha256, newspaper, home in pages:
                if newspaper and (page := stored.get((newspaper.pk, sha256))):
                    result = Result(entry.path, State.UNCHANGED, same(page), sha256, page, page.encoding)
                    # Two files of the same bytes are one page: the first is told of.
                    self.settle(replace(result, published=published.pop(page.pk, 0)))
                    continue
                where = dating.place(entry, day=self.options.date, number=self.options.page)
                encoding = self.options.encoding or entry.paper.encoding
                job = reading.Job(entry.inside, entry.raw, encoding, where.date, *home)
                yield Waiting(entry.path, entry.inside, newspaper, where, job)

    def catch_up(self, pages) -> dict[int, int]:
        """Publish what an earlier load left on stored pages, where this one is to publish."""
        if not self.options.publish or self.options.dry_run:
            return {}
        return publish_stored(pages, self.pace.breathe)

    @contextmanager
    def reader(self):
        """Give a function that reads pages in order: here, or in processes of their own."""
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
        if self.options.dry_run:
            for arrival in batch:
                self.settle(would_be(arrival))
            return
        if not batch:
            return
        self.pace.breathe()
        try:
            results = self.store(batch)
        except OperationalError as error:
            raise stopped_at(batch, error) from error
        except DatabaseError:
            results = self.store_one_by_one(batch)
        for result in results:
            self.settle(result, written=True)

    def store(self, batch: list[Arrival]) -> list[Result]:
        articles = sum(len(arrival.reading.draft.drafts) for arrival in batch)
        load = self.ledger.load()  # before the transaction: what is taken back must not take the load along
        try:
            with self.pace.commit(articles), transaction.atomic():
                results = store(batch, load=load, publish=self.options.publish, remembered=self.remembered)
                self.ledger.write(results)
        except DatabaseError:
            self.remembered.forget()
            raise
        return results

    def store_one_by_one(self, batch: list[Arrival]) -> list[Result]:
        """Find the page that the database refuses, and store the others."""
        results = []
        for arrival in batch:
            try:
                results += self.store([arrival])
            except OperationalError as error:
                raise stopped_at([arrival], error) from error
            except DatabaseError as error:
                result = Result(
                    arrival.path, State.REFUSED, f"The database refused it: {error}", arrival.reading.sha256
                )
                self.ledger.write([result])
                results.append(result)
        return results

    # --- what became of each file -------------------------------------------------------------

    def settle(self, result: Result, *, written: bool = False) -> None:
        self.ledger.settle(result, written=written)
        if result.state == State.REFUSED and self.options.fail_fast:
            self.stop.ask()

    def finish(self) -> None:
        self.totals.notes += self.newspapers.notes
        self.ledger.close(
            interrupted=self.stop.is_asked and not (self.options.fail_fast and self.totals.refused)
        )
        if self.totals.published >= MANY and not self.totals.interrupted:
            # Many small publications leave the index in pieces, and searches slow. Who stops a load does not
            # wait for it: the load that goes on does it.
            search.compact(pause=self.options.pause)


def would_be(arrival: Arrival) -> Result:
    """Return what a dry run says of a page."""
    return Result(
        arrival.path,
        State.LOADED if arrival.where.date else State.HELD,
        "" if arrival.where.date else "Its date is not known.",
        arrival.reading.sha256,
        encoding=arrival.reading.encoding,
        articles=len(arrival.reading.draft.drafts),
    )


def stopped_at(batch: list[Arrival], error: Exception) -> Stopped:
    first, last = batch[0].path, batch[-1].path
    where = first if first == last else f"{first} … {last}"
    return Stopped(f"{where}: not stored, {error}. What came before is whole; load again to go on.")
