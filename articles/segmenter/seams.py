"""Paragraphs that a column break cut in two: which half goes on with which."""

from __future__ import annotations

from . import cues
from .glyphs import PAIRS, open_marks, unopened_marks
from .ngrams import goes_on
from .story import Role
from .units import Unit

REACH = 14  # how many paragraphs further on the other half may stand
NEXT = 4.0  # being the next paragraph is worth this many bits
APART = 0.35  # and every paragraph between costs this many
LEAST_NEXT = -8.0
LEAST_APART = 2.5


def join_halves(units: list[Unit]) -> None:
    """Tie every paragraph that breaks off to the one that goes on with it, best fit first."""
    bodies = [unit for unit in units if unit.role is Role.BODY]
    fits: list[tuple[float, int, int]] = []
    for place, unit in enumerate(bodies):
        if unit.finished or unit.signed:
            continue
        for step, other in enumerate(bodies[place + 1 : place + 1 + REACH]):
            fit = weigh_seam(unit.words, other, step)
            if fit >= (LEAST_NEXT if step == 0 else LEAST_APART):
                fits.append((fit, unit.index, other.index))
    fits.sort(key=lambda fit: (-fit[0], fit[1], fit[2]))
    for fit, first, second in fits:
        if units[first].goes_on_in is None and units[second].goes_on_from is None:
            units[first].goes_on_in, units[second].goes_on_from = second, first
            units[second].margin = min(units[second].margin, max(0.0, min(1.0, (fit + 10) / 20)))


def weigh_seam(left: str, right: Unit, step: int) -> float:
    """Weigh, in bits, whether `right` goes on with `left`; `step` paragraphs stand between."""
    if right.opens:
        return -30.0
    words = right.words
    fit = goes_on(left[-3:], words[:3])
    fit += NEXT if step == 0 else -APART * step
    waiting = open_marks(left[-160:])
    unopened = unopened_marks(words[:160])
    if unopened:
        fit += 5.0 if waiting and PAIRS[waiting[-1]] == unopened[0] else -3.0
    elif waiting and waiting[-1] in "(《":
        fit -= 3.0
    if cues.has_subhead_mark(words) and not words.endswith("——"):
        fit -= 6.0
    return fit
