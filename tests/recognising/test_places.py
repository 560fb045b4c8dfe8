"""Where a newspaper is at home, guessed from what it names."""

import pytest

from articles.recognising import Authority, Home, guess_home
from articles.recognising.places import known_places, province_of, short_name

from .stories import make_authority


def test_the_city_that_is_named_most_is_home():
    text = "株洲市委召开会议。株洲市民踊跃参加。长沙市代表团来访。株洲市教育局消息。"
    assert guess_home([text]) == Home("湖南省", "株洲市")


def test_the_districts_that_the_authority_knows_speak_for_their_city():
    text = "芦淞区推进改革。芦淞区教育局消息。芦淞区、芦淞区政府。"
    assert guess_home([text], make_authority()) == Home("湖南省", "株洲市")


@pytest.mark.parametrize(
    "text",
    ["", "新华社北京6月13日电", "株洲市、湘潭市、长沙市、岳阳市、衡阳市代表参会。", "朝阳升起，长春花开。"],
)
def test_when_no_city_leads_clearly_there_is_no_home(text):
    assert guess_home([text]) is None


def test_several_pages_are_counted_together():
    pages = ["株洲市举行活动。", "株洲市总工会消息。", "长沙市来访。"]
    assert guess_home(pages[:1]) is None
    assert guess_home(pages) == Home("湖南省", "株洲市")


def test_a_municipality_has_no_province_above_it():
    assert province_of("天津市") == ""
    assert guess_home(["天津市委召开会议。天津市民参加。天津市教育局。"]) == Home("", "天津市")


@pytest.mark.parametrize(
    ("place", "spoken"),
    [
        ("太原市", "太原"),
        ("清徐县", "清徐"),
        ("广西壮族自治区", "广西"),
        ("内蒙古自治区", "内蒙古"),
        ("攸县", "攸县"),
    ],
)
def test_places_have_a_spoken_name(place, spoken):
    assert short_name(place) == spoken


def test_a_name_that_is_a_province_and_a_city_means_the_province():
    assert known_places().words["吉林"] == "吉林省"
    assert known_places().words["吉林市"] == "吉林市"


def test_a_level_is_the_papers_own_place():
    home = Home("湖南省", "株洲市")
    assert (home.of("省"), home.of("市"), home.of("区")) == ("湖南省", "株洲市", "")


def test_the_shipped_authority_knows_its_districts_city():
    assert guess_home(["清徐县、阳曲县、娄烦县、古交市通了公路。"], Authority.shipped()) == Home(
        "山西省", "太原市"
    )
