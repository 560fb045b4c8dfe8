"""Another reading of a page that is stored: found, and given the marks that people made on the old one."""

from __future__ import annotations

import zlib

from articles.models import Mark, Page
from articles.proposing.following import follow_page
from articles.proposing.pairing import alike, grams_of
from articles.segmenter.story import MarkKind

from .encodings import decode
from .reading import Reading

# Letters (in threes) of the smaller text that stand in the larger: two readings of one page share most,
# two pages of one issue hardly any.
SAME_PAGE = 0.3
SAME_SOURCE = 0.5
CONTEXT = 12


def words_of(reading: Reading) -> str:
    """Return the words of a reading that has not been stored yet."""
    return decode(zlib.decompress(reading.original), named=reading.encoding).text


def same_page(before: Page, reading: Reading) -> bool:
    return alike(grams_of(before.text), grams_of(words_of(reading))) >= SAME_PAGE


def same_source(page: Page, reading: Reading) -> Page | None:
    """Return the stored reading of a page without number: from the same file, with much the same words."""
    candidates = Page.objects.current().filter(newspaper=page.newspaper, source=page.source)
    if page.issue_id:
        candidates = candidates.filter(issue__isnull=True) | candidates.filter(issue=page.issue_id)
    ours = grams_of(words_of(reading))
    for before in candidates.order_by("-pk")[:20]:
        if alike(grams_of(before.text), ours) >= SAME_SOURCE:
            return before
    return None


def carry_marks(told, *, load=None) -> None:
    """Bring a new reading's articles in step, under the old one's marks as far as their words are found."""
    old, new = told.before, told.page
    for mark in Mark.objects.standing().filter(page=old).order_by("pk"):
        place = find_again(mark.start, mark.end, old.text, new.text)
        value = mark.value
        if place and mark.kind == MarkKind.MOVE and value.isdecimal():
            goal = find_again(int(value), min(int(value) + CONTEXT, len(old.text)), old.text, new.text)
            place, value = (place, str(goal[0])) if goal else (None, value)
        if place is None:
            Mark.objects.filter(pk=mark.pk).update(state=Mark.State.LOST)
            continue
        Mark.objects.create(
            page=new,
            kind=mark.kind,
            start=place[0],
            end=place[1],
            quote=new.text[place[0] : place[1]],
            value=value,
            made_by=mark.made_by,
        )
    follow_page(new, load=load, before=old)


def find_again(start: int, end: int, old: str, new: str) -> tuple[int, int] | None:
    """Return where the words old[start:end] stand in another reading; of several places, the likeliest."""
    words = old[start:end]
    expected = start * len(new) / max(len(old), 1)
    places = []
    at = new.find(words)
    while at >= 0 and len(places) < 200:
        places.append(at)
        at = new.find(words, at + 1)
    if not places:
        return None
    best = min(places, key=lambda place: abs(place - expected))
    return best, best + len(words)
