from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import parse
from articles.search.query import Term


def words(text):
    return [term.words for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老 服务", ["养老", "服务"]),
        ("养老　服务", ["养老", "服务"]),
        ('"养老 服务" 社区', ["养老服务", "社区"]),
        ("“养老 服务” 社区", ["养老服务", "社区"]),
        ("＂养老＂", ["养老"]),
        ('"没有闭合', ["没有闭合"]),
        ("他说“养老”好", ["他说“养老”好"]),
        ("養老", ["养老"]),
        ("http://a.cn/b?c=d", ["http://a.cn/b?c=d"]),
        ("养老 养老", ["养老"]),
        ("-", ["-"]),
        ("3-11周岁", ["3-11周岁"]),
        ("", []),
        ("   ", []),
        ("\x00", []),
        ('""', []),
    ],
)
def test_words_and_phrases_are_read_apart(text, expected):
    assert words(text) == expected


def test_a_minus_leaves_words_out():
    query = parse('养老 -食堂 -"长者 食堂" -标题:开张')
    assert [term.words for term in query.terms] == ["养老"]
    assert query.excluded == (Term("食堂"), Term("长者食堂"), Term("开张", in_headline=True))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("标题:养老", "terms", (Term("养老", in_headline=True),)),
        ("标题：“养老 服务”", "terms", (Term("养老服务", in_headline=True),)),
        ("机构:市总工会", "agencies", ("市总工会",)),
        ("栏目:要闻", "sections", ("要闻",)),
        ("标签：養老", "tags", ("养老",)),
        ("作者:张慧", "writers", ("张慧",)),
        ("TITLE:abc", "terms", (Term("abc", in_headline=True),)),
        ("未知:养老", "terms", (Term("未知:养老"),)),
    ],
)
def test_fields_are_named(text, kind, expected):
    assert getattr(parse(text), kind) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("日期:2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("日期:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("日期:2024年2月3日", date(2024, 2, 3), date(2024, 2, 3)),
        ("日期:２０２４．２．３", date(2024, 2, 3), date(2024, 2, 3)),
        ("日期:2024-02..2024-03-04", date(2024, 2, 1), date(2024, 3, 4)),
        ("日期:2024-03..2023-02", date(2023, 2, 1), date(2024, 3, 31)),
        ("日期:2024-03..", date(2024, 3, 1), None),
        ("日期:..2024-03", None, date(2024, 3, 31)),
        ("日期:2024年2月至2024年3月", date(2024, 2, 1), date(2024, 3, 31)),
    ],
)
def test_dates_and_ranges_are_read(text, first, last):
    query = parse(text)
    assert (query.date_from, query.date_to, query.messages) == (first, last, ())


@pytest.mark.parametrize(
    "text",
    [
        "日期:2024-13", "日期:0000", "日期:昨天", "日期:99999", "日期:..", "日期:", "标题:", "作者:  ",
        "养" * 200, "养 " * 2000, "-机构:市总工会", "-养老", " ".join(f"词{number}" for number in range(30)),
    ],
)  # fmt: skip
def test_what_is_not_used_is_named_in_a_message(text):
    query = parse(text)
    if text == "养 " * 2000:
        assert query.messages == ("查询太长，只用了前 1000 个字。",)
    assert query.messages


METACHARACTERS = "\"'*():^+-{}[]~.,;%_\\/|&!<>=?#@$` \x00\n\ud800“”＂：:ANDORNEAR标题机构日期养老1９"


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(METACHARACTERS, max_size=60), st.text(max_size=60)))
def test_any_text_is_read_without_an_error(text):
    query = parse(text)
    assert all(term.words for term in query.terms)


def test_a_long_text_is_read_quickly():
    for text in ('"' * 10_000, "“" * 10_000, "-" * 10_000, "标题:" * 3000, "日期:2024.." * 900, "a" * 10_000):
        parse(text)
