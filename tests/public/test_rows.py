"""What lists call an article, and which one a page opens with."""

from articles.models.article import NAME, first_clause
from articles.public.rows import with_lead


def row(title, genre="news"):
    return {"title": title, "genre": genre}


def test_a_text_without_headline_is_called_by_its_first_sentence():
    assert first_clause("桥修好了。大家都来看。") == "桥修好了"
    assert first_clause("桥修好了") == "桥修好了"


def test_a_long_first_sentence_is_cut_at_a_pause_within_the_length_of_a_headline():
    name = first_clause("昨天上午十点，" * 20)
    assert name.endswith("昨天上午十点…")
    assert len(name) <= NAME + 1


def test_a_sentence_without_a_pause_is_cut_at_the_length_of_a_headline():
    assert first_clause("长" * 80 + "…") == "长" * NAME + "…"


def test_a_page_opens_with_its_first_headline_and_keeps_the_order_of_the_others():
    untitled, picture, first, second = row(""), row("晨练", "photo"), row("修桥"), row("通车")
    assert with_lead([untitled, picture, first, second]) == [first, untitled, picture, second]


def test_a_page_without_any_headline_stays_as_printed():
    rows = [row(""), row("晨练", "photo")]
    assert with_lead(rows) == rows
