import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.folding import article_text, fold, folds, variants
from articles.search.matching import pattern
from articles.search.tokens import article_tokens, grams, grams_to_look_up, is_exact


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("ABC", "abc"),
        ("養老服務", "养老服务"),
        ("裏面裡面", "里面里面"),
        ("養 老　服\t务", "养老服务"),
        ("养老服\n　　务", "养老服务"),
        ("第①届", "第1届"),
        ("（一）", "(一)"),
        ("羣衆", "群众"),
        ("new   york\nTimes", "new york times"),
        ("2024 年 6 月", "2024年6月"),
        ("养老\u200b服务\ufeff", "养老服务"),
    ],
)
def test_writings_of_one_text_are_searched_as_the_same(written, also):
    assert fold(written) == fold(also)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("new york", "newyork"),
        ("开工。\n今天", "开工。今天"),
        ("养老", "养去"),
    ],
)
def test_different_texts_stay_different(one, other):
    assert fold(one) != fold(other)


def test_a_subhead_does_not_run_into_the_paragraph_under_it():
    text = article_text("", "", "", "开头\n■小标题\n正文")
    assert "小标题正文" not in fold(text)
    assert "开头" in fold(text)


def test_headline_parts_do_not_run_into_one_another():
    assert "甲乙" not in fold(article_text("甲", "乙", "丙", "丁"))


def test_a_folded_character_folds_to_itself():
    assert {base for base in variants() if base.translate(folds()) != base} == set()


# Characters that meet every rule: Han with and without variants, letters, signs, white space, subheads.
alphabet = "养養老里裏裡发發a Ａb1１，,。、:\n\n　 \t\u200b\u2029■▲㎡é-"
texts = st.text(alphabet, max_size=40)


@settings(max_examples=600, deadline=None)
@given(texts, texts, st.text(alphabet, min_size=1, max_size=6))
def test_a_pattern_matches_a_text_exactly_where_its_fold_has_the_phrase(title, body, asked):
    phrase = fold(asked.replace("\n", " ").replace("\u2029", " "))
    if not phrase:
        return
    text = article_text("", title.replace("\n", " "), "", body)
    assert (pattern(phrase).search(text) is not None) == (phrase in fold(text))


@settings(max_examples=600, deadline=None)
@given(texts, st.integers(0, 40), st.integers(1, 8))
def test_every_stretch_of_a_text_is_found_by_its_tokens(body, start, length):
    folded = fold(body)
    phrase = folded[start : start + length].strip(" \n")
    if not phrase or "\n" in phrase:
        return
    assert set(grams_to_look_up(phrase)) <= grams(folded)


@settings(max_examples=600, deadline=None)
@given(texts, st.text(alphabet, min_size=1, max_size=2))
def test_what_the_index_answers_alone_it_answers_rightly(body, asked):
    phrase = fold(asked.replace("\n", " ").replace("\u2029", " "))
    if not phrase or not is_exact(phrase):
        return
    has_tokens = set(grams_to_look_up(phrase)) <= grams(fold(body))
    assert has_tokens == (phrase in fold(body))


def test_long_phrases_are_looked_up_by_tokens_that_their_text_has():
    phrase = "".join(chr(0x4E00 + number) for number in range(31))
    looked_up = grams_to_look_up(phrase)
    assert len(looked_up) == 16
    assert set("".join(looked_up)) == set(phrase)
    assert set(looked_up) <= article_tokens(phrase, 0, "")


def test_a_phrase_across_a_sign_is_looked_up_by_the_pair_across_it_and_not_by_the_sign():
    looked_up = grams_to_look_up("完成。“记者")
    assert len(looked_up) == 3
    assert "。" not in looked_up
    assert set(looked_up) <= grams("工程完成。“记者看")
    assert not set(looked_up) <= grams("记者看，工程完成。“今年")
    assert not set(looked_up) <= grams("完成。\n“记者")
