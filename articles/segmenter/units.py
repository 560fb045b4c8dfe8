"""The pieces that get a role: a headline line, a byline, a paragraph with all its wrapped lines."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from . import cues
from .lines import Line
from .story import Role
from .text import Span


@dataclass(slots=True, eq=False)
class Unit:
    """One or more lines that stand or fall together, with what has been found out about them so far."""

    index: int
    lines: tuple[Line, ...]
    words: str  # normalised, the lines put together
    gap: int
    role: Role = Role.UNKNOWN
    rule: str = ""
    margin: float = 1.0
    fixed: bool = False  # a person said so
    begins: bool | None = None  # a person said that a story begins here, or that none does
    opens: bool = False
    signed: bool = False
    finished: bool = True
    marks: int = 0  # letters of markdown before the words
    goes_on_from: int | None = None  # index of the unit whose sentence this one finishes
    goes_on_in: int | None = None
    repeats: int | None = None

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_short(self) -> bool:
        return self.role is Role.UNKNOWN and not self.fixed

    @property
    def level(self) -> int:
        """How deep a heading stands by its markdown: # is 1, ## is 2; 0 without."""
        return self.words.count("#", 0, self.marks)

    @property
    def is_item(self) -> bool:
        """One of several items in a row, each a piece of news of its own."""
        return self.rule in ("is_item_of_list", "is_result")

    def settle(self, role: Role, rule: str, margin: float = 1.0) -> None:
        """Give the unit its role, unless a person has."""
        if not self.fixed:
            self.role, self.rule, self.margin = role, rule, margin


def group_units(lines: Iterable[Line], breaks: frozenset[int] = frozenset()) -> list[Unit]:
    """Put the lines of wrapped paragraphs together; every other line is a unit of its own."""
    units: list[Unit] = []
    for run in _runs(lines):
        for group in _paragraphs(run, breaks):
            words = "".join(line.words for line in group)
            units.append(Unit(len(units), tuple(group), words, group[0].gap))
    return units


def _runs(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """Lines without a blank line between them."""
    run: list[Line] = []
    for line in lines:
        if run and line.gap:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _paragraphs(run: list[Line], breaks: frozenset[int]) -> Iterable[list[Line]]:
    """Tell a column's wrapped lines from a list of short ones: wrapped lines are full but for the last."""
    width = _column_width(run)
    if width is None:
        yield from ([line] for line in run)
        return
    indents = _are_indented(run, width)
    group: list[Line] = []
    for line in run:
        if group and (
            line.start in breaks
            or not width - 3 <= _length(group[-1]) <= width + 1
            or _length(line) > width + 1  # a headline across two columns
            or (
                line.indent >= 2
                and line.indent > group[0].indent - 1
                and (indents or cues.ends_sentence(group[-1].words))
            )
            or cues.heading_marks(line.words)
            or cues.opens_story(line.words)
        ):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _length(line: Line) -> int:
    return len(line.words) + line.indent


def _are_indented(run: list[Line], width: int) -> bool:
    """Say whether paragraphs begin with an indent here: then each indented line begins one."""
    begins = [
        cues.ends_sentence(above.words) or _length(above) < width - 3
        for above, line in itertools.pairwise(run)
        if line.indent >= 2
    ]
    return len(begins) <= len(run) / 2 and sum(begins) >= max(2, 0.7 * len(begins))


def _column_width(run: list[Line]) -> int | None:
    """Return how long a full line is; nothing when the lines are no wrapped text."""
    if len(run) < 3:
        return None
    lengths = Counter(map(_length, run))
    width = max(lengths)
    if not _is_full(lengths, width):
        # A headline over the column may be longer than its lines.
        width = max(lengths, key=lambda one: (_full_lines(lengths, one), one))
        if not _is_full(lengths, width) or sum(n for one, n in lengths.items() if one > width) > len(run) / 8:
            return None
    broken = sum(not cues.ends_sentence(line.words) for line in run)
    prose = sum(any(mark in line.words for mark in "。,;") for line in run)
    return width if broken >= 0.4 * len(run) and prose >= 0.4 * len(run) else None


def _full_lines(lengths: Counter[int], width: int) -> int:
    return sum(lengths[one] for one in range(width - 3, width + 1))


def _is_full(lengths: Counter[int], width: int) -> bool:
    return 8 <= width <= 60 and _full_lines(lengths, width) >= 0.6 * (lengths.total() - 1)
