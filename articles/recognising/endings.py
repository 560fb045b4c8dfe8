"""How the names of organisations end, and where a text has such an ending."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator

from .bodies import COMMITTEES, FULL, MATTERS, PARTY_OFFICES
from .lookup import Beginnings
from .wordlists import read_lists

KIND_OF = {
    ending: heading.removeprefix("ending:")
    for heading, endings in read_lists("names.txt").items()
    if heading.startswith("ending:")
    for ending in endings
}

# An ending that goes on into another word is none: 小学生, 局面, 公司法.
_GOES_ON = (
    r"(?!长(?!期|治|春|沙|江)|生(?!态|产|物|活|命)|面(?!向|对|积)|势|限|促|域|员(?!工)|法(?!院|律服)|卡(?!车)|理念|里|间|级|"
    r"式|矫正|工作者|网格|志愿|居民|治理|养老(?!服务(?:驿站|中心))|教育(?!局|厅|集团|工委)|化|型|界|群(?!众)|军|制|债|存款|"
    r"贷款|业(?!公司)|医学|风险|感染|食堂|门口|附近|周边|路(?!小学)|团购)"
)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for the longest of some words."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


# 团市委, 民盟太原市委
_COMMITTEE = rf"(?:{any_of(COMMITTEES)})(?:[一-鿿]{{0,8}}?[省市区县州])委(?:员会)?(?![员托任派])"
COMMITTEE = re.compile(rf"(?P<of>{any_of(COMMITTEES)})(?P<place>.*?)委(?:员会)?")
_NO_COMMITTEE = r"(?![员托任派培以屈婉])"  # 委员, 委托 …
ENDING = re.compile(
    rf"(?P<committee>{_COMMITTEE})"
    r"|(?P<branch>公安(?!局)[一-鿿]{2,4}?分局)"
    rf"|(?<=[省市区县州旗盟镇乡])委(?:{any_of(PARTY_OFFICES)})?{_NO_COMMITTEE}"
    rf"|(?:{any_of({*KIND_OF, *(body for body in FULL if body[0] != '委')})}){_GOES_ON}"
    # 社区居民 are anybody's, those of 坞城街道许西社区 are not.
    r"|(?:(?<=街道[一-鿿]{2})|(?<=街道[一-鿿]{3})|(?<=[区镇][一-鿿]{2})|(?<=[区镇][一-鿿]{3}))社区(?=居民|志愿|网格|工作者)"
    rf"|(?:{any_of(MATTERS)})(?:委员会|委|办){_NO_COMMITTEE}"
    r"|第?[一二三四五六七八九十〇百\d]{1,4}(?:中学校|中学|中|小学|小|医院|院)"
    r"(?![心国央外午间部小大型年级等期介旬共学队个家场层龙时片组步份]|区)"
)
_NUMBERS = "一二三四五六七八九十〇百" + "".join(map(chr, (*range(0x30, 0x3A), *range(0xFF10, 0xFF1A))))
# The two letters that an ending begins with, where it has two: they rule out nearly every place of a text.
_PAIRS = {ending[:2] for ending in ("公安", *COMMITTEES, *KIND_OF, *FULL, *MATTERS) if len(ending) > 1}
_BEGINNINGS = Beginnings(_PAIRS)
# What is an ending by itself, or goes on with anything; and 第三中学, 一院.
_LETTERS = "".join({"委"} | {ending for ending in (*COMMITTEES, *KIND_OF, *FULL) if len(ending) == 1})
_SINGLE = re.compile(
    rf"[{_LETTERS}第{_NUMBERS}](?:(?<=[{_LETTERS}])|(?<=第)(?=[{_NUMBERS}]{{1,4}}[中小医院])"
    rf"|(?<=[{_NUMBERS}])(?=[{_NUMBERS}]{{0,3}}[中小医院]))"
)


def find_endings(text: str, pairs: array[int]) -> Iterator[re.Match[str]]:
    """Yield every ending of a text from left to right; `pairs` are those of the text."""
    places = _BEGINNINGS.places_in(text, pairs)
    places += [match.start() for match in _SINGLE.finditer(text)]
    places.sort()
    behind = 0
    for at in places:
        if at >= behind and (match := ENDING.match(text, at)):
            behind = match.end()
            yield match


# 全局, 当局: the letter is part of a word.
NO_OFFICE = re.compile(
    r"(?<![财民行市邮家林])政局$|[全结布格大开残战时当定僵饭棋变破终败平危出入乱骗赌牌球困治]局$|[客大餐前]厅$|国集团$"
)


def kind_of(ending: str) -> str:
    """Return what kind of organisation ends like this."""
    if ending in KIND_OF:
        return KIND_OF[ending]
    if ending in FULL:
        return FULL[ending][1]
    if ending.endswith(("中学", "中学校", "中", "小学", "小")):
        return "school"
    return "hospital" if ending.endswith("院") else "government"
