"""What ties words to words: the rare pairs of letters that they share."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from .ngrams import rarity
from .story import Role
from .units import Unit

MOST_KEPT = 64  # unions that are kept: what is asked for comes back soon or not at all


def pairs_in(words: str) -> frozenset[int]:
    """Return the neighbouring letters of `words`, each pair as a number; those with a mark weigh nothing."""
    # Read as numbers of four bytes from each even and from each odd letter on, no letter is made a string.
    raw = words.encode("utf-16-le", "surrogatepass")
    pairs = array("I", raw[: len(raw) & ~3])
    pairs.frombytes(raw[2 : 2 + (len(raw) - 2 & ~3)])
    return frozenset(pairs)


class Pairs:
    """The neighbouring letters of one unit or of several, each once.

    Most pairs of a page stand in one unit only: they tie nothing, and of them only the weight is kept.
    """

    __slots__ = ("alone", "shared", "weight")

    def __init__(self, shared: frozenset[int], alone: float, weight: float | None = None):
        self.shared = shared
        self.alone = alone  # what the pairs that stand in no other unit weigh
        self.weight = weight  # of all; worked out when first asked for


NOTHING = Pairs(frozenset(), 0.0, 0.0)


class Ties:
    """How strongly stretches of one page are tied, by what they share and how rare that is."""

    def __init__(self, units: Sequence[Unit]):
        self._units = units
        self._unions: dict[tuple[int, ...], Pairs] = {}

    def pairs(self, unit: Unit) -> Pairs:
        return self._pairs[unit.index]

    def together(self, units: Iterable[Unit]) -> Pairs:
        found = [self._pairs[unit.index] for unit in units]
        if len(found) == 1:
            return found[0]
        key = tuple(map(id, found))
        union = self._unions.get(key)
        if union is None:
            if len(self._unions) >= MOST_KEPT:
                self._unions.clear()
            shared = frozenset().union(*[pairs.shared for pairs in found])
            union = self._unions[key] = Pairs(shared, sum([pairs.alone for pairs in found]))
        return union

    @cached_property
    def _pairs(self) -> list[Pairs]:
        """The pairs of each unit of the page; and how much each says that is in several, in `weights`.

        A pair says the more the rarer it is in papers, and on this page.
        """
        found = [pairs_in(unit.words) for unit in self._units]
        count = Counter(chain.from_iterable(found))
        several = frozenset(filter(rarity, [pair for pair, units in count.items() if units > 1]))
        shared = [pairs & several for pairs in found]
        spread, stretches = self._count_spread(shared)
        # On a page of many stories a pair that stands in most of them ties nothing to nothing.
        most = math.log(stretches + 1)
        scale = [max(0.0, 1.0 - math.log(max(1, n)) / most) for n in range(stretches + 1)]
        self.weights = {pair: rarity(pair) * scale[n] for pair, n in spread.items()}
        return [
            Pairs(mine, sum(map(rarity, pairs - mine))) for pairs, mine in zip(found, shared, strict=True)
        ]

    def _count_spread(self, pairs: Iterable[frozenset[int]]) -> tuple[Counter[int], int]:
        """Count in how many stretches of the page, cut at short lines and leads, each pair stands."""
        stretches: list[set[int]] = [set()]
        was_short = True
        for unit, mine in zip(self._units, pairs, strict=True):
            short = unit.role is not Role.BODY
            if (short and not was_short) or unit.opens:
                stretches.append(set())
            stretches[-1] |= mine
            was_short = short
        return Counter(chain.from_iterable(stretches)), len(stretches)

    def sum(self, shared: Iterable[int]) -> float:
        return sum(map(self.weights.__getitem__, shared))

    def weight(self, pairs: Pairs) -> float:
        """Say how much all of some pairs weigh."""
        if pairs.weight is None:
            pairs.weight = pairs.alone + self.sum(pairs.shared)
        return pairs.weight

    def share(self, part: Pairs, whole: Pairs) -> float:
        """Say how much of what `part` is about is also in `whole`: 0..1."""
        if part is whole:
            return 1.0 if self.weight(part) > 0 else 0.0
        shared = part.shared & whole.shared
        return self.sum(shared) / total if shared and (total := self.weight(part)) > 0 else 0.0
