"""Which day an issue is dated, weighed from everything its stories say about days and years."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..segmenter.story import Role, Segmentation
from ..segmenter.text import PageText
from .dates import Written, find_dates
from .findings import Evidence, IssueDateGuess
from .issue_year import AHEAD, BEGINS, find_year, in_year
from .reading import Reading, read_story

# How many days after what it tells a daily is printed: most the next morning, some the same afternoon.
_DELAY = {0: 0.02, 1: 0.56, 2: 0.18, 3: 0.08, 4: 0.05, 5: 0.04, 6: 0.02, 7: 0.02}
_SAME_DAY = {0: 0.45, 1: 0.28, 2: 0.10, 3: 0.05, 4: 0.04, 5: 0.03, 6: 0.01, 7: 0.01}
_AFTERNOON = 0.1  # how many papers are of the second kind
_NOTICE_DELAY = {0: 0.45, 1: 0.22, 2: 0.11, 3: 0.06, 4: 0.04, 5: 0.03, 6: 0.02, 7: 0.02, -1: 0.01}
_RARE = 0.004

_LEAD = 70  # letters of a story in which its own date stands


@dataclass(frozen=True, slots=True)
class _Clue:
    """A month and day that say something about the issue's, and how many days before it they lie."""

    month_day: tuple[int, int]
    delays: dict[int, float]
    weight: float
    evidence: Evidence


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
    year, year_trust, year_evidence = find_year(readings, month_day)
    evidence = (*year_evidence, *(clue.evidence for clue in _strongest(clues, month_day)))
    day = in_year(year, month_day)
    if day is None:
        return IssueDateGuess(None, month_day, round(min(0.4, day_trust * 0.4), 2), evidence)
    return IssueDateGuess(day, month_day, round(day_trust * year_trust, 2), evidence)


def _strongest(clues: list[_Clue], month_day: tuple[int, int]) -> list[_Clue]:
    """Return what decided the day, once for each day that is named."""
    ranked = sorted(clues, key=lambda clue: (-clue.weight, clue.evidence.span))
    days = {(clue.month_day, clue.evidence.why): clue for clue in reversed(ranked) if clue.weight >= 0.5}
    return sorted(days.values(), key=lambda clue: (-clue.weight, clue.evidence.span))


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
                clues.append(_Clue(md, delays, 3.0, Evidence(span, f"{words}即{md[0]}月{md[1]}日")))
                continue
            if is_signoff:
                clues.append(_Clue(md, _NOTICE_DELAY, 1.2, Evidence(span, "公告落款的日期")))
                continue
            if stretch.role not in (Role.BODY, Role.CAPTION):
                continue
            if written.year_shift or written.year:
                continue  # 去年11月15日 says nothing about the day
            ahead = AHEAD.search(text, max(0, written.start - 12), written.end + 6)
            if not lead_seen and written.start <= _LEAD and not ahead and not BEGINS.match(text, written.end):
                lead_seen = True
                last = written.last_day or md
                clues.append(_Clue(last, _DELAY, 1.0, Evidence(span, "报道开头的日期")))
            elif ahead:
                continue
            else:
                clues.append(_Clue(md, _DELAY, 0.08, Evidence(span, "报道中的日期")))
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
        morning, afternoon = 0.0, math.log(_AFTERNOON)
        for clue in clues:
            delay = (candidate - _ordinal(clue.month_day, 0, base)) % 366
            if delay > 183:
                delay -= 366
            says = clue.weight * math.log(clue.delays.get(delay, _RARE))
            morning += says
            afternoon += (
                says if clue.delays is not _DELAY else clue.weight * math.log(_SAME_DAY.get(delay, _RARE))
            )
        # All stories of a paper are printed at the same hour.
        scores[candidate] = max(morning, afternoon)
    best = max(scores, key=lambda candidate: (scores[candidate], -candidate))
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    day = date(base, 1, 1) + timedelta(days=best)
    return (day.month, day.day), 1 / total


def _ordinal(month_day: tuple[int, int], later: int, base: int) -> int:
    return ((date(base, *month_day) - date(base, 1, 1)).days + later) % 366
