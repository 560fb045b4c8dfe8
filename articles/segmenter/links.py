"""Stories that go on from page to page of one issue: 下转第三版 there, 上接第一版 here.

A link is proposed, never made: an editor confirms it. The two stories stay two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .doubts import severity
from .ngrams import rarity, seam
from .story import Doubt, Genre, Segmentation, Story
from .text import PageText
from .ties import pairs_in


@dataclass(frozen=True, slots=True)
class Link:
    """One story that goes on in another: each named by its page's and its own place in the issue."""

    page: int
    story: int
    next_page: int
    next_story: int
    confidence: float  # 0..1


def link_pages(
    pages: Sequence[PageText], found: Sequence[Segmentation], numbers: Sequence[str] | None = None
) -> list[Segmentation]:
    """Say in each linked story which headline it goes on from or on in; everything else stays.

    `numbers` are the printed page numbers; without them pages count from 1.
    """
    told = list(found)
    for link in find_links(pages, found, numbers):
        first = found[link.page].stories[link.story]
        second = found[link.next_page].stories[link.next_story]
        name = first.title or first.kicker
        told[link.next_page] = _note(told[link.next_page], link.next_story, "continued-from", second, name)
        told[link.page] = _note(told[link.page], link.story, "continued-on", first, second.title)
    return told


def _note(page: Segmentation, place: int, code: str, story: Story, name: str) -> Segmentation:
    """Put the other story's headline into the doubt that an editor reads."""
    doubts = tuple(
        replace(doubt, detail=f"{doubt.detail} {name}".strip()) if doubt.code == code else doubt
        for doubt in page.stories[place].doubts
    )
    if name and not any(doubt.code == code for doubt in doubts):
        span = story.pieces[0 if code == "continued-from" else -1].span
        doubts += (Doubt(code, span, name, severity(code)),)
    stories = list(page.stories)
    stories[place] = replace(stories[place], doubts=doubts)
    return replace(page, stories=tuple(stories))


def find_links(
    pages: Sequence[PageText], found: Sequence[Segmentation], numbers: Sequence[str] | None = None
) -> list[Link]:
    """Pair stories that come from another page with those that go on on another, best fit first."""
    numbers = list(numbers or (str(place) for place in range(1, len(found) + 1)))
    seconds = [
        (page, place)
        for page, one in enumerate(found)
        for place, story in enumerate(one.stories)
        if story.genre is Genre.CONTINUED or story.continued_from
    ]
    fits: list[tuple[float, tuple[int, int], tuple[int, int]]] = []
    for page, place in seconds:
        second = found[page].stories[place]
        for other, one in enumerate(found):
            if other == page or (
                second.continued_from and not _is_page(numbers[other], second.continued_from)
            ):
                continue
            for at, first in enumerate(one.stories):
                if (
                    first.genre is not Genre.CONTINUED
                    and (fit := _weigh(pages, numbers, first, second, page)) > 0
                ):
                    fits.append((fit, (other, at), (page, place)))
    links: list[Link] = []
    taken: set[tuple[int, int]] = set()
    for fit, first, second in sorted(fits, key=lambda one: (-one[0], one[1:])):
        if first not in taken and second not in taken:
            taken |= {first, second}
            links.append(Link(*first, *second, confidence=min(1.0, fit / 4.0)))
    return sorted(links, key=lambda link: (link.page, link.story))


def _is_page(number: str, said: str) -> bool:
    """Say whether a printed page number is the one that a mark names: 01, 1 and A01 are one page."""
    return _digits(number) == _digits(said)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0")


def _weigh(pages, numbers, first: Story, second: Story, page: int) -> float:
    """Weigh whether one story goes on in another: what its mark says, how it breaks off, shared words."""
    weight = -1.0
    if first.continued_on:
        weight += 2.5 if _is_page(numbers[page], first.continued_on) else -3.0
    if first.title and second.title:
        weight += 3.0 if _same_title(first.title, second.title) else -1.0
    if first.paragraphs and second.paragraphs:
        left, right = first.paragraphs[-1].text, second.paragraphs[0].text
        if left and right and left[-1] not in "。！？!?”…）)":
            follows, heads = seam(left[-3:], right[:3])
            weight += max(-1.5, min(2.5, 0.2 * (follows - heads)))
    one = pairs_in(first.title + "".join(paragraph.text for paragraph in first.paragraphs[:20]))
    two = pairs_in(second.title + "".join(paragraph.text for paragraph in second.paragraphs[:20]))
    shared, total = sum(map(rarity, one & two)), sum(map(rarity, two))
    return weight + 8.0 * (shared / total if total else 0.0)


def _same_title(one: str, two: str) -> bool:
    one, two = ("".join(title.split()) for title in (one, two))
    return one in two or two in one
