"""引题, 主题 and 副题, and series."""

import pytest

from articles.segmenter.headlines import read_series

from .pages import BRIDGE, ORCHARD, page_of, stories

TEXT = BRIDGE.split("\n\n", 1)[1]


def test_a_title_over_two_lines_is_one_title():
    story = stories(page_of("石桥镇新桥\n昨日正式通车", TEXT, ORCHARD))[0]
    assert story.title == "石桥镇新桥 昨日正式通车"


def test_a_line_after_a_dash_is_the_subtitle():
    story = stories(page_of("石桥镇新桥昨日通车", "——青溪两岸观察之三", TEXT, ORCHARD))[0]
    assert (story.title, story.subtitle) == ("石桥镇新桥昨日通车", "青溪两岸观察之三")
    assert (story.series, story.series_number) == ("青溪两岸观察", 3)


def test_markdown_is_no_part_of_a_title():
    assert stories("# " + BRIDGE)[0].title == "石桥镇新桥昨日通车"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("——青溪两岸观察之三", ("青溪两岸观察", 3)),
        ("青溪两岸系列报道之十二", ("青溪两岸", 12)),
        ("青溪两岸③", ("青溪两岸", 3)),
        ("青溪两岸(之二)", ("青溪两岸", 2)),
        ("石桥镇新桥昨日通车", None),
        ("老渡口一", None),
    ],
)
def test_a_series_has_a_name_and_a_number(words, wanted):
    assert read_series(words) == wanted


def test_a_subtitle_read_before_its_title_is_put_behind_it_with_a_warning():
    story = stories(page_of("——青溪两岸新观察\n石桥镇新桥昨日通车", TEXT, ORCHARD))[0]
    assert (story.title, story.subtitle) == ("石桥镇新桥昨日通车", "青溪两岸新观察")
    assert "headline-swapped" in {doubt.code for doubt in story.doubts}
