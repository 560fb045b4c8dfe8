"""What a person said about a page, turned into what the stages understand. It overrides every rule."""

from __future__ import annotations

from collections.abc import Sequence

from .story import Mark, MarkKind, Role
from .units import Unit
from .weaving import Draft, Weaver


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
    return frozenset(mark.span.start for mark in marks if mark.kind is not MarkKind.READ_AS)


def apply_marks(units: list[Unit], marks: Sequence[Mark]) -> None:
    """Fix the roles that a person gave; later marks win."""
    for mark in marks:
        if mark.kind is MarkKind.ROLE:
            for unit in units:
                if unit.span.overlaps(mark.span):
                    unit.role, unit.rule, unit.margin, unit.fixed = Role(mark.value), "marked", 1.0, True


def move_as_marked(weaver: Weaver, marks: Sequence[Mark]) -> None:
    """Carry out what a person said about which story a stretch belongs to."""
