"""Drafts cannot be noticed: with and without them, every public surface is the same, byte for byte."""

import re
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.utils.timezone import now, timedelta

from articles import publishing, search
from articles.models import Article, MistakeReport, Newspaper, State, TagSynonym

pytestmark = pytest.mark.django_db

SENTINEL = "驎驔"  # stands in every field of every draft, and nowhere else
QUERIES = (
    "码头", "老码头", "修", "水务局", "河边 居民", "-居民 码头", "标题:码头", "机构:河口市水务局",
    "标签:治水", "栏目:走街串巷", "作者:林一苇", "2024", "铜锣湾", SENTINEL,
    f"标题:{SENTINEL}", f"作者:{SENTINEL}", f"标签:{SENTINEL}", f"机构:{SENTINEL}",
)  # fmt: skip
LINK = re.compile(r'(?:href|src)="([^"#]+)|<loc>([^<]+)|<link>([^<]+)')
TOKEN = re.compile(r'name="token" value="[^"]+"')


def read(client, address: str, **headers):
    """Return what of an answer could tell of something: status, headers but Date, body without its token."""
    response = client.get(address, headers=headers)
    told = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, told, TOKEN.sub("", response.getvalue().decode())


def crawl(client, starts) -> dict:
    """Read every address that public pages lead to, and what they answer to somebody who has them."""
    cache.clear()
    waiting, seen = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = read(client, address)
        seen[address] = answer
        if etag := answer[1].get("ETag"):
            seen[f"{address} again"] = read(client, address, **{"if-none-match": etag})
        seen[f"{address} head"] = client.head(address).headers.get("ETag")
        for found in LINK.findall(answer[2]):
            link = urlsplit(urljoin(f"http://testserver{address}", unescape("".join(found))))
            # Filters of filters have no end: a link with a query leads no further than one step.
            is_deep = bool(link.query and urlsplit(address).query)
            if link.netloc == "testserver" and not link.path.startswith("/static/") and not is_deep:
                waiting.append(f"{link.path}?{link.query}" if link.query else link.path)
    return seen


def starts():
    searched = [
        f"/search/{part}?q={quote(words)}"
        for words in QUERIES
        for part in ("", "facets/", "suggest/", "feed/")
    ]
    best = [f"/search/?q={quote(words)}&sort=best" for words in QUERIES]
    tolerant = [f"/search/?q={quote(words)}&tolerant=on" for words in QUERIES[:4]]
    return [
        "/", "/issues/", "/issues/2023/", "/issues/2022/", "/issues/2024-06/", "/sections/", "/agencies/",
        "/agencies/tree/", "/tags/", "/writers/", "/feed/", "/feed/rss/", "/sitemap.xml", "/robots.txt",
        "/articles/1/", "/issues/1999-01-01/",
        "/on-this-day/06-14/", *searched, *best, *tolerant,
    ]  # fmt: skip


def publish_some(archive, things):
    for day in ("2023-06-14", "2024-06-13", "2024-06-14", "2024-06-16"):
        for number in ("1", "3"):
            archive.sheet(
                *(
                    {
                        "title": f"老码头消息{place}",
                        "body": f"河边的老码头昨天重新开放{place}。\n散步的居民说值得。",
                        "section": things["section"],
                        "agencies": [things["agency"]],
                        "tags": [things["tag"]],
                        "writers": ["林一苇"],
                        "series": "码头记",
                    }
                    for place in range(1, 4)
                ),
                day=day,
                number=number,
                between="版面上的闲字",
            )
    search.index_articles(Article.objects.published())


def add_what_nobody_may_see(archive, things):
    """Add drafts of every kind among the public articles: same days, same names, and names of their own."""
    paper = Newspaper.objects.create(name=f"晚报{SENTINEL}", slug="evening")
    section = archive.section(f"栏{SENTINEL}")
    agency = archive.agency(f"局{SENTINEL}", parent=things["agency"])
    tag = archive.tag(f"签{SENTINEL}")
    proposed = archive.agency(f"提{SENTINEL}", is_proposed=True, parent=things["agency"])
    TagSynonym.objects.create(tag=tag, name=f"同{SENTINEL}")
    story = {
        "kicker": SENTINEL,
        "title": f"老码头{SENTINEL}",
        "subtitle": SENTINEL,
        "body": f"河边的老码头{SENTINEL}铜锣湾。\n居民{SENTINEL}。",
        "section": section,
        "agencies": [agency, proposed, things["agency"]],
        "tags": [tag, things["tag"]],
        "writers": [SENTINEL, "林一苇"],
        "series": "码头记",
    }
    hidden = []
    for day in ("2022-06-14", "2023-06-14", "2024-06-14", "2024-06-15", "2024-07-01"):
        hidden += archive.sheet(
            *[story | {"published": False}] * 8, day=day, number="2", between=SENTINEL, name=SENTINEL
        )
    for place, article in enumerate(hidden):
        if place % 4 == 1:
            Article.objects.filter(pk=article.pk).update(state=State.IN_REVIEW)
        elif place % 4 == 2:
            publishing.publish(article, at=now() + timedelta(days=3))
        elif place % 4 == 3:
            publishing.publish(article)
            publishing.withdraw(article, because=SENTINEL)
    public = Article.objects.published().first()
    MistakeReport.objects.create(article=public, words=SENTINEL, sender="x")
    archive.issue("2021-01-01", number=SENTINEL)
    assert paper.pk
    return hidden


def test_with_and_without_drafts_every_public_byte_is_the_same(client, archive):
    things = {"section": archive.section(), "agency": archive.agency(), "tag": archive.tag()}
    publish_some(archive, things)
    before = crawl(client, starts())
    hidden = add_what_nobody_may_see(archive, things)
    after = crawl(client, starts())

    assert len(before) > 250
    assert before.keys() == after.keys()
    assert [address for address in before if before[address] != after[address]] == []
    # What a reader typed herself is shown to her again; nothing else holds a draft's word.
    told = [
        address for address in after if SENTINEL in str(after[address]) and quote(SENTINEL) not in address
    ]
    assert told == []

    unknown = read(client, "/articles/1/")
    for article in hidden:
        answer = read(client, f"/articles/{article.pk}/")
        if Article.objects.get(pk=article.pk).state == State.WITHDRAWN:
            assert answer[0] == 410
        else:
            assert answer == unknown
