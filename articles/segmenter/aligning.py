"""Which headline is whose: short lines and texts of a whole page aligned at once.

Each stretch of text has a front: it is headed by the lines above it (HEADED), goes on with the text above
them, which they divide (GOES_ON), or has no headline there (BARE). And it may have a tail: the first of
the lines below it is its late headline, or that of its last paragraphs. The best choice for the whole
page is found by dynamic programming; each choice is weighed by learned evidence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from . import cues
from .glyphs import BULLETS
from .stretches import Block, Stretch
from .ties import NOTHING, Pairs


class Front(Enum):
    HEADED = "headed"
    GOES_ON = "goes on"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Gap:
    """How the short lines between two stretches are divided."""

    late: int = 0  # so many of the first blocks are the late headline of the text above
    strays: int = 0  # then so many belong to no text
    cut: int | None = None  # the late headline's text begins at this paragraph of the text above


@dataclass(slots=True)
class Aligned:
    """What was decided for one stretch."""

    front: Front
    gap: Gap  # the lines above it
    margin: float = 1.0


STRAY = -2.5  # a headline that belongs to no text
STRAY_PICTURED = 0.5  # but over a picture it may well
PICTURED = 4.0
DEEPER = 6.0  # ## on a page whose headlines have #
LABELLED = 3.0  # right below a column's name stands a headline
BULLET = 3.0  # ■ before a short line says subhead; gold pages with it are too few to learn that from
UNOPENED = 2.0  # a text without a lead among texts with one
UNTIED = 0.06  # lines that share less than this with a text cannot be its late headline
TAIL = 28
MOST_BLOCKS = 5  # lines looked at on either side of a gap; the rest in between are strays


def chance(weight: float) -> float:
    """Turn log odds into the logarithm of a probability."""
    return -math.log1p(math.exp(-weight)) if weight > -30 else weight


def ratio(one: float, other: float) -> float:
    """Compare two shares by how many times larger one is; tiny shares count as nothing."""
    return math.log((one + 0.04) / (other + 0.04))


class Aligner:
    """Aligns the stretches of one page; `weaver` weighs the evidence and knows the page's habits."""

    def __init__(self, weaver, stretches: list[Stretch]):
        self.weaver, self.ties, self.habits = weaver, weaver.ties, weaver.habits
        self.stretches = stretches
        self._known: dict[int, dict[bool, list[tuple[Front, float, Gap]]]] = {}
        self._weights: dict[int, tuple[float | None, float, list[float]]] = {}

    def align(self) -> list[Aligned]:
        """Choose front and tail of every stretch so that the whole page weighs most."""
        count = len(self.stretches)
        scores: list[dict[Front, tuple[float, Front | None, Gap]]] = []
        for place in range(count):
            row: dict[Front, tuple[float, Front | None, Gap]] = {}
            before = scores[place - 1] if place else {None: (0.0, None, Gap())}
            for front_above, (score, _, _) in before.items():
                for front, own, gap in self._options(place, front_above):
                    if front not in row or score + own > row[front][0]:
                        row[front] = (score + own, front_above, gap)
            scores.append(row)
        return self._read_back(scores)

    def _read_back(self, scores) -> list[Aligned]:
        found: list[Aligned] = []
        if not scores:
            return found
        front = max(scores[-1], key=lambda one: scores[-1][one][0])
        for place in reversed(range(len(scores))):
            score, above, gap = scores[place][front]
            others = [one[0] for name, one in scores[place].items() if name is not front]
            margin = min(1.0, max(0.0, (score - max(others)) / 4.0)) if others else 1.0
            found.append(Aligned(front, gap, margin))
            front = above
        return found[::-1]

    # -- what can be done with the lines above one stretch ------------------------------------------------

    def _options(self, place: int, front_above: Front | None) -> list[tuple[Front, float, Gap]]:
        """Weigh every way to divide the lines above a stretch between it and the text above them."""
        known = self._known.setdefault(place, {})
        # What goes on with a story that another one interrupted has that story's headline.
        bare_above = front_above is Front.BARE and self.stretches[place - 1].resumes is None
        if bare_above not in known:
            known[bare_above] = self._weigh_options(place, bare_above)
        return known[bare_above]

    def _weigh_options(self, place: int, bare_above: bool) -> list[tuple[Front, float, Gap]]:
        stretch = self.stretches[place]
        above = self.stretches[place - 1] if place else None
        blocks = stretch.blocks
        if not blocks:
            return [(Front.BARE, 0.0, Gap())]
        heads = stretch.resumes is None and not stretch.is_empty
        if place not in self._weights:
            self._weights[place] = (
                self._inside_weight(stretch, above),
                self._heading_weight(stretch, above) if heads else -30.0,
                [self._same_weight(stretch, above, at) for at in range(len(blocks) - 1)],
            )
        inside, heading, same = self._weights[place]
        options: list[tuple[Front, float, Gap]] = []
        outside = 0.0
        if inside is not None:
            options.append((Front.GOES_ON, chance(inside), Gap()))
            outside = chance(-inside)
        late, cut = self._late_weight(stretch, above, bare_above)
        for first in range(min(len(blocks), MOST_BLOCKS) + 1):
            if first and late is None:
                break
            start = outside + (0.0 if late is None else chance(late) if first else chance(-late))
            for last in range(max(first, len(blocks) - MOST_BLOCKS), len(blocks) + 1):
                score = start
                score += sum(
                    STRAY if block.caption is None else STRAY_PICTURED for block in blocks[first:last]
                )
                for at, weight in enumerate(same):
                    together = at + 1 < first or at >= last
                    score += chance(weight) if together else chance(-weight)
                if last == len(blocks):
                    score += 0.0 if stretch.is_empty else chance(-heading)
                    front = Front.BARE
                elif heads:
                    score += chance(heading)
                    front = Front.HEADED
                else:
                    continue
                options.append((front, score, Gap(first, last - first, cut if first else None)))
        return options

    def _heading_weight(self, stretch: Stretch, above: Stretch | None) -> float:
        block = stretch.blocks[-1]
        if block.fixed or block.units[0].begins:
            return 20.0
        evidence = self.heading_evidence(block, stretch, above)
        weight = self.weaver.weigh("heading", evidence, (block, above, stretch))
        if block.caption is not None and stretch.continued is not None:
            weight -= PICTURED  # what goes on from page 1 has its headline there; this one is the picture's
        return weight

    def _same_weight(self, stretch: Stretch, above: Stretch | None, at: int) -> float:
        one, two = stretch.blocks[at : at + 2]
        evidence = self.same_evidence(one, [two], stretch, above)
        return self.weaver.weigh("same-headline", evidence, (one, two))

    def _late_weight(
        self, stretch: Stretch, above: Stretch | None, bare_above: bool
    ) -> tuple[float | None, int | None]:
        """Weigh the first lines as the headline of the text above when it has none, or else of its end."""
        if above is None or not above.paragraphs:
            return None, None
        block = stretch.blocks[0]
        if bare_above:
            return self.weaver.weigh(
                "late", self.late_evidence(block, stretch, above), (block, above, stretch)
            ), None
        cut, weight = self._best_cut(block, stretch, above)
        return (weight, cut) if cut is not None else (None, None)

    def _inside_weight(self, stretch: Stretch, above: Stretch | None) -> float | None:
        if above is None or stretch.is_empty or stretch.continued is not None or above.is_empty:
            return None
        if any(block.caption is not None or block.signs or block.fixed for block in stretch.blocks):
            return None
        if above.bodies and above.bodies[-1].is_item != stretch.bodies[0].is_item:
            return None  # a list of items has no subheads, and is none of a story's paragraphs
        if any(block.marked for block in stretch.blocks[1:]) and not stretch.blocks[0].marked:
            return None  # a 引题 without the mark of its 主题
        if cues.is_labelled(stretch.blocks[-1].words):
            return None
        if any(block.words.startswith("——") for block in stretch.blocks[1:]):
            return None  # a line led by a dash is a 副题, and stands under a headline only
        begins = [unit.begins for block in stretch.blocks for unit in block.units]
        if True in begins or stretch.bodies[0].begins or cues.names_notice(stretch.blocks[-1].words):
            return None
        if False in begins:
            return 20.0
        evidence = self.inside_evidence(stretch, above)
        weight = self.weaver.weigh("inside", evidence, (stretch.blocks[0], above, stretch))
        if stretch.blocks[0].words[:1] in BULLETS and not stretch.opens:
            weight += BULLET
        levels = [unit.level for block in stretch.blocks for unit in block.units]
        if self.habits.level and min(levels) > self.habits.level:
            weight += DEEPER
        if stretch.label is not None and stretch.label.index == stretch.blocks[0].units[0].index - 1:
            weight -= LABELLED
        return weight

    def _best_cut(self, block: Block, stretch: Stretch, above: Stretch) -> tuple[int | None, float]:
        """Where the late headline's text most likely begins, and the log odds that it begins anywhere."""
        best: tuple[float, int | None] = (-99.0, None)
        odds = 0.0
        paragraphs = above.paragraphs
        if self._share(self.ties.together(block.units), self.ties.together(paragraphs[-TAIL:])) < UNTIED:
            return None, -99.0
        for cut in range(max(1, len(paragraphs) - TAIL), len(paragraphs)):
            if paragraphs[cut].goes_on_from is not None:
                continue
            evidence = self.cut_evidence(block, stretch, above, cut)
            weight = self.weaver.weigh("late-cut", evidence, (block, above, stretch, cut))
            # Where every story opens with a dateline, none begins in the middle of a text.
            weight -= UNOPENED * self.habits.leads * (self.habits.count >= 3)
            odds += math.exp(min(20.0, weight))
            best = max(best, (weight, cut), key=lambda one: one[0])
        return best[1], math.log(odds) if odds else -99.0

    # -- evidence -----------------------------------------------------------------------------------------

    def _share(self, part: Pairs, whole: Pairs) -> float:
        return self.ties.share(part, whole)

    def heading_evidence(self, block: Block, stretch: Stretch, above: Stretch | None) -> dict[str, float]:
        """What speaks for lines heading the text right below them."""
        own = self.ties.together(block.units)
        first = self.ties.pairs(stretch.bodies[0]) if stretch.bodies else NOTHING
        text = self.ties.together(stretch.paragraphs[:TAIL])
        before = self.ties.together(above.paragraphs[-10:]) if above is not None else NOTHING
        return {
            "tie-first": self._share(own, first),
            "tie-all": self._share(own, text),
            "tie-above": self._share(own, before),
            "tie-more": self._share(own, text) - self._share(own, before),
            "tie-ratio": ratio(self._share(own, text), self._share(own, before)),
            "opens": float(stretch.opens),
            "leads": self.habits.leads * (not stretch.opens),
            "half-continued": float(stretch.continued is not None),
            "count-blocks": float(len(stretch.blocks) > 1),
            "gap-caption": float(block.caption is not None),
            "gap-caption-continued": float(block.caption is not None and stretch.continued is not None),
            "gap-caption-apart": float(block.caption is not None)
            * (1.0 - min(1.0, 4 * self._share(own, text))),
        }

    def late_evidence(self, block: Block, stretch: Stretch, above: Stretch) -> dict[str, float]:
        """What speaks for lines heading the text right above them."""
        own = self.ties.together(block.units)
        text = self.ties.together(above.paragraphs[:TAIL])
        below = self.ties.together(stretch.paragraphs[:10])
        return {
            "tie-all": self._share(own, text),
            "tie-first": self._share(own, self.ties.pairs(above.paragraphs[0])),
            "tie-below": self._share(own, below),
            "tie-more": self._share(own, text) - self._share(own, below),
            "tie-ratio": ratio(self._share(own, text), self._share(own, below)),
            "opens": float(above.opens),
            "block-none": float(not above.blocks),
            "half-end": float(stretch.is_empty),
            "count-blocks": float(len(stretch.blocks) > 1),
            "half-continued": float(above.continued is not None),
        }

    def cut_evidence(self, block: Block, stretch: Stretch, above: Stretch, cut: int) -> dict[str, float]:
        """What speaks for the text of a headline beginning at one paragraph of the text above it."""
        ties = self.ties
        own = ties.together(block.units)
        paragraphs = above.paragraphs
        first, last = paragraphs[cut], paragraphs[cut - 1]
        headline = [unit for one in above.blocks[-2:] for unit in one.units]
        heads = ties.together(headline)
        before = ties.together([*headline, *paragraphs[max(0, cut - TAIL) : cut]])
        after = ties.together(paragraphs[cut : cut + TAIL])
        return {
            "tie-after": self._share(own, after),
            "tie-first": self._share(own, ties.pairs(first)),
            "tie-before": self._share(own, before),
            "tie-above": self._share(own, ties.pairs(last)),
            "tie-below": self._share(own, ties.together(stretch.paragraphs[:10])),
            "tie-ratio-before": ratio(self._share(own, ties.pairs(first)), self._share(own, before)),
            "tie-ratio-below": ratio(
                self._share(own, after), self._share(own, ties.together(stretch.paragraphs[:10]))
            ),
            "bond-ratio": ratio(self._share(ties.pairs(first), before), self._share(own, after)),
            "bond-first": self._share(ties.pairs(first), before),
            "bond-title": self._share(ties.pairs(first), heads),
            "bond-after": self._share(after, before),
            "signed": float(last.signed),
            "sign-own": float(paragraphs[-1].signed),
            "half-open": float(not last.finished),
            "half-end": float(stretch.is_empty),
            "count-before": min(cut, 10) / 10,
            "count-after": min(len(paragraphs) - cut, 10) / 10,
            "count-blocks": float(len(stretch.blocks) > 1),
        }

    def same_evidence(
        self, block: Block, group: list[Block], stretch: Stretch, above: Stretch | None
    ) -> dict[str, float]:
        """What speaks for one block of lines being part of the same headline as those below it."""
        ties = self.ties
        own = ties.together(block.units)
        heads = ties.together(unit for one in group for unit in one.units)
        below = ties.pairs(stretch.bodies[0]) if stretch.bodies else NOTHING
        text = above.paragraphs[-10:] if above is not None else []
        length = sum(len(unit.words) - unit.marks for unit in block.units)
        other = sum(len(unit.words) - unit.marks for unit in group[0].units)
        to_below, to_above = self._share(own, below), self._share(own, ties.together(text))
        return {
            "tie-body": to_below,
            "tie-head": self._share(own, heads),
            "tie-story": to_above,
            "tie-more": to_below - to_above,
            "tie-ratio": ratio(to_below, to_above),
            "tie-last": self._share(own, ties.pairs(text[-1])) if text else 0.0,
            "tie-group-story": self._share(heads, ties.together(text)),
            "half-none": float(stretch.is_empty),
            "heading": float(block.marked),
            "heading-one": float(block.marked != group[0].marked),
            "mark-dash": float(group[0].words.startswith("——")),
            "gap": float(block.caption is not None),
            "length": length / 20,
            "length-both": (length + other) / 40,
            "length-short": float(length <= 7),
            "block-lines": float(len(block.units) > 1),
            "block-count": float(len(group)),
            "place": float(not text),
        }

    def inside_evidence(self, stretch: Stretch, above: Stretch) -> dict[str, float]:
        """What speaks for short lines dividing the text that they stand in instead of opening another."""
        ties, habits, block = self.ties, self.habits, stretch.blocks[0]
        paragraphs = above.paragraphs
        last = paragraphs[-1] if paragraphs else None
        words = block.words
        body = stretch.bodies[0]
        own, head = ties.pairs(body), ties.together(block.units)
        story = ties.together(paragraphs[-8:])
        opens = stretch.opens
        regular = habits.count >= 2
        place = stretch.place
        return {
            "opens": float(opens),
            "habit-leads": habits.leads * regular * (not opens),
            "habit-leads-none": float(habits.leads < 0.2) * (not opens),
            "leads-count": math.log(1 + habits.leads * habits.count) * (not opens),
            "heading": float(block.marked),
            "heading-habit": float(not block.marked) * (habits.headings > 0.5),
            "block-many": float(len(stretch.blocks) > 1),
            "block-lines": float(any(len(one.units) > 1 for one in stretch.blocks)),
            "mark-dash": float(any(one.words.startswith("——") for one in stretch.blocks[1:])),
            "mark": float(cues.has_subhead_mark(words)),
            "mark-end": float(words.endswith(("——", ":", "。", "?", "!", "…"))),
            "short": float(len(words) <= 7),
            "length": len(words) / 20,
            "signed": float(last is not None and last.signed),
            "closed": float(above.is_closed),
            "habit-signed": habits.signed * regular * (not above.is_closed),
            "unfinished": float(last is not None and not last.finished and last.goes_on_in is None),
            "half-open": float(last is not None and last.goes_on_in is not None),
            "half-untitled": float(not above.blocks and above.resumes is None),
            "half-continued": float(above.continued is not None),
            "tie-body": ties.share(own, story),
            "tie-head-body": ties.share(head, own),
            "tie-head-text": ties.share(head, ties.together(stretch.paragraphs[:10])),
            "tie-head-story": ties.share(head, story),
            "tie-title-text": ties.share(
                ties.together(unit for one in above.blocks[-2:] for unit in one.units),
                ties.together(stretch.paragraphs[:10]),
            ),
            "parallel": self._likeness(block, [one.blocks[0] for one in self._near(place, -1)]),
            "parallel-ahead": self._likeness(block, [one.blocks[0] for one in self._near(place, 1)]),
            "count-story": min(10, len(paragraphs)) / 10,
        }

    def _near(self, place: int, way: int) -> list[Stretch]:
        """Stretches near one, up or down the page, whose lines could divide the same story."""
        found: list[Stretch] = []
        at = place + way
        while 0 <= at < len(self.stretches) and len(found) < 3:
            stretch = self.stretches[at]
            if stretch.opens or stretch.continued is not None or len(stretch.blocks) != 1:
                break
            found.append(stretch)
            at += way
        return found

    @staticmethod
    def _likeness(block: Block, others: list[Block]) -> float:
        """Subheads of one story resemble each other: as long, as divided, led by the same letters."""
        best, words = 0.0, block.words
        for other in (one.words for one in others):
            same = 0.6 * (abs(len(other) - len(words)) <= 1) + 0.4 * (abs(len(other) - len(words)) <= 3)
            same += 1.0 * (other[:1] == words[:1]) + 0.5 * (" " in other and " " in words)
            same += 0.5 * (other.find(" ") == words.find(" ") > 0)
            best = max(best, same)
        return best
