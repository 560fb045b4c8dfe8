"""Of which year a page is, when its month and day are known: some words settle it, others only lean."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ..segmenter.story import Role
from .dates import Written, find_dates, find_years, make_date
from .eras import Leaning, find_leanings
from .festivals import find_lunar_days, find_year_hints, lunar_date
from .findings import Evidence
from .reading import Reading, Stretch

AHEAD = re.compile(r"将于|将在|定于|拟于|截至|截止|开始报名|报名时间|起至|前[将完]|开幕时间|启动时间")
# 从9月23日起, 9月22日10时起, 9月30日出发: it may be before or after the issue.
BEGINS = re.compile(
    r"\s*(?:零时|\d{1,2}时(?:\d{1,2}分)?|上午|下午)?(?:开始|起(?![火飞步跑吊点源来])|出发|前)"
)
_PLAN = re.compile(
    r"力争|计划|规划|目标|预计|将|到\s*$|实现|远景|建成|安排部署|任务|工作要点|年度|招生|考试|春运"
)
_COMPARED = re.compile(r"(?:全年|底|末|的)*同期")

# A story names years that are over, the last one most of all; its own year it calls 今年.
_YEARS_AFTER = {0: 0.2, 1: 0.2, 2: -1.2, 3: -2.0, 4: -2.6}
_LONG_AFTER = -3.5
_LEAD = 0.15
_NOT_YET = -2.5  # a year that lies ahead and is not spoken of as a plan
_PLANNED = -0.5
_LEAST = 0.25  # below this any other year is as good


@dataclass(frozen=True, slots=True)
class Settling:
    """Words that favour some years: the log of how much for each, and for all others."""

    favours: dict[int, float]
    otherwise: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """A year that is named in passing."""

    year: int
    is_plan: bool
    is_later: bool  # later in that year than the month and day
    evidence: Evidence


def find_year(
    readings: Iterable[Reading], month_day: tuple[int, int]
) -> tuple[int | None, float, tuple[Evidence, ...]]:
    """Return the likeliest year, how much to trust it, and the words that speak, the strongest first."""
    settling: list[Settling] = []
    named: list[Named] = []
    leaning: dict[str, tuple[Leaning, Evidence]] = {}  # the same thing said again is no new evidence
    for reading in readings:
        for stretch in reading.stretches:
            settling += _settling(stretch, month_day)
            named += _named(stretch, month_day)
            for lean in find_leanings(stretch.text, month_day[0]):
                leaning.setdefault(lean.why, (lean, Evidence(stretch.span(lean.start, lean.end), lean.why)))
    year, trust = _weigh(settling, named, [lean for lean, _ in leaning.values()])
    speaking = [evidence for lean, evidence in leaning.values() if year and lean.worth(year) > 0]
    evidence = dict.fromkeys(
        [*(one.evidence for one in settling), *speaking, *(one.evidence for one in named)]
    )
    return year, trust, tuple(evidence)


def _settling(stretch: Stretch, month_day: tuple[int, int]) -> list[Settling]:
    clues: list[Settling] = []
    text = stretch.text
    for written in find_dates(text):
        if written.full:
            clues += _from_full_date(stretch, written, month_day)
        elif written.weekday is not None and written.month_day:
            clues.append(_from_weekday(stretch, written))
    for hint in find_year_hints(text):
        favours = {hint.year: 4.0 * hint.trust, hint.year - 1: 0.5, hint.year + 1: 0.5}
        clues.append(Settling(favours, 0.0, Evidence(stretch.span(hint.start, hint.end), hint.why)))
    for start, end, name, day in find_lunar_days(text):
        favours = {
            year: 3.5
            for year in range(2010, 2031)
            if (at := lunar_date(year, name)) and (at.month, at.day) == day
        }
        if favours:
            why = f"{name}在这一天的年份:{'、'.join(map(str, sorted(favours)))}"
            clues.append(Settling(favours, -0.5, Evidence(stretch.span(start, end), why)))
    return clues


def _from_full_date(stretch: Stretch, written: Written, month_day: tuple[int, int]) -> list[Settling]:
    """Weigh 2024年6月14日: at the foot of a notice, or near the issue's day, it is of its year."""
    span = stretch.span(written.start, written.end)
    gaps = {
        year: (at - written.full).days
        for year in (written.year - 1, written.year, written.year + 1)
        if (at := make_date(year, *month_day))
    }
    nearest = min(gaps, key=lambda year: (abs(gaps[year]), year), default=None)
    if nearest is None:
        return []
    if stretch.role is Role.SIGNOFF and abs(gaps[nearest]) <= 45:
        return [Settling({nearest: 5.0}, 0.0, Evidence(span, f"落款日期:{written.full}"))]
    if stretch.role is not Role.SIGNOFF and -10 <= gaps[nearest] <= 5:
        return [Settling({nearest: 3.0}, 0.0, Evidence(span, f"写明年份的日期:{written.full}"))]
    return []


def _from_weekday(stretch: Stretch, written: Written) -> Settling:
    month, day = written.month_day
    favours = {
        year: 2.2
        for year in range(1950, 2041)
        if (at := make_date(year, month, day)) and at.weekday() == written.weekday
    }
    word = "一二三四五六日"[written.weekday]
    why = f"{month}月{day}日是星期{word}"
    return Settling(favours, -2.2, Evidence(stretch.span(written.start, written.end), why))


def _named(stretch: Stretch, month_day: tuple[int, int]) -> list[Named]:
    text = stretch.text
    found: list[Named] = []
    for written in find_dates(text):
        if written.year:
            is_plan = bool(AHEAD.search(text, max(0, written.start - 12), written.end + 8))
            later = (written.month, written.day or 1) > (month_day[0] + 1, month_day[1])
            evidence = Evidence(stretch.span(written.start, written.end), f"提到{written.year}年")
            found.append(Named(written.year, is_plan, later, evidence))
    for start, end, year in find_years(text):
        if _COMPARED.match(text, end):
            continue  # 2019年同期: years ago, told by what leans
        is_plan = bool(_PLAN.search(text, max(0, start - 8), end + 10))
        found.append(Named(year, is_plan, False, Evidence(stretch.span(start, end), f"提到{year}年")))
    return found


def _weigh(settling: list[Settling], named: list[Named], leaning: list[Leaning]) -> tuple[int | None, float]:
    candidates = {year for clue in settling if len(clue.favours) < 30 for year in clue.favours}
    candidates |= {clue.year + shift for clue in named for shift in ((0,) if clue.is_plan else (0, 1))}
    candidates |= {year for lean in leaning for year, worth in lean.favours.items() if worth > 0}
    if not candidates:
        return None, 0.0
    scores = {
        year: _settled(year, settling) + _leant(year, named) + sum(lean.worth(year) for lean in leaning)
        for year in candidates
    }
    best = max(scores, key=lambda year: (scores[year], -year))
    trust = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    passing = [clue.year for clue in named if best - 1 <= clue.year <= best]
    speaks = settling or len(passing) > 1 or any(lean.worth(best) > 0.5 for lean in leaning)
    if trust < _LEAST or not speaks:
        # One house built in 1979 does not date a page.
        return None, trust
    speaking = _said(settling, lambda clue: clue.favours.get(best, clue.otherwise))
    against = _said(settling, lambda clue: max(clue.favours.values()) - max(0, clue.favours.get(best, 0)))
    if speaking <= 1.3 * against:
        # Years named in passing tell which year is likely; they do not settle it.
        return best, min(trust, 0.7)
    return best, min(trust, 0.99)


def _said(clues: list[Settling], worth: Callable[[Settling], float]) -> float:
    """Return what all clues of some worth are worth together, the same words once."""
    by_words = {clue.evidence.why: worth(clue) for clue in clues}
    return sum(value for value in by_words.values() if value >= 2.0)


def _settled(year: int, clues: list[Settling]) -> float:
    # The same thing said again is no new evidence.
    worth = {clue.evidence.why: clue.favours.get(year, clue.otherwise) for clue in clues}
    return sum(worth.values())


def _leant(year: int, clues: list[Named]) -> float:
    behind = [clue.year for clue in clues if clue.year < year or (clue.year == year and not clue.is_later)]
    ahead: dict[int, float] = {}
    for clue in clues:
        if clue.year > year or (clue.year == year and clue.is_later):
            worth = _PLANNED if clue.is_plan else _NOT_YET
            ahead[clue.year] = min(ahead.get(clue.year, 0.0), worth)
    if not behind:
        return sum(ahead.values()) - (0.0 if all(clue.is_plan for clue in clues) else 1.0)
    last = max(behind)
    after = _YEARS_AFTER.get(year - last, _LONG_AFTER)
    if year == last and all(clue.is_plan for clue in clues if clue.year == last):
        after = _PLANNED  # 力争到2025年 is said before 2025
    if year in (last, last + 1):
        # Much said of the last year named: it is over. More of the one before: it still runs.
        lead = max(-3, min(3, behind.count(last) - behind.count(last - 1)))
        after += _LEAD * lead * (1 if year > last else -1)
    return after + sum(ahead.values())


def in_year(year: int | None, month_day: tuple[int, int]) -> date | None:
    """Return the day, unless the year is unknown or has no such day."""
    return make_date(year, *month_day) if year else None
