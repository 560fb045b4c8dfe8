"""Words that lean towards years: what newspapers spoke of only then, and years named with their event.

None of them settles a year; together they say which is likeliest when nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .lookup import Lookup
from .wordlists import read_rows

_ROWS = read_rows("years.tsv")
_OPEN = 9999
# What leans to one year, and what to the years from one to another.
_SPOKEN = Lookup(
    {row[1]: (int(row[2]), int(row[2])) for row in _ROWS if row[0] == "near"}
    | {
        row[1]: (int(row[2]), int(row[3]) if row[3:] and row[3] else _OPEN)
        for row in _ROWS
        if row[0] == "era"
    }
)
_EVENTS = frozenset(row[1] for row in _ROWS if row[0] == "near")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")

_EVENT = (
    r"(?:锦标赛|大奖赛|邀请赛|公开赛|联赛|资格赛|马拉松赛?|运动会|比赛|大赛|赛|艺术节|文化节|电影节|节|博览会|交易会|年会|大会|展览会|"
    r"推进会|推介会|招聘会|峰会|论坛|车展|(?<![进发开扩拓])展|夏令营|消费季|春运|高考|中考|招生|征兵|招聘|考试|工作要点|行动|宣传周)"
)
# 2024望澜湖马拉松, 2019年世界射箭锦标赛: an event is named with its own year.
_EVENT_OF = re.compile(
    rf"(?<!\d[.,])(?<![\d.—\-~～至])(?P<year>(?:19|20)\d\d)(?P<unit>年?)(?!年|度|元|米|人|户|万|亿|余|多|个|名|年来|月|日)[一-鿿A-Za-z“”·]{{0,12}}?{_EVENT}"
)
# A verb or a time between them: the year tells when, not which.
_TELLS = re.compile(r"[来起前后底末初以从在开建成立的时间]")
# At the end of a year people enter for the next one's.
_ENTERED = re.compile(r"招生|考试|招聘|春运|高考|工作要点")
# 2023—2024年秋冬季, 2022-2023学年
_SEASON = re.compile(
    r"(?<!\d)(?P<first>(?:19|20)\d\d)年?\s*[-—－–~～至]+\s*(?P<last>(?:19|20)\d\d)\s*(?:年度|年|学年|赛季|采暖季|供暖季|供热季)"
)
# 恢复到2019年同期, 较2020年增长: the year is over.
_COMPARED = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:全年|底|末)?(?:的)?同期")
_THIS_YEAR = re.compile(
    r"今年\s*[(（,，]?\s*(?:即|是|为)?\s*(?P<a>(?:19|20)\d\d)年|(?P<b>(?:19|20)\d\d)年\s*[(（]\s*今年"
)


class Leaning(NamedTuple):
    """Words that lean towards some years: the log of how much, and for all before and after."""

    start: int
    end: int
    favours: dict[int, float]
    before: float
    after: float
    why: str

    def worth(self, year: int) -> float:
        if year in self.favours:
            return self.favours[year]
        return self.before if year < min(self.favours) else self.after


def find_leanings(text: str, month: int) -> Iterator[Leaning]:
    """Yield what in a text leans towards a year, for an issue of that month."""
    if _ANY_YEAR.search(text):
        yield from _from_years(text, month)
    for start, end, (first, last) in _SPOKEN.find(text):
        words = text[start:end]
        if words in _EVENTS:
            favours = {first: 1.6, first - 1: 0.7, first + 1: 0.6}
            yield Leaning(start, end, favours, -1.2, 0.0, f"{words}在{first}年")
            continue
        favours = {first: 0.0, first - 1: -1.0} | ({last: 0.0, last + 1: -0.4} if last != _OPEN else {})
        until = f"到{last}年" if last != _OPEN else ""
        after = -0.9 if last != _OPEN else 0.0
        why = f"{words}:{first}年起{until}才有的说法"
        yield Leaning(start, end, _between(favours, first, last), -2.0, after, why)


def _from_years(text: str, month: int) -> Iterator[Leaning]:
    """Yield what leans to a year that the text names itself."""
    for match in _EVENT_OF.finditer(text):
        between = text[match.end("unit") : match.end()]
        if _TELLS.search(between):
            continue
        year, worth = int(match["year"]), 1.6 if match["unit"] else 2.4
        favours = {year: worth, year - 1: 0.0}
        if month >= 11 and _ENTERED.search(between):
            favours = {year: 1.0, year - 1: 3.0}
        yield Leaning(*match.span(), favours, -0.6, 0.0, f"{match[0]}:当年的活动")
    for match in _SEASON.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if last == first + 1:
            running = first if month >= 7 else last
            favours = {running: 2.4, first + last - running: 0.4}
            yield Leaning(*match.span(), favours, -0.6, -0.3, f"{match[0]}:跨年的一季")
        elif first < last <= first + 10:
            favours = dict.fromkeys(range(first - 1, last), 0.3) | {last: 0.0}
            yield Leaning(*match.span(), favours, -1.0, -1.0, f"{match[0]}:规划的年份")
    for match in _COMPARED.finditer(text):
        year = int(match["year"])
        favours = {year: -2.0, year + 1: 0.3, year + 2: 0.9, year + 3: 0.0}
        yield Leaning(*match.span(), favours, -2.5, -0.5, f"与{year}年同期相比")
    for match in _THIS_YEAR.finditer(text):
        year = int(match["a"] or match["b"])
        yield Leaning(*match.span(), {year: 4.0}, -1.0, -1.0, f"今年即{year}年")


def _between(favours: dict[int, float], first: int, last: int) -> dict[int, float]:
    """Favour a short time as a whole; a long one only rules others out."""
    if last - first <= 3:
        return favours | dict.fromkeys(range(first, last + 1), 0.8)
    return favours | dict.fromkeys(range(first, min(last, first + 20) + 1), 0.0)
