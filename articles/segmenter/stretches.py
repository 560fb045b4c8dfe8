"""A page as stretches of text with short lines between them: what headlines and texts are aligned over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import cues
from .credits import photo_credit
from .story import Role
from .units import Unit

HEADS = (Role.KICKER, Role.TITLE, Role.SUBTITLE)


@dataclass(slots=True, eq=False)
class Block:
    """Short lines without a blank line between them, and the caption right under them if there is one."""

    units: list[Unit]
    caption: Unit | None = None
    signs: list[Unit] = field(default_factory=list)  # bylines of that caption, or right under the lines

    @property
    def words(self) -> str:
        return self.units[0].words[self.units[0].marks :]

    @property
    def marked(self) -> bool:
        return self.units[0].marks > 0

    @property
    def fixed(self) -> bool:
        return any(unit.fixed for unit in self.units)

    @property
    def beside(self) -> list[Unit]:
        """What goes where these lines go: the caption and the bylines under them."""
        return [*([self.caption] if self.caption is not None else []), *self.signs]


@dataclass(slots=True, eq=False)
class Stretch:
    """Text that one story or one part of it fills, with the short lines above it."""

    blocks: list[Block] = field(default_factory=list)  # the short lines above
    bodies: list[Unit] = field(default_factory=list)
    others: list[Unit] = field(default_factory=list)
    continued: Unit | None = None
    resumes: Unit | None = None  # the cut paragraph, in an earlier stretch, that the first one goes on with
    label: Unit | None = None
    place: int = 0

    @property
    def paragraphs(self) -> list[Unit]:
        return [unit for unit in self.bodies if unit.role is Role.BODY]

    @property
    def opens(self) -> bool:
        return bool(self.bodies) and self.bodies[0].opens

    @property
    def is_empty(self) -> bool:
        return not (self.bodies or self.continued)

    @property
    def is_closed(self) -> bool:
        """Who wrote it stands at the end: nothing more is to come."""
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None:
            return False
        return last.signed or any(
            unit.role in (Role.BYLINE, Role.SIGNOFF) and unit.index > last.index for unit in self.others
        )


@dataclass(slots=True)
class Layout:
    """A whole page in stretches; photos and furniture stand beside them."""

    stretches: list[Stretch]
    photos: list[list[Unit]]  # captions that stand alone, each with its byline
    loose: list[Unit]


def lay_out(units: Sequence[Unit], labels: frozenset[int]) -> Layout:
    """Cut a page into stretches: at short lines, leads, continuation marks and resumed halves.

    `labels` are the indexes of short lines that name columns.
    """
    layout = Layout([], [], [])
    current = Stretch()
    label: Unit | None = None
    above: Unit | None = None
    photo: list[Unit] | None = None

    def close() -> Stretch:
        nonlocal current
        current.place = len(layout.stretches)
        layout.stretches.append(current)
        current = Stretch(label=label)
        return current

    for unit in units:
        role = unit.role
        if role is Role.DUPLICATE:
            continue
        if role is Role.FURNITURE or (role is Role.UNKNOWN and unit.fixed):
            layout.loose.append(unit)
            continue
        if role is Role.SECTION or unit.index in labels:
            unit.settle(Role.SECTION, "is_column_name", 0.6)
            layout.loose.append(unit)
            label = unit
            if current.is_empty and not current.blocks:
                current.label = label
            elif current.is_closed:
                close()  # nothing of a signed story stands below the name of the next column
        elif unit.is_short or role in HEADS:
            if current.continued is not None and not current.bodies:
                # Right under 上接第1版 a short line goes on with the story: its headline is on page 1.
                unit.settle(Role.SUBHEAD, "is_under_continuation", 0.7)
                current.bodies.append(unit)
            else:
                if not current.is_empty or (unit.begins and current.blocks):
                    close()
                last = current.blocks[-1] if current.blocks else None
                if last is not None and unit.gap == 0 and above is last.units[-1]:
                    last.units.append(unit)
                else:
                    current.blocks.append(Block([unit]))
        elif role is Role.CAPTION:
            photo = _take_caption(unit, above, current, layout)
        elif role is Role.CONTINUATION and (way := cues.continuation(unit.words)) and way[0] == "from":
            if not current.is_empty:
                close()
            current.continued = unit
            current.others.append(unit)
        elif role in (Role.BYLINE, Role.SIGNOFF, Role.CONTINUATION):
            last = current.blocks[-1] if current.blocks else None
            if photo is not None and above is photo[-1] and role is Role.BYLINE:
                photo.append(unit)
            elif role is Role.BYLINE and current.is_empty and last is not None and above is last.units[-1]:
                last.signs.append(unit)  # it goes where the headline goes
            else:
                current.others.append(unit)
        else:
            before = units[unit.goes_on_from] if unit.goes_on_from is not None else None
            if before is not None and before not in current.bodies:
                if not current.is_empty or current.blocks:
                    close()
                current.resumes = before
            elif (
                (unit.opens or unit.begins)
                and unit.begins is not False
                and (current.bodies or (current.continued is not None and not current.blocks))
            ):
                close()
            elif unit.is_item and above is label and current.bodies:
                close()  # 快讯, and the items right below it
            current.bodies.append(unit)
        above = unit
    if not current.is_empty or current.blocks or current.others:
        close()
    return layout


def _take_caption(unit: Unit, above: Unit | None, current: Stretch, layout: Layout) -> list[Unit] | None:
    """Put a caption under its headline, into the text that it explains, or beside the stories."""
    last = current.blocks[-1] if current.blocks else None
    if current.is_empty and last is not None and above is last.units[-1] and last.caption is None:
        last.caption = unit
        return _Signs(unit, last.signs)
    if current.paragraphs and not photo_credit(unit.words)[0] and unit.rule != "is_above_photographer":
        current.bodies.append(unit)  # 图为… without a photographer explains the text above it
        return None
    layout.photos.append([unit])
    return layout.photos[-1]


class _Signs(list):
    """A caption under a headline: what is appended to it goes to its block."""

    def __init__(self, caption: Unit, signs: list[Unit]):
        super().__init__([caption])
        self._signs = signs

    def append(self, unit: Unit) -> None:
        super().append(unit)
        self._signs.append(unit)
