"""Paragraphs that a column break cut in two: which half goes on with which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import cues
from .glyphs import BULLETS, PAIRS, SENTENCE_ENDS, is_han, open_marks, unopened_marks
from .ngrams import rarity, seam
from .roles import is_finished
from .story import Role
from .ties import pairs_in
from .units import Unit
from .weighing import weigh

REACH = 14  # how many paragraphs further on the other half may stand
LEAST_NEXT = -1.5  # a paragraph that breaks off most often goes on in the next one, and little is lost if not
LEAST_BEST = -2.5  # both halves fit nothing else nearly as well
Weigher = Callable[[str, dict[str, float], tuple], float]


CERTAIN = 10.0  # bits from which a short line is rather half a sentence than a headline
PLAIN = 13.0  # the same of a line without a comma
# A paragraph of so few letters is rather the end of another: the next one's, or one further up.
LONGEST_SCRAP = 10
SCRAP_NEXT, SCRAP = 2.5, 1.0
FEWEST = 8  # letters of half a sentence; what is shorter is a name or a headline
SURE = 16.0  # the same of a line that is as short as a subhead
SHORTEST = 14  # letters of such a line


def find_short_halves(units: Sequence[Unit]) -> None:
    """Read a short line as a paragraph's first half when a text near it plainly goes on with its words."""
    for place, unit in enumerate(units):
        words = unit.words
        if not unit.is_short or unit.marks or words[0] in BULLETS or is_finished(words):
            continue
        # Headlines pause with a blank, sentences with a comma. A line without one is half a sentence
        # only if what stands right below it goes on with its very words.
        pauses = "," in words
        if len(words) < FEWEST:
            continue
        if not pauses and len(words) < SHORTEST:
            below = units[place + 1] if place + 1 < len(units) else None
            if below is None or below.role is not Role.BODY or not is_plain(words, below.words):
                continue
        for other in units[place + 1 : place + (9 if pauses else 2)]:
            if other.role is not Role.BODY or other.opens:
                continue
            follows, heads = seam(words[-3:], other.words[:3])
            if follows - heads > (CERTAIN if pauses else PLAIN) and heads < -22.0:
                unit.settle(Role.BODY, "is_half_a_sentence", 0.5)
                unit.finished = False
                break


def is_scrap(words: str) -> bool:
    """Say whether a paragraph has too few letters to be one: then it is the end of another."""
    return len(words) <= LONGEST_SCRAP and words[-1] == "。" and is_han(words[0])


def is_plain(words: str, below: str) -> bool:
    """Say whether a text goes on in the middle of a word that a line of a few letters breaks off."""
    follows, heads = seam(words[-3:], below[:3])
    return follows - heads > SURE and heads < -22.0


def join_halves(units: list[Unit], weigher: Weigher | None = None) -> None:
    """Tie every paragraph that breaks off to the one that goes on with it, best fit first."""
    weigher = weigher or (lambda decision, evidence, about: weigh(decision, evidence))
    bodies = [unit for unit in units if unit.role is Role.BODY]
    pairs: dict[tuple[int, int], dict[str, float]] = {}
    for place, unit in enumerate(bodies):
        if unit.finished or unit.signed:
            continue
        for step, other in enumerate(bodies[place + 1 : place + 1 + REACH]):
            if not (other.opens or other.fixed):
                between = units[unit.index + 1 : other.index]
                pairs[unit.index, other.index] = seam_evidence(unit, other, step, between)
    _compare(pairs)
    fits: list[tuple[float, int, int]] = []
    for (first, second), evidence in pairs.items():
        fit = weigher("join", evidence, (units[first], units[second]))
        if is_scrap(units[second].words):
            fit += SCRAP_NEXT if evidence["half-next"] else SCRAP
        if fit > _least(evidence):
            fits.append((fit, first, second))
    fits.sort(key=lambda fit: (-fit[0], fit[1], fit[2]))
    for fit, first, second in fits:
        if units[first].goes_on_in is None and units[second].goes_on_from is None:
            units[first].goes_on_in, units[second].goes_on_from = second, first
            units[second].margin = min(units[second].margin, min(1.0, fit / 4.0))


def _least(evidence: dict[str, float]) -> float:
    """How well two halves have to fit: less when they are neighbours, or plainly each other's best."""
    if evidence["half-next"]:
        return LEAST_NEXT
    plain = evidence["half-follows"] - evidence["half-heads"] > CERTAIN
    return LEAST_BEST if plain and evidence["half-lead"] > 0 and evidence["half-lead-right"] > 0 else 0.0


def _compare(pairs: dict[tuple[int, int], dict[str, float]]) -> None:
    """Note how far each fit is ahead of the other halves that either side could have."""
    fits = {pair: evidence["half-follows"] - evidence["half-heads"] for pair, evidence in pairs.items()}
    for side, name in ((0, "half-lead"), (1, "half-lead-right")):
        ranked: dict[int, list[float]] = {}
        for pair, fit in fits.items():
            ranked.setdefault(pair[side], []).append(fit)
        for pair, evidence in pairs.items():
            others = sorted(ranked[pair[side]], reverse=True)
            rival = others[1] if others[0] == fits[pair] and len(others) > 1 else others[0]
            ahead = fits[pair] - rival if len(others) > 1 else 10.0
            evidence[name] = max(-2.0, min(2.0, ahead / 5.0))
            evidence[name + "-lost"] = (
                max(0.0, min(4.0, (rival - fits[pair] - 3.0) / 3.0)) if len(others) > 1 else 0.0
            )


def seam_evidence(unit: Unit, other: Unit, step: int, between: Sequence[Unit]) -> dict[str, float]:
    """What speaks for one paragraph going on with the sentence that another one breaks off."""
    left, right = unit.words, other.words
    follows, heads = seam(left[-3:], right[:3])
    waiting = open_marks(left[-200:])
    unopened = unopened_marks(right[:200])
    matched = bool(unopened and waiting and PAIRS[waiting[-1]] == unopened[0])
    return {
        "half-follows": follows,
        "half-heads": heads,
        # Right below a headline stands the first paragraph of its story.
        "half-next": float(step == 0 and not any(one.is_short for one in between)),
        "half-follows-apart": follows * (step > 0),
        "half-heads-apart": max(-32.0, heads) * (step > 0),
        "half-crosses-headline": float(any(one.is_short for one in between)),
        "half-crosses-lead": float(any(one.opens for one in between)),
        "half-stops": float(left[-1] in SENTENCE_ENDS or left[-1] in "”)"),
        "half-pauses": float(left[-1] in ",、;"),
        "half-begins-mark": float(
            not is_han(right[0]) and not right[0].isalnum() and right[0] not in "“‘《(【"
        ),
        "half-quote-closed": float(matched),
        "half-quote-lost": float(bool(unopened) and not matched),
        "half-bracket-open": float(bool(waiting) and waiting[-1] in "(《" and not matched),
        "mark": float(cues.has_subhead_mark(right) and not right.endswith("——")),
        "tie-words": tie_of(unit, other),
        "step": float(step),
    }


def tie_of(unit: Unit, other: Unit) -> float:
    """How much of what the second half is about is also in the first."""
    one, two = pairs_in(unit.words), pairs_in(other.words)
    total = sum(map(rarity, two))
    return sum(map(rarity, one & two)) / total if total else 0.0
