"""What ties words to words: the rare pairs of letters that they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .ngrams import rarity
from .story import Role
from .units import Unit

_PAIR = re.compile(r"(?=([㐀-鿿豈-﫿〇A-Za-z0-9]{2}))")


def pairs_in(words: str) -> frozenset[str]:
    """Return the neighbouring letters of `words`, without those that hold a mark or a blank."""
    return frozenset(_PAIR.findall(words))


class _Weights(dict):
    """The weight of each pair of letters, worked out when first asked for."""

    def __init__(self, of):
        super().__init__()
        self._of = of

    def __missing__(self, pair: str) -> float:
        weight = self[pair] = self._of(pair)
        return weight


class Ties:
    """How strongly stretches of one page are tied, by what they share and how rare that is."""

    def __init__(self, units: Sequence[Unit]):
        self._pairs: dict[int, frozenset[str]] = {}
        self._units = units
        self.weights = _Weights(self._weigh)
        self._spread: Counter[str] | None = None
        self._stretches = 1
        self._scale: list[float] = []

    def pairs(self, unit: Unit) -> frozenset[str]:
        found = self._pairs.get(unit.index)
        if found is None:
            found = self._pairs[unit.index] = pairs_in(unit.words)
        return found

    def together(self, units: Iterable[Unit]) -> frozenset[str]:
        return frozenset().union(*(self.pairs(unit) for unit in units))

    def weight(self, pair: str) -> float:
        """How much it says that two stretches share this pair: rare in papers, and rare on this page."""
        return self.weights[pair]

    def _weigh(self, pair: str) -> float:
        if self._spread is None:
            self._count_spread()
            # On a page of many stories a pair that stands in most of them ties nothing to nothing.
            most = math.log(self._stretches + 1)
            self._scale = [max(0.0, 1.0 - math.log(max(1, n)) / most) for n in range(self._stretches + 1)]
        return rarity(pair) * self._scale[self._spread[pair]]

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
        return sum(map(self.weights.__getitem__, pairs))

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Say how much of what `part` is about is also in `whole`: 0..1."""
        if not part:
            return 0.0
        total = self.sum(part)
        return self.sum(part & whole) / total if total > 0 else 0.0
