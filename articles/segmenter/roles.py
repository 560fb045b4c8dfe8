"""What each unit is, as far as it can be told without knowing which story it belongs to.

Every rule answers with a role and how sure it is, or passes; the first to answer wins, and its name is
kept. What no rule answers for stays open: short lines, which only their neighbours can explain.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from . import cues
from .credits import photo_credit, read_credits
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


# 每年新增患者过万 专家: the 引题 of a headline that says what the expert says.
_ASKED = re.compile(
    r"[^。;,]{4,28} (?:专家|医生|律师|官方|警方|记者|校方|商家|物业|社区|交警|消防)[一-鿿]{0,2}:"
)


def is_paragraph(unit: Unit) -> tuple[Role, float] | None:
    """A finished sentence, or more letters than a headline has."""
    words = unit.words
    if _ASKED.fullmatch(words):
        return None
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


_CONTACT = re.compile(
    r"(?:联系人|联系电话|联系地址|联系方式|咨询电话|监督电话|举报电话|投诉电话|电话|地址|时间|地点|邮编|邮箱|网址)[:]"
)


def is_contact(unit: Unit) -> tuple[Role, float] | None:
    return (Role.BODY, 0.7) if _CONTACT.match(unit.words) else None


_RESULTS = re.compile(r"\d[:∶-]\d|\d\.[一-鿿]{2}")


def is_result(unit: Unit) -> tuple[Role, float] | None:
    """太原66:61沈阳 成都72:58西安: who won what is told without a sentence."""
    return (Role.BODY, 0.6) if len(_RESULTS.findall(unit.words)) > 1 else None


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
    is_contact,
    is_list_item,
    is_paragraph,
    is_result,
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
    _read_verses(units)
    _read_lists(units)
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


VERSES = 6  # short lines in a row that are no headline any more


def _read_verses(units: list[Unit]) -> None:
    """Many short lines in a row are a poem: the first is its title, the last may head what stands below."""
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and _may_be_verse(units[end]):
            end += 1
        run = units[at:end]
        if len(run) >= VERSES:
            verses = [unit for unit in run[1:] if unit.role is Role.UNKNOWN]
            if verses and looks_like_name(verses[0].words.split(" ")[-1]):
                verses.pop(0).settle(Role.BYLINE, "is_lone_name", 0.5)
            below = units[end] if end < len(units) else None
            last = verses[-1]
            heads = last.gap > verses[-2].gap or cues.names_notice(last.words)
            if below is not None and below.role is Role.BODY and (heads or below.opens):
                verses.pop()
            for unit in verses:
                unit.settle(Role.BODY, "is_verse", 0.6)
        at = max(end, at + 1)


def _may_be_verse(unit: Unit) -> bool:
    open_line = unit.role is Role.UNKNOWN and not unit.fixed and not unit.marks
    return (open_line and len(unit.words) <= 20 and not cues.has_subhead_mark(unit.words)) or (
        unit.role is Role.BYLINE and len(unit.words) <= 6
    )


_LED = re.compile(r"[一-鿿A-Za-z]{2,5} [^ ]{12}.*[。)]$")
_ITEM_MARKS = "△▲◆◇●○■□★☆▶"


def _read_lists(units: list[Unit]) -> None:
    """Two sentences in a row led by the same mark are items of one list, whatever the mark means alone."""
    for above, unit in itertools.pairwise(units):
        both = (above, unit)
        if unit.words[0] not in _ITEM_MARKS or above.words[0] != unit.words[0]:
            continue
        if all(one.words[-1] in "。!?;)" and not photo_credit(one.words)[0] for one in both):
            for one in both:
                one.settle(Role.BODY, "is_item_of_list", 0.7)
    for three in zip(units, units[1:], units[2:], strict=False):
        # 足球 …, 围棋 …: each led by a word of its own.
        if all(one.role is Role.BODY and not one.opens and _LED.match(one.words) for one in three):
            for one in three:
                one.settle(Role.BODY, "is_item_of_list", 0.7)


_LONE_NAME = re.compile(r"^(?:[一-鿿\d]{2,11}[ ])?[一-鿿·]{2,5}$")


_PEN_NAME = re.compile(r"[阿小老][一-鿿]{1,2}|[一-鿿]{1,3}子|[一-鿿] {1,2}[一-鿿]")
_WITH_PLACE = re.compile(
    r"^(?:[一-鿿\d]{1,10}[市区县镇乡村省州校路街巷院里园厂局站号楼]|读者|市民) +[一-鿿·]{2,5}$"
)


def _read_lone_names(units: list[Unit]) -> None:
    """A name on a line of its own signs the text above it, or the one below when a headline is above."""
    for place, unit in enumerate(units):
        if unit.role is not Role.UNKNOWN or unit.marks or place == 0 or len(unit.words) > 16:
            continue
        is_name = _LONE_NAME.match(unit.words) and looks_like_name(unit.words.split(" ")[-1])
        if not is_name and not _PEN_NAME.fullmatch(unit.words):
            continue
        above = units[place - 1]
        below = units[place + 1] if place + 1 < len(units) else None
        if _is_last_question(units, place - 1) and (below is None or below.role is not Role.BODY):
            above.settle(Role.BODY, "is_last_question", 0.5)
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


def _is_last_question(units: list[Unit], place: int) -> bool:
    """Say whether a short line between a text and the name that signs it is that text's last sentence."""
    unit = units[place]
    asks = unit.role is Role.UNKNOWN and unit.words[-1] in "?!…" and not unit.marks
    return asks and place > 0 and units[place - 1].role is Role.BODY


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


_DAY = re.compile(r"\d{1,2}月\d{1,2}日")


def _read_split_captions(units: list[Unit]) -> None:
    """A photographer's name on a line of its own makes a caption of the words above it."""
    for position, unit in enumerate(units):
        if unit.role is not Role.BYLINE or position == 0:
            continue
        people = read_credits(unit.words)
        if not people or not (
            all(person.role is CreditRole.PHOTOGRAPHER for person in people)
            or ("摄影报道" in unit.words and _PICTURED.match(units[position - 1].words))
        ):
            continue
        above = units[position - 1]
        if (
            above.role not in (Role.BODY, Role.UNKNOWN, Role.CAPTION)
            or above.fixed
            or above.opens
            or len(above.words) > 240
        ):
            continue
        if above.role is Role.UNKNOWN and len(above.words) < 12:
            continue
        if above.role is Role.CAPTION and not _DAY.match(above.words):
            continue  # 图为… explains the text above it; a caption with a day of its own is news of its own
        if _PICTURED.match(above.words) or above.gap >= 2 or unit.gap == 0 or _DAY.search(above.words[:24]):
            above.settle(Role.CAPTION, "is_above_photographer", 0.8)
