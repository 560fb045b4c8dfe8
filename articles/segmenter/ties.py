"""What ties words to words: the rare pairs of letters that they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from .glyphs import is_han
from .ngrams import rarity
from .story import Role
from .units import Unit


def pairs_in(words: str) -> frozenset[str]:
    """Return the neighbouring letters of `words`, without those that hold a mark or a blank."""
    return frozenset(
        a + b
        for a, b in zip(words, words[1:], strict=False)
        if (is_han(a) or a.isalnum()) and (is_han(b) or b.isalnum())
    )


class Ties:
    """How strongly stretches of one page are tied, by what they share and how rare that is."""

    def __init__(self, units: Sequence[Unit]):
        self._pairs: dict[int, frozenset[str]] = {}
        self._units = units
        self._weights: dict[str, float] = {}
        self._spread: Counter[str] | None = None
        self._stretches = 1

    def pairs(self, unit: Unit) -> frozenset[str]:
        found = self._pairs.get(unit.index)
        if found is None:
            found = self._pairs[unit.index] = pairs_in(unit.words)
        return found

    def together(self, units: Iterable[Unit]) -> frozenset[str]:
        return frozenset().union(*(self.pairs(unit) for unit in units))

    def weight(self, pair: str) -> float:
        """How much it says that two stretches share this pair: rare in papers, and rare on this page."""
        known = self._weights.get(pair)
        if known is None:
            if self._spread is None:
                self._count_spread()
            spread = math.log((self._stretches + 1) / max(1, self._spread[pair])) / math.log(
                self._stretches + 1
            )
            known = self._weights[pair] = rarity(pair) * spread
        return known

    def _count_spread(self) -> None:
        """Count in how many stretches of the page, cut at short lines and leads, each pair stands."""
        self._spread = Counter()
        stretch: set[str] = set()
        self._stretches = 1
        was_short = True
        for unit in self._units:
            short = unit.role is not Role.BODY
            if (short and not was_short) or unit.opens:
                self._spread.update(stretch)
                self._stretches += 1
                stretch = set()
            stretch |= self.pairs(unit)
            was_short = short
        self._spread.update(stretch)

    def sum(self, pairs: Iterable[str]) -> float:
        weight = self.weight
        return sum(map(weight, pairs))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Say how much of what `part` is about is also in `whole`: 0..1."""
        if not part:
            return 0.0
        total = self.sum(part)
        return self.sum(part & whole) / total if total > 0 else 0.0
