"""Words are the same whichever engine cuts them, and loading an engine waits until words are wanted."""

import subprocess
import sys

import pytest

from articles.recognising import words
from articles.recognising.words import Words, cut

TEXTS = [
    "株洲市总工会消息，3-11周岁儿童可登录www.example.org.cn查询，咨询电话12345转8。",
    "“一件事”改革让A4纸少用了30%，GDP增长5.2%；二一三所、第985医院也来了。",
    "省公安厅、省人社厅联合印发《办法》——即日起施行……",
    "繁體字與异体字混排　全角空格",
    "",
]


def test_jieba_and_rjieba_give_the_same_words(monkeypatch):
    pytest.importorskip("rjieba")
    fast = [list(cut(text)) for text in TEXTS]
    monkeypatch.setitem(sys.modules, "rjieba", None)
    words._cutter.cache_clear()
    try:
        assert [list(cut(text)) for text in TEXTS] == fast
    finally:
        words._cutter.cache_clear()


@pytest.mark.parametrize("text", TEXTS)
def test_words_stand_where_they_say_and_miss_no_letter(text):
    found = list(cut(text))
    assert all(text[start:end] == word for start, end, word in found)
    assert "".join(word for _, _, word in found) == "".join(text.split())


def test_a_stretch_holds_only_whole_words():
    found = Words("活动中通过")
    assert not found.hold(2, 4)
    assert found.hold(0, 2)


def test_nothing_heavy_is_loaded_before_a_text_is_cut():
    code = "import sys, articles.recognising; print(sorted({'jieba', 'rjieba', 'django'} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"
