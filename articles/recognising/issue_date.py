"""Which day an issue is dated, weighed from everything its stories say about days and years."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..segmenter.story import Role, Segmentation
from ..segmenter.text import PageText, Span
from .dates import Written, find_dates, find_years, make_date
from .festivals import find_lunar_days, find_year_hints, lunar_date
from .findings import Evidence, IssueDateGuess
from .reading import Reading, Stretch, read_story

# How many days after what it tells a city daily is printed. Mostly the next morning.
_DELAY = {0: 0.10, 1: 0.56, 2: 0.16, 3: 0.07, 4: 0.04, 5: 0.03, 6: 0.01, 7: 0.01}
_NOTICE_DELAY = {0: 0.45, 1: 0.22, 2: 0.11, 3: 0.06, 4: 0.04, 5: 0.03, 6: 0.02, 7: 0.02, -1: 0.01}
_RARE = 0.004

_FUTURE = re.compile(r"将于|将在|定于|拟于|截至|截止|开始报名|报名时间|起至|前[将完]|开幕时间|启动时间")
_PLAN = re.compile(r"力争|计划|规划|目标|预计|将|到\s*$|实现|安排部署|任务|工作要点|年度")
_LEAD = 70  # letters of a story in which its own date stands


@dataclass(frozen=True, slots=True)
class _Clue:
    """A month and day that say something about the issue's, and how many days before it they lie."""

    month_day: tuple[int, int]
    delays: dict[int, float]
    weight: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _YearClue:
    """Words that favour some years: the log of how much."""

    favours: dict[int, float]
    otherwise: float
    evidence: Evidence
    settles: bool = False  # may lift confidence over 0.8


def guess_issue_date(pages: Sequence[tuple[PageText, Segmentation]]) -> IssueDateGuess:
    """Weigh several pages of one issue together. Spans of the evidence are on the page they stand on."""
    return guess_from_readings(
        [read_story(page, story) for page, segmentation in pages for story in segmentation.stories]
    )


def guess_from_readings(readings: Iterable[Reading]) -> IssueDateGuess:
    """Weigh all stories: first which day of the year, then of which year."""
    readings = list(readings)
    clues = [clue for reading in readings for clue in _day_clues(reading)]
    if not clues:
        return IssueDateGuess()
    month_day, day_trust = _weigh_days(clues)
    years = [clue for reading in readings for clue in _year_clues(reading, month_day)]
    evidence = sorted(
        {clue.evidence for clue in clues if clue.weight >= 0.5} | {clue.evidence for clue in years},
        key=lambda evidence: evidence.span,
    )
    year, year_trust = _weigh_years(years)
    if year is None or make_date(year, *month_day) is None:
        return IssueDateGuess(None, month_day, round(min(0.4, day_trust * 0.4), 2), tuple(evidence))
    return IssueDateGuess(
        date(year, *month_day), month_day, round(day_trust * year_trust, 2), tuple(evidence)
    )


def _day_clues(reading: Reading) -> list[_Clue]:
    clues: list[_Clue] = []
    lead_seen = False
    for stretch in reading.stretches:
        text = stretch.text
        is_signoff = stretch.role is Role.SIGNOFF
        for written in find_dates(text):
            md = written.month_day
            if md is None:
                continue
            span = stretch.span(written.start, written.end)
            relative = _beside(text, written)
            if relative is not None:
                shift, words = relative
                delays = {-shift: 1.0}
                clues.append(_Clue(md, delays, 3.0, Evidence(span, f"{words} is {md[0]}月{md[1]}日")))
                continue
            if is_signoff:
                clues.append(_Clue(md, _NOTICE_DELAY, 1.2, Evidence(span, "a notice is dated this day")))
                continue
            if stretch.role not in (Role.BODY, Role.CAPTION):
                continue
            if written.year_shift or written.year:
                continue  # 去年11月15日 says nothing about the day
            ahead = _FUTURE.search(text, max(0, written.start - 12), written.end + 6)
            if not lead_seen and written.start <= _LEAD and not ahead:
                lead_seen = True
                last = written.last_day or md
                clues.append(_Clue(last, _DELAY, 1.0, Evidence(span, "a story opens with this day")))
            elif ahead:
                continue
            else:
                clues.append(_Clue(md, _DELAY, 0.08, Evidence(span, "a day in a story")))
    return clues


_BESIDE = re.compile(r"(昨日|昨天|昨晚|今日|今天|今晨|明日|明天)\s*[(（,，]?\s*$")
_BEHIND = re.compile(r"\s*[(（]?\s*(昨日|昨天|昨晚|今日|今天|今晨|明日|明天)[)）]")
_SHIFT = {"昨": -1, "今": 0, "明": 1}


def _beside(text: str, written: Written) -> tuple[int, str] | None:
    """Return what 昨日(6月13日) and 6月13日(今日) say: how far from the issue's day, and the words."""
    match = _BESIDE.search(text, max(0, written.start - 6), written.start) or _BEHIND.match(text, written.end)
    return (_SHIFT[match[1][0]], match[1]) if match else None


def _weigh_days(clues: list[_Clue]) -> tuple[tuple[int, int], float]:
    """Return the likeliest month and day, and how far it leads."""
    base = 2024  # a leap year, so that every day has its place
    candidates = {
        _ordinal(clue.month_day, delay, base) for clue in clues if clue.weight >= 0.5 for delay in clue.delays
    } or {_ordinal(clue.month_day, 1, base) for clue in clues}
    scores: dict[int, float] = {}
    for candidate in candidates:
        score = 0.0
        for clue in clues:
            delay = (candidate - _ordinal(clue.month_day, 0, base)) % 366
            if delay > 183:
                delay -= 366
            score += clue.weight * math.log(clue.delays.get(delay, _RARE))
        scores[candidate] = score
    best = max(scores, key=lambda candidate: (scores[candidate], -candidate))
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    day = date(base, 1, 1) + timedelta(days=best)
    return (day.month, day.day), 1 / total


def _ordinal(month_day: tuple[int, int], later: int, base: int) -> int:
    return ((date(base, *month_day) - date(base, 1, 1)).days + later) % 366


def _year_clues(reading: Reading, month_day: tuple[int, int]) -> list[_YearClue]:
    clues: list[_YearClue] = []
    for stretch in reading.stretches:
        text = stretch.text
        for written in find_dates(text):
            if written.year:
                clues += _from_full_date(stretch, written, month_day)
            elif written.weekday is not None and written.month_day:
                clues.append(_from_weekday(stretch, written))
        for start, end, year in find_years(text):
            is_plan = _PLAN.search(text, max(0, start - 8), end + 10)
            favours = {year: 0.4 if is_plan else -0.2, year + 1: 0.3}
            # A year behind lies further back the less likely; one ahead is a plan.
            favours |= {year + n: 0.3 - 0.35 * (n - 1) for n in range(2, 12)}
            favours |= {year - n: (-0.7 if is_plan else -2.2) - 0.2 * n for n in range(1, 8)}
            clues.append(_YearClue(favours, -4.0, Evidence(stretch.span(start, end), f"{year} is named")))
        for hint in find_year_hints(text):
            favours = {hint.year: 4.0 * hint.trust, hint.year - 1: 0.5, hint.year + 1: 0.5}
            clues.append(
                _YearClue(
                    favours, 0.0, Evidence(stretch.span(hint.start, hint.end), hint.why), hint.trust > 0.8
                )
            )
        for start, end, name, day in find_lunar_days(text):
            favours = {
                year: 3.5
                for year in range(2010, 2031)
                if (at := lunar_date(year, name)) and (at.month, at.day) == day
            }
            if favours:
                clues.append(
                    _YearClue(
                        favours, -0.5, Evidence(stretch.span(start, end), f"{name} fell on this day"), True
                    )
                )
    return clues


def _from_full_date(stretch: Stretch, written: Written, month_day: tuple[int, int]) -> list[_YearClue]:
    """Weigh 2024年6月14日 and 2024年6月: at the foot of a notice it is nearly the issue's own date."""
    span = stretch.span(written.start, written.end)
    clues: list[_YearClue] = []
    if written.weekday is not None and written.full:
        return clues  # the year is said already
    year = written.year
    named = make_date(year, written.month, written.day or 1)
    issue = make_date(year, *month_day) or make_date(year, 3, 1)
    if named is None or issue is None:
        return clues
    gap = (issue - named).days
    if stretch.role is Role.SIGNOFF and written.day:
        best = min((abs(gap + 365 * n), -n) for n in (-1, 0, 1))[1]
        favours = {year - best: 5.0}
        return [_YearClue(favours, 0.0, Evidence(span, f"a notice is dated {year}"), True)]
    # Dates behind the issue are common, and rarer the further back; dates ahead need a reason.
    ahead = _FUTURE.search(stretch.text, max(0, written.start - 12), written.end + 8)
    favours = {}
    for shift in range(-3, 15):
        days = gap + 365 * shift
        if days < -31 and not ahead:
            favours[year + shift] = -2.5
        elif days < 0:
            favours[year + shift] = 1.6 if days > -200 else -0.5
        elif days <= 62:
            favours[year + shift] = 1.8
        else:
            favours[year + shift] = 0.9 - 0.35 * (days / 365)
    return [_YearClue(favours, -4.0, Evidence(span, f"{year}年{written.month}月 is named"), abs(gap) <= 45)]


def _from_weekday(stretch: Stretch, written: Written) -> _YearClue:
    month, day = written.month_day
    favours = {
        year: 2.0
        for year in range(1950, 2041)
        if (at := make_date(year, month, day)) and at.weekday() == written.weekday
    }
    word = "一二三四五六日"[written.weekday]
    return _YearClue(
        favours, -2.0, Evidence(stretch.span(written.start, written.end), f"this day was a 星期{word}"), True
    )


def _weigh_years(clues: list[_YearClue]) -> tuple[int | None, float]:
    """Return the likeliest year and how much to trust it; no year when nothing near it is named."""
    anchors = {
        year for clue in clues for year, worth in clue.favours.items() if worth > 0 and len(clue.favours) < 30
    }
    if not anchors:
        return None, 0.0
    scores: dict[int, float] = {}
    for year in anchors:
        seen: dict[str, float] = {}
        for clue in clues:
            worth = clue.favours.get(year, clue.otherwise)
            # The same thing said again is no new evidence.
            why = clue.evidence.why
            if why not in seen or abs(worth) > abs(seen[why]):
                seen[why] = worth
        scores[year] = sum(seen.values())
    best = max(scores, key=lambda year: (scores[year], -year))
    trust = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
    if trust < 0.45:
        return None, trust
    speaking = [clue for clue in clues if clue.settles and clue.favours.get(best, clue.otherwise) >= 1.5]
    if not speaking:
        # Years named in passing tell which year is likely; they do not settle it.
        return best, min(trust, 0.7)
    against = [clue for clue in clues if clue.settles and clue.favours.get(best, clue.otherwise) < -1.5]
    return best, min(trust, 0.7 if against and len(against) >= len(speaking) else 0.99)
