"""Dates as newspapers write them, and what they mean in an issue of a certain day."""

from datetime import date

import pytest

from articles.recognising.dates import Written, find_dates, find_years, near
from articles.recognising.event_date import resolve


def only(text):
    (written,) = find_dates(text)
    return written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024年6月14日", {"year": 2024, "month": 6, "day": 14}),
        ("二〇二四年六月十四日", {"year": 2024, "month": 6, "day": 14}),
        ("２０２４年６月１４日", {"year": 2024, "month": 6, "day": 14}),
        ("二○二五年十二月三十一日", {"year": 2025, "month": 12, "day": 31}),
        ("2024-06-14", {"year": 2024, "month": 6, "day": 14}),
        ("2024年6月", {"year": 2024, "month": 6, "day": None}),
        ("6月14日", {"year": None, "month": 6, "day": 14}),
        ("6月14号", {"month": 6, "day": 14}),
        ("去年11月15日", {"year_shift": -1, "month": 11, "day": 15}),
        ("2月8日至11日", {"month": 2, "day": 8, "last_day": (2, 11)}),
        ("12月30日至1月2日", {"month": 12, "day": 30, "last_day": (1, 2)}),
        ("3月12日(星期三)", {"month": 3, "day": 12, "weekday": 2}),
        ("3月12日，周日", {"month": 3, "day": 12, "weekday": 6}),
        ("昨日", {"day_shift": -1}),
        ("明天", {"day_shift": 1}),
    ],
)
def test_a_date_is_read_as_it_is_written(text, said):
    written = only(text)
    assert {name: getattr(written, name) for name in said} == said
    assert text.startswith(text[written.start : written.end])


@pytest.mark.parametrize(
    "text",
    ["2月30日", "13月1日", "0月5日", "6月32日", "3日游", "12日均", "第3个月14日线", "今日头条", "明日之星"],
)
def test_what_no_calendar_has_is_no_date(text):
    assert [written for written in find_dates(text) if written.month_day or written.day_shift] == []


def test_a_bare_day_takes_the_month_named_before():
    first, second = find_dates("6月12日开幕，13日上午闭幕")
    assert (first.month_day, second.month_day) == ((6, 12), (6, 13))


def test_a_year_without_a_month_is_no_date_and_is_still_found():
    assert list(find_dates("2024年以来")) == []
    assert [year for _, _, year in find_years("2024年以来，2025年度计划，2023年6月")] == [2024, 2025]


@pytest.mark.parametrize(
    ("issue", "month", "day", "meant"),
    [
        (date(2025, 1, 1), 12, 31, date(2024, 12, 31)),  # New Year's issue tells of the old year
        (date(2024, 12, 31), 1, 2, date(2025, 1, 2)),  # and the last issue announces the new one
        (date(2024, 6, 14), 6, 13, date(2024, 6, 13)),
        (date(2024, 6, 14), 7, 1, date(2024, 7, 1)),
        (date(2024, 6, 14), 11, 15, date(2023, 11, 15)),
        (date(2025, 3, 1), 2, 29, date(2024, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_the_nearest_that_a_newspaper_speaks_of(issue, month, day, meant):
    assert near(issue, month, day) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (Written(0, 2, day_shift=-1), date(2024, 12, 31)),
        (Written(0, 2, day_shift=1), date(2025, 1, 2)),
        (Written(0, 2, year_shift=-1, month=11, day=5), date(2024, 11, 5)),
        (Written(0, 2, day=31), date(2024, 12, 31)),
        (Written(0, 2, day=1), date(2025, 1, 1)),
        (Written(0, 2, year=2023, month=5, day=6), date(2023, 5, 6)),
        (Written(0, 2, year=2023, month=5), None),
    ],
)
def test_relative_dates_count_from_the_issue(written, meant):
    assert resolve(written, date(2025, 1, 1)) == meant
