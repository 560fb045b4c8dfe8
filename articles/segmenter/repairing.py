"""What alignment cannot know: interrupted stories, and text apart from its headline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .story import Role
from .units import Unit
from .weaving import Draft, Weaver, margin_of, parted

WINDOW = 5  # how many stories away the other part may lie
TAIL = 32  # how many paragraphs at the end of a story may be looked at as another's


def repair(weaver: Weaver) -> None:
    """Look at the page as a whole, and move what stands in the wrong story."""
    resume_interrupted(weaver)
    pair_headless(weaver)
    place_repeats(weaver)


# -- a story that another one interrupts ---------------------------------------------------------------


def resume_interrupted(weaver: Weaver) -> None:
    """Give paragraphs that belong to an earlier story, interrupted by this one, back to it."""
    for draft in list(weaver.drafts):
        if draft.pictured or len(draft.paragraphs) < 2 or draft not in weaver.drafts:
            continue
        at = weaver.drafts.index(draft)
        written = [
            one for one in weaver.drafts[max(0, at - 2 * WINDOW) : at] if one.paragraphs and not one.pictured
        ]
        later = [one for one in weaver.drafts[at + 1 : at + 4] if one.paragraphs and not one.pictured]
        best: tuple[float, Draft | None, int] = (0.0, None, 0)
        for step, other in enumerate(reversed(written[-WINDOW:])):
            strangers = [one for one in (*written[-WINDOW:], *later) if one is not other][-4:]
            found = [
                (weaver.weigh("return", evidence, (draft, other, cut)), cut)
                for cut, evidence in _returns(weaver, draft, other, step, strangers)
            ]
            if found:
                # That it goes on somewhere is likelier than that it does at any one place.
                weight = math.log(sum(math.exp(min(20.0, one)) for one, _ in found))
                best = max(best, (weight, other, max(found)[1]), key=lambda one: one[0])
        weight, other, cut = best
        if other is not None:
            _give_back(draft, other, draft.paragraphs[cut])
            other.notes.append("interrupted")
            other.margin = min(other.margin, margin_of(weight))


def _give_back(draft: Draft, other: Draft, first: Unit) -> None:
    gone, draft.bodies = parted(draft.bodies, first)
    other.bodies += gone
    signs = [u for u in draft.others if u.index > first.index and u.role in (Role.BYLINE, Role.SIGNOFF)]
    other.others += signs
    draft.others = [u for u in draft.others if u not in signs]


def _returns(weaver: Weaver, draft: Draft, other: Draft, step: int, strangers: Sequence[Draft]):
    """Weigh every place where the earlier story could go on: what its words share with either story."""
    ties = weaver.ties
    paragraphs = draft.paragraphs
    start = max(1, len(paragraphs) - TAIL)
    home = ties.together([*other.heads, *other.paragraphs[-TAIL:]])
    last_home = ties.pairs(other.paragraphs[-1])
    base = ties.together([*draft.heads, *paragraphs[:start]])
    pairs = [ties.pairs(unit) for unit in paragraphs]
    size_home = math.log(1 + ties.sum(home))
    crowd = [ties.together([*one.heads, *one.paragraphs[:TAIL]]) for one in strangers]
    sizes = [ties.sum(one) + 20.0 for one in crowd]
    for cut in range(start, len(paragraphs)):
        first, above = paragraphs[cut], paragraphs[cut - 1]
        if cut > start:
            base = base | pairs[cut - 1]
        if first.opens or first.goes_on_from is not None:
            continue
        tail = frozenset().union(*pairs[cut:])
        to_home, to_own = ties.sum(tail & home - base), ties.sum(tail & base - home)
        first_home, first_own = ties.sum(pairs[cut] & home - base), ties.sum(pairs[cut] & base - home)
        above_home = ties.sum(pairs[cut - 1] & home - tail)
        above_own = ties.sum(pairs[cut - 1] & tail - home)
        size_own = math.log(1 + ties.sum(base))
        # What the tail shares with stories that it surely does not belong to is what chance gives.
        usual = max(
            (ties.sum(tail & one) / size for one, size in zip(crowd, sizes, strict=True)), default=0.0
        )
        usual_first = max(
            (ties.sum(pairs[cut] & one) / size for one, size in zip(crowd, sizes, strict=True)), default=0.0
        )
        dense_home = ties.sum(tail & home) / (ties.sum(home) + 20.0)
        dense_own = ties.sum(tail & base) / (ties.sum(base) + 20.0)
        first_dense_home = ties.sum(pairs[cut] & home) / (ties.sum(home) + 20.0)
        first_dense_own = ties.sum(pairs[cut] & base) / (ties.sum(base) + 20.0)
        yield (
            cut,
            {
                "tie-dense-home": math.log((dense_home + 0.01) / (usual + 0.01)),
                "tie-dense-own": math.log((dense_own + 0.01) / (usual + 0.01)),
                "tie-dense-first-home": math.log((first_dense_home + 0.01) / (usual_first + 0.01)),
                "tie-dense-first-own": math.log((first_dense_own + 0.01) / (usual_first + 0.01)),
                "habit-damage": weaver.habits.damage,
                "habit-damage-none": float(weaver.habits.damage == 0),
                "tie-home": math.log(1 + to_home),
                "tie-own": math.log(1 + to_own),
                "tie-first-home": math.log(1 + first_home),
                "tie-first-own": math.log(1 + first_own),
                "tie-above-home": math.log(1 + above_home),
                "tie-above-own": math.log(1 + above_own),
                "tie-last-home": ties.share(pairs[cut], last_home),
                "tie-last-own": ties.share(pairs[cut], pairs[cut - 1]),
                "share-size-home": size_home,
                "share-size-own": size_own,
                "share-size-tail": math.log(1 + ties.sum(tail)),
                "closed": float(other.is_closed),
                "unfinished": float(
                    not other.paragraphs[-1].finished and other.paragraphs[-1].goes_on_in is None
                ),
                "signed": float(above.signed),
                "sign-tail": float(paragraphs[-1].signed) * weaver.habits.signed,
                "sign-own": float(not above.signed) * weaver.habits.signed,
                "step": float(step),
                "step-next": float(step == 0),
                "count-home": min(len(other.paragraphs), 10) / 10,
                "count-tail": min(len(paragraphs) - cut, 10) / 10,
                "count-own": min(cut, 10) / 10,
                "half-continued": float(draft.continued is not None),
            },
        )


# -- text with a lead here, its headline there ----------------------------------------------------------


def pair_headless(weaver: Weaver) -> None:
    """Put text with a lead and no headline together with a headline whose text has no lead."""
    for draft in list(weaver.drafts):
        if draft.heads or not draft.opens or draft.continued is not None or draft not in weaver.drafts:
            continue
        at = weaver.drafts.index(draft)
        best: tuple[float, Draft | None] = (0.0, None)
        for other in weaver.drafts[max(0, at - WINDOW) : at + WINDOW + 1]:
            if other is draft or not other.heads or other.opens or other.continued is not None:
                continue
            if other.paragraphs and weaver.habits.leads < 0.5:
                continue
            weight = weaver.weigh("pair", _pair_evidence(weaver, draft, other), (draft, other))
            best = max(best, (weight, other), key=lambda one: one[0])
        weight, other = best
        if other is None:
            continue
        texts = sorted((one for one in (draft, other) if one.bodies), key=lambda one: one.bodies[0].index)
        other.bodies = [unit for one in texts for unit in one.bodies]
        other.others = draft.others + other.others
        other.notes.append("headline-elsewhere")
        other.margin = min(other.margin, margin_of(weight))
        weaver.drafts.remove(draft)


def _pair_evidence(weaver: Weaver, draft: Draft, other: Draft) -> dict[str, float]:
    ties = weaver.ties
    body = ties.together(draft.paragraphs[:TAIL])
    text = ties.together(other.paragraphs[:TAIL])
    return {
        "tie-head": ties.share(ties.together(other.heads), body),
        "tie-text": ties.share(text, body),
        "half-text": float(bool(other.paragraphs)),
        "closed": float(draft.is_closed and bool(other.paragraphs)),
        "leads": weaver.habits.leads * bool(other.paragraphs),
    }


# -- repeats go where the words that they repeat are ----------------------------------------------------


def place_repeats(weaver: Weaver) -> None:
    """Put each repeated unit beside its first, or beside what stands above it when that is in no story."""
    weaver.drafts = [draft for draft in weaver.drafts if draft.units]
    owners = {unit.index: draft for draft in weaver.drafts for unit in draft.units}
    nearest: Draft | None = None
    for unit in weaver.units:
        if unit.role is not Role.DUPLICATE:
            nearest = owners.get(unit.index, nearest)
            continue
        first = unit
        while first.role is Role.DUPLICATE and first.repeats is not None:
            first = weaver.units[first.repeats]
        owner = owners.get(first.index) or nearest
        if owner is None:
            owner = Draft(notes=["no-opening"])
            weaver.drafts.append(owner)
        owner.others.append(unit)
