"""When what a story tells happened, counted from the day of its issue."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..segmenter.story import Genre, Role, Story
from .dates import Written, find_dates, make_date, near
from .reading import Reading

# 新华社北京6月13日电, 本报大同6月13日讯
_DATELINE = re.compile(
    r"(?:新华社|中新社|中新网|人民网|新华网|本报|本刊|央视网)(?P<place>[一-鿿]{2,8}?)(?P<date>\d{1,2}月\d{1,2}日)\s*(?:电|讯|专电)"
)
_AHEAD = re.compile(r"将于|将在|定于|拟于|截至|截止|从|自\s*$|前$")
# 6月14日是第20个世界献血者日: the day is explained, not told of.
_IS_A_DAY = re.compile(
    r"\s*[,，]?\s*(?:是|为|系|迎来)[^,，。]{0,12}(?:日|节|周年|元旦|国庆|春节|清明|端午|中秋|冬至)"
)
_SIGNING = 90  # letters in which a story's own date stands


def resolve(written: Written, issue: date) -> date | None:
    """Return the day that is meant, in an issue of that day."""
    if written.day_shift is not None:
        return issue + timedelta(days=written.day_shift)
    if written.month is None:
        return _nearest_day(written.day, issue) if written.day else None
    if written.day is None:
        return None
    if written.year:
        return written.full
    if written.year_shift is not None:
        return make_date(issue.year + written.year_shift, written.month, written.day)
    return near(issue, written.month, written.day)


def _nearest_day(day: int, issue: date) -> date | None:
    """Return the last day of that number: 13日上午 in an issue of the 14th, or of the 2nd."""
    last_month = issue.replace(day=1) - timedelta(days=1)
    found = [make_date(issue.year, issue.month, day), make_date(last_month.year, last_month.month, day)]
    return next((at for at in found if at and at <= issue + timedelta(days=1)), None)


def find_dateline(reading: Reading) -> tuple[str, str]:
    """Return the place and the date a wire story was filed from."""
    for stretch in reading.body():
        if match := _DATELINE.search(stretch.text, 0, 60):
            return match["place"], match["date"]
        break
    return "", ""


def find_event_date(reading: Reading, story: Story, issue: date | None) -> tuple[date | None, date | None]:
    """Return when it happened, and the date the report opens with; nothing without the issue's year."""
    first: list[tuple[Role, int, int, Written, str]] = []
    for number, stretch in enumerate(reading.stretches):
        first += [
            (stretch.role, number, len(stretch.text), written, stretch.text)
            for written in find_dates(stretch.text)
        ]
    if issue is None:
        full = [written.full for role, *_, written, _ in first if written.full and role is Role.SIGNOFF]
        return (full[0], full[0]) if full else (None, None)
    if story.genre is Genre.NOTICE or not any(role in (Role.BODY, Role.CAPTION) for role, *_ in first):
        signed = [resolve(written, issue) for role, *_, written, _ in first if role is Role.SIGNOFF]
        if signed and signed[-1]:
            return signed[-1], signed[-1]
    lead: date | None = None
    fallback: date | None = None
    is_first_paragraph, paragraph = True, None
    for role, number, _, written, text in first:
        if role not in (Role.BODY, Role.CAPTION):
            continue
        if len(first) > 1 and _IS_A_DAY.match(text, written.end):
            continue
        if paragraph is None:
            paragraph = number
        is_first_paragraph = number == paragraph
        at = resolve(written, issue)
        if at is None:
            continue
        is_recent = -40 <= (at - issue).days <= 15
        ahead = bool(_AHEAD.search(text, max(0, written.start - 3), written.start))
        if written.start <= _SIGNING and is_recent and not ahead and lead is None and is_first_paragraph:
            lead = at
        elif (is_recent and fallback is None and at <= issue + timedelta(days=1)) or (
            fallback is None and is_recent
        ):
            fallback = at
    event = lead or fallback
    return event, lead or event
