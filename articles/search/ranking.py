"""Best first: which of the hits answer the question best.

The rule, highest first: words in the headline (the title above kicker and subtitle, the whole title above
all); words near one another; words that come often, in short articles more than in long ones; then the newer
article. It is worked out for the newest hits in headlines and the newest hits anywhere (the windows in
answering), never for all.
"""

from __future__ import annotations

from math import log
from re import Pattern

from .matching import Row

TITLE, HEADLINE, NEAR, OFTEN, PHRASES = 8.0, 5.0, 3.0, 1.0, 20


def score(row: Row, patterns: tuple[Pattern, ...]) -> float:
    """Return how well an article answers; only the order of the numbers means anything."""
    body = row.body
    length = 1.0 + len(body) / 500
    total = 0.0
    places = []
    for words in patterns:
        if title := words.search(row.title):
            covered = (title.end() - title.start()) / len(row.title)
            total += TITLE + TITLE * covered
        elif words.search(row.kicker) or words.search(row.subtitle):
            total += HEADLINE
        found = []
        for match in words.finditer(body):
            found.append(match.start())
            if len(found) == PHRASES:
                break
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
