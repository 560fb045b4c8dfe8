"""Days that tell a year: the n-th of a yearly day, lunar festivals, anniversaries, what happened but once.

All of it is general knowledge about the calendar of the People's Republic; nothing here comes from a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .dates import find_dates, read_number
from .wordlists import read_rows

_ROWS = read_rows("years.tsv")
# The year of the first one, as newspapers count them.
FIRST_YEAR = {name: int(year) for kind, name, year in (row[:3] for row in _ROWS) if kind == "first"}
# Counted from a year: 新中国成立75周年, 建党100周年.
BEGINNINGS = {name: int(year) for kind, name, year in (row[:3] for row in _ROWS) if kind == "since"}
# Said of the running year only.
ONCE = {words: int(year) for kind, words, year in (row[:3] for row in _ROWS) if kind == "once"}
# New Year's Day, Dragon Boat and Mid-Autumn by the lunar calendar.
LUNAR = {int(row[1]): row[2:] for row in _ROWS if row[0] == "lunar"}

_ORDINAL = re.compile(
    r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})\s*(?:个|届|次)\s*[“\"]?(?P<name>[一-鿿0-9·.“”\"]{2,14}?(?:日|节|月|周|会))"
)

_ANNIVERSARY = re.compile(rf"(?P<what>{'|'.join(BEGINNINGS)})\s*(?P<n>\d{{2,3}})\s*周年")

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LUNAR_YEAR = re.compile(rf"(?P<stem>[{_STEMS}])(?P<branch>[{_BRANCHES}])(?:[鼠牛虎兔龙蛇马羊猴鸡狗猪])?年")

_LUNAR_DAY = re.compile(
    r"正月(?P<day>初[一二三四五六七八九十]|十[一二三四五六七八九]|二十)|大年(?P<new>初[一二三四五六七])"
)
_LUNAR_FESTIVAL = re.compile(r"(?P<which>元宵节|端午节|中秋节|除夕)")


@dataclass(frozen=True, slots=True)
class YearHint:
    """Words that speak for one year."""

    start: int
    end: int
    year: int
    why: str
    trust: float  # 0..1: how often such words are right about the running year


def find_year_hints(text: str) -> Iterator[YearHint]:
    """Yield what in a text speaks for the year it was printed in."""
    for match in _ORDINAL.finditer(text):
        for name, first in FIRST_YEAR.items():
            if match["name"].strip('“”"').endswith(name):
                year = first + read_ordinal(match["n"]) - 1
                if 1950 <= year <= 2100:
                    yield YearHint(*match.span(), year, f"{match[0]}:首个在{first}年", 0.85)
                break
    for match in _ANNIVERSARY.finditer(text):
        year = BEGINNINGS[match["what"]] + int(match["n"])
        # Anniversaries are prepared in the year before and remembered in the year after.
        yield YearHint(*match.span(), year, f"{match[0]}在{year}年", 0.6)
    for words, year in ONCE.items():
        for variant in {words, words.replace("“", "").replace("”", "")}:
            if (start := text.find(variant)) >= 0:
                yield YearHint(start, start + len(variant), year, f"“{variant}”指{year}年", 0.85)
                break
    for match in _LUNAR_YEAR.finditer(text):
        stem, branch = _STEMS.index(match["stem"]), _BRANCHES.index(match["branch"])
        if (stem - branch) % 2:
            continue
        year = next(y for y in range(1984, 2044) if (y - 4) % 10 == stem and (y - 4) % 12 == branch)
        yield YearHint(*match.span(), year, f"{match[0]}始于{year}年", 0.6)


def read_ordinal(word: str) -> int:
    """Return what 47, 四十七 or 一百一十三 says."""
    if word.isdigit():
        return int(word)
    hundreds, mark, rest = word.rpartition("百")
    number = 100 * (read_number(hundreds) if hundreds and len(hundreds) == 1 else 1) if mark else 0
    rest = rest.lstrip("零")
    try:
        return number + (read_number(rest) if rest else 0)
    except KeyError:
        return number or 1


def lunar_date(year: int, name: str) -> date | None:
    """Return when a lunar festival, or 正月初三, falls in a year."""
    if year not in LUNAR:
        return None
    new_year, dragon_boat, mid_autumn = (date.fromisoformat(f"{year}-{day}") for day in LUNAR[year])
    if name == "端午节":
        return dragon_boat
    if name == "中秋节":
        return mid_autumn
    if name == "除夕":
        return new_year - timedelta(days=1)
    if name in ("元宵节", "正月十五"):
        return new_year + timedelta(days=14)
    if name.startswith(("正月", "大年")):
        return new_year + timedelta(days=read_number(name[2:].removeprefix("初")) - 1)
    return None


def find_lunar_days(text: str) -> Iterator[tuple[int, int, str, tuple[int, int]]]:
    """Yield lunar days that stand beside a date of the common calendar: 2月24日,正月十五."""
    for written in find_dates(text):
        if written.month_day is None:
            continue
        for pattern in (_LUNAR_DAY, _LUNAR_FESTIVAL):
            match = pattern.search(text, written.end, written.end + 10)
            if match and not re.search(r"[。;；]|前|后|至|到", text[written.end : match.start()]):
                yield match.start(), match.end(), match[0], written.month_day
                break
