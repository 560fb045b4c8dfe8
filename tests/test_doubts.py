"""Every reason for doubt can be said to an editor."""

from articles.models.doubt import WORDS, in_words
from articles.segmenter.doubts import CODES


def test_every_code_of_the_segmenter_has_its_words():
    assert set(CODES) - set(WORDS) == set()


def test_a_suggestion_stands_in_the_sentence():
    assert "“于”" in str(in_words({"code": "traditional", "detail": "于"}))


def test_a_percent_sign_in_the_detail_is_shown_as_it_is():
    assert "5%(x)s" in str(in_words({"code": "foreign", "detail": "5%(x)s"}))


def test_an_unknown_code_is_shown_rather_than_hidden():
    assert in_words({"code": "moon-phase", "detail": "full"}) == "moon-phase full"
