"""What alignment cannot know: interrupted stories, and text apart from its headline."""

from __future__ import annotations

from .aligning import ratio
from .returning import resume_interrupted
from .story import Role
from .weaving import Draft, Weaver, margin_of

WINDOW = 5  # how many stories away the other part may lie
FITTING = 1.2  # a headline without text and a text without headline are each other's likeliest half
MOSTLY = 0.6  # of the stories of a page open with a lead
TAIL = 32  # how many paragraphs at the end of a story may be looked at as another's


def repair(weaver: Weaver) -> None:
    """Look at the page as a whole, and move what stands in the wrong story."""
    resume_interrupted(weaver)
    pair_headless(weaver)
    place_repeats(weaver)


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
            if other.paragraphs and weaver.habits.leads < 0.2:
                continue
            weight = weaver.weigh("pair", _pair_evidence(weaver, draft, other), (draft, other))
            weight += 0.0 if other.paragraphs else FITTING
            best = max(best, (weight, other), key=lambda one: one[0])
        weight, other = best
        if other is None:
            continue
        give_back(weaver, other, draft)
        texts = sorted((one for one in (draft, other) if one.bodies), key=lambda one: one.bodies[0].index)
        other.bodies = [unit for one in texts for unit in one.bodies]
        other.others = draft.others + other.others
        other.notes.append("headline-elsewhere")
        other.margin = min(other.margin, margin_of(weight))
        weaver.drafts.remove(draft)


def give_back(weaver: Weaver, headed: Draft, led: Draft) -> None:
    """Give text that a headline cut off back to the story above, when the headline's own text has a lead."""
    above = weaver.drafts[: weaver.drafts.index(headed)]
    owner = next((one for one in reversed(above) if one.paragraphs), None)
    if owner is None or owner.is_closed or not headed.bodies or weaver.habits.leads < MOSTLY:
        return
    if headed.bodies[-1].index > led.bodies[0].index:
        return
    text = weaver.ties.together(headed.paragraphs)
    home = weaver.ties.together([*owner.heads, *owner.paragraphs[-TAIL:]])
    own = weaver.ties.together([*headed.heads, *led.paragraphs[:TAIL]])
    if weaver.ties.share(text, home) > weaver.ties.share(text, own):
        owner.bodies += headed.bodies
        owner.notes.append("interrupted")
        headed.bodies = []


def _pair_evidence(weaver: Weaver, draft: Draft, other: Draft) -> dict[str, float]:
    """What speaks for text with a lead belonging under a headline that stands elsewhere."""
    ties = weaver.ties
    body = ties.together(draft.paragraphs[:TAIL])
    text = ties.together(other.paragraphs[:TAIL])
    head = ties.together(other.heads)
    captions = [unit for unit in other.others if unit.role is Role.CAPTION]
    to_body = ties.share(head, body)
    place = weaver.drafts.index(draft)
    rivals = [
        one
        for one in weaver.drafts[max(0, place - WINDOW) : place + WINDOW + 1]
        if one is not draft and one is not other and one.paragraphs
    ]
    usual = max((ties.share(head, ties.together(one.paragraphs[:TAIL])) for one in rivals), default=0.0)
    return {
        "tie-head": to_body,
        "tie-ratio": ratio(to_body, usual),
        "tie-first": ties.share(head, ties.pairs(draft.paragraphs[0])),
        "tie-text": ties.share(text, body),
        "tie-caption": ties.share(ties.together(captions), body),
        "half-text": float(bool(other.paragraphs)),
        "closed": float(draft.is_closed and bool(other.paragraphs)),
        "leads": weaver.habits.leads * bool(other.paragraphs),
        "gap-caption": float(bool(captions)),
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
