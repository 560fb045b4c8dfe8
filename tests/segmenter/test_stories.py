"""Which words belong together, on pages in order and on pages that were read out of order."""

import pytest

from articles.segmenter.story import Genre, Role

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of, stories, titles


def roles(story):
    return [piece.role for piece in story.pieces]


def split(text):
    return text.split("\n\n")


def test_stories_in_order_are_told_apart():
    assert titles(page_of(BRIDGE, ORCHARD, LIBRARY)) == [
        "石桥镇新桥昨日通车",
        "柿子红了 果农笑了",
        "夜读的灯亮到十一点",
    ]


def test_a_headline_after_its_text_finds_it():
    head, *text = split(ORCHARD)
    found = stories(page_of(BRIDGE, *text, head, LIBRARY))
    assert [story.title for story in found] == [
        "石桥镇新桥昨日通车",
        "柿子红了 果农笑了",
        "夜读的灯亮到十一点",
    ]
    assert "late-headline" in {doubt.code for doubt in found[1].doubts}


def test_an_interrupted_story_is_put_together_again():
    head, lead, *_ = split(BRIDGE)
    rest = (
        "老船工周德顺把船桨挂在了渡口的墙上。他说,四十年里他在青溪上摆渡过多少趟,自己也数不清。",
        "石桥镇打算把青溪的渡船修好,逢年过节让周德顺带着两岸村民再摆渡一回。(陆明远)",
    )
    found = stories(page_of(head, lead.replace("(记者 陆明远)", " "), ORCHARD + "(沈一诺)", *rest, LIBRARY))
    bridge = next(story for story in found if story.title == "石桥镇新桥昨日通车")
    assert [paragraph.text[:3] for paragraph in bridge.paragraphs] == ["本报讯", "老船工", "石桥镇"]


def test_a_cut_paragraph_reads_on_in_its_other_half():
    cut = BRIDGE.replace("去年十月开工。", "去年十\n\n月开工。")
    (story,) = stories(cut)
    assert any("去年十月开工。" in paragraph.text for paragraph in story.paragraphs)
    assert [piece.joins for piece in story.pieces].count(True) == 1


def test_a_cut_paragraph_finds_its_other_half_behind_another_story():
    head, lead, middle, last = split(BRIDGE)
    at = middle.index("交通局") + 1
    found = stories(page_of(head, lead, middle[:at], LIBRARY, middle[at:], last))
    bridge = next(story for story in found if story.title == "石桥镇新桥昨日通车")
    assert any("由县交通局承建" in paragraph.text for paragraph in bridge.paragraphs)
    assert "joined-apart" in {doubt.code for doubt in bridge.doubts}


def test_a_repeated_paragraph_is_read_once():
    parts = split(BRIDGE)
    (story,) = stories(page_of(*parts[:3], parts[2], parts[3]))
    assert roles(story).count(Role.DUPLICATE) == 1
    assert sum("一百二十米" in paragraph.text for paragraph in story.paragraphs) == 1


def test_a_photo_between_stories_stands_alone():
    caption = "6月5日,孩子们在青溪边放风筝。 沈一诺 摄"
    found = stories(page_of(BRIDGE, caption, ORCHARD))
    assert [story.genre for story in found] == [Genre.NEWS, Genre.PHOTO, Genre.NEWS]
    assert found[1].credits[0].name == "沈一诺"


def test_a_photographer_on_the_next_line_makes_a_caption():
    found = stories(
        page_of(BRIDGE, "6月5日,孩子们在青溪边放风筝,大人们在一旁聊天。", "沈一诺 赵 平 摄", ORCHARD)
    )
    assert found[1].genre is Genre.PHOTO
    assert [credit.name for credit in found[1].credits] == ["沈一诺", "赵平"]


def test_a_column_name_is_no_headline():
    found = stories(page_of("民生速递", BRIDGE, ORCHARD))
    assert found[0].title == "石桥镇新桥昨日通车"
    assert found[0].section == "民生速递"


@pytest.mark.parametrize("mark", ["(上接第1版)", "（上接第一版）", "▲上接1版"])
def test_a_story_from_another_page_says_so(mark):
    head, _, *rest = split(BRIDGE)
    (story,) = stories(page_of(head, mark, *rest))
    assert (story.genre, story.continued_from) == (Genre.CONTINUED, "1")


def test_a_story_that_goes_on_elsewhere_says_where():
    (story,) = stories(BRIDGE + "(下转第3版)")
    assert story.continued_on == "3"
    assert not story.paragraphs[-1].text.endswith("版)")


def test_subheads_divide_a_story_and_open_none():
    head, lead, middle, last = split(BRIDGE)
    found = stories(page_of(ORCHARD, head, lead, "■桥长一百二十米", middle, "■渡口留下来", last, LIBRARY))
    assert len(found) == 3
    assert roles(found[1]).count(Role.SUBHEAD) == 2


def test_a_notice_ends_in_its_issuer_and_date():
    notice = page_of(
        "关于青溪老桥封闭施工的通告",
        "因青溪老桥桥面维修,6月10日至20日禁止机动车通行,请过往车辆绕行新桥。特此通告",
        "青溪县交通局\n2023年6月3日",
    )
    found = stories(page_of(BRIDGE, notice))
    assert found[1].genre is Genre.NOTICE
    assert roles(found[1])[-2:] == [Role.SIGNOFF, Role.SIGNOFF]


def test_markdown_headings_are_headlines():
    text = page_of(*("# " + one for one in (BRIDGE, ORCHARD, LIBRARY)))
    assert titles(text) == ["石桥镇新桥昨日通车", "柿子红了 果农笑了", "夜读的灯亮到十一点"]


def test_wrapped_lines_are_one_paragraph():
    head, lead, *rest = split(BRIDGE)
    wrapped = "\n".join(lead[at : at + 20] for at in range(0, len(lead), 20))
    (story,) = stories(page_of(head, wrapped, *rest))
    assert story.paragraphs[0].text == lead


def test_a_short_half_without_a_comma_is_no_headline():
    last = "县交通局负责人表示,青溪上的老渡口会保留下来,渡船交给镇文化站。"
    half, rest = "县里的交通部门今后还要继续加强农村公路的基础设施建", "设,青溪上的老渡口会保留下来。"
    cut = BRIDGE.replace(last, f"{half}\n\n{rest}")
    assert titles(page_of(cut, LIBRARY)) == titles(page_of(BRIDGE, LIBRARY))


@pytest.mark.parametrize("note", ["(新华社青溪6月3日电)", "(甲乙日报记者顾南山参与采写)"])
def test_a_line_in_brackets_that_says_where_a_text_came_from_heads_nothing(note):
    bare = LIBRARY.replace("本报讯(记者 顾南山)", "")
    assert titles(page_of(BRIDGE, note, bare)) == titles(page_of(BRIDGE, bare))


def test_who_is_quoted_stands_after_a_dash_and_heads_nothing():
    quoted = page_of(LIBRARY, "——青溪县一位读者", "图书馆还想把阅览室开到村里去,先从石桥镇试起。")
    told = stories(page_of(quoted, ORCHARD))
    assert [story.title for story in told] == titles(page_of(LIBRARY, ORCHARD))
    assert "——青溪县一位读者" in [paragraph.text for paragraph in told[0].paragraphs]


def test_a_speech_that_breaks_off_heads_nothing():
    speech = "馆员对记者说:“有一位读者每天夜里都来,"
    text = page_of(LIBRARY, speech.rstrip(","), ORCHARD)
    assert titles(text) == titles(page_of(LIBRARY, ORCHARD))


def column(text, width=20):
    """Set a story as a column: a headline across two, paragraphs indented and broken at the same length."""
    head, *paragraphs = text.split("\n\n")
    lines = [head]
    for paragraph in paragraphs:
        words = "  " + paragraph
        lines += [words[at : at + width] for at in range(0, len(words), width)]
    return "\n".join(lines)


def test_a_headline_wider_than_its_column_leaves_the_column_whole():
    wide = BRIDGE.replace("石桥镇新桥昨日通车", "石桥镇新桥昨日通车两岸六个村不再绕行八公里老渡口保留下来")
    told = stories(page_of(column(wide), column(ORCHARD)))
    assert [story.title for story in told] == [wide.split("\n")[0], "柿子红了 果农笑了"]
    assert [len(story.paragraphs) for story in told] == [3, 3]
