"""Where a text names organisations: by the authority file's names and by the grammar of names together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ..segmenter.story import Role
from .authority import KnownAgency
from .findings import Part
from .lookup import Lookup
from .naming import Named, find_named
from .parts import part_in
from .words import Words

# 市总工会, 团市委: whose it is depends on the paper.
LEVEL_FIRST = re.compile(r"(?:[省市区县]|团[省市区县]|民[盟革建进][省市]|农工党[省市]|九三学社[省市])")

# Short names that are also ordinary words: only with what makes them a body.
_NEEDS_COMPANY = {"中央": re.compile(r"[、和及]|关于|决定|精神|八项|决策|财经|军委|纪委")}
_ADDRESS_AFTER = re.compile(
    r"(?!的)[一-鿿\d]{1,8}?(?:社区|村|路|街|巷|号|小区|大街|胡同|东|西|南|北|附近|辖区|境内|一带)"
)
_ADDRESS_BEFORE = re.compile(r"(?:位于|家住|住在|地处|坐落在|坐落于|途经|沿)\s*$")
_MANY = re.compile(
    r"(?:[\d一二两三四五六七八九十几多各]+(?:个|家|所)?(?:省|市|区|县|市县)?的?|各(?:地|市|县|区|级|个)?|全国|全省|全市)$"
)
# 信访系统 is no office, and a meeting is not who meets.
_NOT_BEFORE = re.compile(r"系统|会议|杯|(?<=人大)代表(?![团大])")
# Streets and zones are places first, and stand for who runs them.
_PLACES = frozenset(
    "街道 产业园区 经济开发区 经济技术开发区 高新技术产业开发区 高新区 经开区 综改区 综改示范区 "
    "保税区 综保区 综合保税区".split()
)
_DOCUMENT = re.compile(r"《[^》]{1,80}》")


class Sighting(NamedTuple):
    """A stretch of text that names an organisation: one the file knows, or one built like a name."""

    start: int
    end: int
    entry: KnownAgency | None = None
    named: Named | None = None


def see_agencies(
    words: Words,
    known: Lookup[KnownAgency],
    local: Lookup[str] | None = None,
    *,
    by_grammar: bool = True,
) -> Iterator[Sighting]:
    """Yield what a text names, from left to right and none over another."""
    text = words.text
    sightings = [
        _with_branch(text, Sighting(start, end, entry=entry))
        for start, end, entry in known.find(text, words.pairs)
        if _stands_alone(words, start, end, entry)
    ]
    if by_grammar:
        sightings += [
            Sighting(named.start, named.end, named=named)
            for named in find_named(words, local)
            if named.ending not in _PLACES or _is_office(text, named.start, named.end)
        ]
    documents = [match.span() for match in _DOCUMENT.finditer(text)]
    for sighting in _longest(sightings, len(text)):
        number = bisect_left(documents, (sighting.start + 1,)) - 1
        if number >= 0 and sighting.end <= documents[number][1]:
            continue  # the name of a document names nobody
        if _MANY.search(text, max(0, sighting.start - 8), sighting.start):
            continue
        if not _NOT_BEFORE.match(text, sighting.end):
            yield sighting


# 建设银行 + 山西省分行, 国家统计局 + 太原调查队: what belongs to a known body and bears a place.
_BRANCH_OF = re.compile(
    r"[一-鿿]{2,7}?(?P<ending>分行|中心支行|支行|分公司|供电公司|税务局稽查局|税务局|调查总队|调查队|监管局|专员办|特派办|营业部|分局)"
)
_HAS_BRANCHES = re.compile(
    r"(?:银行|人行|工行|农行|中行|建行|保险|人寿|人保|平安|移动|电信|联通|铁塔|邮政|国网|国家统计局|证监会|海关总署|税务总局|审计署|财政部|石化|石油)$"
)
_NO_BRANCH = re.compile(r"[的和与及在向为等]|召开|发布|推出|联合")


def _with_branch(text: str, sighting: Sighting) -> Sighting:
    """Return the branch, where a known body is followed by the name of one."""
    if not _HAS_BRANCHES.search(text, sighting.start, sighting.end):
        return sighting
    match = _BRANCH_OF.match(text, sighting.end)
    if match is None or _NO_BRANCH.search(match[0]):
        return sighting
    named = Named(sighting.start, match.end(), sighting.start, sighting.entry.kind, match["ending"])
    return Sighting(sighting.start, match.end(), named=named)


def _is_office(text: str, start: int, end: int) -> bool:
    """Say whether a street stands for its office; in an address it is a place."""
    if start == 0 and text[end : end + 1].isspace():
        return True  # a list of news, each headed by who sends it
    if _ADDRESS_AFTER.match(text, end) or _ADDRESS_BEFORE.search(text, max(0, start - 8), start):
        return False
    return text.startswith("的", end) or (
        part_in(text, start, end, Role.BODY, is_lead=True) is not Part.MENTIONED
    )


def _longest(sightings: list[Sighting], length: int) -> list[Sighting]:
    """Return those that stay when the longer reading wins, and of two the same the file's."""
    taken = bytearray(length)
    kept: list[Sighting] = []
    for sighting in sorted(sightings, key=lambda one: (one.start - one.end, one.entry is None, one.start)):
        start, end = sighting.start, sighting.end
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(sighting)
    return sorted(kept, key=lambda one: one.start)


def _stands_alone(cut: Words, start: int, end: int, entry: KnownAgency) -> bool:
    """Say whether a known name is meant where its letters stand."""
    text, words = cut.text, cut.text[start:end]
    if len(words) <= 3 and not LEVEL_FIRST.match(words) and not cut.hold(start, end):
        return False  # 中通 in 活动中通过
    if (company := _NEEDS_COMPANY.get(words)) and not company.match(text, end):
        return False
    if entry.kind == "subdistrict" and words.endswith(("街道", "镇", "乡")):
        return _is_office(text, start, end)
    before = text[start - 1 : start]
    if words[0] in "省市" and before and before in "全我各本两该城超都":
        return False
    # 市委员, 农业农村部门
    return not text.startswith({"委": "员", "部": "门"}.get(words[-1], "\0"), end)
