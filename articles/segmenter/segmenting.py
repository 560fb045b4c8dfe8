"""The stages in their order: lines, units, roles, repeats and halves, stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .lines import split_lines
from .links import link_pages
from .marking import apply_marks, breaks_in, cuts_in, move_as_marked
from .repairing import repair
from .repeats import find_repeats
from .roles import read_units
from .seams import find_short_halves, join_halves
from .story import Mark, Piece, Role, Segmentation
from .telling import Telling
from .text import PageText, Span
from .units import Unit, group_units
from .weaving import Weaver


def read_page(
    page: PageText, marks: Sequence[Mark] = (), *, without: frozenset[str] = frozenset()
) -> tuple[list[Unit], list[Span]]:
    """Read a page's units, each by its own words: roles, repeats and halves; and the letters nobody sees."""
    lines, invisible = split_lines(page, cuts_in(marks))
    units = group_units(lines, breaks_in(marks))
    apply_marks(units, marks)
    read_units(units)
    if "repeats" not in without:
        find_repeats(units)
    find_short_halves(units)
    if "continuation" not in without:
        join_halves(units)
    return units, invisible


def segment_page(
    page: PageText, marks: Sequence[Mark] = (), *, without: frozenset[str] = frozenset()
) -> Segmentation:
    """Find the stories on a page. What an editor marked overrides the rules.

    `without` leaves kinds of evidence out (`weighing.KINDS`, "repeats", "continuation"), to measure what
    each is worth.
    """
    units, invisible = read_page(page, marks, without=without)
    weaver = Weaver(units, without=without)
    weaver.weave()
    repair(weaver)
    move_as_marked(weaver, marks)
    telling = Telling(page.text, units, weaver.ties, marks)
    stories = sorted((telling.tell(draft) for draft in weaver.drafts), key=lambda story: story.start)
    loose = [Piece(span, Role.FURNITURE, "is_invisible") for span in invisible]
    loose += [
        Piece(line.span, unit.role, unit.rule or "is_unexplained", max(0.0, min(1.0, unit.margin)))
        for unit in weaver.loose
        for line in unit.lines
    ]
    return Segmentation(tuple(stories), tuple(sorted(loose, key=lambda piece: piece.span)))


def segment_issue(
    pages: Sequence[PageText], marks: Mapping[int, Sequence[Mark]] | None = None
) -> list[Segmentation]:
    """Segment the pages of one issue, and say which story goes on in which (下转第三版, 上接第一版)."""
    marks = marks or {}
    found = [segment_page(page, marks.get(place, ())) for place, page in enumerate(pages)]
    return link_pages(pages, found)
