"""Which date is believed: the option's, then the path's, newspaper.toml's, and the text's last."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.models import DateSource

from .found import ARCHIVES, Found
from .paths import FromPath, normal_page, read_path
from .reading import Reading

# A date read from the text counts as known from here on; below, the page waits for a person.
KNOWN = 0.8
# What a page leans to below this does not speak against what its neighbours settle.
LIKELY = 0.4
# More undated pages than a thick weekend issue has are no single issue.
ONE_ISSUE = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page belongs, and who says so."""

    date: date | None = None
    source: str = ""
    confidence: float = 1.0
    evidence: tuple = ()
    number: str = ""
    edition: str = ""


def place(found: Found, *, day: date | None = None, number: str = "") -> Place:
    """Return what is known of a page before it is read. `day` and `number` are the options'."""
    inside, paper = found.inside, found.paper
    path, config = from_path(found), paper.says(inside)
    number = normal_page(number) or path.page or config.page
    edition = path.edition or config.edition
    for believed, source, why in (
        (day, DateSource.OPTION, "--date"),
        (path.date, DateSource.PATH, inside),
        (config.date, DateSource.CONFIG, paper.where),
    ):
        if believed:
            return Place(believed, source, 1.0, ({"why": why},), number, edition)
    return Place(number=number, edition=edition)


def from_path(found: Found) -> FromPath:
    """Return what the whole path says: the folder that was named may be the one that tells the day."""
    path = os.path.abspath(found.path)
    for ending in ARCHIVES:
        path = path.replace(f"{ending}/", "/")
    return read_path(path)


def settle(where: Place, reading: Reading) -> Place:
    """Return the place of a page that was read: an unknown date is the text's, if the text is sure."""
    draft = reading.draft
    if where.date or draft is None or draft.date is None or draft.date_confidence < KNOWN:
        return where
    return Place(
        draft.date,
        DateSource.TEXT,
        round(draft.date_confidence, 3),
        tuple(draft.date_guess.get("evidence", ())),
        where.number,
        where.edition,
    )


def date_together(readings: Sequence[Reading]):
    """Return the guess for undated pages of one folder, or None where they need not be one issue.

    They are taken for one when together they settle a date and not one of them speaks for another.
    """
    from articles.recognising import guess_issue_date

    if not 1 < len(readings) <= ONE_ISSUE or any(reading.material is None for reading in readings):
        return None
    guess = guess_issue_date([reading.material for reading in readings])
    if guess.date is None or guess.confidence < KNOWN:
        return None
    for reading in readings:
        own = reading.draft.date_guess
        if own.get("month_day") and tuple(own["month_day"]) != (guess.date.month, guess.date.day):
            return None
        speaks_for = own.get("date") if own.get("confidence", 0.0) >= LIKELY else None
        if speaks_for and speaks_for != guess.date.isoformat():
            return None
    return guess


def speaks(reading: Reading) -> bool:
    """Say whether a page names a day at all: one that names none is not dated by its neighbours."""
    return bool(reading.draft.date_guess.get("month_day") or reading.draft.date)
