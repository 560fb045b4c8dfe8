"""Nothing is lost, nothing raises, and what does not change the words does not change the stories."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.segmenter import segment_page
from articles.segmenter.text import PageText, Span

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of

LETTERS = st.sampled_from(
    [
        *"的一石桥镇新本报讯记者月日年县市王李摄影图版第上接下转为",
        *"“”‘’()（）《》【】,，.。、；:：!?…—-#*■◎ \t　",
        *"\n\r\f\v\ufeff\u200b\x00\ud83d0123abA/<>",
    ]
)
LINES = st.sampled_from(
    [
        "本报讯(记者 陆明远)6月3日,新桥通车。",
        "石桥镇新桥昨日通车",
        "(上接第1版)",
        "(下转第三版)",
        "(陆明远)",
        "记者 陆 明 通讯员 沈 诺",
        "图为新桥。 沈一诺 摄",
        "民生速递",
        "# 柿子红了",
        "——一座桥的故事之三",
        "2023年6月3日",
        "青溪县交通局",
        "桥面两侧留出了人行道,晚上有",
        "路灯。老渡口会保留下来。",
        "",
        "  ",
        "责任编辑:陆明远",
    ]
)
PAGES = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=LETTERS, max_size=400),
    st.lists(LINES, max_size=30).map("\n".join),
)


def shape(segmentation, by=0):
    """The segmentation as plain values, every place moved back by `by`."""
    return [
        (
            (story.kicker, story.title, story.subtitle, story.section, story.genre),
            [(piece.span.start - by, piece.span.end - by, piece.role) for piece in story.pieces],
            [paragraph.text for paragraph in story.paragraphs],
            [(credit.name, credit.role) for credit in story.credits],
        )
        for story in segmentation.stories
    ]


@settings(max_examples=250, deadline=None)
@given(PAGES)
def test_every_visible_letter_stands_in_exactly_one_piece(text):
    segmentation = segment_page(PageText(text))
    covered = [0] * len(text)
    pieces = [p for story in segmentation.stories for p in story.pieces] + list(segmentation.loose)
    for piece in pieces:
        for at in range(piece.span.start, piece.span.end):
            covered[at] += 1
    assert all(covered[at] == 1 for at, letter in enumerate(text) if not letter.isspace())


@settings(max_examples=120, deadline=None)
@given(PAGES)
def test_every_figure_stays_between_0_and_1(text):
    for story in segment_page(PageText(text)).stories:
        assert 0 <= story.confidence <= 1
        assert all(0 <= piece.margin <= 1 for piece in story.pieces)
        assert all(0 <= doubt.severity <= 1 for doubt in story.doubts)


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_line_ends_and_trailing_blanks_change_nothing(lines):
    plain = segment_page(PageText("\n".join(lines)))
    blanks = segment_page(PageText("\n".join(line + " 　" for line in lines)))
    windows = segment_page(PageText("\r\n".join(lines)))
    told = [
        [(s.title, [p.text for p in s.paragraphs]) for s in one.stories] for one in (plain, blanks, windows)
    ]
    assert told[0] == told[1] == told[2]


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_a_byte_order_mark_changes_nothing(text):
    with_mark = segment_page(PageText("\ufeff" + text))
    assert shape(with_mark, by=1) == shape(segment_page(PageText(text)))


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_the_same_page_gives_the_same_stories(text):
    assert segment_page(PageText(text)) == segment_page(PageText(text))


def test_full_width_punctuation_gives_the_same_stories():
    text = page_of(BRIDGE, ORCHARD, LIBRARY)
    wide = text.translate(str.maketrans(",()", "，（）"))
    assert [[p.span for p in s.pieces] for s in segment_page(PageText(text)).stories] == [
        [p.span for p in s.pieces] for s in segment_page(PageText(wide)).stories
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["六个", "八公里", "人行道", "渡船"]),
    st.text(alphabet="青溪桥上的灯亮了一夜", max_size=12),
)
def test_a_change_inside_one_story_leaves_the_others_alone(old, new):
    others = page_of(ORCHARD, LIBRARY)
    before = segment_page(PageText(page_of(BRIDGE, others))).stories[1:]
    changed = BRIDGE.replace(old, new)
    after = segment_page(PageText(page_of(changed, others))).stories[1:]
    by = len(changed) - len(BRIDGE)
    moved = [
        [(replace(p.span, start=p.span.start + by, end=p.span.end + by), p.role) for p in s.pieces]
        for s in before
    ]
    assert [[(p.span, p.role) for p in s.pieces] for s in after] == moved


def test_an_empty_page_has_no_stories():
    for text in ("", " \n　\n", "\ufeff"):
        assert segment_page(PageText(text)).stories == ()


def test_invisible_letters_stand_outside_every_story():
    loose = segment_page(PageText("\ufeff石桥镇新桥昨日通车")).loose
    assert [piece.span for piece in loose] == [Span(0, 1)]


def pieces_of_pages():
    """Lines of three stories, wrapped or not, in an order that columns read across may give."""
    paragraphs = [line for story in (BRIDGE, ORCHARD, LIBRARY) for line in story.split("\n") if line]
    wrapped = [line[at : at + 24] for line in paragraphs for at in range(0, len(line), 24)]
    return st.lists(st.sampled_from([*paragraphs, *wrapped, *wrapped]), min_size=6, max_size=40)


@settings(max_examples=200, deadline=None)
@given(pieces_of_pages(), st.sampled_from(["\n", "\n\n"]))
def test_no_headline_is_lost_where_stories_are_cut_and_taken_apart(pieces, between):
    text = between.join(pieces)
    covered = Counter(
        at
        for piece in every_piece(segment_page(PageText(text)))
        for at in range(piece.span.start, piece.span.end)
    )
    assert [text[at] for at in range(len(text)) if not text[at].isspace() and covered[at] != 1] == []


def every_piece(segmentation):
    yield from segmentation.loose
    for story in segmentation.stories:
        yield from story.pieces
