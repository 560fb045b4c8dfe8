"""What ties words to words: the rare pairs of letters that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .glyphs import is_han
from .ngrams import rarity
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
            known = self._weights[pair] = rarity(pair)
        return known

    def sum(self, pairs: Iterable[str]) -> float:
        weight = self.weight
        return sum(map(weight, pairs))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Say how much of what `part` is about is also in `whole`: 0..1."""
        if not part:
            return 0.0
        total = self.sum(part)
        return self.sum(part & whole) / total if total > 0 else 0.0
