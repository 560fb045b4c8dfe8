"""What is looked for by its first letters is found wherever it stands, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from articles.recognising.dates import _BEGINS, _DATE
from articles.recognising.endings import ENDING, find_endings
from articles.recognising.lookup import Lookup, pairs_of

KNOWN = Lookup({"总工会": 1, "市总工会": 2, "工会主席": 3, "会": 4, "𠀀局": 5, "局局长": 6})
LETTERS = st.text(alphabet="市总工会主席局长𠀀𠀁甲\n😀", max_size=24)
ORGANISATIONS = st.text(
    alphabet="第一二十百〇1２中小学医院校委团市区共青局厅公安分省员会司大队心甲𠀀", max_size=16
)
DAYS = st.text(
    alphabet="0123456789一二三十〇零年月日号今去昨明天晚上午前 -/.至、(（第个周起下线", max_size=16
)


def letter_by_letter(text):
    at = 0
    while at < len(text):
        if found := KNOWN.longest_at(text, at):
            yield at, *found
            at = found[0]
        else:
            at += 1


@given(LETTERS)
def test_a_lookup_finds_what_reading_letter_by_letter_finds(text):
    assert list(KNOWN.find(text)) == list(letter_by_letter(text))
    assert list(KNOWN.find(text, pairs_of(text))) == list(letter_by_letter(text))


def test_a_letter_outside_the_basic_plane_is_two_of_no_other():
    assert [found[2] for found in KNOWN.find("甲𠀀局与市总工会😀局局长")] == [5, 2, 6]


@given(ORGANISATIONS)
def test_endings_are_found_as_their_pattern_finds_them(text):
    found = [match.span() for match in find_endings(text, pairs_of(text))]
    assert found == [match.span() for match in ENDING.finditer(text)]


@given(DAYS)
def test_every_date_begins_with_a_letter_that_is_looked_for(text):
    begins = {match.start() for match in _BEGINS.finditer(text)}
    assert {match.start() for match in _DATE.finditer(text)} <= begins
