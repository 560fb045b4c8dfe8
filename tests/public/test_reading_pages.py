"""Every public address answers, and shows what it is for."""

import re
from itertools import pairwise

import pytest
from django.db.models import F

from articles.models import Article, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(archive):
    return archive.sheet(
        {
            "kicker": "三年修缮今日完工",
            "title": "老码头重新开放",
            "subtitle": "保留原有石阶",
            "body": "河边的老码头昨天重新开放。\n前来散步的居民说，等了三年，值得。",
            "section": archive.section(),
            "agencies": [archive.agency()],
            "tags": [archive.tag()],
            "writers": ["林一苇"],
        },
        day="2024-06-14",
        number="2",
        name="民生",
    )[0]


def test_the_article_page_shows_all_parts_of_the_headline_and_who_wrote_it(client, article):
    html = client.get(f"/articles/{article.pk}/").content.decode()
    for words in (
        "三年修缮今日完工",
        "老码头重新开放",
        "保留原有石阶",
        "林一苇",
        "第2版 民生",
        "河口市水务局",
        "治水",
    ):
        assert words in html


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/issues/2024-06-14/",
        "/issues/2024-06-14/2/",
        "/issues/2024-06/",
        "/search/?q=码头",
        "/writers/林一苇/",
        "/feed/",
        "/feed/rss/",
    ],
)
def test_the_title_stands_on_every_page_the_article_belongs_to(client, article, address):
    response = client.get(address)
    assert response.status_code == 200
    # Search marks its hits.
    assert "老码头重新开放" in response.content.decode().replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("kind", ["section", "agency", "tag"])
def test_what_an_article_belongs_to_lists_it_and_feeds_it(client, article, kind):
    thing = {
        "section": article.section,
        "agency": article.agencies.first(),
        "tag": article.tags.first(),
    }[kind]
    for address in (thing.get_absolute_url(), f"{thing.get_absolute_url()}feed/"):
        assert "老码头重新开放" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/issues/", "2024"),
        ("/issues/2024/", "6月14日"),
        ("/sections/", "走街串巷"),
        ("/agencies/", "河口市水务局"),
        ("/tags/", "治水"),
        ("/writers/", "林一苇"),
    ],
)
def test_the_lists_name_what_is_public(client, article, address, words):
    assert words in client.get(address).content.decode()


def test_an_empty_archive_is_a_page_that_says_so(client, db):
    for address in ("/", "/issues/", "/sections/", "/agencies/", "/tags/", "/writers/", "/search/", "/feed/"):
        assert client.get(address).status_code == 200
    assert "还没有发布的文章" in client.get("/").content.decode()


def test_addresses_in_lists_are_those_the_models_give(client, article):
    html = client.get("/").content.decode()
    assert f'href="{article.get_absolute_url()}"' in html
    assert f'href="{article.page.get_absolute_url()}"' in html
    assert article.get_absolute_url() == f"/articles/{article.pk}/"


def test_a_page_without_a_number_has_an_address_too(client, archive):
    article = archive.story(number="")
    assert article.page.get_absolute_url() == f"/issues/2024-06-14/p{article.page.pk}/"
    assert client.get(article.page.get_absolute_url()).status_code == 200


def test_the_next_article_crosses_from_page_to_page_and_from_issue_to_issue(client, archive):
    earlier = archive.story("前一天的事", day="2024-06-13")
    first, second = archive.sheet({"title": "头条"}, {"title": "二条"}, day="2024-06-14", number="1")
    third = archive.story("三版的事", day="2024-06-14", number="3")
    reading = [first, second, third, earlier]
    for here, following in pairwise(reading):
        html = client.get(here.get_absolute_url()).content.decode()
        assert f'rel="next" href="{following.get_absolute_url()}"' in html
        html = client.get(following.get_absolute_url()).content.decode()
        assert f'rel="prev" href="{here.get_absolute_url()}"' in html


def test_continuations_and_series_are_linked(client, archive):
    first = archive.story("治水记（上）", series="治水记", series_number=1, number="1")
    second = archive.story("治水记（下）", series="治水记", series_number=2, number="2", continues=first)
    html = client.get(first.get_absolute_url()).content.decode()
    assert "下转" in html
    assert f'href="{second.get_absolute_url()}"' in html
    assert "上接" in client.get(second.get_absolute_url()).content.decode()


def test_the_same_day_of_another_year_is_offered(client, archive):
    archive.story("今年", day="2024-06-14")
    archive.story("去年", day="2023-06-14")
    assert 'href="/issues/2023-06-14/"' in client.get("/issues/2024-06-14/").content.decode()
    assert "那年今日" not in client.get("/issues/2023-06-15/").content.decode()


@pytest.mark.parametrize("address", ["/issues/2024-06/", "/on-this-day/06-14/"])
def test_an_issue_is_led_by_what_its_first_page_opens_with(client, archive, address):
    front = [{"title": title, "body": "正文"} for title in ("", "头条", "二条")]
    archive.sheet({"title": "副刊头条"}, {"title": "副刊二条"}, number="A02")
    first, *_others = archive.sheet(*front, number="A01")
    # Pages of a lettered section, and articles counted from nought, as proposing keeps them.
    Article.objects.update(order=F("order") - 1)
    Page.objects.update(position=F("position") + 100)
    Article.objects.filter(pk=first.pk).update(genre="photo")
    listed = client.get(address).content.decode().partition('<ol class="issues-of-month">')[2]
    assert re.findall(r"<li><a [^>]*><bdi>([^<]+)", listed) == ["头条", "二条", "副刊头条"]


def test_a_year_and_a_day_of_the_year_lead_to_those_before_and_after(client, archive):
    for day in ("2021-06-12", "2022-06-14", "2024-06-19", "2024-12-31", "2025-01-01"):
        archive.story(day=day)
    html = client.get("/on-this-day/06-14/").content.decode()
    assert 'rel="prev" href="/on-this-day/06-12/"' in html
    assert 'rel="next" href="/on-this-day/06-19/"' in html
    assert 'rel="next" href="/on-this-day/01-01/"' in client.get("/on-this-day/12-31/").content.decode()
    assert 'rel="prev"' not in client.get("/issues/2021/").content.decode()
    html = client.get("/issues/2022/").content.decode()
    assert 'rel="prev" href="/issues/2021/"' in html
    assert 'rel="next" href="/issues/2024/"' in html


@pytest.mark.parametrize(
    ("address", "stands_for_it"),
    [
        ("/", "/"),
        ("/issues/", "/issues/2024/"),
        ("/issues/2024/", "/issues/2024/"),
        ("/issues/2024-06/", "/issues/2024-06/"),
        ("/issues/2024-06-14/1/", "/issues/2024-06-14/1/"),
        ("/on-this-day/06-14/", "/on-this-day/06-14/"),
        ("/sections/", "/sections/"),
        ("/agencies/?q=局", "/agencies/"),
        ("/agencies/tree/", "/agencies/tree/"),
        ("/tags/?after=一", "/tags/?after=%E4%B8%80"),
        ("/writers/", "/writers/"),
        ("/writers/林一苇/?since=2024-01-01", "/writers/%E6%9E%97%E4%B8%80%E8%8B%87/"),
        ("/numbers/agencies/?id=1", "/numbers/agencies/"),
    ],
)
def test_a_page_names_the_address_that_stands_for_it(client, archive, address, stands_for_it):
    archive.story(writers=["林一苇"])
    html = client.get(address).content.decode()
    (told,) = re.findall(r'<link rel="canonical" href="(?:http://testserver)?([^"]*)"', html)
    assert told == stands_for_it
