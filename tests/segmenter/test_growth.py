"""Time grows with the page and not with its square, whatever stands on it."""

import itertools
import time

import pytest

from articles.segmenter import segment_page
from articles.segmenter.text import PageText

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of

PAGE = page_of(BRIDGE, ORCHARD, LIBRARY) + "\n\n"
NASTY = {
    "one endless line": "桥" * 4000,
    "brackets": "(((记者" * 1500,
    "quotes": "“‘《" * 1500,
    "blanks": ("甲 " * 20 + "\n") * 150,
    "names": "王李张刘陈杨赵黄周吴" * 400,
    "short lines": "石桥\n\n" * 1500,
    "cut lines": "新桥长一百二十米,由县\n\n" * 500,
    "captions": "图为新桥。 沈一诺 摄\n\n" * 500,
    "marks": "(上接第1版)\n\n" * 600,
    "headings": "# 柿子红了\n\n" * 600,
    "numbers": "2023年6月3日 " * 600,
}


def seconds(text):
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        segment_page(PageText(text))
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", NASTY)
def test_no_text_makes_a_pattern_explode(name):
    assert seconds(NASTY[name]) < 2.0


@pytest.mark.slow
def test_twice_the_page_takes_about_twice_the_time():
    segment_page(PageText(PAGE))
    sizes = [PAGE * times for times in (50, 100, 200, 400)]
    times = [seconds(text) for text in sizes]
    ratios = [after / before for before, after in itertools.pairwise(times)]
    assert max(ratios) <= 2.6, ratios  # 2.2 on a quiet machine
