"""Dates as newspapers write them: 2024年6月14日, 二〇二四年六月, 去年11月15日, 13日上午, 昨日, 下周三."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

# \d also matches full-width digits, and int() reads them.
_N = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?<!\d)\d{4}|[一二][〇零○Ｏ一二三四五六七八九]{3})"
_YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_DAY_WORDS = {
    "前日": -2, "前天": -2, "昨日": -1, "昨天": -1, "昨晚": -1, "昨夜": -1, "昨晨": -1,
    "昨上午": -1, "昨下午": -1,
    "今日": 0, "今天": 0, "今晨": 0, "今早": 0, "今晚": 0, "今起": 0, "今明": 0,
    "明日": 1, "明天": 1, "明晚": 1, "明起": 1, "后天": 2, "后日": 2,
}  # fmt: skip
_WEEKDAY = r"(?:星期|周|礼拜)(?P<{}>[一二三四五六日天])(?!年|岁|边|期)"

_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s*年\s*(?P<m1>{_N})\s*月(?:\s*(?P<d1>{_N})\s*[日号])?"
    rf"|(?P<numeric>(?<![\d.])(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])(?![\d.]))"
    rf"|(?:(?P<word>{'|'.join(_YEAR_WORDS)})\s*)?(?<![\d个第.十])(?P<m2>{_N})\s*月\s*(?P<d2>{_N})\s*[日号](?!线|楼|院|店|馆|公告|文|令)"
    rf"|(?P<dayword>{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})(?!报|版|之|社|说法|头条|美|力)"
    r"|(?<![\d月.第个\-—至到、年~～])(?P<d3>\d{1,2})日(?!均|产|线|游|内|、\d|间|以|后|龄|程|元|常|本|用|供|租)"
)
# Every date begins with one of these letters: the pattern above is tried there and nowhere else.
_BEGINS = re.compile(
    r"[\d一二三四五六七八九十今本去上前明后昨]"
    r"(?:(?<=\d)|(?<=[一二三四五六七八九十])(?=[〇零○Ｏ一二三四五六七八九十]{0,3}\s*[年月])"
    r"|(?<=[今本去上前明后])(?=[年日天晨早晚起明])|(?<=昨))"
)
_AFTER_WEEKDAY = re.compile(rf"\s*[(（,，]?\s*{_WEEKDAY.format('weekday')}")
_RANGE = re.compile(rf"\s*(?:至|到|—+|-|~|～|、|和)\s*(?:(?P<m>{_N})\s*月\s*)?(?P<d>{_N})\s*[日号]")
_YEAR_ALONE = re.compile(
    rf"(?P<year>{_YEAR})\s*(?P<to>[-—至~～]+\s*\d{{4}}\s*)?(?:年度|学年|年)(?!\s*{_N}\s*月)"
)
_DIGITS = {letter: number for number, letter in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
}


class Written(NamedTuple):
    """A date as it stands in a text: what is said of it, and what is not."""

    start: int
    end: int
    year: int | None = None
    year_shift: int | None = None  # 去年 -> -1
    month: int | None = None
    day: int | None = None
    day_shift: int | None = None  # 昨日 -> -1
    weekday: int | None = None  # Monday is 0
    last_day: tuple[int, int] | None = None  # 2月8日至11日 -> (2, 11)

    @property
    def month_day(self) -> tuple[int, int] | None:
        return (self.month, self.day) if self.month and self.day else None

    @property
    def full(self) -> date | None:
        return make_date(self.year, self.month, self.day) if self.year else None


def make_date(year: int, month: int | None, day: int | None) -> date | None:
    """Return the date, or nothing when the calendar has none such."""
    try:
        return date(year, month, day)
    except (TypeError, ValueError, OverflowError):
        return None


def read_number(word: str) -> int:
    """Return what 13, １３ or 十三 says."""
    if word.isdigit() and word not in _DIGITS:
        return int(word)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return _DIGITS[word]


def read_year(word: str) -> int:
    """Return what 2024 or 二〇二四 says."""
    return (
        int(word)
        if word.isdigit() and word[0] not in _DIGITS
        else int("".join(str(_DIGITS[c]) for c in word))
    )


def find_dates(text: str) -> Iterator[Written]:
    """Yield every date of a text in order."""
    month = None  # 6月12日 … 13日: the second is of the same month
    behind = 0
    passed = 0
    for place in _BEGINS.finditer(text):
        if place.start() < passed or not (match := _DATE.match(text, place.start())):
            continue
        passed = match.end()
        if match.start() < behind:
            continue  # the last day of 12月30日至1月2日 is told already
        found = _read(match, month)
        if found is None:
            continue
        end, weekday, last = found.end, None, None
        if found.day and (range_ := _RANGE.match(text, end)):
            other = (read_number(range_["m"]) if range_["m"] else found.month, read_number(range_["d"]))
            if found.month and make_date(2024, *other):
                last, end = other, range_.end()
        if after := _AFTER_WEEKDAY.match(text, end):
            weekday = "一二三四五六日".index(after["weekday"].replace("天", "日"))
        month, behind = found.month or month, end
        yield Written(
            found.start,
            end,
            found.year,
            found.year_shift,
            found.month,
            found.day,
            found.day_shift,
            weekday,
            last,
        )


def _read(match: re.Match[str], month: int | None) -> Written | None:
    start, end = match.span()
    if match["year"]:
        year, month = read_year(match["year"]), read_number(match["m1"])
        day = read_number(match["d1"]) if match["d1"] else None
        return Written(start, end, year, None, month, day) if make_date(year, month, day or 1) else None
    if match["numeric"]:
        year, month, day = (int(part) for part in re.split(r"[-./]", match["numeric"]))
        return Written(start, end, year, None, month, day) if make_date(year, month, day) else None
    if match["m2"]:
        month, day = read_number(match["m2"]), read_number(match["d2"])
        # 2024 is a leap year: 2月29日 is possible as long as the year is not known.
        if not make_date(2024, month, day):
            return None
        return Written(start, end, None, _YEAR_WORDS.get(match["word"] or ""), month, day)
    if match["dayword"]:
        return Written(start, end, day_shift=_DAY_WORDS[match["dayword"]])
    day = int(match["d3"])
    if not 1 <= day <= 31 or (month and not make_date(2024, month, day)):
        return None
    return Written(start, end, month=month, day=day)


def find_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and year where a year stands without a month: 2024年度, 自2021年以来."""
    for match in _YEAR_ALONE.finditer(text):
        year = read_year(match["year"])
        if 1900 <= year <= 2100:
            yield match.start(), match.end(), year


def near(issue: date, month: int, day: int, *, ahead: int = 100) -> date | None:
    """Return the date of that month and day that an issue of this day most likely speaks of.

    Newspapers look back further than they look ahead: on 1 January, 12月31日 is yesterday.
    """
    found = [
        candidate
        for year in (issue.year - 1, issue.year, issue.year + 1)
        if (candidate := make_date(year, month, day)) and candidate <= issue + timedelta(days=ahead)
    ]
    return max(found, default=None)
