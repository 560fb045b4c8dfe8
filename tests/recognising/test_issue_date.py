"""Which day an issue is dated: what settles it, what only leans, and what must stay open."""

from datetime import date

import pytest

from articles.recognising import guess_issue_date
from articles.recognising.festivals import find_year_hints, lunar_date
from articles.segmenter.story import Genre, Role, Segmentation
from articles.segmenter.text import PageText

from .stories import make_story


def guess(*stories):
    return guess_issue_date([(page, Segmentation((story,))) for page, story in stories])


def news(*paragraphs):
    return make_story((Role.TITLE, "新桥通车"), *paragraphs)


def signed(words):
    return make_story(
        (Role.TITLE, "停水公告"), "因管道检修，部分区域停水。", (Role.SIGNOFF, words), genre=Genre.NOTICE
    )


def test_a_city_daily_is_dated_the_day_after_what_it_tells():
    found = guess(news("本报讯 6月13日，新桥通车。"), news("本报讯 6月12日，老桥封闭。"))
    assert found.month_day == (6, 14)


def test_without_words_for_the_year_the_year_stays_open():
    found = guess(news("本报讯 6月13日，新桥通车。"))
    assert found.date is None
    assert found.confidence < 0.8
    assert found.evidence


def test_a_dated_notice_settles_the_year():
    found = guess(news("本报讯 6月13日，新桥通车。"), signed("市水务集团\n2024年6月14日"))
    assert found.date == date(2024, 6, 14)
    assert found.confidence >= 0.8


def test_a_notice_dated_in_chinese_numerals_settles_it_too():
    found = guess(news("本报讯 6月13日，新桥通车。"), signed("市水务集团\n二〇二四年六月十四日"))
    assert (found.date, found.confidence >= 0.8) == (date(2024, 6, 14), True)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("昨日(6月13日)，新桥通车。", date(2024, 6, 14)),
        ("今日(6月13日)，新桥通车。", date(2024, 6, 13)),
        ("6月13日(今日)，新桥通车。", date(2024, 6, 13)),
        ("明日（6月15日），新桥通车。", date(2024, 6, 14)),
    ],
)
def test_yesterday_today_and_tomorrow_fix_the_day(words, day):
    found = guess(news("本报讯 " + words), signed("市水务集团 2024年6月12日"))
    assert found.date == day


def test_a_page_of_new_years_day_tells_of_the_old_year():
    stories = [news(f"本报讯 12月31日，第{number}座新桥通车。") for number in "一二三四五"]
    found = guess(*stories, signed("市水务集团 2024年12月31日"))
    assert found.date == date(2025, 1, 1)
    assert found.confidence >= 0.8


def test_the_nth_day_of_its_kind_tells_the_year():
    found = guess(news("本报讯 今年9月10日，是我国第40个教师节。当日，新校舍落成。"))
    assert found.date == date(2024, 9, 11)


def test_a_weekday_rules_out_the_years_that_have_another():
    # 13 June was a Thursday in 2024 and a Friday in 2025.
    lead = "本报讯 6月13日(星期四)，新桥通车。去年，即2023年，工程开工，2023年投资两亿元。"
    assert guess(news(lead)).date == date(2024, 6, 14)


def test_a_weekday_that_contradicts_the_year_takes_the_trust_away():
    # 13 June 2024 was no Monday: somebody is wrong, so an editor must look.
    found = guess(news("本报讯 6月13日(星期一)，新桥通车。"), news("本报讯 据悉，2024年6月12日，老桥封闭。"))
    assert found.confidence < 0.8


def test_a_date_long_past_does_not_settle_the_year():
    found = guess(
        news("本报讯 6月13日，新桥通车。此桥2011年6月开工，2015年6月13日曾停工。"), news("2021年大修。")
    )
    assert found.confidence < 0.8


def test_years_named_in_passing_lean_and_never_settle():
    found = guess(news("本报讯 6月13日，新桥通车。2023年开工，2023年底完成主体。"))
    assert found.confidence < 0.8


def test_pages_of_one_issue_are_weighed_together():
    first, second = news("本报讯 6月13日，新桥通车。"), signed("市水务集团 2024年6月14日")
    assert guess(first).date is None
    assert guess(first, second).date == date(2024, 6, 14)


def test_a_page_without_any_date_says_nothing():
    found = guess(news("本报讯 新桥通车。"))
    assert (found.date, found.month_day, found.confidence) == (None, None, 0.0)
    assert guess_issue_date([(PageText(""), Segmentation(()))]).date is None


def test_evidence_stands_where_it_says():
    page, story = news("本报讯 今年9月10日，是我国第40个教师节。")
    found = guess((page, story))
    assert {"今年9月10日", "第40个教师节"} <= {evidence.span.of(page.text) for evidence in found.evidence}


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("第47个植树节", 2025),
        ("第二十八个全国爱眼日", 2023),
        ("第113个国际护士节", 2024),
        ("新中国成立75周年", 2024),
        ("“十四五”规划收官之年", 2025),
        ("甲辰龙年", 2024),
        ("乙巳年", 2025),
    ],
)
def test_words_that_are_said_of_one_year(words, year):
    assert [hint.year for hint in find_year_hints(words)] == [year]


def test_a_stem_and_branch_that_never_meet_name_no_year():
    assert list(find_year_hints("甲丑年")) == []


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [
        (2024, "端午节", date(2024, 6, 10)),
        (2025, "正月十五", date(2025, 2, 12)),
        (2024, "除夕", date(2024, 2, 9)),
        (2025, "大年初三", date(2025, 1, 31)),
        (1800, "端午节", None),
    ],
)
def test_lunar_days_fall_where_the_calendar_has_them(year, name, day):
    assert lunar_date(year, name) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024年株洲龙舟邀请赛开幕。", date(2024, 6, 14)),
        ("2024株洲龙舟文化节开幕。", date(2024, 6, 14)),
        ("客流恢复到2019年同期水平，新冠疫苗加紧接种，“十四五”开局良好。", date(2021, 6, 14)),
        ("2023—2024学年下学期的课程结束。", date(2024, 6, 14)),
        ("备战巴黎奥运会的选手说，力争到2025年全队再进一步。", date(2024, 6, 14)),
        ("今年（2024年）投资增长。", date(2024, 6, 14)),
    ],
)
def test_what_only_leans_is_guessed_and_not_trusted(words, day):
    found = guess(news("本报讯 6月13日，" + words))
    assert found.date == day
    assert 0 < found.confidence < 0.8


def test_one_old_year_in_passing_is_no_guess():
    assert guess(news("本报讯 6月13日，1979年建的楼加装电梯。")).date is None


def test_at_the_end_of_a_year_people_enter_for_the_next_ones_examination():
    found = guess(news("本报讯 12月20日，2025年全国硕士研究生招生考试明起举行。"))
    assert found.date == date(2024, 12, 21)


def test_what_begins_on_a_day_need_not_have_happened_before_the_issue():
    stories = [news(f"本报讯 6月12日，第{number}座新桥通车。") for number in "一二"]
    assert guess(*stories, news("从6月20日起，老桥封闭。")).month_day == (6, 13)


def test_features_of_days_ago_do_not_draw_the_issue_back():
    days = [12, 12, 13, 14, 14, 14, 15, 15, 15]
    stories = [news(f"本报讯 4月{day}日，第{number}座新桥通车。") for number, day in enumerate(days)]
    assert guess(*stories).month_day == (4, 16)
