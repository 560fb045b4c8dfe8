"""A year in twelve tables: how full each day is, and which kind of gap the others are."""

from datetime import date
from types import SimpleNamespace

import pytest

from articles.public.calendar import Archive, months_of, read_month, read_year

ARCHIVE = Archive(date(2024, 6, 3), date(2024, 6, 28), appears_on="12345")


def issue(day, articles):
    day = date.fromisoformat(day)
    return SimpleNamespace(date=day, public_articles=articles, get_absolute_url=lambda: f"/issues/{day}/")


@pytest.fixture
def june():
    months = months_of(
        2024, [issue("2024-06-14", 40), issue("2024-06-13", 10), issue("2024-06-12", 1)], ARCHIVE
    )
    return {cell["day"]: cell for week in months[5]["weeks"] for cell in week if cell}


def test_the_fuller_the_day_the_stronger_its_colour(june):
    assert [june[day]["level"] for day in (12, 13, 14)] == [1, 1, 4]
    assert june[14]["words"] == "6月14日，40篇"


@pytest.mark.parametrize(
    ("day", "gap"), [(2, "outside"), (3, "missing"), (15, "rest"), (16, "rest"), (29, "outside")]
)
def test_gaps_are_told_apart(june, day, gap):
    assert june[day]["gap"] == gap


def test_every_day_of_the_year_stands_in_one_cell():
    months = months_of(2024, [], ARCHIVE)
    assert sum(1 for month in months for week in month["weeks"] for cell in week if cell) == 366
    assert all(len(week) == 7 for month in months for week in month["weeks"])


def test_two_papers_on_one_day_lead_to_the_month_that_lists_both():
    months = months_of(2024, [issue("2024-06-14", 1), issue("2024-06-14", 2)], ARCHIVE)
    cell = next(cell for week in months[5]["weeks"] for cell in week if cell and cell["day"] == 14)
    assert cell["href"] == "/issues/2024-06/#d14"


@pytest.mark.parametrize("text", ["0000", "1799", "2200", "99999", "２０２４", ""])
def test_a_year_without_newspapers_is_no_year(text):
    assert read_year(text) is None


def test_a_month_ends_where_the_next_begins():
    assert read_month("2024-12") == (date(2024, 12, 1), date(2025, 1, 1))
    assert read_month("2024-13") == (None, None)
    assert read_month("2199-12") == (date(2199, 12, 1), date(2200, 1, 1))
