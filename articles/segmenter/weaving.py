"""Which units make a story: the aligned stretches of a page become drafts of stories.

What alignment cannot know is repaired afterwards, over the whole page: see `repairing.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import cues
from .aligning import Aligned, Aligner, Front
from .story import Role
from .stretches import Block, Stretch, lay_out
from .ties import Ties
from .units import Unit
from .weighing import weigh


@dataclass(slots=True, eq=False)
class Draft:
    """A story while the page is being put together."""

    heads: list[Unit] = field(default_factory=list)
    bodies: list[Unit] = field(default_factory=list)
    others: list[Unit] = field(default_factory=list)
    continued: Unit | None = None
    label: Unit | None = None
    pictured: bool = False  # a caption that stands alone
    notes: list[str] = field(default_factory=list)
    margin: float = 1.0

    @property
    def start(self) -> int:
        return min(unit.start for unit in self.units)

    @property
    def units(self) -> list[Unit]:
        return [*self.heads, *self.bodies, *self.others]

    @property
    def opens(self) -> bool:
        return bool(self.bodies) and self.bodies[0].opens

    @property
    def paragraphs(self) -> list[Unit]:
        return [unit for unit in self.bodies if unit.role is Role.BODY]

    @property
    def is_closed(self) -> bool:
        """Who wrote it stands at the end: nothing more is to come."""
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None:
            return False
        return last.signed or any(
            unit.role in (Role.BYLINE, Role.SIGNOFF) and unit.index > last.index for unit in self.others
        )


ENOUGH = 3  # headings of one level that make it the level of headlines


@dataclass(frozen=True, slots=True)
class Habits:
    """How this page opens and closes its stories: what most of them do, a doubtful one will do too."""

    leads: float  # share of paragraphs under a short line that open with a dateline or writers
    signed: float  # share of short lines that follow a signature
    headings: float  # share of short lines marked # as headings
    count: int
    level: int  # of markdown that headlines have, 0 on a page without
    damage: float  # repeats and marks that say that the page was not read in order, per story


def read_habits(units: Sequence[Unit]) -> Habits:
    under = signed = leads = short = headings = 0
    seen: Unit | None = None
    for unit in units:
        if unit.role in (Role.DUPLICATE, Role.FURNITURE):
            continue
        if unit.is_short:
            short += 1
            headings += unit.marks > 0
        if seen is not None:
            if unit.role is Role.BODY and seen.is_short and not cues.has_subhead_mark(seen.words):
                under += 1
                leads += unit.opens
            if unit.is_short and not seen.is_short:
                signed += seen.signed or seen.role in (Role.BYLINE, Role.CAPTION, Role.SIGNOFF)
        seen = unit
    groups = max(1, under)
    damaged = sum(unit.role is Role.DUPLICATE for unit in units)
    damaged += sum(unit.role is Role.CONTINUATION and unit.rule == "is_continuation" for unit in units)
    levels = Counter(unit.level for unit in units if unit.is_short and unit.marks)
    return Habits(
        leads / groups,
        min(1.0, signed / groups),
        headings / max(1, short),
        under,
        min((level for level, times in levels.items() if times >= ENOUGH), default=0),
        min(1.0, damaged / groups),
    )


class Weaver:
    """Puts the units of one page together; `without` names kinds of evidence to leave out."""

    def __init__(self, units: list[Unit], *, without: frozenset[str] = frozenset()):
        self.units = units
        self.without = without
        self.ties = Ties(units)
        self.habits = read_habits(units)
        self.drafts: list[Draft] = []
        self.loose: list[Unit] = []

    def weigh(self, decision: str, evidence: dict[str, float], about: tuple) -> float:
        """Weigh one decision; `about` is what it is about, for those who learn from it."""
        return weigh(decision, evidence, self.without)

    def weave(self) -> None:
        """Afterwards every unit stands in a draft, among the loose, or is a repeat."""
        layout = lay_out(self.units, find_labels(self.units, self.ties, self.habits))
        self.loose = layout.loose
        stretches = layout.stretches
        self._owners: dict[int, Draft] = {}
        current: Draft | None = None
        above: Stretch | None = None
        for stretch, aligned in zip(stretches, Aligner(self, stretches).align(), strict=True):
            current = self._take(stretch, aligned, current, above)
            above = stretch
        for photo in layout.photos:
            self.drafts.append(Draft(others=photo, pictured=True))
        self.drafts = [draft for draft in self.drafts if draft.units]
        self.drafts.sort(key=lambda draft: draft.start)

    def _take(
        self, stretch: Stretch, aligned: Aligned, current: Draft | None, above: Stretch | None
    ) -> Draft | None:
        """Carry out what was decided for one stretch; return the story that it belongs to."""
        gap, blocks = aligned.gap, stretch.blocks
        if aligned.front is Front.GOES_ON and current is not None:
            self._add_subheads(current, blocks, aligned.margin)
            self._fill(current, stretch)
            return current
        if gap.late and current is not None:
            first = above.paragraphs[gap.cut] if gap.cut is not None else None
            self._head_late(current, blocks[: gap.late], first, aligned.margin)
        for block in blocks[gap.late : gap.late + gap.strays]:
            self._open([block], stretch, aligned.margin, stray=True)
        heads = blocks[gap.late + gap.strays :]
        if stretch.resumes is not None and (owner := self._owners.get(stretch.resumes.index)) is not None:
            if heads:
                self._open(heads, stretch, aligned.margin)
            self._fill(owner, stretch)
            return owner
        if stretch.is_empty and not heads:
            if stretch.others and current is not None:
                current.others += stretch.others
            elif stretch.others:
                current = self._open([], stretch, aligned.margin)
                current.others += stretch.others
            return current
        draft = self._open(heads, stretch, aligned.margin)
        self._fill(draft, stretch)
        if not heads and not stretch.opens and stretch.continued is None:
            draft.notes.append("no-opening")
        return draft

    def _open(
        self, blocks: Sequence[Block], stretch: Stretch, margin: float, *, stray: bool = False
    ) -> Draft:
        draft = Draft(
            heads=[unit for block in blocks for unit in block.units], label=stretch.label, margin=margin
        )
        for unit in draft.heads:
            unit.settle(Role.TITLE, "is_headline", margin)
        self.drafts.append(draft)
        for block in blocks:
            if block.caption is not None and not stray and block is blocks[-1] and stretch.bodies:
                # A picture between a headline and its text tells its own story.
                self.drafts.append(Draft(others=block.beside, pictured=True))
            else:
                draft.others += block.beside
        return draft

    def _add_subheads(self, draft: Draft, blocks: Sequence[Block], margin: float) -> None:
        for block in blocks:
            draft.others += block.beside
            for unit in block.units:
                unit.settle(Role.SUBHEAD, "is_inside_story", margin)
                draft.bodies.append(unit)

    def _fill(self, draft: Draft, stretch: Stretch) -> None:
        draft.bodies += stretch.bodies
        draft.others += stretch.others
        draft.continued = draft.continued or stretch.continued
        for unit in stretch.bodies:
            self._owners[unit.index] = draft

    def _head_late(self, current: Draft, blocks: Sequence[Block], first: Unit | None, margin: float) -> None:
        """Give the text above, or its paragraphs from `first` on, the headline that stands after it."""
        heads = [unit for block in blocks for unit in block.units]
        for unit in heads:
            unit.settle(Role.TITLE, "is_late_headline", margin)
        if first is None and not current.heads:
            draft = current
            draft.heads = heads
        else:
            draft = Draft(heads=heads, label=current.label)
            if first is not None:
                draft.bodies, current.bodies = parted(current.bodies, first)
                draft.others, current.others = parted(current.others, first)
            self.drafts.append(draft)
            for unit in draft.bodies:
                self._owners[unit.index] = draft
        draft.others += [unit for block in blocks for unit in block.beside]
        draft.notes.append("late-headline")
        draft.margin = min(draft.margin, margin)


def parted(units: Sequence[Unit], first: Unit) -> tuple[list[Unit], list[Unit]]:
    """Part units into those from `first` on and those before it."""
    return [u for u in units if u.index >= first.index], [u for u in units if u.index < first.index]


SHORT_LINE = 9  # letters of a line that is hardly a headline of its own
PLAIN_LABEL = 0.8  # so much like a column's name that no blank line has to set it apart


def find_labels(units: Sequence[Unit], ties: Ties, habits: Habits) -> frozenset[int]:
    """Find the short lines that name a column: without a verb, over a headline or on their own."""
    found: set[int] = set()
    # On a page without blank lines every headline stands right below whatever is above it.
    dense = sum(unit.gap > 0 for unit in units) < 0.1 * len(units)
    for place, unit in enumerate(units):
        if not unit.is_short or (unit.marks and habits.headings > 0.5):
            continue
        strength = cues.label_strength(unit.words[unit.marks :])
        if not strength:
            continue
        below = units[place + 1] if place + 1 < len(units) else None
        above = units[place - 1] if place else None
        under_line = unit.gap == 0 and above is not None and above.is_short
        over_line = below is not None and below.gap == 0 and below.is_short
        if under_line or (over_line and not (dense and strength >= PLAIN_LABEL)):
            continue  # a line of a longer headline
        if below is not None and below.words.startswith("——"):
            continue  # what a 副题 stands below is a title
        if strength < PLAIN_LABEL and below is not None and below.is_short and len(below.words) <= SHORT_LINE:
            continue  # half a headline, as likely
        weight = strength - 0.5
        if above is not None and above.is_short and above.index not in found and unit.gap == 1:
            weight -= 0.2  # a part of the headline that the line above begins
        if below is not None and below.is_short:
            weight += 0.15
        else:
            weight -= 0.35  # someone has to be the headline
            if below is not None and (
                below.role is Role.BYLINE or (below.role is Role.BODY and not below.opens)
            ):
                weight -= 0.35
            if below is not None and below.role is Role.BODY:
                weight -= 0.8 * (ties.share(ties.pairs(unit), ties.pairs(below)) - 0.25)
        if weight > 0:
            found.add(unit.index)
    return frozenset(found)


def margin_of(weight: float) -> float:
    """Turn log odds into 0..1: how far the other answer was behind."""
    return min(1.0, abs(weight) / 4.0)
