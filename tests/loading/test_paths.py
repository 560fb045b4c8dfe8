"""What paths say, what newspaper.toml says, and what neither may say."""

from datetime import date

import pytest

from articles.loading.papers import Paper, UnreadablePaper, read_paper
from articles.loading.paths import normal_page, position_of, read_path

DAY = date(2031, 5, 6)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("2031-05-06/02.txt", "2"),
        ("pages/2031-05-06/02.txt", "2"),
        ("2031-05-06_02.txt", "2"),
        ("2031-05-06-02.txt", "2"),
        ("20310506/A02.txt", "A02"),
        ("20310506-a02.txt", "A02"),
        ("2031.05.06_第3版.txt", "3"),
        ("2031/05/06/11.txt", "11"),
        ("2031-05-06_02_要闻.txt", "2"),
        ("2031-05-06.txt", ""),
        ("2031-05-06/要闻.txt", ""),
    ],
)
def test_a_path_tells_the_day_and_the_page(path, page):
    found = read_path(path)
    assert (found.date, found.page) == (DAY, page)


@pytest.mark.parametrize(
    "path",
    [
        "02.txt",
        "2031-02-30/02.txt",
        "0031-05-06/02.txt",
        "2031-13-01_02.txt",
        "000_1709c5a71d99377e.txt",
        "12345678.txt",
    ],
)
def test_a_path_without_a_possible_day_tells_nothing(path):
    assert read_path(path).date is None


def test_pages_are_numbered_and_ordered_as_readers_do():
    assert [normal_page(words) for words in ("02", "a02", " 7 ", "号外")] == ["2", "A02", "7", "号外"]
    numbers = ["1", "2", "10", "A01", "A02", "B01", "号外"]
    assert sorted(numbers, key=position_of) == numbers


def test_a_newspaper_file_says_whose_the_pages_are():
    paper = read_paper(
        b"""
        [newspaper]
        name = "\xe4\xba\x91\xe6\xba\xaa\xe6\x97\xa5\xe6\x8a\xa5"
        city = "\xe4\xba\x91\xe6\xba\xaa\xe5\xb8\x82"
        encoding = "GB18030"
        [paths]
        patterns = ['yx(?P<year>\\d{4})(?P<month>\\d{2})(?P<day>\\d{2})p(?P<page>\\d+)']
        [dates]
        "scan-a.txt" = 2031-05-06
        [pages]
        "scan-a.txt" = "03"
        """,
        "newspaper.toml",
    )
    assert (paper.name, paper.city, paper.encoding) == ("云溪日报", "云溪市", "gb18030")
    assert (paper.says("in/yx20310506p4.txt").date, paper.says("in/yx20310506p4.txt").page) == (DAY, "4")
    assert (paper.says("scans/scan-a.txt").date, paper.says("scans/scan-a.txt").page) == (DAY, "3")
    assert paper.says("scan-b.txt").date is None


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("newspaper = 3", "no table"),
        ("[newspaper]\nname = 3", "name = 3"),
        ("[newspaper]\nencoding = 'ebcdic'", "ebcdic"),
        ("[newspaper]\nslug = 'Yun Xi'", "slug"),
        ("[newspaper]\ndate = 'soon'", "soon"),
        ("[paths]\npatterns = ['(a+)+b']", "repeats a group"),
        ("[paths]\npatterns = ['(?P<year>']", "no pattern"),
        ("[newspaper", "newspaper.toml"),
        ("[dates]\n'a.txt' = 3", "dates.a.txt"),
    ],
)
def test_what_a_newspaper_file_cannot_say_is_refused_with_the_value(words, complaint):
    with pytest.raises(UnreadablePaper, match=complaint) as refusal:
        read_paper(words.encode(), "newspaper.toml")
    assert str(refusal.value).startswith("newspaper.toml")


def test_where_there_is_no_newspaper_file_nothing_is_said():
    assert Paper().says("2031-05-06/02.txt").date is None
