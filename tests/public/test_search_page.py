"""The search page: hits marked, narrowed, turned, suggested, saved as a feed."""

import json
import re

import pytest

from articles import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(archive):
    section, agency, tag = archive.section(), archive.agency(), archive.tag()
    stories = [
        archive.story(
            "老码头重新开放", number="1", section=section, agencies=[agency], tags=[tag], writers=["林一苇"]
        ),
        archive.story("新桥合龙", body="新桥离老码头不远。", number="2", genre="feature"),
        archive.story("去年的码头", body="那时还在修。", day="2023-05-01"),
    ]
    # Mentions and tags stand on the article before the index reads it, as they do in a load.
    search.index_articles(stories)
    return stories


def titles(client, query):
    html = client.get(f"/search/?{query}").content.decode()
    rows = re.findall(r'class="row-title"><a href="[^"]+"><bdi>(.*?)</bdi>', html)
    return [re.sub("</?mark>", "", row) for row in rows]


def test_hits_are_marked_in_headline_and_text(client, stories):
    html = client.get("/search/?q=码头").content.decode()
    assert "老<mark>码头</mark>重新开放" in html
    assert "新桥离老<mark>码头</mark>不远" in html


def test_newest_first_unless_asked_for_the_best(client, stories):
    assert titles(client, "q=码头") == ["老码头重新开放", "新桥合龙", "去年的码头"]
    assert set(titles(client, "q=码头&sort=best")[:2]) == {"老码头重新开放", "去年的码头"}


@pytest.mark.parametrize(
    ("narrowing", "left"),
    [
        ("since=2024-01-01", ["老码头重新开放", "新桥合龙"]),
        ("until=2023-12-31", ["去年的码头"]),
        ("year=2023", ["去年的码头"]),
        ("genre=feature", ["新桥合龙"]),
        ("section={section}", ["老码头重新开放"]),
        ("agency={agency}", ["老码头重新开放"]),
        ("tag={tag}", ["老码头重新开放"]),
        ("writer=林一苇", ["老码头重新开放"]),
        ("sheet=2", ["新桥合龙"]),
        ("sheet=2&writer=林一苇", []),
        ("section=7.5&year=nonsense", ["老码头重新开放", "新桥合龙", "去年的码头"]),
    ],
)
def test_a_search_is_narrowed(client, stories, narrowing, left):
    keys = {
        "section": stories[0].section_id,
        "agency": stories[0].agencies.get().pk,
        "tag": stories[0].tags.get().pk,
    }
    assert titles(client, f"q=码头&{narrowing.format(**keys)}") == left


def test_what_the_search_is_narrowed_to_can_be_taken_away(client, stories):
    section = stories[0].section
    html = client.get(f"/search/?q=码头&section={section.pk}").content.decode()
    assert f"栏目：<bdi>{section.name}</bdi>" in html
    assert 'href="?q=%E7%A0%81%E5%A4%B4"' in html


def test_a_narrowing_to_what_is_not_public_tells_no_name(client, archive, stories):
    hidden = archive.section("未公开的栏目", is_proposed=True)
    assert "未公开" not in client.get(f"/search/?q=码头&section={hidden.pk}").content.decode()


def test_facets_lead_to_searches_with_as_many_hits_as_they_say(client, stories):
    html = client.get("/search/facets/?q=码头").content.decode()
    found = re.findall(r'href="/search/\?([^"]+)"><bdi>[^<]+</bdi></a> <span class="quiet">(\d+)<', html)
    labels = re.findall(r"<bdi>([^<]+)</bdi>", html)
    assert {"2024", "走街串巷", "河口市水务局", "治水", "通讯", "林一苇", "第2版"} <= set(labels)
    for query, number in found:
        assert len(titles(client, query.replace("&amp;", "&"))) == int(number)


def test_months_lead_to_searches_of_that_month(client, stories):
    html = client.get("/search/facets/?q=码头").content.decode()
    query = re.search(r'<td><a href="/search/\?([^"]+)"[^>]*>2023-05</a></td><td>1</td>', html)[1]
    assert titles(client, query.replace("&amp;", "&")) == ["去年的码头"]


def test_nothing_found_offers_other_words_that_find_something(client, stories):
    html = client.get("/search/?q=老码头演唱会").content.decode()
    assert "没有找到" in html
    other = re.search(r'class="instead">.*?href="\?([^"]+)"', html, re.DOTALL)
    assert titles(client, other[1].replace("&amp;", "&"))


def test_a_few_letters_are_answered_with_what_can_be_opened(client, archive, stories):
    archive.agency("河口市气象台")  # stands in no public article
    found = json.loads(client.get("/search/suggest/?q=河口").content)["suggestions"]
    assert [(row["kind"], row["text"]) for row in found] == [("机构", "河口市水务局")]
    assert client.get(found[0]["href"]).status_code == 200
    assert json.loads(client.get("/search/suggest/?q=").content) == {"suggestions": []}


def test_a_search_can_be_subscribed_to(client, stories):
    html = client.get("/search/?q=新桥").content.decode()
    feed = re.search(r'type="application/atom\+xml" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert "新桥合龙" in client.get(feed).content.decode()
    assert "去年" not in client.get(feed).content.decode()


def test_a_search_link_asks_for_the_same_whatever_the_order_of_its_parts(client, stories):
    pages = [client.get(f"/search/?{query}").content for query in ("q=码头&year=2023", "year=2023&q=码头")]
    assert pages[0] == pages[1]


def test_best_first_is_turned_by_page_and_newest_by_key(client, archive):
    for number in range(1, 4):
        archive.sheet(*({"title": f"码头消息{number}-{place}"} for place in range(10)), number=str(number))
    for sort in ("newest", "best"):
        first = client.get(f"/search/?q=码头消息&sort={sort}").content.decode()
        following = re.search(r'rel="next" href="\?([^"]+)"', first)[1].replace("&amp;", "&")
        seen = titles(client, f"q=码头消息&sort={sort}") + titles(client, following)
        assert len(seen) == len(set(seen)) == 30
