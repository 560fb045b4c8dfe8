"""Long lists are turned by key, forth and back, without losing or repeating a row."""

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(archive):
    for number in range(1, 6):
        archive.sheet(
            *({"title": f"第{number}版之{place}号", "writers": ["林一苇"]} for place in range(1, 11)),
            number=str(number),
        )
    return [f"第{number}版之{place}号" for number in range(1, 6) for place in range(1, 11)]


def leaf(client, address):
    html = client.get(f"/writers/林一苇/{address}").content.decode()
    rows = re.findall(r"第\d版之\d+号", html)
    turns = {
        way: found.replace("&amp;", "&")
        for way, found in re.findall(r'rel="(prev|next)" href="([^"]+)"', html)
    }
    return rows, turns


def test_turning_forth_shows_every_article_once_in_reading_order(client, titles):
    seen, address = [], ""
    for _turn in range(10):
        rows, turns = leaf(client, address)
        seen += rows
        if "next" not in turns:
            break
        address = turns["next"]
    assert seen == titles


def test_turning_back_shows_the_leaf_one_came_from(client, titles):
    first, turns = leaf(client, "")
    assert "prev" not in turns
    second, turns = leaf(client, turns["next"])
    assert leaf(client, turns["prev"])[0] == first
    _third, turns = leaf(client, turns["next"])
    assert leaf(client, turns["prev"])[0] == second


def test_the_filter_stays_while_one_turns(client, titles):
    _rows, turns = leaf(client, "?since=2024-01-01&genre=news")
    assert "since=2024-01-01" in turns["next"]
    assert "genre=news" in turns["next"]


def test_dates_narrow_a_list_both_ends_included(client, archive):
    for day in ("2024-06-12", "2024-06-13", "2024-06-14"):
        archive.story(f"第1版之{day[-2:]}号", day=day, writers=["林一苇"])
    rows, _turns = leaf(client, "?since=2024-06-13&until=2024-06-13")
    assert rows == ["第1版之13号"]


def test_names_are_turned_by_name(client, archive, monkeypatch):
    monkeypatch.setattr("articles.public.paging.turn_names.__kwdefaults__", {"size": 2})
    tags = [archive.tag(name) for name in ("甲", "乙", "丙", "丁", "戊")]
    archive.story(tags=tags)
    seen, address = [], "/tags/"
    while address:
        html = client.get(address).content.decode()
        names = html.split("全部</h2>")[-1]
        seen += re.findall(r"<bdi>(.)</bdi>", names)
        found = re.search(r'rel="next" href="([^"]+)"', names)
        address = f"/tags/{found[1]}" if found else ""
    assert seen == sorted(tag.name for tag in tags)
