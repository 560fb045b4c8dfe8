"""What a person said overrides every rule, and the rest of the page follows."""

from articles.segmenter.story import Mark, MarkKind, Role
from articles.segmenter.text import Span

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of, stories, titles

PAGE = page_of(BRIDGE, ORCHARD, LIBRARY)


def mark(kind, words, value="", text=PAGE):
    start = text.index(words)
    return Mark(kind, Span(start, start + len(words)), value)


def story_with(words, found, text=PAGE):
    at = text.index(words)
    return next(s for s in found if any(p.span.start <= at < p.span.end for p in s.pieces))


def test_a_story_begins_where_a_person_says():
    found = stories(PAGE, [mark(MarkKind.NEW_STORY, "新桥长一百二十米")])
    assert len(found) == 4
    assert story_with("新桥长一百二十米", found) is not story_with("老船工", found)
    assert story_with("老渡口会保留", found) is story_with("新桥长一百二十米", found)


def test_a_story_joins_the_one_above():
    found = stories(PAGE, [mark(MarkKind.JOIN, "柿子红了")])
    assert [story.title for story in found] == ["石桥镇新桥昨日通车", "夜读的灯亮到十一点"]
    assert story_with("赵桂兰", found).title == "石桥镇新桥昨日通车"


def test_a_stretch_moves_to_another_story():
    target = str(PAGE.index("夜读的灯"))
    found = stories(
        PAGE,
        [mark(MarkKind.MOVE, "眼下,合作社正和县里的冷库谈入库的价格,想让柿子在国庆前后再上市。", target)],
    )
    assert story_with("眼下", found).title == "夜读的灯亮到十一点"
    assert len(found) == 3


def test_a_role_is_what_a_person_says():
    found = stories(PAGE, [mark(MarkKind.ROLE, "柿子红了 果农笑了", "subhead")])
    pieces = [piece for story in found for piece in story.pieces if piece.rule == "marked"]
    assert [piece.role for piece in pieces] == [Role.SUBHEAD]


def test_a_part_of_a_line_can_be_marked():
    found = stories(PAGE, [mark(MarkKind.ROLE, "第一个骑车过桥", "caption")])
    assert any(piece.span.of(PAGE) == "第一个骑车过桥" for story in found for piece in story.pieces)


def test_a_block_is_split_where_a_person_says():
    found = stories(PAGE, [mark(MarkKind.SPLIT, "桥面两侧")])
    assert any(piece.span.start == PAGE.index("桥面两侧") for story in found for piece in story.pieces)


def test_a_better_reading_is_shown_and_the_page_stays():
    found = stories(PAGE, [mark(MarkKind.READ_AS, "石桥镇", "石乔镇")])
    assert found[0].title == "石乔镇新桥昨日通车"
    assert found[0].pieces[0].span.of(PAGE) == "石桥镇新桥昨日通车"


def test_no_mark_loses_a_letter():
    marks = [
        mark(MarkKind.NEW_STORY, "眼下"),
        mark(MarkKind.JOIN, "夜读的灯"),
        mark(MarkKind.ROLE, "果农赵桂兰", "furniture"),
        mark(MarkKind.MOVE, "图书馆添了", "0"),
        mark(MarkKind.ROLE, "读者钱小满", "duplicate"),
        mark(MarkKind.ROLE, "县交通局", "unknown"),
    ]
    from articles.segmenter import segment_page
    from articles.segmenter.text import PageText

    segmentation = segment_page(PageText(PAGE), marks)
    pieces = [p for s in segmentation.stories for p in s.pieces] + list(segmentation.loose)
    covered = sorted(at for p in pieces for at in range(p.span.start, p.span.end))
    assert len(covered) == len(set(covered))
    assert {at for at, letter in enumerate(PAGE) if not letter.isspace()} <= set(covered)


def test_without_marks_nothing_is_marked():
    assert titles(PAGE) == ["石桥镇新桥昨日通车", "柿子红了 果农笑了", "夜读的灯亮到十一点"]
