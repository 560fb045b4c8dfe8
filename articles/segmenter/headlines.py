"""Headlines: which lines are 引题, 主题 and 副题, and how they read when put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .story import Role
from .text import Span
from .ties import Ties
from .units import Unit


@dataclass(frozen=True, slots=True)
class Headline:
    """The three parts as they read, with the lines that give each."""

    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    margin: float = 1.0


_EVENT = re.compile(
    r"召开|举行|举办|出台|启动|开幕|闭幕|印发|发布|成立|揭牌|开工|竣工|通车|上线|获奖|入选|亮相|开通|部署|完成|突破|增长|走进|开展"
)
_DETAIL = re.compile(r"出席|讲话|批示|强调|主持|参加|作出|致辞|会见|\d|分列|第[一二三四五六七八九十]")
_WHEN = re.compile(
    r"(?:今年|去年|昨日|昨天|今日|今天|明日|近日|日前)?[前上下至第\d一二三四五六七八九十个年月日季半度期间]*"
)
_LOCAL = re.compile(r"^(?:我[市省国县区州]|全[市省国县区]|今年|本市|市委|省委)")


def divide_headline(units: Sequence[Unit], body: Sequence[Unit], ties: Ties, *, apart: bool = False) -> float:
    """Settle each line as kicker, title or subtitle; return how far the second best reading was behind.

    `apart` says that the page has a blank line below every line, so that none tells where a part ends.
    """
    blocks: list[list[Unit]] = []
    for unit in units:
        if blocks and goes_on(blocks[-1][-1], unit, apart=apart):
            blocks[-1].append(unit)
        else:
            blocks.append([unit])
    margin = 1.0
    roles = [Role.TITLE] * len(blocks)
    for place, block in enumerate(blocks):
        words = block[0].words[block[0].marks :]
        if place and words.startswith(("——", "—", "-")):
            roles[place] = Role.SUBTITLE
    if is_swapped(blocks[0]) and len(blocks) > 1 and roles[1] is Role.TITLE:
        roles[0] = Role.SUBTITLE
    open_blocks = [place for place, role in enumerate(roles) if role is Role.TITLE]
    if len(open_blocks) > 1:
        weights = {place: _weigh_title(blocks[place], body, ties) for place in open_blocks}
        ranked = sorted(open_blocks, key=lambda place: (-weights[place], place))
        main = ranked[0]
        margin = min(1.0, (weights[ranked[0]] - weights[ranked[1]]) / 2)
        for place in open_blocks:
            roles[place] = Role.KICKER if place < main else Role.SUBTITLE if place > main else Role.TITLE
    for role, block in zip(roles, blocks, strict=True):
        for unit in block:
            unit.settle(role, unit.rule or "is_headline", margin)
        if role is Role.TITLE:
            _divide_lines(block)
    if roles[0] is Role.SUBTITLE:
        for unit in blocks[0]:
            unit.settle(Role.SUBTITLE, SWAPPED, 0.6)
    return margin


_NARROW = 10, 9, 17  # letters of a line, of the line that it goes on in, and of both
_OPEN_VERB = re.compile(
    r"(?:召开|举行|举办|开展|发布|公布|启动|出台|推进|部署|印发|实施|视察|调研|建成|完成|走进|新建|改建)$"
)


def goes_on(above: Unit, unit: Unit, *, apart: bool) -> bool:
    """Say whether a line goes on with the part of the headline that the line above it begins."""
    one, two = above.words[above.marks :], unit.words[unit.marks :]
    if unit.gap == 0:
        # A blank stands for a comma: a line that has one is whole, and so is the one beside it.
        return two.startswith("——") or not (" " in one or " " in two)
    if not apart or unit.gap > 1 or two.startswith("——") or " " in one or " " in two:
        return False
    first, second, both = _NARROW
    narrow = len(one) <= first and len(two) <= second and len(one) + len(two) <= both
    return narrow or bool(_OPEN_VERB.search(one))


# Two lines of a headline were read in the wrong order: the parts are put right, an editor is told.
SWAPPED = "is_swapped"


def is_swapped(block: Sequence[Unit]) -> bool:
    """Whether a headline begins with the dash that only a subtitle has, below its title."""
    return block[0].words.startswith("——")


def _divide_lines(block: Sequence[Unit]) -> None:
    """A dash begins a subtitle, also without a blank line above it, or read before its title."""
    if is_swapped(block) and len(block) > 1 and not is_swapped(block[1:]):
        block[0].settle(Role.SUBTITLE, SWAPPED, 0.6)
        return
    for place, unit in enumerate(block):
        if place and unit.words.startswith("——"):
            for line in block[place:]:
                line.settle(Role.SUBTITLE, "is_after_dash", 0.9)
            return


def _weigh_title(block: Sequence[Unit], body: Sequence[Unit], ties: Ties) -> float:
    words = "".join(unit.words[unit.marks :] for unit in block)
    weight = 0.0
    if body:
        weight += 2.0 * ties.share(ties.together(block), ties.pairs(body[0]))
    weight += 0.6 * bool(_LOCAL.match(words))
    weight += 0.5 * bool(_EVENT.search(words))
    weight -= 0.7 * bool(_DETAIL.search(words))
    weight += 0.3 * (len(block) > 1)
    weight -= 0.4 * (len(words) > 24)
    weight -= 0.5 * (len(words) < 6)
    weight -= 1.5 * bool(_WHEN.fullmatch(words))
    return weight


_EDGES = re.compile(r"^[#*\s]+|[*\s]+$")
_DASHES = re.compile(r"^[—–\-―─\s]+")


def read_headline(units: Sequence[Unit], read: Callable[[Span], str]) -> Headline:
    """Put the lines of each part together, in the order of the page.

    A space marks where a line broke, as papers' own sites print it: the break often stands for a comma.
    """
    parts: dict[Role, list[str]] = {Role.KICKER: [], Role.TITLE: [], Role.SUBTITLE: []}
    for unit in units:
        if unit.role in parts:
            words = _EDGES.sub("", "".join(read(line.span) for line in unit.lines))
            if unit.role is Role.SUBTITLE:
                words = _DASHES.sub("", words)
            parts[unit.role].append(words)
    return Headline(*(" ".join(parts[role]) for role in (Role.KICKER, Role.TITLE, Role.SUBTITLE)))


_SERIES = re.compile(
    r"^[—\-\s]*(?P<name>.{2,24}?)(?:系列(?:报道|之|评论)?)?(?:[(（]?之?[(（]?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2}|[①-⑳])[)）]?|之(?P<last>[一二三四五六七八九十]{1,3}))$"
)
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}


def read_series(words: str) -> tuple[str, int] | None:
    """Read ——某某新观察之三 as the name of a series and the number in it."""
    found = _SERIES.match(words)
    if not found:
        return None
    mark = found.group("number") or found.group("last")
    before = words[: found.start("number")] if found.group("number") else words
    if found.group("number") and not (
        before.endswith(("之", "(", "（", "系列")) or mark in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    ):
        return None
    return found.group("name").strip("—- 之"), _number(mark)


def _number(mark: str) -> int:
    if mark.isascii():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    tens, _, ones = mark.rpartition("十")
    if "十" in mark:
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS[mark]
