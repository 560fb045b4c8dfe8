"""What changed between two Chinese texts is shown in runs that a person reads."""

import time

import pytest

from articles.admin.diff import diff_html


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("云溪新桥今日合龙", "云溪新桥明日合龙", "云溪新桥<del>今</del><ins>明</ins>日合龙"),
        ("共2024人", "共2034人", "共<del>2024</del><ins>2034</ins>人"),
        ("甲", "甲", "甲"),
        ("", "新", "<ins>新</ins>"),
        ("旧", "", "<del>旧</del>"),
        ("用 Python 写", "用 Python3 写", "用 Python<ins>3</ins> 写"),
        ("段一\n段二", "段一\n\n段二", "段一\n<ins>↵\n</ins>段二"),
    ],
)
def test_a_change_is_shown_by_letters_and_numbers_whole(before, after, shown):
    assert diff_html(before, after) == shown


def test_one_chance_letter_does_not_cut_a_change_into_crumbs():
    assert diff_html("市委书记昨日调研", "县长的日程安排表").count("<del>") == 1


def test_both_texts_can_be_read_back_from_the_diff():
    before, after = "云溪新桥今日合龙，两岸围观。", "云溪大桥昨日正式合龙，围观者众。"
    html = diff_html(before, after)
    import re

    assert re.sub(r"<ins>.*?</ins>|</?del>", "", html) == before
    assert re.sub(r"<del>.*?</del>|</?ins>", "", html) == after


def test_markup_in_a_text_is_text():
    assert "<script>" not in diff_html("<script>", "<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("云溪新桥主跨昨日合龙，大桥年底通车。\n" * 800, "云溪新桥主跨昨日合龙，大桥岁末通车。\n" * 800),
        ("云溪新桥主跨昨日合龙，大桥年底通车。\n" * 800, "大桥岁末通车。\n" * 799),
        ("的" * 100_000, "的" * 99_999 + "地"),
        ("的地" * 20_000, "地的得" * 20_000),
        ("\n".join(map(str, range(9000))), "\n".join(map(str, range(9000, 0, -1)))),
    ],
    ids=range(5),
)
def test_a_long_text_is_compared_in_time(before, after):
    start = time.perf_counter()
    diff_html(before, after)
    assert time.perf_counter() - start < 3
