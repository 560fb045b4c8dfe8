"""Which units make a story: headlines, leads and shared words weighed over the whole page.

A page is read once from top to bottom. Short lines between paragraphs become headlines, subheads or
column names; stories open at headlines and at leads. Then three repairs look at the page as a whole:
a headline that stands after its text, a story that another one interrupts, a story whose headline is
elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import cues
from .story import Role
from .ties import Ties
from .units import Unit

WINDOW = 5  # how many stories back an interrupted one may lie
TAIL = 40  # how many paragraphs at the end of a story may be looked at as another's


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
        return min(unit.start for unit in (*self.heads, *self.bodies, *self.others))

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
        last = self.paragraphs[-1:] and self.paragraphs[-1]
        return bool(last and last.signed) or any(
            unit.role is Role.BYLINE and last and unit.index > last.index for unit in self.others
        )


@dataclass(frozen=True, slots=True)
class Habits:
    """How this page opens and closes its stories: what most of them do, a doubtful one will do too."""

    leads: float  # share of paragraphs under a short line that open with a dateline or writers
    signed: float  # share of short lines that follow a signature
    headings: float  # share of short lines marked # as headings
    count: int


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
    return Habits(leads / groups, min(1.0, signed / groups), headings / max(1, short), under)


@dataclass(slots=True)
class Woven:
    """The stories of a page and what stands outside them."""

    drafts: list[Draft]
    loose: list[Unit]


class Weaver:
    """Puts the units of one page together; `without` names kinds of evidence to leave out."""

    def __init__(self, units: list[Unit], *, without: frozenset[str] = frozenset()):
        self.units = units
        self.without = without
        self.ties = Ties(units)
        self.habits = read_habits(units)
        self.drafts: list[Draft] = []
        self.loose: list[Unit] = []
        self.current: Draft | None = None
        self.label: Unit | None = None

    # -- reading down the page ------------------------------------------------------------------

    def weave(self) -> Woven:
        position = 0
        while position < len(self.units):
            unit = self.units[position]
            if unit.is_short:
                end = position
                while end < len(self.units) and (
                    self.units[end].is_short or self.units[end].role in (Role.DUPLICATE, Role.FURNITURE)
                ):
                    end += 1
                run = [u for u in self.units[position:end] if u.is_short]
                self.loose += [u for u in self.units[position:end] if u.role is Role.FURNITURE]
                self._take_run(run, self.units[end] if end < len(self.units) else None, end)
                position = end
                continue
            self._take(unit, position)
            position += 1
        self._find_late_headlines()
        self._resume_interrupted()
        self._pair_headless()
        self._drop_empty()
        return Woven(self.drafts, self.loose)

    def _open(self, **what) -> Draft:
        draft = Draft(**what)
        self.drafts.append(draft)
        self.current = draft
        return draft

    def _take(self, unit: Unit, position: int) -> None:
        role = unit.role
        if role is Role.FURNITURE:
            self.loose.append(unit)
        elif role is Role.DUPLICATE:
            pass  # goes where the words that it repeats are
        elif role is Role.SECTION:
            self.loose.append(unit)
            self.label = unit
        elif role is Role.CAPTION:
            self._take_caption(unit, position)
        elif role is Role.CONTINUATION:
            self._take_continuation(unit)
        elif role in (Role.BYLINE, Role.SIGNOFF):
            self._take_signature(unit, position)
        else:
            self._take_body(unit)

    def _take_body(self, unit: Unit) -> None:
        current = self.current
        if unit.goes_on_from is not None:
            owner = self._owner(self.units[unit.goes_on_from])
            if owner is not None:
                owner.bodies.append(unit)
                self.current = owner
                return
        if (
            current is None
            or current.pictured
            or (unit.opens and current.paragraphs)
            or (unit.opens and current.continued is not None)
        ):
            current = self._open()
            if not unit.opens:
                current.notes.append("no-opening")
        current.bodies.append(unit)

    def _owner(self, unit: Unit) -> Draft | None:
        for draft in reversed(self.drafts):
            if unit in draft.bodies:
                return draft
        return None

    def _take_caption(self, unit: Unit, position: int) -> None:
        current = self.current
        if current is not None and current.heads and not current.bodies and not current.others:
            # A headline over a picture and nothing else: a photo story, unless its text turns up.
            current.others.append(unit)
            return
        photo = Draft(others=[unit], pictured=True)
        self.drafts.append(photo)

    def _take_continuation(self, unit: Unit) -> None:
        way = cues.continuation(unit.words)
        current = self.current
        if (
            way
            and way[0] == "from"
            and not (current is not None and current.heads and not current.bodies and not current.others)
        ):
            current = self._open()
        if current is None:
            current = self._open()
        if way and way[0] == "from":
            current.continued = unit
        current.others.append(unit)

    def _take_signature(self, unit: Unit, position: int) -> None:
        above = self.units[position - 1] if position else None
        if above is not None and above.role is Role.CAPTION and self.drafts and unit.role is Role.BYLINE:
            for draft in reversed(self.drafts):
                if above in draft.others:
                    draft.others.append(unit)
                    return
        if self.current is None:
            self._open()
        self.current.others.append(unit)

    # -- short lines ----------------------------------------------------------------------------

    def _take_run(self, run: list[Unit], below: Unit | None, end: int) -> None:
        """Say what a run of short lines is: headlines over what follows, subheads, names of columns."""
        blocks = _blocks(run)
        below_body = self._next_body(end)
        labels = self._labels(blocks, below)
        for block in labels:
            for unit in block:
                unit.settle(Role.SECTION, "is_column_name", 0.6)
                self.loose.append(unit)
                self.label = unit
        blocks = [block for block in blocks if block not in labels]
        if not blocks:
            return
        if self._is_inside(blocks, below, below_body):
            for block in blocks:
                for unit in block:
                    unit.settle(Role.SUBHEAD, "is_inside_story", 0.6)
                    self.current.bodies.append(unit)
            return
        if below is not None and below.role is Role.SIGNOFF and self.current is not None and len(blocks) == 1:
            for unit in blocks[0]:
                unit.settle(Role.BODY, "is_above_signoff", 0.5)
                self.current.bodies.append(unit)
            return
        groups = self._headline_groups(blocks, below_body)
        for group in groups:
            for block in group:
                for unit in block:
                    unit.settle(Role.TITLE, "is_headline", 0.7)
            self._open(heads=[unit for block in group for unit in block], label=self.label)

    def _next_body(self, position: int) -> Unit | None:
        for unit in self.units[position : position + 6]:
            if unit.role is Role.BODY:
                return unit
            if unit.is_short:
                return None
        return None

    def _labels(self, blocks: list[list[Unit]], below: Unit | None) -> list[list[Unit]]:
        found = []
        for place, block in enumerate(blocks):
            if len(block) > 1 or block[0].marks and self.habits.headings > 0.5:
                continue
            words = block[0].words[block[0].marks :]
            strength = cues.label_strength(words)
            if not strength:
                continue
            last = place == len(blocks) - 1
            weight = strength - 0.5
            if last:
                weight -= 0.35  # someone has to be the headline
                if below is not None and below.role is Role.BODY:
                    shared = self.ties.share(self.ties.pairs(block[0]), self.ties.pairs(below))
                    weight -= 0.8 * (shared - 0.25)
                if below is None and place == 0:
                    weight += 0.3
            else:
                weight += 0.15
            if weight > 0:
                found.append(block)
        return found

    def _is_inside(self, blocks: list[list[Unit]], below: Unit | None, body: Unit | None) -> bool:
        """Weigh whether short lines divide the story that is being read instead of opening another."""
        current = self.current
        if current is None or current.pictured:
            return False
        first = blocks[0][0]
        if current.heads and not current.bodies and current.continued is None:
            return False
        if body is None:
            return False
        if current.continued is not None and not current.bodies:
            return not body.opens
        if not current.bodies:
            return False
        weight = 0.0
        last = current.paragraphs[-1] if current.paragraphs else None
        if body.opens:
            weight -= 4.0
        if len(blocks) > 1:
            weight -= 1.5
        if any(len(block) > 1 for block in blocks):
            weight -= 1.5
        if first.marks:
            weight -= 1.5 if self.habits.headings > 0.5 else 0.5
        if cues.has_subhead_mark(first.words[first.marks :]):
            weight += 3.5
        if last is not None:
            if last.signed or current.is_closed:
                weight -= 3.0
            if not last.finished:
                weight += 1.0
        if not body.opens and self.habits.count >= 2:
            weight += 4.0 * (self.habits.leads - 0.4)
        if last is not None and not current.is_closed:
            weight += 2.0 * (self.habits.signed - 0.3)
        pairs = self.ties.pairs(body)
        story = self.ties.together([*current.heads, *current.paragraphs[-8:]])
        cohesion = self.ties.share(pairs, story)
        weight += 8.0 * (cohesion - 0.16)
        head = self.ties.pairs(first)
        weight -= 3.0 * (self.ties.share(head, pairs) - self.ties.share(head, story))
        weight += 0.8 * self._is_parallel(first, current)
        weight -= 0.6
        return weight > 0

    def _is_parallel(self, unit: Unit, draft: Draft) -> float:
        """Subheads of one story resemble each other: as long, as divided, led by the same letters."""
        best = 0.0
        for other in draft.bodies[-12:]:
            if other.role is Role.SUBHEAD:
                same = 0.5 * (abs(len(other.words) - len(unit.words)) <= 2)
                same += 1.0 * (other.words[:1] == unit.words[:1])
                same += 0.5 * ((" " in other.words) == (" " in unit.words))
                best = max(best, same)
        return best

    def _headline_groups(self, blocks: list[list[Unit]], body: Unit | None) -> list[list[list[Unit]]]:
        """Divide headline blocks into those of one headline and those of several stories."""
        if len(blocks) == 1:
            return [blocks]
        pairs = self.ties.pairs(body) if body is not None else frozenset()
        groups: list[list[list[Unit]]] = [[blocks[-1]]]
        for block in reversed(blocks[:-1]):
            own = self.ties.together(block)
            to_body = self.ties.share(own, pairs)
            to_head = self.ties.share(own, self.ties.together(u for b in groups[0] for u in b))
            to_last = 0.0
            if self.current is not None and self.current.bodies:
                to_last = self.ties.share(own, self.ties.together(self.current.paragraphs[-10:]))
            weight = 3.0 * max(to_body, to_head) - 3.0 * to_last
            if (
                self.current is not None
                and not self.current.heads
                and self.current.bodies
                and block is blocks[0]
            ):
                weight -= 0.6
            if all(unit.marks for unit in block) and self.habits.headings > 0.5:
                weight -= 0.5
            if groups[0][0][0].words.startswith("——"):
                weight += 2.0
            weight += 0.1
            if weight > 0:
                groups[0].insert(0, block)
            else:
                groups.insert(0, [block])
        return groups

    # -- repairs over the whole page --------------------------------------------------------------

    def _find_late_headlines(self) -> None:
        """Give a headline without text the untitled text above it, or the tail of the story above it."""
        for place, draft in enumerate(list(self.drafts)):
            if not draft.heads or draft.bodies or draft.continued is not None:
                continue
            at = self.drafts.index(draft)
            own = self.ties.together(draft.heads)
            best: tuple[float, Draft | None, int] = (0.0, None, 0)
            for step, other in enumerate(reversed(self.drafts[max(0, at - WINDOW) : at])):
                if not other.paragraphs:
                    continue
                if not other.heads and other.continued is None:
                    share = self.ties.share(own, self.ties.together(other.paragraphs))
                    weight = 4.0 * share - 0.8 - 0.3 * step + (0.7 if step == 0 else 0.0)
                    best = max(best, (weight, other, 0), key=lambda b: b[0])
                elif step == 0 or other is self.drafts[at - 1]:
                    weight, cut = self._best_cut(other, own)
                    best = max(best, (weight, other, cut), key=lambda b: b[0])
            weight, other, cut = best
            if other is None:
                continue
            if cut:
                moved = other.paragraphs[cut:]
                draft.bodies = [u for u in other.bodies if u.index >= moved[0].index]
                other.bodies = [u for u in other.bodies if u.index < moved[0].index]
                after = [u for u in other.others if u.index > moved[0].index]
                draft.others = after + draft.others
                other.others = [u for u in other.others if u not in after]
            else:
                draft.bodies = other.bodies
                draft.others = other.others + draft.others
                self.drafts.remove(other)
            draft.notes.append("late-headline")
            draft.margin = min(draft.margin, weight / 2)

    def _best_cut(self, story: Draft, head: frozenset[str]) -> tuple[float, int]:
        """Find where, in a story's paragraphs, the text of a headline that follows them begins."""
        paragraphs = story.paragraphs[-TAIL:]
        skipped = len(story.paragraphs) - len(paragraphs)
        if len(paragraphs) < 2:
            return 0.0, 0
        title = self.ties.together(story.heads)
        best = (0.0, 0)
        pairs = [self.ties.pairs(unit) for unit in paragraphs]
        for cut in range(1, len(paragraphs)):
            if paragraphs[cut].goes_on_from is not None:
                continue
            before = frozenset().union(title, *pairs[:cut])
            after = frozenset().union(*pairs[cut:])
            to_after = self.ties.share(head, after)
            to_before = self.ties.share(head, before)
            bond = self.ties.share(pairs[cut], before)
            weight = 4.0 * (to_after - to_before) - 8.0 * (bond - 0.12) - 0.9
            weight += 1.0 * self.ties.share(head, pairs[cut])
            if paragraphs[cut].opens:
                weight += 2.0
            if paragraphs[cut - 1].signed:
                weight += 1.0
            if weight > best[0]:
                best = (weight, cut + skipped)
        return best

    def _resume_interrupted(self) -> None:
        """Give paragraphs that belong to an earlier story, interrupted by this one, back to it."""
        for place in range(1, len(self.drafts)):
            draft = self.drafts[place]
            if draft.pictured or len(draft.paragraphs) < 2:
                continue
            earlier = [
                d for d in self.drafts[max(0, place - WINDOW) : place] if d.paragraphs and d is not draft
            ]
            best: tuple[float, Draft | None, int] = (0.0, None, 0)
            for step, other in enumerate(reversed(earlier)):
                if other.start > draft.start:
                    continue
                weight, cut = self._best_return(draft, other, step)
                best = max(best, (weight, other, cut), key=lambda b: b[0])
            weight, other, cut = best
            if other is None:
                continue
            moved = draft.paragraphs[cut]
            gone = [u for u in draft.bodies if u.index >= moved.index]
            other.bodies += gone
            draft.bodies = [u for u in draft.bodies if u.index < moved.index]
            signs = [
                u for u in draft.others if u.index > moved.index and u.role in (Role.BYLINE, Role.SIGNOFF)
            ]
            other.others += signs
            draft.others = [u for u in draft.others if u not in signs]
            other.notes.append("interrupted")
            other.margin = min(other.margin, weight / 3)

    def _best_return(self, draft: Draft, other: Draft, step: int) -> tuple[float, int]:
        paragraphs = draft.paragraphs[-TAIL:]
        skipped = len(draft.paragraphs) - len(paragraphs)
        home = self.ties.together([*other.heads, *other.paragraphs[-TAIL:]])
        base = self.ties.together([*draft.heads, *draft.paragraphs[:skipped]])
        pairs = [self.ties.pairs(unit) for unit in paragraphs]
        best = (0.0, 0)
        for cut in range(1, len(paragraphs)):
            if paragraphs[cut].opens or paragraphs[cut].goes_on_from is not None:
                continue
            before = base.union(*pairs[:cut])
            gain = 0.0
            for own in pairs[cut:]:
                gain += 6.0 * (self.ties.share(own, home) - self.ties.share(own, before))
            weight = gain - 0.6 - 0.4 * step
            if other.is_closed:
                weight -= 2.5
            if paragraphs[cut - 1].signed:
                weight += 1.5
            if weight > best[0]:
                best = (weight, cut + skipped)
        return best

    def _pair_headless(self) -> None:
        """Put text with a lead and no headline together with a headline whose text has no lead."""
        for draft in list(self.drafts):
            if draft.heads or not draft.opens or draft.continued is not None or draft not in self.drafts:
                continue
            at = self.drafts.index(draft)
            body = self.ties.together(draft.paragraphs)
            best: tuple[float, Draft | None] = (0.0, None)
            for other in self.drafts[max(0, at - WINDOW) : at + WINDOW + 1]:
                if other is draft or not other.heads or other.opens:
                    continue
                if other.paragraphs and self.habits.leads < 0.5:
                    continue
                own = self.ties.together(other.heads)
                weight = 4.0 * self.ties.share(own, body) - 0.9
                if other.paragraphs:
                    weight += 6.0 * (self.ties.share(self.ties.together(other.paragraphs), body) - 0.08)
                else:
                    weight += 0.3
                if draft.is_closed and other.paragraphs:
                    weight -= 1.5
                best = max(best, (weight, other), key=lambda b: b[0])
            weight, other = best
            if other is None:
                continue
            first, second = sorted((draft, other), key=lambda d: d.bodies[0].index if d.bodies else 10**9)
            other.bodies, other.others = (
                first.bodies + (second.bodies if second is not first else []),
                first.others + second.others,
            )
            other.notes.append("headline-elsewhere")
            other.margin = min(other.margin, weight / 2)
            self.drafts.remove(draft)

    def _drop_empty(self) -> None:
        self.drafts = [draft for draft in self.drafts if draft.units]
        owners = {unit.index: draft for draft in self.drafts for unit in draft.units}
        for unit in self.units:
            if unit.role is Role.DUPLICATE:
                first = unit
                while first.repeats is not None and first.role is Role.DUPLICATE:
                    first = self.units[first.repeats]
                if owner := owners.get(first.index):
                    owner.others.append(unit)
                else:
                    self.loose.append(unit)


def _blocks(run: list[Unit]) -> list[list[Unit]]:
    """Short lines without a blank line between them; lines marked as headings stand alone."""
    blocks: list[list[Unit]] = []
    for unit in run:
        if blocks and unit.gap == 0 and not unit.marks:
            blocks[-1].append(unit)
        else:
            blocks.append([unit])
    return blocks
