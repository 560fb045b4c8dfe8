"""A whole page recognised: stories in order, nothing raised on any text, time in step with length."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.recognising import Authority, Home, IssueDateGuess, recognise_page
from articles.segmenter import segment_page
from articles.segmenter.story import Piece, Role, Segmentation, Story
from articles.segmenter.text import PageText, Span

from .stories import HOME, make_authority, make_story

AUTHORITY = make_authority()

# What trips recognisers up: half names, dates that are none, unclosed marks, letters outside the plane.
PIECES = st.sampled_from(
    [
        "市总工会",
        "市",
        "委",
        "省",
        "局",
        "本报讯",
        "6月13日",
        "13月40日",
        "二〇二四年",
        "第四十七个植树节",
        "(以下简称“",
        "》",
        "《",
        "“",
        "”",
        "有限公司",
        "社区",
        "第九八五医院",
        "昨日(",
        "正月",
        "甲子年",
        "　",
        "\n",
        "\x00",
        "𠮷",
        "2月29日",
        "9999年99月",
        "和",
        "、",
        "的",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)


@given(TEXTS, st.sampled_from([Role.BODY, Role.TITLE, Role.SIGNOFF, Role.CAPTION]))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text, role):
    pieces = (Piece(Span(0, len(text)), role, "made up"),) if text else ()
    page = PageText(text)
    stories = (Story(pieces),) if pieces else ()
    found = recognise_page(page, Segmentation(stories), authority=AUTHORITY)
    assert len(found.stories) == len(stories)
    for story in found.stories:
        for mentioned in story.agencies:
            assert mentioned.words.startswith(mentioned.span.of(text).strip())


@given(st.dates(), TEXTS)
@settings(max_examples=50, deadline=None)
def test_no_issue_date_makes_it_raise(day, text):
    page, story = make_story((Role.TITLE, "标题"), "本报讯 昨日，" + text)
    found = recognise_page(page, Segmentation((story,)), authority=AUTHORITY, home=HOME, issue_date=day)
    assert found.issue == IssueDateGuess(day, (day.month, day.day), 1.0)


def test_stories_stand_in_the_segmentations_order():
    news = "新桥通车\n\n本报讯 6月13日，市总工会慰问建桥工人。\n\n"
    text = news + "停水公告\n\n因检修停水。\n\n株洲市水务集团\n2024年6月14日\n"
    page = PageText(text)
    segmentation = segment_page(page)
    found = recognise_page(page, segmentation, authority=AUTHORITY, home=HOME)
    assert len(found.stories) == len(segmentation.stories)
    assert found.issue.date == date(2024, 6, 14)
    assert found.stories[0].event_date == date(2024, 6, 13)
    assert [mentioned.name for mentioned in found.stories[0].agencies] == ["株洲市总工会"]


def test_a_given_issue_date_is_not_doubted():
    page, story = make_story((Role.TITLE, "新桥通车"), "本报讯 6月13日，新桥通车。")
    found = recognise_page(
        page, Segmentation((story,)), authority=AUTHORITY, home=HOME, issue_date=date(2019, 6, 14)
    )
    assert found.issue.date == date(2019, 6, 14)
    assert found.stories[0].event_date == date(2019, 6, 13)


def test_without_a_year_no_event_date_is_claimed():
    page, story = make_story((Role.TITLE, "新桥通车"), "本报讯 6月13日，新桥通车。")
    found = recognise_page(page, Segmentation((story,)), authority=AUTHORITY, home=HOME)
    assert found.issue.month_day == (6, 14)
    assert found.stories[0].event_date is None


@pytest.mark.parametrize(
    ("body", "event"),
    [
        ("本报讯 昨日，新桥通车。", date(2024, 12, 31)),
        ("本报讯 12月31日，新桥通车。", date(2024, 12, 31)),
        ("本报讯 1月1日是元旦。12月31日，新桥通车。", date(2024, 12, 31)),
        ("本报讯 12月30日至31日，新桥试通车。", date(2024, 12, 30)),
        ("新华社北京12月31日电（记者甲）新桥通车。", date(2024, 12, 31)),
        ("本报讯 近日，新桥通车。", None),
    ],
)
def test_what_happened_when_is_counted_from_the_issue(body, event):
    page, story = make_story((Role.TITLE, "新桥通车"), body)
    found = recognise_page(
        page, Segmentation((story,)), authority=AUTHORITY, home=HOME, issue_date=date(2025, 1, 1)
    )
    assert found.stories[0].event_date == event


def test_a_wire_story_keeps_the_place_it_was_filed_from():
    page, story = make_story((Role.TITLE, "新桥通车"), "新华社北京12月31日电（记者甲）新桥通车。")
    found = recognise_page(page, Segmentation((story,)), authority=AUTHORITY, home=HOME)
    assert found.stories[0].dateline_place == "北京"


def test_an_empty_page_has_no_findings():
    found = recognise_page(PageText(""), Segmentation(()), authority=Authority())
    assert (found.stories, found.issue.date) == ((), None)


def test_the_home_is_guessed_when_nobody_says_it():
    page, story = make_story(
        (Role.TITLE, "株洲市民乐享清凉"),
        "本报讯 6月13日，株洲市教育局消息，市总工会启动行动。株洲市委书记甲出席。",
    )
    found = recognise_page(page, Segmentation((story,)), authority=AUTHORITY)
    assert "株洲市总工会" in {mentioned.name for mentioned in found.stories[0].agencies}


SENTENCE = (
    "6月13日，市总工会联合株洲市第二人民医院走进樱花园社区，"
    "为建宁小学师生讲解流感疫苗接种知识，2023年已有3万人受益。"
)


@pytest.mark.parametrize("gap", ["", "\n\n"], ids=["one paragraph", "many paragraphs"])
def test_time_grows_with_the_length_of_a_page(gap):
    def seconds(times):
        page, story = (
            make_story((Role.TITLE, "市总工会送健康"), *[SENTENCE] * times)
            if gap
            else make_story((Role.TITLE, "市总工会送健康"), SENTENCE * times)
        )
        best = float("inf")
        for _ in range(4):
            started = time.process_time()
            recognise_page(page, Segmentation((story,)), authority=AUTHORITY, home=Home("湖南省", "株洲市"))
            best = min(best, time.process_time() - started)
        return best

    seconds(10)
    # Eight times the text: eight is linear, sixty-four quadratic; what cuts words grows a little on the way,
    # and machines are noisy.
    assert seconds(800) < 24 * seconds(100)


@pytest.mark.parametrize(
    "piece", ["局", "省委", "公安", "第一", "社区学校", "(以下简称", "“", "《", "6月13日", "街道"]
)
def test_no_input_makes_a_pattern_explode(piece):
    text = piece * (8000 // len(piece))
    page = PageText(text)
    story = Story((Piece(Span(0, len(text)), Role.BODY, "made up"),))
    started = time.process_time()
    recognise_page(page, Segmentation((story,)), authority=AUTHORITY, home=HOME)
    # The slowest takes less than a second.
    assert time.process_time() - started < 10
