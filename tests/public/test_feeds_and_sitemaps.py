"""Feeds and sitemaps that other people's parsers read, whatever the scanner left in the text."""

from xml.dom import minidom
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils.timezone import localdate
from lxml import etree

pytestmark = pytest.mark.django_db

# What XML 1.0 cannot carry or what upsets its readers, each somewhere in a headline.
BAD = [
    "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f", "\ufffe", "\uffff",
    "\ufeff", "\u2028", "\u202e", "\u2066", "\u200b", "\ufe0f", "e\u0301\u0302\u0303", "𠮷", "👩‍👩‍👧",
    "]]>", "<b>", "&amp;", "\ue000", "豈",
]  # fmt: skip
XML = (
    "/feed/",
    "/feed/rss/",
    "/sections/{section}/feed/",
    "/agencies/{agency}/feed/rss/",
    "/tags/{tag}/feed/",
    "/writers/林一苇/feed/",
    "/search/feed/?q=码头",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/sections-0.xml",
    "/sitemaps/writers.xml",
    "/sitemaps/issues-2024.xml",
    "/sitemaps/articles-2024-06.xml",
)


@pytest.fixture
def everywhere(archive):
    """An article with something unprintable in every field that readers see."""
    mess = "".join(BAD)
    archive.paper.name = f"河口{mess[:20]}"
    archive.paper.save()
    things = {
        "section": archive.section(f"栏{mess[:40]}"),
        "agency": archive.agency(f"局{mess}"),
        "tag": archive.tag(f"签{mess[:30]}"),
    }
    archive.sheet(
        {
            "kicker": f"引{mess}",
            "title": f"码头{mess}",
            "subtitle": f"副{mess}",
            "body": f"正文{mess}".replace("\u2028", " "),
            "section": things["section"],
            "agencies": [things["agency"]],
            "tags": [things["tag"]],
            "writers": ["林一苇"],
        },
        name=f"版{mess[:20]}",
    )
    return {kind: thing.pk for kind, thing in things.items()}


@pytest.mark.parametrize("address", XML)
def test_feeds_and_sitemaps_parse_with_three_parsers(client, everywhere, address):
    response = client.get(address.format(**everywhere))
    assert response.status_code == 200
    ElementTree.fromstring(response.content)
    minidom.parseString(response.content)
    etree.fromstring(response.content)


def test_pages_carry_no_control_characters(client, everywhere):
    for address in ("/", "/issues/2024-06-14/1/", "/search/?q=码头", "/sections/", "/agencies/", "/tags/"):
        body = client.get(address).content
        assert not set(body) & (set(range(0x20)) - {9, 10, 13} | {0x7F}), address


def test_the_feed_names_newest_first_with_writer_and_time(client, archive):
    archive.story("旧闻", day="2024-06-13")
    archive.story("新闻", day="2024-06-14", writers=["林一苇", "向晚"])
    feed = feedparser.parse(client.get("/feed/").content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["新闻", "旧闻"]
    assert feed.entries[0].author == "林一苇、向晚"
    assert feed.entries[0].published_parsed
    assert feed.entries[0].link == "http://testserver/articles/20240614001001/"


def test_the_same_list_comes_as_rss(client, archive):
    archive.story()
    feed = feedparser.parse(client.get("/feed/rss/").content)
    assert not feed.bozo
    assert feed.version == "rss20"
    assert feed.entries[0].title == "老码头重新开放"


def test_the_sitemap_index_leads_to_every_public_address_and_no_other(client, archive):
    tag, section = archive.tag(), archive.section()
    public = archive.story(tags=[tag], section=section)
    hidden = archive.story("草稿", day="2024-07-01", published=False)
    found = set()
    for sitemap in locations(client.get("/sitemap.xml").content):
        found |= set(locations(client.get(sitemap.removeprefix("http://testserver")).content))
    for thing in (public, public.issue, tag, section):
        assert f"http://testserver{thing.get_absolute_url()}" in found
    for thing in (hidden, hidden.issue):
        assert f"http://testserver{thing.get_absolute_url()}" not in found
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def locations(xml: bytes) -> list[str]:
    return [node.text for node in ElementTree.fromstring(xml).iter() if node.tag.endswith("}loc")]


def test_robots_are_kept_from_endless_combinations_and_told_of_the_sitemap(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_what_came_out_today_of_todays_paper_is_told_as_news_and_nothing_older(client, archive):
    today = localdate().isoformat()
    fresh, older = archive.story("新桥合龙 <今日> \x01", day=today), archive.story(day="2024-06-14")
    assert "http://testserver/sitemaps/news.xml" in locations(client.get("/sitemap.xml").content)
    news = etree.fromstring(client.get("/sitemaps/news.xml").content)
    (url,) = news.iterchildren()
    told = {etree.QName(node).localname: node.text for node in url.iter() if node.text}
    assert told["loc"] == f"http://testserver{fresh.get_absolute_url()}"
    assert told["title"] == "新桥合龙 <今日> "
    assert told["name"] == "河口日报"
    assert older.get_absolute_url() not in client.get("/sitemaps/news.xml").content.decode()


def test_there_is_no_sitemap_of_news_when_there_is_none(client, archive):
    archive.story()
    assert "news.xml" not in client.get("/sitemap.xml").content.decode()
    assert client.get("/sitemaps/news.xml").status_code == 404
