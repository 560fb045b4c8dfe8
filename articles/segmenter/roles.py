"""What each unit is, as far as it can be told without knowing which story it belongs to.

Every rule answers with a role and how sure it is, or passes; the first to answer wins, and its name is
kept. What no rule answers for stays open: short lines, which only their neighbours can explain.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from . import cues
from .credits import read_credits
from .glyphs import open_marks
from .people import looks_like_name
from .story import CreditRole, Role
from .units import Unit

LONGEST_HEADLINE = 46


def is_continuation(unit: Unit) -> tuple[Role, float] | None:
    if cues.continuation(unit.words):
        return Role.CONTINUATION, 1.0
    return None


def is_see_also(unit: Unit) -> tuple[Role, float] | None:
    # (相关报道见第五版) is about the paper, not about the subject.
    return (Role.CONTINUATION, 0.9) if cues.is_see_also(unit.words) else None


def is_heading(unit: Unit) -> tuple[Role, float] | None:
    # Markdown says that a line is a heading; of what, the neighbours say.
    return (Role.UNKNOWN, 1.0) if unit.marks and len(unit.words) <= 2 * LONGEST_HEADLINE else None


def is_byline(unit: Unit) -> tuple[Role, float] | None:
    return (Role.BYLINE, 0.9) if cues.is_byline(unit.words) else None


def is_note(unit: Unit) -> tuple[Role, float] | None:
    return (Role.BODY, 0.8) if cues.is_note(unit.words) else None


def is_caption(unit: Unit) -> tuple[Role, float] | None:
    strength = cues.caption_strength(unit.words)
    return (Role.CAPTION, strength) if strength >= 0.6 else None


def is_issued(unit: Unit) -> tuple[Role, float] | None:
    return (Role.SIGNOFF, 0.9) if cues.is_issued(unit.words) else None


def is_furniture(unit: Unit) -> tuple[Role, float] | None:
    return (Role.FURNITURE, 0.8) if cues.is_furniture(unit.words) else None


def is_lead(unit: Unit) -> tuple[Role, float] | None:
    return (Role.BODY, 1.0) if unit.opens and len(unit.words) > 24 else None


def is_list_item(unit: Unit) -> tuple[Role, float] | None:
    if cues.is_list_item(unit.words) and (len(unit.words) > 24 or unit.words[-1] in "。;:"):
        return Role.BODY, 0.8
    return None


def is_paragraph(unit: Unit) -> tuple[Role, float] | None:
    """A finished sentence, or more letters than a headline has."""
    words = unit.words
    if words[-1] in "。;," or words.endswith(("。”", "。)", "。’", ":")):
        return Role.BODY, 0.95
    if len(words) > LONGEST_HEADLINE:
        return Role.BODY, min(1.0, 0.4 + len(words) / 200)
    inside = words[:-1]
    if ":“" in words and "“" in open_marks(words):
        return Role.BODY, 0.6  # somebody speaks, and the line breaks off
    if "。" in inside or inside.count(",") + inside.count(";") >= 2:
        return Role.BODY, 0.6
    return None


RULES: tuple[Callable[[Unit], tuple[Role, float] | None], ...] = (
    is_continuation,
    is_see_also,
    is_heading,
    is_byline,
    is_note,
    is_caption,
    is_issued,
    is_furniture,
    is_lead,
    is_list_item,
    is_paragraph,
)


def read_units(units: list[Unit]) -> None:
    """Give every unit the role that its own words give it, and note how it opens and closes."""
    for unit in units:
        unit.marks = cues.heading_marks(unit.words)
        if len(unit.words) > 14:
            unit.opens = cues.opens_story(unit.words)
        if unit.fixed:
            continue
        for rule in RULES:
            if answer := rule(unit):
                unit.settle(answer[0], rule.__name__, answer[1])
                break
    _read_long_headlines(units)
    _read_attributions(units)
    _read_signoffs(units)
    _read_split_captions(units)
    _read_lone_names(units)
    for unit in units:
        if unit.role is Role.BODY:
            unit.finished = unit.rule == "is_attribution" or is_finished(unit.words)
            unit.signed = cues.is_signed(unit.words)


def is_finished(words: str) -> bool:
    """Say whether a paragraph could end here: a full stop, a colon before a list, a signature."""
    if words[-1] in "。!?…;:" or cues.ends_sentence(words):
        return not _quote_left_open(words)
    return words.endswith("——") or (words[-1] == ")" and not open_marks(words))


def _quote_left_open(words: str) -> bool:
    # A speech over several paragraphs opens a quote in each and closes it in the last: that is no cut.
    return False if words[-1] in "。!?…" else "“" in open_marks(words)


def _read_long_headlines(units: list[Unit]) -> None:
    """A line without an end, right above a lead, is a headline however long it is."""
    for unit, below in itertools.pairwise(units):
        if unit.rule != "is_paragraph" or not below.opens or unit.words[-1] in "。;,:、" or unit.opens:
            continue
        if len(unit.words) <= 70 and "。" not in unit.words and not cues.ends_sentence(unit.words):
            unit.settle(Role.UNKNOWN, "is_above_lead", 0.5)


def _read_attributions(units: list[Unit]) -> None:
    """——编者, ——一位读者: below a text a dash leads to whose words they were, below a headline to a 副题."""
    for above, unit in itertools.pairwise(units):
        open_line = unit.role is Role.UNKNOWN and not unit.marks and len(unit.words) <= 14
        below_text = above.role is Role.BODY and is_finished(above.words)
        if open_line and below_text and unit.words.startswith("——"):
            unit.settle(Role.BODY, "is_attribution", 0.6)


_LONE_NAME = re.compile(r"^(?:[一-鿿]{2,8}[ ])?[一-鿿·]{2,5}$")


_WITH_PLACE = re.compile(r"^[一-鿿]{1,7}[市区县镇乡村省州校] +[一-鿿·]{2,5}$")


def _read_lone_names(units: list[Unit]) -> None:
    """A name on a line of its own signs the text above it, or the one below when a headline is above."""
    for place, unit in enumerate(units):
        if unit.role is not Role.UNKNOWN or unit.marks or place == 0 or len(unit.words) > 12:
            continue
        if not _LONE_NAME.match(unit.words) or not looks_like_name(unit.words.split(" ")[-1]):
            continue
        above = units[place - 1]
        below = units[place + 1] if place + 1 < len(units) else None
        under_headline = (
            above.role is Role.UNKNOWN
            and len(above.words) > 2
            and below is not None
            and (below.role is Role.BODY and not below.opens)
        )
        under_text = above.role is Role.BODY and (below is None or below.role is not Role.BODY)
        from_somewhere = above.role is Role.BODY and bool(_WITH_PLACE.match(unit.words))
        if (under_headline and len(unit.words) <= 4) or under_text or from_somewhere:
            unit.settle(Role.BYLINE, "is_lone_name", 0.5)


def _read_signoffs(units: list[Unit]) -> None:
    """The issuer stands above the date, one line or more."""
    for above, unit in reversed(list(itertools.pairwise(units))):
        if unit.role is not Role.SIGNOFF or above.role not in (Role.UNKNOWN, Role.BYLINE):
            continue
        if len(above.words) <= 30 and (cues.is_office(above.words) or unit.gap == 0):
            above.settle(Role.SIGNOFF, "is_issuer", 0.8)
    for place, unit in enumerate(units):
        below = units[place + 1] if place + 1 < len(units) else None
        if unit.role is not Role.UNKNOWN or unit.marks or place == 0 or not cues.is_office(unit.words):
            continue
        above = units[place - 1]
        ends = below is None or (below.gap and below.role is Role.UNKNOWN)
        # A body's name between a text and the next headline signs the text; a headline says more.
        bare = len(unit.words) <= 18 and not cues.happens(unit.words)
        if above.role is Role.BODY and not above.opens and ends and bare:
            unit.settle(Role.SIGNOFF, "is_issuer", 0.5)


_PICTURED = re.compile(r"^(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|图为|近日|日前|昨日|今日|[上下左右]图|\d{1,2}日)")


def _read_split_captions(units: list[Unit]) -> None:
    """A photographer's name on a line of its own makes a caption of the words above it."""
    for position, unit in enumerate(units):
        if unit.role is not Role.BYLINE or position == 0:
            continue
        people = read_credits(unit.words)
        if not people or any(person.role is not CreditRole.PHOTOGRAPHER for person in people):
            continue
        above = units[position - 1]
        if (
            above.role not in (Role.BODY, Role.UNKNOWN)
            or above.fixed
            or above.opens
            or len(above.words) > 240
        ):
            continue
        if above.role is Role.UNKNOWN and len(above.words) < 12:
            continue
        if _PICTURED.match(above.words) or above.gap >= 2 or unit.gap == 0:
            above.settle(Role.CAPTION, "is_above_photographer", 0.8)
