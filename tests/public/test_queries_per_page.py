"""Every public address asks a fixed number of questions, ten at most, however much there is to show."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.benchmarks.corpus import records
from articles.benchmarks.storing import store
from articles.models import Agency, Article, Issue
from articles.public.formats import FORMATS
from articles.public.urls import urlpatterns
from tests.questions import count_questions

pytestmark = pytest.mark.django_db

MOST = 10
FEW, MORE = 400, 500  # articles over thirty years

# Every route of the readers' site and the addresses of it that are asked for.
ROUTES = {
    "": ["/"],
    "issues/": ["/issues/"],
    "issues/<year:year>/": ["/issues/{year}/"],
    "issues/<month:month>/": ["/issues/{month}/"],
    "issues/<name:address>/": ["/issues/{issue}/"],
    "issues/<name:address>/<name:key>/": ["/issues/{issue}/1/"],
    "on-this-day/<day:day>/": ["/on-this-day/{day}/"],
    "articles/<number:pk>/": ["/articles/{article}/"],
    "articles/<number:pk>/citation/": ["/articles/{article}/citation/"],
    "articles/<number:pk>/related/": ["/articles/{article}/related/"],
    "articles/<number:pk>/mistake/": ["/articles/{article}/mistake/"],
    "articles/<number:pk>/mistake/thanks/": ["/articles/{article}/mistake/thanks/"],
    "sections/": ["/sections/"],
    "sections/<number:pk>/": ["/sections/{section}/", "/sections/{section}/?since=2001-01-01&genre=news"],
    "agencies/": ["/agencies/", "/agencies/?q=局", "/agencies/?level=city"],
    "agencies/tree/": ["/agencies/tree/", "/agencies/tree/?under={agency}"],
    "agencies/<number:pk>/": ["/agencies/{agency}/", "/agencies/{agency}/?until=2020-01-01"],
    "tags/": ["/tags/", "/tags/?q=建"],
    "tags/<number:pk>/": ["/tags/{tag}/"],
    "writers/": ["/writers/"],
    "writers/<writer:name>/": ["/writers/{writer}/"],
    "search/": [
        "/search/",
        "/search/?q=老旧小区",
        "/search/?q=工作&sort=best",
        "/search/?q=工作&sort=best&page=2",
        "/search/?q=记者&tolerant=on",
        "/search/?q=没有这个词呢",
        "/search/?q=没有这个词呢 也没有那个词&sort=best",
        "/search/?q=工作&section={section}&agency={agency}&tag={tag}&writer={writer}&year={year}",
        "/search/?agency={agency}",
        "/search/?year={year}",
        "/search/?q=机构:民政局",
        "/search/?q=标题:社区 机构:民政局",
        "/search/?q=标题:社区 -食堂 机构:民政局 栏目:民生 标签:保护 作者:王",
        "/search/?q=没有这个词呢 也没有那个词 栏目:没有 机构:没有 标签:没有 作者:没有 版:没有",
        "/search/?q=标题:社 栏目:民 机构:局 标签:建 作者:王&section={section}&agency={agency}&tag={tag}",
        "/search/?q=工作 机构:局&section={section}&agency={agency}&tag={tag}",
    ],
    "search/facets/": [
        "/search/facets/?q=工作",
        "/search/facets/?q=老旧小区",
        "/search/facets/?q=记者&tolerant=on",
        "/search/facets/?agency={agency}",
        "/search/facets/?q=工作&year={year}",
        "/search/facets/?q=工作 机构:局 标签:建",
        "/search/facets/?section={section}&tag={tag}",
    ],
    "search/suggest/": ["/search/suggest/?q=临江", "/search/suggest/?q=局", "/search/suggest/?q=没有这个"],
    "search/feed/": ["/search/feed/?q=工作"],
    "search/feed/rss/": ["/search/feed/rss/?q=工作"],
    "feed/": ["/feed/"],
    "feed/rss/": ["/feed/rss/"],
    "sections/<number:pk>/feed/": ["/sections/{section}/feed/"],
    "sections/<number:pk>/feed/rss/": ["/sections/{section}/feed/rss/"],
    "agencies/<number:pk>/feed/": ["/agencies/{agency}/feed/"],
    "agencies/<number:pk>/feed/rss/": ["/agencies/{agency}/feed/rss/"],
    "tags/<number:pk>/feed/": ["/tags/{tag}/feed/"],
    "tags/<number:pk>/feed/rss/": ["/tags/{tag}/feed/rss/"],
    "writers/<writer:name>/feed/": ["/writers/{writer}/feed/"],
    "writers/<writer:name>/feed/rss/": ["/writers/{writer}/feed/rss/"],
    "numbers/": ["/numbers/"],
    "numbers/words/": ["/numbers/words/", "/numbers/words/?w=社区 防汛物资 工作 老人 河道"],
    "numbers/words.csv": ["/numbers/words.csv?w=社区 防汛物资"],
    "numbers/agencies/": ["/numbers/agencies/", "/numbers/agencies/?id={agency}"],
    "numbers/agencies.csv": ["/numbers/agencies.csv?id={agency}"],
    "numbers/sections/": ["/numbers/sections/"],
    "numbers/sections.csv": ["/numbers/sections.csv?id={section}"],
    "numbers/together/": ["/numbers/together/", "/numbers/together/?id={agency}"],
    "numbers/together.csv": ["/numbers/together.csv", "/numbers/together.csv?id={agency}"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemaps/<name:section>.xml": [
        "/sitemaps/pages.xml",
        "/sitemaps/sections-0.xml",
        "/sitemaps/agencies-0.xml",
        "/sitemaps/tags-0.xml",
        "/sitemaps/writers.xml",
        "/sitemaps/issues-{year}.xml",
        "/sitemaps/articles-{month}.xml",
    ],
    "robots.txt": ["/robots.txt"],
    "favicon.ico": ["/favicon.ico"],
    "data/": ["/data/"],
    "api/openapi.json": ["/api/openapi.json"],
    "articles.json": ["/articles.json", "/articles.json?since=2010-01-01"],
    "articles/<number:pk>.bib": ["/articles/{article}.bib"],
    "articles/<number:pk>.ris": ["/articles/{article}.ris"],
    "articles/<number:pk>.csl.json": ["/articles/{article}.csl.json"],
    "articles/<number:pk>.ninjs.json": ["/articles/{article}.ninjs.json"],
    "articles/<number:pk>.json": ["/articles/{article}.json"],
    "issues.json": ["/issues.json", "/issues.json?year={year}"],
    "issues/<name:address>.json": ["/issues/{issue}.json"],
    "issues/<name:address>/<name:key>.json": ["/issues/{issue}/1.json"],
    "sections.json": ["/sections.json"],
    "sections/<number:pk>.json": ["/sections/{section}.json"],
    "agencies.json": ["/agencies.json", "/agencies.json?q=局"],
    "agencies/<number:pk>.json": ["/agencies/{agency}.json"],
    "tags.json": ["/tags.json"],
    "tags/<number:pk>.json": ["/tags/{tag}.json"],
    "writers.json": ["/writers.json"],
    "writers/<writer:name>.json": ["/writers/{writer}.json"],
    "search.json": ["/search.json?q=工作", "/search.json?q=工作&sort=best", "/search.json?q=没有这个词呢"],
    # Files are written a hundred articles at a time, each hundred by the same questions: these are shorter.
    **{f"issues/<name:address>.{ending}": ["/issues/{issue}." + ending] for ending in FORMATS},
    **{f"search.{ending}": [f"/search.{ending}?q=老旧小区&year={{year}}"] for ending in FORMATS},
}  # fmt: skip


@pytest.fixture
def keys(db, settings):
    """Fill thirty years and tell what there is by which name."""
    settings.NEWSROOM = settings.NEWSROOM | {"FRESH_SECONDS": 60}
    fill(over_thirty_years(FEW, page=1))
    # Names that stand in many articles, so that what is shown of each has its full length.
    article = Article.objects.filter(section__isnull=False, mentions__isnull=False).order_by("-pk").last()
    issue = Issue.objects.get(pk=article.issue_id)
    parent = Agency.objects.create(name="临江市人民政府")
    Agency.objects.exclude(pk=parent.pk).update(parent=parent, level="city")
    return {
        "article": article.pk,
        "issue": issue.address,
        "year": f"{issue.date:%Y}",
        "month": f"{issue.date:%Y-%m}",
        "day": f"{issue.date:%m-%d}",
        "section": article.section_id,
        "agency": article.mentions.first().agency_id,
        "tag": article.taggings.first().tag_id,
        "writer": article.credits.first().name,
    }


def fill(found):
    store(found)
    if connection.vendor == "postgresql":
        # Autovacuum does so after a while. Before, each tag is looked up by going through all articles.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def over_thirty_years(articles: int, *, page: int, seed: int = 1):
    for record in records(articles, seed=seed):
        yield replace(record, day=date(1996, 1, 1) + timedelta(days=record.number * 21), page=page)


def test_every_route_is_counted():
    assert {str(each.pattern) for each in urlpatterns} == set(ROUTES)


def test_no_address_asks_more_than_ten_questions_nor_more_for_more_articles(client, keys):
    addresses = [address.format(**keys) for found in ROUTES.values() for address in found]
    few = {address: count_queries(client, address) for address in addresses}
    fill(over_thirty_years(MORE, page=2, seed=2))
    many = {address: count_queries(client, address) for address in addresses}
    over = {each: number for each, number in many.items() if number > MOST}
    assert over == {}
    # How many words are tried instead depends on what is found; never more than ten questions. So does, on
    # PostgreSQL, in how many stretches the hits of a common word are read.
    if connection.vendor == "postgresql":
        return
    grown = {each: (few[each], many[each]) for each in addresses if many[each] > few[each]}
    assert {address: numbers for address, numbers in grown.items() if "没有" not in address} == {}


def count_queries(client, address: str) -> int:
    cache.clear()
    # The masthead and the generation are asked for once in a while, by whichever page comes first.
    client.get("/robots.txt")
    client.get("/data/")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert response.status_code in (200, 301), address
        response.getvalue()
    return count_questions(captured)
