"""Words that a page says twice. The first is read; the second is kept on the page and left out."""

from __future__ import annotations

from collections import defaultdict

from .glyphs import squash
from .story import Role
from .units import Unit

SHORTEST = 14  # a slogan may well be printed twice on purpose
_EDGE = 10
FAR = 24  # units: what comes back later than that is another story's


def find_repeats(units: list[Unit]) -> None:
    """Mark units that say what another one says, whole or in part."""
    heads: dict[str, list[Unit]] = defaultdict(list)
    tails: dict[str, list[Unit]] = defaultdict(list)
    words: dict[int, str] = {}
    for unit in units:
        if unit.fixed or unit.role not in (Role.BODY, Role.UNKNOWN, Role.CAPTION):
            continue
        bare = squash(unit.words.lstrip("#* "))
        if len(bare) < SHORTEST:
            continue
        words[unit.index] = bare
        seen = {other.index: other for other in (*heads[bare[:_EDGE]][-4:], *tails[bare[-_EDGE:]][-4:])}
        for other in sorted(seen.values(), key=lambda other: -other.index):
            if _settle_repeat(unit, bare, other, words[other.index]):
                break
        if unit.role is not Role.DUPLICATE:
            heads[bare[:_EDGE]].append(unit)
            tails[bare[-_EDGE:]].append(unit)


def _settle_repeat(unit: Unit, bare: str, other: Unit, earlier: str) -> bool:
    if other.role is Role.DUPLICATE:
        return False
    if unit.role is Role.UNKNOWN and len(bare) < 20 and unit.index - other.index > 8:
        return False  # a headline may come back over a second story
    if unit.index - other.index > FAR:
        return False
    if bare in earlier or _nearly(bare, earlier):
        later, first = unit, other
    elif earlier in bare and other.role is unit.role:
        later, first = other, unit
    else:
        return False
    later.settle(Role.DUPLICATE, "is_said_twice", 1.0 if bare == earlier else 0.6)
    later.repeats = first.index
    return True


def _nearly(one: str, two: str) -> bool:
    """The same but for a few letters read differently."""
    if not 0.9 <= len(one) / len(two) <= 1.1 or len(one) < 24:
        return False
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}, {two[i : i + 2] for i in range(len(two) - 1)}
    return len(pairs[0] & pairs[1]) >= 0.85 * max(len(pairs[0]), len(pairs[1]))
