"""Best first: which of the hits answer the question best.

The rule, highest first: words in the headline (the title above kicker and subtitle, the whole title above
all); words near one another; words that come often, in short articles more than in long ones; then the newer
article. It is worked out for the newest hits in headlines and the newest hits anywhere (the windows in
answering), never for all.
"""

from __future__ import annotations

from math import log

from .matching import Phrase, Row

TITLE, HEADLINE, NEAR, OFTEN, PHRASES = 8.0, 5.0, 3.0, 1.0, 20


def score(row: Row, phrases: tuple[Phrase, ...]) -> float:
    """Return how well an article answers; only the order of the numbers means anything."""
    body = row.body
    length = 1.0 + len(body) / 500
    total = 0.0
    places = []
    for words in phrases:
        if title := words.places(row.title, 1):
            covered = (title[0][1] - title[0][0]) / len(row.title)
            total += TITLE + TITLE * covered
        elif words.is_in(row.kicker) or words.is_in(row.subtitle):
            total += HEADLINE
        found = [start for start, _end in words.places(body, PHRASES)]
        total += OFTEN * log(1 + len(found)) / length
        if found:
            # What an article is about, it says early.
            total += 0.5 / (1 + found[0] / 100)
            places.append(found)
    if len(places) > 1:
        total += NEAR * 20 / (20 + narrowest(places))
    return total


def narrowest(places: list[list[int]]) -> int:
    """Return the smallest distance within which every list has a place."""
    if len(places) == 2:
        return min(abs(one - other) for one in places[0] for other in places[1])
    marks = sorted((place, at) for at, found in enumerate(places) for place in found)
    seen: dict[int, int] = {}
    best = marks[-1][0] - marks[0][0]
    for place, at in marks:
        seen[at] = place
        if len(seen) == len(places):
            best = min(best, place - min(seen.values()))
    return best
