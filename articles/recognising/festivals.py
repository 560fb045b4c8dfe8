"""Days that tell a year: the n-th of a yearly day, lunar festivals, anniversaries, and what happened but once.

All of it is general knowledge about the calendar of the People's Republic; nothing here comes from a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .dates import find_dates, read_number

# The year of the first one, as newspapers count them.
FIRST_YEAR = {
    "植树节": 1979, "世界水日": 1993, "中国水周": 1988, "世界无烟日": 1988, "世界环境日": 1972, "爱耳日": 2000, "爱眼日": 1996,
    "国际禁毒日": 1988, "护士节": 1912, "教师节": 1985, "农民丰收节": 2018, "医师节": 2018, "人民警察节": 2021, "宪法日": 2014,
    "国家公祭日": 2014, "国家安全教育日": 2016, "世界读书日": 1996, "中国航天日": 2016, "防灾减灾日": 2009, "国际博物馆日": 1977,
    "艾滋病日": 1988, "消费者权益日": 1983, "学雷锋纪念日": 1964, "学雷锋日": 1964, "妇女节": 1911, "世界睡眠日": 2001,
    "防治结核病日": 1996, "助残日": 1991, "全国土地日": 1991, "科技工作者日": 2017, "世界地球日": 1970, "爱国卫生月": 1989,
    "安全生产月": 2002, "节能宣传周": 1991, "低碳日": 2013, "记者节": 2000, "全国消防日": 1992, "消防宣传月": 1992,
    "交通安全日": 2012, "国际志愿者日": 1986, "中国旅游日": 2011, "世界粮食日": 1981, "中国品牌日": 2017, "全民健身日": 2009,
    "全国生态日": 2023, "世界人口日": 1990, "国际档案日": 2008, "世界海洋日": 2009, "世界献血者日": 2004, "碘缺乏病日": 1994,
    "世界红十字日": 1948, "世界卫生日": 1950, "知识产权日": 2001, "国际进口博览会": 2018, "世界气象日": 1961, "全国扶贫日": 2014,
    "烈士纪念日": 2014, "肿瘤防治宣传周": 1995, "推普周": 1998, "推广普通话宣传周": 1998, "全国科普日": 2004, "民族团结进步宣传月": 2000,
}  # fmt: skip
_ORDINAL = re.compile(
    r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十百]{1,5})\s*(?:个|届|次)\s*[“\"]?(?P<name>[一-鿿0-9·.“”\"]{2,14}?(?:日|节|月|周|会))"
)

# Counted from a year: 新中国成立75周年, 建党100周年.
BEGINNINGS = {
    "新中国成立": 1949, "中华人民共和国成立": 1949, "中国共产党成立": 1921, "建党": 1921, "建军": 1927, "解放军建军": 1927,
    "抗日战争胜利": 1945, "抗战胜利": 1945, "反法西斯战争胜利": 1945, "改革开放": 1978, "香港回归": 1997, "澳门回归": 1999,
    "五四运动": 1919, "长征胜利": 1936, "人民政协成立": 1949, "全国人大成立": 1954, "全国人民代表大会成立": 1954,
    "共青团成立": 1922, "少先队建队": 1949, "全民族抗战爆发": 1937, "辛亥革命": 1911,
}  # fmt: skip
_ANNIVERSARY = re.compile(rf"(?P<what>{'|'.join(BEGINNINGS)})\s*(?P<n>\d{{2,3}})\s*周年")

# Said of the running year only.
ONCE = {
    "党的十八大召开之年": 2012, "党的十九大召开之年": 2017, "党的二十大召开之年": 2022, "迎接党的十九大": 2017,
    "迎接党的二十大胜利召开": 2022, "喜迎党的二十大": 2022, "喜迎二十大": 2022, "学习宣传贯彻党的二十大精神的开局之年": 2023,
    "贯彻党的二十大精神的开局之年": 2023, "“十三五”开局之年": 2016, "“十三五”收官之年": 2020, "“十三五”规划收官之年": 2020,
    "“十四五”开局之年": 2021, "“十四五”规划开局之年": 2021, "“十四五”收官之年": 2025, "“十四五”规划收官之年": 2025,
    "“十四五”规划的收官之年": 2025, "“十五五”开局之年": 2026, "“十五五”规划开局之年": 2026,
    "决胜全面建成小康社会": 2020, "脱贫攻坚决战决胜之年": 2020, "建党百年": 2021, "喜迎冬奥": 2022, "冬奥赛事": 2022,
    "庆祝新中国成立70周年": 2019,
}  # fmt: skip

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LUNAR_YEAR = re.compile(rf"(?P<stem>[{_STEMS}])(?P<branch>[{_BRANCHES}])(?:[鼠牛虎兔龙蛇马羊猴鸡狗猪])?年")

# New Year's Day, Dragon Boat and Mid-Autumn by the lunar calendar.
LUNAR = {
    2010: ("02-14", "06-16", "09-22"), 2011: ("02-03", "06-06", "09-12"), 2012: ("01-23", "06-23", "09-30"),
    2013: ("02-10", "06-12", "09-19"), 2014: ("01-31", "06-02", "09-08"), 2015: ("02-19", "06-20", "09-27"),
    2016: ("02-08", "06-09", "09-15"), 2017: ("01-28", "05-30", "10-04"), 2018: ("02-16", "06-18", "09-24"),
    2019: ("02-05", "06-07", "09-13"), 2020: ("01-25", "06-25", "10-01"), 2021: ("02-12", "06-14", "09-21"),
    2022: ("02-01", "06-03", "09-10"), 2023: ("01-22", "06-22", "09-29"), 2024: ("02-10", "06-10", "09-17"),
    2025: ("01-29", "05-31", "10-06"), 2026: ("02-17", "06-19", "09-25"), 2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"), 2029: ("02-13", "06-16", "09-22"), 2030: ("02-03", "06-05", "09-12"),
}  # fmt: skip
_FIRST_MONTH = "一二三四五六七八九十"
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
