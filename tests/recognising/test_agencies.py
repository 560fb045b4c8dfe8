"""Agencies in a story: which are found, under which name, with which part, and what is none."""

import pytest

from articles.recognising import Authority, Home, KnownAgency, Part
from articles.recognising.agencies import Recogniser
from articles.recognising.reading import read_story
from articles.segmenter.story import Genre, Piece, Role, Story
from articles.segmenter.text import PageText, Span

from .stories import HOME, make_authority, make_story


def find(*parts, authority=None, home=HOME, genre=Genre.NEWS):
    page, story = make_story(*parts, genre=genre)
    found = Recogniser(authority or make_authority(), home).find(read_story(page, story))
    assert all(mentioned.span.of(page.text) == mentioned.words for mentioned in found)
    return found


def names(*parts, **kwargs):
    return {mentioned.words: mentioned.name for mentioned in find(*parts, **kwargs)}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("市总工会", "株洲市总工会"),
        ("株洲市总工会", "株洲市总工会"),
        ("省公安厅", "湖南省公安厅"),
        ("市委", "中国共产党株洲市委员会"),
        ("市委宣传部", "中共株洲市委宣传部"),
        ("市委统战部", "中共株洲市委统一战线工作部"),
        ("团市委", "中国共产主义青年团株洲市委员会"),
        ("市人大常委会", "株洲市人民代表大会常务委员会"),
        ("市政协", "中国人民政治协商会议株洲市委员会"),
        ("市纪委监委", "中国共产党株洲市纪律检查委员会"),
        ("省人社厅", "湖南省人力资源和社会保障厅"),
        ("市卫健委", "株洲市卫生健康委员会"),
        ("市规划和自然资源局", "株洲市规划和自然资源局"),
        ("市住建局", "株洲市住房和城乡建设局"),
        ("市妇联", "株洲市妇女联合会"),
        ("湖南省文旅厅", "湖南省文化和旅游厅"),
        ("芦淞区市场监管局", "株洲市芦淞区市场监督管理局"),
        ("攸县教育局", "攸县教育局"),
        ("湘潭市教育局", "湘潭市教育局"),
        ("国务院", "中华人民共和国国务院"),
        ("市防汛办", "株洲市防汛抗旱指挥部办公室"),
        ("市消协", "株洲市消费者协会"),
        ("市人大社会建设委", "株洲市人民代表大会社会建设委员会"),
        ("市不动产登记中心", "株洲市不动产登记中心"),
        ("市民族宗教事务局", "株洲市民族宗教事务局"),
        ("市少体校", "株洲市少年儿童业余体育学校"),
        ("市工商局", "株洲市工商行政管理局"),
        ("省消防救援总队", "湖南省消防救援总队"),
    ],
)
def test_a_public_body_is_found_under_its_full_name(words, name):
    assert names(f"本报讯 6月13日，{words}举行会议。") == {words: name}


@pytest.mark.parametrize(
    "words",
    [
        "株洲市第二人民医院",
        "湖南某凡科技股份有限公司",
        "枫溪街道云田社区",
        "株洲市养老服务业促进会",
        "湖南铁道职业技术学院",
        "建宁小学",
        "樱花园社区",
        "二一三所社区",
        "市场街小学教育集团",
        "芦淞区市场监管局庆云中队",
        "株洲钢铁(集团)有限公司总医院",
        "公安芦淞分局",
        "市公交集团",
        "下林街道西湖社区",
        "市三中",
    ],
)
def test_names_that_no_file_knows_are_proposed_as_new(words):
    found = find(f"本报讯 6月13日，记者来到{words}。")
    assert [mentioned.words for mentioned in found] == [words]
    assert found[0].is_new
    assert found[0].key is None


@pytest.mark.parametrize(
    "words",
    [
        "各级各部门",
        "全市信访系统",
        "有关部门",
        "各县(市、区)人民政府",
        "11个市的市委宣传部",
        "民办医院",
        "基层社区",
        "多家企业",
        "行业协会商会",
        "卫生健康部门",
        "民政部门",
        "成员单位",
        "部分小学生",
        "该公司",
        "一家公司",
        "全省信访局长会议",
        "《株洲市信访局工作条例》",
        "社区工作者",
        "老龄化社区",
        "大局",
        "当局",
        "全国各高校",
        "网约车公司",
        "二十国集团",
        "市场",
        "城市",
        "超市",
        "市委员",
        "医院感染",
    ],
)
def test_what_names_nobody_is_no_agency(words):
    assert names(f"本报讯 6月13日，{words}受到关注。") == {}


def test_coordinated_bodies_are_each_found():
    found = names("本报讯 省公安厅、省人社厅和市财政局联合印发通知。")
    assert set(found.values()) == {"湖南省公安厅", "湖南省人力资源和社会保障厅", "株洲市财政局"}


def test_bodies_that_stand_together_without_a_mark_are_two():
    found = names("本报讯 在市委市政府领导下，工作取得进展。")
    assert found == {"市委": "中国共产党株洲市委员会", "市政府": "株洲市人民政府"}


def test_an_office_takes_its_place_from_the_one_before():
    assert names("本报讯 市委组织部、宣传部联合发文。")["宣传部"] == "中共株洲市委宣传部"
    assert names("本报讯 市委常委、政法委书记甲出席。")["政法委"] == "中共株洲市委政法委员会"
    assert names("本报讯 省公安厅、司法厅联合发文。")["省公安厅"] == "湖南省公安厅"


def test_an_office_without_any_place_before_it_is_anybodys():
    assert names("本报讯 宣传部和公安局的同志参加。") == {}


def test_a_bare_district_office_belongs_to_the_district_named_before():
    found = names("本报讯 芦淞区推进改革。近日，区教育局出台办法。")
    assert found["区教育局"] == "株洲市芦淞区教育局"


def test_without_a_district_named_a_bare_one_stays_open():
    assert "区委" not in names("本报讯 区委召开会议。")


def test_short_names_belong_to_the_papers_own_city():
    text = "本报讯 市总工会启动行动。"
    assert names(text) == {"市总工会": "株洲市总工会"}
    assert names(text, home=Home("湖南省", "湘潭市")) == {"市总工会": "湘潭市总工会"}
    # A city the file does not know: its union is proposed, not taken for another city's.
    (proposed,) = find(text, home=Home("河北省", "保定市"))
    assert (proposed.name, proposed.is_new) == ("保定市总工会", True)


def test_known_agencies_carry_the_key_of_the_authority():
    (known,) = find("本报讯 市总工会启动行动。")
    assert (known.key, known.is_new) == (7, False)


def test_an_agency_is_given_once_with_the_words_that_come_first():
    found = find((Role.TITLE, "市总工会送清凉"), "本报讯 株洲市总工会启动行动。市总工会主席甲参加。")
    assert [(mentioned.words, mentioned.name) for mentioned in found] == [("市总工会", "株洲市总工会")]


def test_a_short_form_is_the_fuller_name_of_the_same_story():
    found = names("本报讯 芦淞区枫溪街道云田社区开展活动。云田社区居民参加。")
    assert list(found.values()) == ["株洲市芦淞区枫溪街道云田社区"]


def test_an_alias_that_the_story_introduces_is_the_same_agency():
    found = names("本报讯 株洲市养老服务业促进会(以下简称“养老促进会”)成立。养老促进会将开展培训。")
    assert list(found) == ["株洲市养老服务业促进会"]


def test_a_street_in_an_address_is_no_office_and_one_that_acts_is():
    assert names("本报讯 事发地位于枫溪街道。") == {}
    assert names("本报讯 枫溪街道举办讲座。") == {"枫溪街道": "株洲市芦淞区枫溪街道办事处"}


def test_numbered_schools_and_police_branches_have_a_longer_name():
    assert names("本报讯 记者来到市三中。") == {"市三中": "株洲市第三中学"}
    assert names("本报讯 记者来到公安芦淞分局。") == {"公安芦淞分局": "株洲市公安局芦淞分局"}


def test_a_street_of_another_city_is_not_taken_for_ones_own():
    text = "本报讯 枫溪街道举办讲座。"
    (ours,) = find(text)
    (theirs,) = find(text, home=Home("河北省", "保定市"))
    assert (ours.key, ours.name) == (9, "株洲市芦淞区枫溪街道办事处")
    assert (theirs.key, theirs.name) == (None, "枫溪街道办事处")


def test_a_town_heads_the_name_of_its_hospital():
    assert "白关镇卫生院" in names("本报讯 攸县将白关镇卫生院设为接种点。")


def test_a_known_short_name_inside_other_words_is_not_seen():
    authority = Authority.shipped()
    assert names("本报讯 活动中通过讲解普及知识，人社部门参加。", authority=authority) == {}
    assert names("本报讯 中通、圆通进村。", authority=authority) == {
        "中通": "中通快递股份有限公司",
        "圆通": "圆通速递股份有限公司",
    }


def test_a_wire_dateline_is_no_part_of_a_name():
    found = names("新华社北京9月29日电  中共中央政治局召开会议。", authority=Authority.shipped())
    assert "北京9月29日电  中共中央政治局" not in found


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("本报讯 6月13日，市总工会消息，活动启动。", Part.SOURCE),
        ("本报讯 记者从市总工会获悉，活动启动。", Part.SOURCE),
        ("本报讯 市总工会6月13日发布消息，活动启动。", Part.SOURCE),
        ("本报讯 据市总工会介绍，活动启动。", Part.SOURCE),
        ("本报讯 6月13日市总工会消息，活动启动。", Part.SOURCE),
        ("本报讯 市总工会召开新闻发布会，通报情况。", Part.SOURCE),
        ("本报讯 6月13日，市总工会启动行动。", Part.ACTOR),
        ("本报讯 市总工会主席甲出席。", Part.MENTIONED),
        ("本报讯 他在市总工会门口等候。", Part.MENTIONED),
    ],
)
def test_the_part_is_told_from_the_words_around(text, part):
    (mentioned,) = find(text)
    assert mentioned.part is part


def test_who_signs_a_notice_is_its_source():
    (mentioned,) = find("即日起停水。", (Role.SIGNOFF, "株洲市总工会\n2024年6月14日"), genre=Genre.NOTICE)
    assert mentioned.part is Part.SOURCE


def test_the_part_that_weighs_most_is_kept():
    (mentioned,) = find((Role.TITLE, "市总工会有新招"), "本报讯 记者从市总工会获悉，行动启动。")
    assert mentioned.part is Part.SOURCE


def test_a_name_cut_by_a_column_break_is_read_whole():
    text = "本报讯 记者来到株洲市第二人\n\n隔在中间的另一篇。\n\n民医院采访。"
    first, second = Span(0, text.index("\n")), Span(text.index("民医院"), len(text))
    pieces = (Piece(first, Role.BODY, "x"), Piece(second, Role.BODY, "x", joins=True))
    page = PageText(text)
    (mentioned,) = Recogniser(make_authority(), HOME).find(read_story(page, Story(pieces)))
    assert mentioned.words == "株洲市第二人民医院"
    assert mentioned.span.of(text) == "株洲市第二人"


@pytest.mark.parametrize(
    "words",
    [
        "市渌江书法推广中心",
        "株洲海关",
        "株洲植物园",
        "建设银行湖南省分行",
        "中国人民银行株洲中心支行",
        "云龙公园管理处",
        "浙江商会",
        "芦淞区婚姻登记处",
    ],
)
def test_what_a_place_or_a_known_body_heads_is_named(words):
    authority = Authority(
        [KnownAgency("中国建设银行股份有限公司", ("建设银行",), "company", "central", "", "中国")]
    )
    assert list(names(f"本报讯 6月13日，{words}开展宣传活动。", authority=authority)) == [words]


@pytest.mark.parametrize(
    "words",
    ["企业的远程运维中心", "市民协商", "城市副中心", "市中心区", "当地农业农村部门", "问一问社区民警"],
)
def test_what_only_ends_like_a_body_is_none(words):
    authority = Authority(
        [KnownAgency("中华人民共和国农业农村部", ("农业农村部",), "government", "central", "", "中国")]
    )
    assert names(f"本报讯 6月13日，记者在{words}看到，秩序井然。", authority=authority) == {}


def test_a_zone_is_a_body_where_it_acts_and_a_place_in_an_address():
    assert "株洲高新区" in names("本报讯 6月13日，株洲高新区启动招商。")
    assert names("这家企业位于株洲高新区附近。") == {}


def test_a_name_does_not_begin_with_the_word_before_it():
    assert "渌口镇派出所" in names("记者从渌口镇派出所获悉，失物已经找到。")


def test_a_venue_named_with_and_without_its_level_is_one():
    found = names("本报讯 6月13日，市图书馆延长开放。", "读者可关注“株洲图书馆”公众号。")
    assert list(found.values()) == ["株洲市图书馆"]


def test_who_reminds_is_the_source_when_nobody_else_is():
    first, second = "本报讯 6月14日起，消费券开始发放。", "市商务局提醒，消费券不得转让。"
    assert [one.part for one in find(first, second)] == [Part.SOURCE]
    told = find("本报讯 记者从市财政局获悉，消费券开始发放。", second)
    assert {one.words: one.part for one in told}["市商务局"] is not Part.SOURCE


def test_a_deputy_is_not_the_congress_that_he_sits_in():
    assert names("市人大代表李湘建议，公交线路向西延长。") == {}


def test_residents_of_a_community_that_a_street_heads_name_it():
    assert "芦淞区枫溪街道云田社区" in names("芦淞区枫溪街道云田社区居民反映，楼下油烟扰民。")
    assert names("据了解，全体社区居民参加了活动。") == {}


def test_a_branch_of_the_police_keeps_the_city_before_it():
    found = names("湖南省株洲市公安局芦淞分局枫溪派出所民警接到报警。")
    assert list(found.values()) == ["株洲市公安局芦淞分局枫溪派出所"]
