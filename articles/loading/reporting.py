"""What a load says while it runs: a bar on a terminal, plain lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress

from articles.models import LoadedFile

from .arriving import Result
from .found import ARCHIVES, PAGES
from .options import IGNORED, Totals

BAR = 24
EVERY = 0.2  # seconds between two looks of the bar
NAMED = 3  # ignored files that are named


class Reporter:
    """Tells what became of each file, and in the end of all."""

    def __init__(self, out, err, *, verbosity: int = 1, form: str = "text", report=None):
        self.out, self.err, self.verbosity, self.form = out, err, verbosity, form
        self.file = open(report, "w", encoding="utf-8") if report else None  # noqa: SIM115 (see __exit__)
        self.on_terminal = form == "text" and verbosity == 1 and sys.stderr.isatty()
        self.started = time.monotonic()
        self.shown = 0.0
        self.done = self.articles = self.total = 0
        self.ignored: list[str] = []

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.on_terminal:
            self.err.write("\r\x1b[K", style_func=str, ending="")
        if self.file:
            self.file.close()

    @property
    def wants_total(self) -> bool:
        return self.on_terminal

    def tell(self, result: Result) -> None:
        if result.state == IGNORED:
            self.ignored.append(result.path) if len(self.ignored) < NAMED else None
        else:
            self.done += 1
            self.articles += result.articles
        record = describe(result)
        if self.file:
            self.file.write(json.dumps(record, ensure_ascii=False) + "\n")
        if self.form == "json":
            self.out.write(json.dumps(record, ensure_ascii=False))
        elif result.state == LoadedFile.State.REFUSED:
            self.clear()
            self.err.write(f"{result.path}: refused. {result.reason}")
        elif self.on_terminal:
            self.draw()
        elif self.verbosity and result.state != IGNORED:
            if result.state != LoadedFile.State.UNCHANGED or result.published or self.verbosity > 1:
                self.out.write(line(result))
        elif self.verbosity > 1:
            self.out.write(f"{result.path}: ignored")

    def draw(self) -> None:
        now = time.monotonic()
        if now - self.shown < EVERY:
            return
        self.shown = now
        rate = self.done / max(now - self.started, 0.001)
        total = max(self.total, self.done)
        full = BAR * self.done // total
        left = (total - self.done) / rate if rate else 0
        self.err.write(
            f"\r\x1b[K[{'#' * full}{'.' * (BAR - full)}] {self.done}/{total} pages, {self.articles} articles,"
            f" {rate:.0f} pages/s, {clock(left)} left",
            style_func=str,
            ending="",
        )
        with suppress(AttributeError):
            self.err.flush()

    def clear(self) -> None:
        if self.on_terminal:
            self.err.write("\r\x1b[K", style_func=str, ending="")

    def finish(self, totals: Totals, *, dry_run: bool = False) -> None:
        self.clear()
        states = {str(state): count for state, count in totals.states.items()}
        seconds = time.monotonic() - self.started
        if self.form == "json":
            self.out.write(
                json.dumps(
                    {
                        "summary": states,
                        "articles": totals.articles,
                        "published": totals.published,
                        "seconds": round(seconds, 2),
                        "notes": totals.notes,
                        "interrupted": totals.interrupted,
                    },
                    ensure_ascii=False,
                )
            )
            return
        if not self.verbosity:
            return
        for note in totals.notes:
            self.out.write(note)
        if self.ignored:
            self.out.write(say_ignored([os.path.basename(path) for path in self.ignored], states[IGNORED]))
        parts = [f"{states[state]} {words}" for state, words in WORDS.items() if states.get(state)]
        self.out.write(
            f"{'Would be: ' if dry_run else ''}{', '.join(parts) or 'No pages found'};"
            f" {totals.articles} articles, {totals.published} published, {seconds:.1f} s"
            f" ({totals.articles / max(seconds, 0.001):.0f} articles/s)."
        )


WORDS = {
    "loaded": "loaded",
    "new-reading": "new readings",
    "held": "waiting for a date",
    "unchanged": "unchanged",
    "refused": "refused",
}


def describe(result: Result) -> dict:
    """Return one file's final state as a report keeps it."""
    page = result.page
    record = {
        "path": result.path,
        "state": str(result.state),
        "reason": result.reason,
        "sha256": result.sha256,
        "encoding": result.encoding,
        "issue": page.issue.address if page and page.issue_id else None,
        "number": page.number if page else "",
        "page": page.pk if page else None,
        "articles": result.articles,
        "published": result.published,
    }
    return {key: value for key, value in record.items() if value not in ("", None)}


def say_ignored(names: list[str], count: int) -> str:
    """Return the line for files that nobody takes for pages: how many, and the first few by name."""
    files = "1 file that is no page" if count == 1 else f"{count} files that are no pages"
    return f"Ignored {files} ({', '.join(names)}{', …' if count > len(names) else ''})."


def line(result: Result) -> str:
    page = result.page
    where = f"{page.issue.address} page {page.number or '?'}" if page and page.issue_id else "no date yet"
    state = str(result.state)
    if state == "unchanged":
        return f"{result.path}: unchanged{f', {result.published} published' if result.published else ''}"
    return f"{result.path}: {state}, {where}, {result.articles} articles ({result.encoding})"


def clock(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def count_files(paths) -> int:
    """Count pages by their names alone, for the bar: an archive counts as one until it is opened."""
    total = 0
    for path in paths:
        if not os.path.isdir(path):
            total += 1
            continue
        for _folder, _folders, names in os.walk(path):
            total += sum(name.lower().endswith(PAGES + ARCHIVES) for name in names)
    return total
