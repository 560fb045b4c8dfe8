"""The place that a name begins with: 太原市迎泽区, 山西, or a bare 省, 市, 区."""

from __future__ import annotations

import re

from .lookup import Lookup
from .places import known_places
from .wordlists import read_lists
from .words import Words

NOT_PLACE = frozenset(read_lists("names.txt")["not-place"])
_WALL = frozenset([*read_lists("names.txt")["wall"], *read_lists("names.txt")["soft-wall"]])
_GENERIC = frozenset(read_lists("names.txt")["generic"])
LEVELS = frozenset("省市区县州旗盟")
_BELOW = ("区", "县", "市", "旗", "镇", "乡", "街道")
# 市场, 区域: the letter is no level there.
_NO_LEVEL = re.compile(
    r"市(?:[场区内外面值级长辖容郊井直属]|民(?![族政宗盟革建进]))|区[域块级长内间位别分]|省[级长内外份会际去略心直属]|县[级长城域内区乡直]|州长|旗[下帜舰号袍]|盟[友国]"
)
_NOT_BEHIND = frozenset("全我该本各两城都超股上门夜集多数几个和跨外(（、")


def place_at(words: Words, at: int, limit: int, local: Lookup[str] | None = None) -> int | None:
    """Return where the place ends that begins at a word and ends before a limit; nothing when none begins."""
    text = words.text
    if at not in words.starts:
        return None
    end = at
    if text.startswith("中国", at):
        if text[at + 2 : at + 3] in ("式", "人", "特", "梦", "红", "军"):
            return None
        return at + 2 if at + 2 <= limit else None
    if found := known_places().longest_at(text, at):
        if found[0] > limit:
            return None
        end = found[0]
        # 山西省太原市: on to what lies in it.
        while (deeper := known_places().longest_at(text, end)) and deeper[0] <= limit:
            end = deeper[0]
    elif text[at] in LEVELS:
        return _level_at(text, at, limit)
    return _go_down(words, at, end, limit, local)


def _level_at(text: str, at: int, limit: int) -> int | None:
    """Return the end of a bare 省, 市 or 区 that heads a body of the paper's own place."""
    if text[at + 1 : at + 2] in LEVELS and not text.startswith("市市", at):
        return None  # 省市专家
    if _NO_LEVEL.match(text, at) and text[at : at + 2] not in ("市直", "省直", "县直"):
        return None
    before = text[at - 1] if at else "\n"
    if before in _NOT_BEHIND and not (before in "、和" and _level_before(text, at - 1)):
        return None
    return at + 1 if at + 1 <= limit else None


def _level_before(text: str, at: int) -> bool:
    """Say whether 、 or 和 divides two bodies and not two levels: 省公安厅、省人社厅, but 县、区."""
    return at > 0 and text[at - 1] not in LEVELS


def _go_down(words: Words, at: int, end: int, limit: int, local: Lookup[str] | None) -> int | None:
    """Go on over districts, towns and streets."""
    text, tokens = words.text, words.tokens
    while end < limit and (number := words.starts.get(end)) is not None:
        if local and (step := local.longest_at(text, end)) and step[0] <= limit:
            end = step[0]
            continue
        if street := _unknown_street(words, end, limit):
            end = street
            continue
        _, until, word = tokens[number]
        if until > limit:
            break
        is_long = len(word) > 2 or end > at or word[-1] == "县"
        if len(word) >= 2 and word.endswith(_BELOW) and word not in NOT_PLACE and is_long:
            end = until
            continue
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        is_name = re.fullmatch(r"[一-鿿]{1,4}", word) and word not in _GENERIC and word not in _WALL
        if behind and is_name and behind[0] == until and behind[1] <= limit and behind[2] in _BELOW:
            if len(word) == 1 and end == at:
                break
            end = behind[1]
            continue
        break
    return end if end > at else None


_STREET = re.compile(r"[一-鿿]{2,4}?街道(?!办|路)")
SIDES = frozenset("上下中前后里内外东西南北大小新老")


def _unknown_street(words: Words, at: int, limit: int) -> int | None:
    """Return where a street ends that no file knows: 下林街道, whose 下 is part of its name."""
    match = _STREET.match(words.text, at)
    if match is None or match.end() > limit or match.end() not in words.ends:
        return None
    for number in range(words.starts[at], words.ends[match.end()]):
        start, _, word = words.tokens[number]
        if word in _WALL and not (start == at and word in SIDES):
            return None
    return match.end()
