"""A story that another one interrupts: paragraphs that belong to an earlier story go back to it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from operator import and_, sub

from . import cues
from .story import Role
from .ties import Ties
from .units import Unit
from .weaving import Draft, Weaver, margin_of, parted

WINDOW = 3  # how many stories back the interrupted one may lie
TURNS = 4  # how often two stories may take turns
TAIL = 32  # how many paragraphs at the end of a story may be looked at as another's
UNTIED = 0.8  # a tail that shares less than this with a story, and nothing signed above it, is not its
SMALL = 20.0  # added to every size, so that a short text is not dense by chance


def resume_interrupted(weaver: Weaver) -> None:
    """Give paragraphs that belong to an earlier story, interrupted by this one, back to it."""
    written = [draft for draft in weaver.drafts if draft.paragraphs and not draft.pictured]
    for place, draft in enumerate(written):
        if place == 0:
            continue
        earlier = written[max(0, place - WINDOW) : place]
        later = written[place + 1 : place + 3]
        source, start = draft, 1
        for _ in range(TURNS):
            moved = _resume_one(weaver, source, earlier, later, start)
            if moved is None:
                break
            # What came back may be interrupted in its turn: the paragraphs that moved are looked at again.
            other, first = moved
            earlier = [one for one in (*earlier, source) if one is not other][-WINDOW:]
            source, start = other, other.paragraphs.index(first) + 1


def _resume_one(
    weaver: Weaver, draft: Draft, earlier: Sequence[Draft], later: Sequence[Draft], start: int
) -> tuple[Draft, Unit] | None:
    """Move the paragraphs from the likeliest place on; return the story that has them, and the first."""
    if len(draft.paragraphs) <= start:
        return None
    best: tuple[float, Draft | None, int] = (0.0, None, 0)
    tail = Tail(weaver.ties, draft)
    overlaps: dict[int, Overlap] = {}

    def over(other: Draft) -> Overlap:
        if id(other) not in overlaps:
            overlaps[id(other)] = Overlap(tail, other)
        return overlaps[id(other)]

    ended = any(unit.signed for unit in tail.units[:-1])
    for step, other in enumerate(reversed(earlier)):
        if not ended and over(other).fresh_after[max(0, start - tail.skipped)] < UNTIED:
            continue
        crowd = [over(one) for one in (*earlier, *later) if one is not other]
        found = [
            (weaver.weigh("return", evidence, (draft, other, cut)), cut)
            for cut, evidence in _places(weaver, tail, over(other), crowd, step, start)
        ]
        if found:
            # That it goes on somewhere is likelier than that it does at any one place.
            weight = math.log(sum(math.exp(min(20.0, one)) for one, _ in found))
            best = max(best, (weight, other, max(found)[1]), key=lambda one: one[0])
    weight, other, cut = best
    if other is None:
        return None
    first = draft.paragraphs[cut]
    _give_back(draft, other, first)
    other.notes.append("interrupted")
    other.margin = min(other.margin, margin_of(weight))
    return other, first


def _give_back(draft: Draft, other: Draft, first: Unit) -> None:
    gone, draft.bodies = parted(draft.bodies, first)
    other.bodies = sorted(other.bodies + gone, key=lambda unit: unit.index)
    signs = [u for u in draft.others if u.index > first.index and u.role in (Role.BYLINE, Role.SIGNOFF)]
    other.others += signs
    draft.others = [u for u in draft.others if u not in signs]


class Tail:
    """The last paragraphs of one story, and what each place to cut them leaves on either side.

    Sums are of the weights of letter pairs; index `k` stands for a cut before paragraph `k`.
    """

    def __init__(self, ties: Ties, draft: Draft):
        paragraphs = draft.paragraphs
        self.draft = draft
        self.ties = ties
        self.skipped = max(0, len(paragraphs) - TAIL)
        self.units = paragraphs[self.skipped :]
        pairs = [ties.pairs(unit) for unit in self.units]
        self.pairs = [one.shared for one in pairs]
        self.signs = [unit.index for unit in draft.others if unit.role in (Role.BYLINE, Role.SIGNOFF)]
        before = ties.together([*draft.heads, *paragraphs[: self.skipped]])
        weights = list(map(ties.weight, pairs))
        self.new = _not_before(self.pairs, before.shared)  # of each paragraph, what stood nowhere above
        self.last = _not_before(self.pairs[::-1])[::-1]  # of each paragraph, what stands nowhere below
        starts = [one.alone + ties.sum(new) for one, new in zip(pairs, self.new, strict=True)]
        ends = [one.alone + ties.sum(last) for one, last in zip(pairs, self.last, strict=True)]
        self.known = list(map(sub, weights, starts))  # of each paragraph, what stood above it
        self.coming = list(map(sub, weights, ends))  # of each paragraph, what also stands below it
        above = ties.weight(before)
        self.base_size = list(accumulate(starts, initial=above))[:-1]
        self.tail_size = list(accumulate(reversed(ends)))[::-1]
        # What stands on both sides: all that ends below, without what begins there.
        begun = list(accumulate(reversed(starts)))[::-1]
        self.crossing = list(map(sub, self.tail_size, begun))


def _not_before(
    paragraphs: Iterable[frozenset[int]], seen: frozenset[int] = frozenset()
) -> list[frozenset[int]]:
    """Return what each paragraph has that none before it has."""
    seen = set(seen)
    fresh = []
    for pairs in paragraphs:
        fresh.append(pairs - seen)
        seen |= pairs
    return fresh


class Overlap:
    """What the paragraphs of a tail share with another story."""

    def __init__(self, tail: Tail, other: Draft):
        self.draft, self._tail = other, tail
        ties = tail.ties
        home = ties.together([*other.heads, *other.paragraphs[-TAIL:]])
        self.size = ties.weight(home)
        self._both = list(map(home.shared.__and__, tail.pairs))
        self.each = list(map(ties.sum, self._both))  # of each paragraph
        # of each paragraph, what stands nowhere below
        self.ending = list(map(ties.sum, map(and_, self._both, tail.last)))
        self.after = list(accumulate(reversed(self.ending)))[::-1]
        self.density = [one / (self.size + SMALL) for one in self.after]
        self.density_of = [one / (self.size + SMALL) for one in self.each]

    @cached_property
    def fresh(self) -> list[float]:
        """Of each paragraph, what stood nowhere above in its own story."""
        return list(map(self._tail.ties.sum, map(and_, self._both, self._tail.new)))

    @cached_property
    def fresh_after(self) -> list[float]:
        return list(accumulate(reversed(self.fresh)))[::-1]


def _usual(shares: Sequence[Sequence[float]], size: int) -> Sequence[float]:
    """Return the largest share at each place."""
    return [0.0] * size if not shares else shares[0] if len(shares) == 1 else list(map(max, *shares))


def _places(
    weaver: Weaver, tail: Tail, over: Overlap, crowd: Sequence[Overlap], step: int, start: int
) -> Iterator[tuple[int, dict[str, float]]]:
    """Weigh every place where the earlier story could go on: what its words share with either story."""
    ties, other, draft, units = weaver.ties, over.draft, tail.draft, tail.units
    last = other.paragraphs[-1]
    last_home, last_is_item = ties.pairs(last), cues.is_item_of_roundup(last.words)
    home_is_closed, own_is_closed = other.is_closed, draft.is_closed
    home_count = min(len(other.paragraphs), 10) / 10
    unfinished = not last.finished and last.goes_on_in is None
    habits = weaver.habits
    paragraphs = draft.paragraphs
    all_usual = _usual([one.density for one in crowd], len(units))
    all_usual_first = _usual([one.density_of for one in crowd], len(units))
    for k in range(max(1, start - tail.skipped), len(units)):
        first = units[k]
        mine = ties.pairs(first)
        if first.opens or first.goes_on_from is not None or first.begins is False:
            continue
        above = paragraphs[tail.skipped + k - 1]
        if first.is_item or (not last_is_item and cues.is_item_of_roundup(first.words)):
            continue  # the items of a round-up have nothing in common but standing side by side
        to_home = over.fresh_after[k]
        to_own = tail.crossing[k] - (over.after[k] - over.fresh_after[k])
        first_home = over.fresh[k]
        first_own = tail.known[k] - (over.each[k] - over.fresh[k])
        above_home = over.ending[k - 1] if k else 0.0
        above_own = tail.coming[k - 1] - (over.each[k - 1] - over.ending[k - 1]) if k else 0.0
        # What the tail shares with stories that it surely does not belong to is what chance gives.
        usual, usual_first = all_usual[k], all_usual_first[k]
        own_size = tail.base_size[k] + SMALL
        ended = above.signed or any(above.index < index < first.index for index in tail.signs)
        signed = ended and not home_is_closed
        yield (
            tail.skipped + k,
            {
                "tie-dense-home": math.log((over.density[k] + 0.01) / (usual + 0.01)),
                "tie-dense-own": math.log((tail.crossing[k] / own_size + 0.01) / (usual + 0.01)),
                "tie-dense-first-home": math.log((over.density_of[k] + 0.01) / (usual_first + 0.01)),
                "tie-dense-first-own": math.log((tail.known[k] / own_size + 0.01) / (usual_first + 0.01)),
                "tie-home": math.log(1 + max(0.0, to_home)),
                "tie-own": math.log(1 + max(0.0, to_own)),
                "tie-first-home": math.log(1 + max(0.0, first_home)),
                "tie-first-own": math.log(1 + max(0.0, first_own)),
                "tie-above-home": math.log(1 + max(0.0, above_home)),
                "tie-above-own": math.log(1 + max(0.0, above_own)),
                "tie-last-home": ties.share(mine, last_home),
                "tie-last-own": ties.share(mine, ties.pairs(above)),
                "share-size-home": math.log(1 + over.size),
                "share-size-own": math.log(own_size),
                "share-size-tail": math.log(1 + tail.tail_size[k]),
                "closed": float(home_is_closed),
                "unfinished": float(unfinished),
                "signed": float(ended),
                "signed-open": float(signed),
                "signed-twice": float(signed and own_is_closed),
                "sign-tail": float(own_is_closed) * habits.signed,
                "sign-own": float(not ended) * habits.signed,
                "habit-damage": habits.damage,
                "habit-damage-none": float(habits.damage == 0),
                "step": float(step),
                "step-next": float(step == 0),
                "count-home": home_count,
                "count-tail": min(len(units) - k, 10) / 10,
                "count-own": min(tail.skipped + k, 10) / 10,
                "half-continued": float(draft.continued is not None),
            },
        )
