"""Every page asks a fixed number of questions, ten at most, however much it shows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.questions import count_questions

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/",
    "/issues/",
    "/issues/2024/",
    "/issues/2024-06/",
    "/issues/2024-06-14/",
    "/issues/2024-06-14/1/",
    "/articles/20240614001001/",
    "/sections/",
    "/sections/{section}/",
    "/agencies/",
    "/agencies/{agency}/",
    "/tags/",
    "/tags/{tag}/",
    "/writers/",
    "/writers/林一苇/",
    "/search/",
    "/search/?q=码头&since=2024-01-01",
    "/search/?q=码头&sort=best",
    "/feed/",
    "/sections/{section}/feed/",
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/issues.xml",
    "/sitemaps/articles-2024-06.xml",
)
MOST = 10


def fill(archive, things, *, pages, stories):
    """Print the same kind of story many times: all of them share their section, agency, tag and series."""
    story = {
        "title": "码头又有新消息",
        "body": "河边的老码头昨天重新开放。",
        "section": things["section"],
        "agencies": [things["agency"]],
        "tags": [things["tag"]],
        "writers": ["林一苇", "向晚"],
        "series": "码头记",
    }
    for number in pages:
        archive.sheet(*[story] * stories, number=str(number))


def count_queries(client, address) -> int:
    cache.clear()
    # The masthead and the generation are asked for once in a while, by whichever page comes first.
    client.get("/robots.txt")
    client.get("/issues/1999-01-01/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return count_questions(captured)


def test_no_page_asks_more_for_more_articles(client, archive, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"FRESH_SECONDS": 60}
    things = {"section": archive.section(), "agency": archive.agency(), "tag": archive.tag()}
    keys = {kind: thing.pk for kind, thing in things.items()}
    addresses = [address.format(**keys) for address in ADDRESSES]
    # More than a screen of each list to begin with: its neighbours are looked for from then on.
    fill(archive, things, pages=[1, 2], stories=24)
    few = {address: count_queries(client, address) for address in addresses}
    fill(archive, things, pages=range(3, 7), stories=12)
    many = {address: count_queries(client, address) for address in addresses}
    assert {address: number for address, number in many.items() if number > MOST} == {}
    assert {
        address: (few[address], many[address]) for address in addresses if many[address] > few[address]
    } == {}
