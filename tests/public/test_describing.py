"""What other sites are told of a page: JSON-LD, OpenGraph, the address that stands for it."""

import json
import re
from urllib.parse import quote

import html5lib
import pytest

from tests.public.validating import MESS, faults_of

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(client, address: str) -> dict:
    (script,) = SCRIPT.findall(client.get(address).content.decode())
    return json.loads(script)


@pytest.fixture
def story(archive):
    return archive.sheet(
        {
            "kicker": "三年之后",
            "title": "老码头重新开放",
            "subtitle": "居民说值得",
            "body": "河边的老码头昨天重新开放。",
            "section": archive.section(),
            "agencies": [archive.agency()],
            "tags": [archive.tag()],
            "writers": ["林一苇", "河口市水务局"],
        }
    )[0]


def test_an_article_is_a_valid_news_article(client, story):
    article = described(client, "/articles/20240614001001/")
    assert faults_of(article, "news_article") == []
    assert article["headline"] == "老码头重新开放"
    assert article["datePublished"] == "2024-06-14"
    assert article["printPage"] == "1"
    assert article["author"] == [
        {"@type": "Person", "name": "林一苇"},
        {"@type": "Organization", "name": "河口市水务局"},
    ]
    assert article["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "河口日报"}
    assert article["mentions"][0]["name"] == "河口市水务局"


def test_a_text_cannot_end_its_script(client, archive):
    archive.sheet({"title": f"题{MESS}", "body": f"文{MESS}</script><script>alert(1)</script>"})
    article = described(client, "/articles/20240614001001/")
    assert faults_of(article, "news_article") == []
    assert "</script>" in article["headline"]


def test_an_issue_says_what_it_is(client, story):
    issue = described(client, "/issues/2024-06-14/")
    assert (issue["@type"], issue["datePublished"]) == ("PublicationIssue", "2024-06-14")


def test_a_link_to_an_article_can_be_shown_elsewhere(client, story):
    html = client.get("/articles/20240614001001/").content.decode()
    assert '<meta property="og:type" content="article">' in html
    assert '<meta property="og:title" content="老码头重新开放">' in html
    assert '<meta property="og:url" content="http://testserver/articles/20240614001001/">' in html
    assert '<meta property="article:tag" content="治水">' in html


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/articles/20240614001001/", "http://testserver/articles/20240614001001/"),
        ("/issues/2024-06-14/", "http://testserver/issues/2024-06-14/"),
        ("/issues/2024-06-14/1/", "/issues/2024-06-14/1/"),
        ("/writers/林一苇/?genre=news", f"http://testserver/writers/{quote('林一苇')}/"),
        ("/numbers/", "http://testserver/numbers/"),
    ],
)
def test_every_page_says_which_address_stands_for_it(client, story, address, canonical):
    html = client.get(address).content.decode()
    assert re.findall('<link rel="canonical" href="([^"]*)">', html) == [canonical]


def test_browsers_that_guess_find_the_icon(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (301, "/static/newsroom/public/icon.svg")


@pytest.mark.parametrize(
    "address",
    [
        "/articles/20240614001001/", "/articles/20240614001001/citation/", "/issues/2024-06-14/", "/data/",
        "/search/?q=码头", "/numbers/", "/numbers/words/?w=码头 老", "/numbers/agencies/",
        "/numbers/sections/", "/numbers/together/",
    ],
)  # fmt: skip
def test_pages_are_html_without_a_fault(client, story, address):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(client.get(address).content.decode())
    assert [fault for _place, fault, _more in parser.errors] == []
