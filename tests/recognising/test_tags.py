"""Tags: noun phrases of the story's subject, the archive's own names first, nobody's name among them."""

from articles.recognising.findings import Mentioned
from articles.recognising.reading import read_story
from articles.recognising.tags import load_fields, load_subjects, suggest_tags
from articles.segmenter.story import Role
from articles.segmenter.text import Span

from .stories import make_story

VACCINE = (
    (Role.TITLE, "社区设点方便老人接种流感疫苗"),
    "本报讯 6月13日，樱花园社区卫生服务中心开始为老年人接种流感疫苗。"
    "记者看到，医务人员登记、问诊、接种，秩序井然。",
    "社区志愿者帮助行动不便的老年人填写表格。据介绍，流感疫苗接种将持续到月底，疫苗接种点每天开放八小时。",
)


def tags(*parts, agencies=(), **kwargs):
    page, story = make_story(*parts)
    return [tag.name for tag in suggest_tags(read_story(page, story), agencies, **kwargs)]


def test_the_subject_leads():
    assert tags(*VACCINE)[0] in ("流感疫苗", "疫苗接种")


def test_there_are_eight_at_most_and_none_twice():
    found = tags(*VACCINE)
    assert 3 <= len(found) <= 8
    assert len(set(found)) == len(found)


def test_no_tag_is_part_of_another():
    found = tags(*VACCINE)
    assert not [(a, b) for a in found for b in found if a != b and a in b]


def test_words_of_the_newsroom_are_no_tags():
    assert not {"记者", "本报讯", "活动", "工作", "社区卫生服务中心"} & set(tags(*VACCINE))


def test_names_of_agencies_people_and_places_are_no_tags():
    parts = (
        (Role.TITLE, "白鹭计划惠及株洲学子"),
        "本报讯 白鹭基金会启动白鹭计划。欧阳晓岚表示，白鹭计划由白鹭基金会发起。"
        "欧阳晓岚说，株洲的学校都可申请助学金。",
    )
    agency = Mentioned("白鹭基金会", "白鹭基金会", Span(0, 5))
    found = tags(*parts, agencies=[agency], people=["欧阳晓岚"])
    assert not [tag for tag in found if "基金会" in tag or "欧阳" in tag or "晓岚" in tag or tag == "株洲"]


def test_a_given_name_is_no_subject():
    parts = ((Role.TITLE, "两市签约"), "本报讯 副市长杨创业主持，市长李文化出席。副市长杨创业说，要签约。")
    assert not {"创业", "文化"} & set(tags(*parts))


def test_the_fuller_word_for_a_subject_is_taken():
    parts = (
        (Role.TITLE, "疫苗接种点开门"),
        "本报讯 老人来接种。疫苗接种点每天开放，接种后留观，疫苗接种点有医生。",
    )
    assert "疫苗接种点" in tags(*parts)
    assert "接种" not in tags(*parts)


def test_quotes_are_no_part_of_a_tag():
    parts = ((Role.TITLE, "推进“两企三新”党建"), "本报讯 会议强调，“两企三新”党建要抓实。“双碳”目标不变。")
    assert not [tag for tag in tags(*parts) if "“" in tag or "”" in tag]


def test_what_the_story_sets_in_quotes_may_be_a_tag():
    parts = (
        (Role.TITLE, "“银发顾问”上岗"),
        "本报讯 六名“银发顾问”上岗。“银发顾问”由退休教师担任，“银发顾问”每周坐班。",
    )
    assert "银发顾问" in tags(*parts)


def test_the_archives_own_tags_take_the_place_of_their_synonyms():
    found = tags(*VACCINE, vocabulary={"免疫规划": ["流感疫苗", "疫苗接种"]})
    assert found[0] == "免疫规划"
    assert not {"流感疫苗", "疫苗接种"} & set(found)


def test_a_story_without_words_has_no_tags():
    assert tags((Role.TITLE, "……")) == []
    assert tags() == []


def test_weights_fall_from_the_first_tag_on():
    page, story = make_story(*VACCINE)
    weights = [tag.weight for tag in suggest_tags(read_story(page, story))]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1.0


def test_no_word_stands_for_two_subjects():
    from articles.recognising.wordlists import DATA

    lines = (DATA / "subjects.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if line and line[0] not in "#^" for word in line.lstrip("~").split()]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert len(load_subjects().words) == len(words)


def test_a_field_is_named_when_several_of_its_subjects_are_told_of():
    found = tags(
        (Role.TITLE, "株洲姑娘摘得跳远金牌"),
        "本报讯 6月13日，在省田径锦标赛上，株洲姑娘以六米二摘得跳远金牌，决赛中她两次刷新个人最好成绩。",
    )
    assert {"金牌", "体育赛事"} <= set(found)


def test_one_subject_alone_names_no_field():
    assert "体育赛事" not in tags((Role.TITLE, "金牌店铺评选"), "本报讯 6月13日，金牌店铺评选结束。")


def test_every_member_of_a_field_is_a_subject():
    known = load_subjects().words
    assert [word for members in load_fields().values() for word in members if word not in known] == []
