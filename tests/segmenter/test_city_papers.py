"""What city papers print beside plain news: letters, lists, columns, poems, pictures, notices."""

import pytest

from articles.segmenter.story import CreditRole, Genre, Role

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of, stories, titles


def roles_of(text, words):
    """Return the roles of the pieces that hold these words."""
    at = text.index(words)
    return [
        piece.role
        for story in stories(text)
        for piece in story.pieces
        if piece.span.start <= at < piece.span.end
    ]


def test_a_letter_to_the_editor_opens_a_story():
    letter = "门前的路灯亮了\n\n编辑同志:我家住在柳树巷,巷口的路灯坏了两个月,上周终于修好了。谢谢修灯的师傅。"
    (bridge, other) = stories(page_of(BRIDGE, letter))
    assert (other.title, other.genre) == ("门前的路灯亮了", Genre.LETTER)
    assert bridge.title == "石桥镇新桥昨日通车"


def test_items_with_the_same_mark_are_one_roundup_and_no_captions():
    news = "\n\n".join(
        ("简讯", "△县图书馆添了三十六盏台灯。", "△红岩村的柿子卖出今年第一车。", "△青溪老渡口搬进文化站。")
    )
    text = page_of(BRIDGE, news, ORCHARD)
    found = stories(text)
    assert [story.genre for story in found] == [Genre.NEWS, Genre.ROUNDUP, Genre.NEWS]
    assert [len(story.paragraphs) for story in found] == [3, 3, 3]


def test_who_signs_for_an_office_is_a_correspondent():
    text = BRIDGE + "\n\n船工周德顺说,桥通了,他还会去渡口看看。(青溪县委通讯组 陆长河)"
    (story,) = stories(text)
    assert ("陆长河", CreditRole.CORRESPONDENT) in [(one.name, one.role) for one in story.credits]
    assert story.paragraphs[-1].text.endswith("去渡口看看。")


def test_who_is_called_a_correspondent_needs_no_known_surname():
    (story,) = stories(BRIDGE.replace("(记者 陆明远)", "(记者 陆明远 通讯员 溪交宣)"))
    assert [one.name for one in story.credits] == ["陆明远", "溪交宣"]


def test_a_signed_sentence_is_never_the_frame_of_the_page():
    words = "读者可以在图书馆的微信公众号上预约座位。(顾南山)"
    assert roles_of(page_of(LIBRARY, words, ORCHARD), words) == [Role.BODY]


@pytest.mark.parametrize("column", ["社区新闻", "读者来信", "班组风采"])
def test_a_column_is_found_on_a_page_without_blank_lines(column):
    text = page_of(BRIDGE, column, LIBRARY, ORCHARD).replace("\n\n", "\n")
    found = stories(text)
    assert [story.title for story in found] == titles(page_of(BRIDGE, LIBRARY, ORCHARD))
    assert found[1].section == column


def test_deeper_headings_divide_the_story_that_they_stand_in():
    feature = page_of(
        "# 老船工的四十年",
        "周德顺在青溪上摆渡四十年,渡过的人数也数不清。",
        "## 一根竹篙",
        "竹篙是他父亲留下的,换过三次铁头。",
        "## 一盏马灯",
        "马灯挂在船头,夜里过河的人看见灯就不慌。",
    )
    others = (f"# {BRIDGE}", f"# {ORCHARD}")
    text = page_of(others[0], feature, others[1])
    assert [story.title for story in stories(text)] == [
        "石桥镇新桥昨日通车",
        "老船工的四十年",
        "柿子红了 果农笑了",
    ]


def test_a_poem_is_one_text_under_its_title():
    poem = "河灯\n周长河\n竹篙点破一河的星\n船走得很慢\n灯走得更慢\n对岸有人等\n等成一棵柳树\n等成一座桥"
    found = stories(page_of(BRIDGE, poem, ORCHARD))
    assert [story.title for story in found] == ["石桥镇新桥昨日通车", "河灯", "柿子红了 果农笑了"]
    assert found[1].genre is Genre.LITERARY
    assert [one.name for one in found[1].credits] == ["周长河"]


def test_a_picture_that_an_agency_handed_on_keeps_its_photographer():
    picture = "6月5日,游客在青溪新桥上看龙舟训练。当天,两岸来了八百多人。\n\n新华社发(陆长河 摄)"
    found = stories(page_of(BRIDGE, picture, ORCHARD))
    assert [story.genre for story in found] == [Genre.NEWS, Genre.PHOTO, Genre.NEWS]
    assert [(one.name, one.role) for one in found[1].credits] == [("陆长河", CreditRole.PHOTOGRAPHER)]


def test_a_date_in_chinese_numerals_signs_a_notice():
    notice = "启事\n\n本馆定于六月十日闭馆一天,检修电路,请读者留意。\n\n一九八六年六月八日"
    assert roles_of(page_of(BRIDGE, notice), "一九八六年六月八日") == [Role.SIGNOFF]


def test_a_paragraph_of_a_few_letters_ends_the_one_that_breaks_off():
    text = page_of(
        BRIDGE + "\n\n县里还请来二十位老人,请他们讲一讲渡口的故事,录成声音,存进", "档案馆。", ORCHARD
    )
    assert stories(text)[0].paragraphs[-1].text.endswith("录成声音,存进档案馆。")


def test_what_stands_right_below_a_headline_is_nobody_elses_second_half():
    cut = BRIDGE + "\n\n渡船交给文化站以后,周德顺每天都去擦一遍,他说船和人一样,不动就"
    text = page_of(cut, "秤杆与人心", "某摊主卖菜,秤杆总是翘得高高的,街坊都爱去。", "会锈。", ORCHARD)
    headed = next(story for story in stories(text) if story.title == "秤杆与人心")
    assert headed.paragraphs[0].text.startswith("某摊主卖菜")


def test_an_opinion_and_an_advertisement_are_told_from_news():
    opinion = page_of(
        "让渡口留下来",
        "溪 柳",
        "新桥通了,渡口怎么办?有人说拆,有人说留。其实,记忆不能只存在照片里,治理者应当想得更远。",
    )
    advert = "旧书店迁址\n\n青溪旧书店迁至桥头,开业三日全场八折,电话:6543210。"
    found = {story.title: story.genre for story in stories(page_of(BRIDGE, opinion, advert, ORCHARD))}
    assert found["让渡口留下来"] is Genre.COMMENT
    assert found["旧书店迁址"] is Genre.ADVERTISEMENT


APART = page_of(
    "石桥镇三个村",
    "用上自来水",
    *BRIDGE.split("\n\n")[1:],
    "渡口工人老周",
    "办起船模展",
    *ORCHARD.split("\n\n")[1:],
)


def test_a_headline_broken_over_lines_is_one_where_a_blank_line_stands_below_every_line():
    assert titles(APART) == ["石桥镇三个村 用上自来水", "渡口工人老周 办起船模展"]


def test_two_whole_lines_of_a_headline_are_two_parts_also_without_a_blank_line_between():
    text = page_of("修好路 通好车 办好学\n石桥镇为村民办成九件实事", *BRIDGE.split("\n\n")[1:])
    (story,) = stories(text)
    assert (story.kicker, story.title) == ("修好路 通好车 办好学", "石桥镇为村民办成九件实事")


def test_a_headline_right_below_a_columns_name_divides_nothing():
    text = page_of(BRIDGE, "人间小景", "雪天的灯", "老师把灯放在窗台上,雪下了一夜,灯亮了一夜。", ORCHARD)
    assert titles(text) == ["石桥镇新桥昨日通车", "雪天的灯", "柿子红了 果农笑了"]


def test_text_that_a_headline_cuts_off_goes_back_to_the_story_above():
    first, *rest = BRIDGE.split("\n\n")
    head, *text = LIBRARY.split("\n\n")
    page = page_of(ORCHARD, first, *rest[:-1], head, rest[-1], *text)
    assert [story.title for story in stories(page)] == ["柿子红了 果农笑了", first, head]
    assert stories(page)[1].paragraphs[-1].text == rest[-1]
