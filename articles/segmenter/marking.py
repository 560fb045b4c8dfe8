"""What a person said about a page, turned into what the stages understand. It overrides every rule.

Marks work twice: before the page is put together they cut lines and fix roles, so that the rest of the
page follows; afterwards they move what still stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from .story import Mark, MarkKind, Role
from .text import Span
from .units import Unit
from .weaving import Draft, Weaver

HEADS = (Role.KICKER, Role.TITLE, Role.SUBTITLE)


def cuts_in(marks: Sequence[Mark]) -> frozenset[int]:
    """Offsets where a line has to be cut: marks may begin and end inside one."""
    cuts: set[int] = set()
    for mark in marks:
        if mark.kind is not MarkKind.READ_AS:
            cuts.add(mark.span.start)
        if mark.kind in (MarkKind.ROLE, MarkKind.MOVE):
            cuts.add(mark.span.end)
    return frozenset(cuts)


def breaks_in(marks: Sequence[Mark]) -> frozenset[int]:
    """Offsets where one unit ends and another begins."""
    return cuts_in(marks)


def apply_marks(units: list[Unit], marks: Sequence[Mark]) -> None:
    """Fix the roles that a person gave, and note where stories begin; later marks win."""
    for mark in marks:
        if mark.kind is MarkKind.ROLE:
            for unit in _under(units, mark.span):
                unit.role, unit.rule, unit.margin, unit.fixed = Role(mark.value), "marked", 1.0, True
        elif mark.kind is MarkKind.NEW_STORY and (unit := unit_at(units, mark.span.start)):
            unit.begins = True
        elif mark.kind is MarkKind.JOIN and (unit := unit_at(units, mark.span.start)):
            unit.begins = False


def unit_at(units: Sequence[Unit], offset: int) -> Unit | None:
    """The unit that stands at an offset, or the next one when only blanks stand there."""
    return next((unit for unit in units if unit.end > offset), None)


def _under(units: Sequence[Unit], span: Span) -> list[Unit]:
    return [unit for unit in units if unit.span.overlaps(span)]


def move_as_marked(weaver: Weaver, marks: Sequence[Mark]) -> None:
    """Carry out what a person said about which story a stretch belongs to, in the order it was said."""
    for mark in marks:
        if mark.kind is MarkKind.NEW_STORY:
            _begin_story(weaver, unit_at(weaver.units, mark.span.start))
        elif mark.kind is MarkKind.JOIN:
            _join_above(weaver, unit_at(weaver.units, mark.span.start))
        elif mark.kind is MarkKind.MOVE and mark.value.isdecimal():
            _move(weaver, _under(weaver.units, mark.span), unit_at(weaver.units, int(mark.value)))
    weaver.drafts = [draft for draft in weaver.drafts if draft.units]


def owner_of(weaver: Weaver, unit: Unit | None) -> Draft | None:
    """The draft that a unit stands in."""
    return next((draft for draft in weaver.drafts if unit in draft.units), None) if unit is not None else None


def _begin_story(weaver: Weaver, unit: Unit | None) -> None:
    if unit is None:
        return
    draft = owner_of(weaver, unit)
    new = Draft(label=draft.label if draft else None)
    if draft is None:
        _take_loose(weaver, unit)
        _put(new, unit)
    elif min(draft.units, key=lambda one: one.start) is unit:
        return
    else:
        # The lines above a text's headline block stay with it: only what stands from here on moves.
        for one in [one for one in draft.units if one.start >= unit.start]:
            _take_from(draft, one)
            _put(new, one)
    if unit.role in (Role.SUBHEAD, Role.SECTION, Role.UNKNOWN) and unit in new.bodies:
        new.bodies.remove(unit)
        unit.settle(Role.TITLE, "marked", 1.0)
        new.heads.insert(0, unit)
    weaver.drafts.append(new)


def _join_above(weaver: Weaver, unit: Unit | None) -> None:
    if unit is None:
        return
    above = next(
        (one for one in reversed(weaver.units[: unit.index]) if owner_of(weaver, one) is not None), None
    )
    target, draft = owner_of(weaver, above), owner_of(weaver, unit)
    if target is None or target is draft:
        return
    if draft is None:
        _take_loose(weaver, unit)
        moving = [unit]
    else:
        moving = [one for one in draft.units if one.start >= unit.start]
        for one in moving:
            _take_from(draft, one)
    _add(target, moving)


def _move(weaver: Weaver, moving: list[Unit], to: Unit | None) -> None:
    target = owner_of(weaver, to)
    if target is None:
        return
    for unit in moving:
        draft = owner_of(weaver, unit)
        if draft is target:
            continue
        if draft is None:
            _take_loose(weaver, unit)
        else:
            _take_from(draft, unit)
        _add(target, [unit])


def _take_loose(weaver: Weaver, unit: Unit) -> None:
    weaver.loose = [one for one in weaver.loose if one is not unit]


def _take_from(draft: Draft, unit: Unit) -> None:
    for units in (draft.heads, draft.bodies, draft.others):
        if unit in units:
            units.remove(unit)
    if draft.continued is unit:
        draft.continued = None


def _add(target: Draft, moving: Sequence[Unit]) -> None:
    """Add units to a story: headlines that come after its text divide it, unless it has none."""
    has_title = bool(target.heads)
    for unit in moving:
        if unit.role in HEADS and not unit.fixed and has_title:
            unit.settle(Role.SUBHEAD, "marked", 1.0)
        elif unit.role in (Role.SECTION, Role.UNKNOWN, Role.FURNITURE) and not unit.fixed:
            unit.settle(Role.BODY, "marked", 1.0)
        _put(target, unit)
    target.bodies.sort(key=lambda unit: unit.index)


def _put(draft: Draft, unit: Unit) -> None:
    if unit.role in HEADS:
        draft.heads.append(unit)
    elif unit.role in (Role.BODY, Role.SUBHEAD, Role.UNKNOWN, Role.SECTION):
        draft.bodies.append(unit)
    else:
        draft.others.append(unit)
