"""Bylines in every form, and what is none."""

import pytest

from articles.segmenter import cues
from articles.segmenter.credits import credits_at_foot, credits_at_head, photo_credit, read_credits
from articles.segmenter.glyphs import normalise
from articles.segmenter.people import split_names

R, C, P, INTERN, E, A = "reporter", "correspondent", "photographer", "intern", "editor", "author"


def said(named):
    return [(person.name, person.role.value) for person in named]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("(陆明远)", [("陆明远", R)]),
        ("（陆明远、沈一诺）", [("陆明远", R), ("沈一诺", R)]),
        ("(陆 明)", [("陆明", R)]),
        ("记者 陆 明 通讯员 沈 诺", [("陆明", R), ("沈诺", C)]),
        ("■本报记者 陆明远", [("陆明远", R)]),
        ("◎文/陆明远", [("陆明远", R)]),
        ("文/陆明远 图/沈一诺", [("陆明远", R), ("沈一诺", P)]),
        ("陆明远 沈一诺 摄", [("陆明远", P), ("沈一诺", P)]),
        ("(陆明远文/摄)", [("陆明远", R), ("陆明远", P)]),
        ("首席记者 陆明远 实习生 沈诺", [("陆明远", R), ("沈诺", INTERN)]),
        ("(陆明远整理)", [("陆明远", E)]),
        ("本报评论员", [("本报评论员", A)]),
        ("欧阳一诺", [("欧阳一诺", R)]),
        ("(陆远记者沈一诺)", [("陆远", C), ("沈一诺", R)]),
    ],
)
def test_a_byline_is_read_in_every_form(words, wanted):
    assert said(read_credits(normalise(words))) == wanted


@pytest.mark.parametrize(
    "words", ["(下转第二版)", "(青溪县交通局)", "石桥镇新桥昨日通车", "(完)", "(以下简称《办法》)"]
)
def test_what_names_nobody_is_no_byline(words):
    assert read_credits(normalise(words)) == []
    assert not cues.is_byline(normalise(words))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("本报讯(记者 陆明远 通讯员 沈一诺)6月3日,", [("陆明远", R), ("沈一诺", C)]),
        ("本报讯（记者陆明远实习生沈一诺）近日，", [("陆明远", R), ("沈一诺", INTERN)]),
        ("新华社北京6月3日电(记者陆明远、沈一诺)", [("陆明远", R), ("沈一诺", R)]),
        ("中新网青溪6月3日电(陆明远)3日凌晨", [("陆明远", R)]),
        ("本报讯记者陆明远摄影报道:昨日", [("陆明远", R), ("陆明远", P)]),
        ("本报讯 6月3日,新桥通车", []),
        ("镇里(原青溪公社)的渡口", []),
    ],
)
def test_the_writers_stand_in_the_lead(words, wanted):
    flat = normalise(words)
    assert said(credits_at_head(flat, has_dateline=cues.has_dateline(flat))) == wanted


def test_a_signature_closes_a_paragraph():
    named, start = credits_at_foot("渡船交给镇文化站。(陆明远、沈一诺)")
    assert said(named) == [("陆明远", R), ("沈一诺", R)]
    assert start == len("渡船交给镇文化站。")


@pytest.mark.parametrize(
    "tail", ["陆明远摄", " 陆明远 摄", " 新华社记者陆明远摄", " 本报记者 陆明远 摄", " 陆明远摄(影像中国)"]
)
def test_a_photographer_stands_behind_the_caption(tail):
    assert said(photo_credit("孩子们在青溪边放风筝。" + tail)[0]) == [("陆明远", P)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("陆明远沈一诺", ["陆明远", "沈一诺"]),
        ("王刚李文婷", ["王刚", "李文婷"]),
        ("叶卫民王文静", ["叶卫民", "王文静"]),
        ("张 慧 李 敏", ["张 慧", "李 敏"]),
        ("欧阳明 司马青云", ["欧阳明", "司马青云"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ],
)
def test_glued_and_spaced_names_are_told_apart(words, wanted):
    assert [words[start:end] for start, end in split_names(words)] == wanted
