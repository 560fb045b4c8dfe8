"""A page's lines: where each stands, how it is spelled for reading, and how much air is above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .glyphs import INVISIBLE, normalise
from .text import PageText, Span
from .traditional import is_traditional, simplify

# The page's own line ends. str.splitlines would also cut at form feeds and U+2028, and so do we: each
# of them is a blank to Python, and none of them stands inside a printed line.
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EDGE = re.compile(rf"[\s{re.escape(INVISIBLE)}]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the blanks around it."""

    span: Span
    words: str  # normalised: same length as the span
    gap: int  # blank lines above it
    indent: int  # blanks before it on its own line

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


def split_lines(page: PageText, cuts: frozenset[int] = frozenset()) -> tuple[list[Line], list[Span]]:
    """Find the lines of a page, and the invisible letters at their edges that belong to none.

    `cuts` are offsets where a person said that one block ends and another begins.
    """
    text = page.text
    words = normalise(text)
    if is_traditional(text):
        words = simplify(words)
    lines: list[Line] = []
    invisible: list[Span] = []
    gap = 0
    for start, end in _raw_lines(text, cuts):
        first = _EDGE.match(text, start, end).end()
        last = _end_of_words(text, first, end)
        if start < first or last < end:
            invisible += _visible_to_python(text, start, first)
            invisible += _visible_to_python(text, last, end)
        if first >= last:
            gap += 1
            continue
        indent = sum(map(str.isspace, text[start:first])) if start < first else 0
        lines.append(Line(Span(first, last), words[first:last], gap, indent))
        gap = 0
    return lines, invisible


def _raw_lines(text: str, cuts: frozenset[int]):
    start = 0
    for end_of_line in _LINE_ENDS.finditer(text):
        yield from _cut(start, end_of_line.start(), cuts)
        start = end_of_line.end()
    yield from _cut(start, len(text), cuts)


def _cut(start: int, end: int, cuts: frozenset[int]):
    if cuts:
        for cut in sorted(cut for cut in cuts if start < cut < end):
            yield start, cut
            start = cut
    yield start, end


def _end_of_words(text: str, first: int, end: int) -> int:
    while end > first and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return end


def _visible_to_python(text: str, start: int, end: int) -> list[Span]:
    """Runs of letters that nobody sees but that are no blanks: a byte-order mark, a zero-width space."""
    return [Span(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
