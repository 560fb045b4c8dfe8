"""What crawlers may know: every public address, in parts that stay what they are while the archive grows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db.models import F, Max
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localtime, now

from articles.models import Article

from .caching import public_page
from .calendar import read_month, read_year
from .describing import root_of
from .filters import first_key
from .printable import printable
from .rows import article_address
from .showing import masthead
from .tallies import public_articles, public_credits
from .timeline import MONTH, words_for
from .visible import public_agencies, public_sections, public_tags

BLOCK = 10_000  # numbers of agencies or tags in one part; a sitemap may hold 50,000 addresses
MOST_WRITERS = 10_000
NEWS_DAYS, MOST_NEWS = 2, 1000  # what search engines take for news
ALWAYS = ("home", "calendar", "sections", "agencies", "agency-tree", "tags", "writers", "numbers", "data")
NAMES = {"sections": public_sections, "agencies": public_agencies, "tags": public_tags}

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@public_page
def index(request):
    """List the parts: lists, names, the issues of each year, the articles of each month, the news."""
    # From the first key on: that has SQLite take the index of the keys, where the times stand too.
    months = public_articles().filter(sort_key__gt=0).annotate(month=F("sort_key") / MONTH).values("month")
    changed = {row["month"]: row["newest"] for row in months.annotate(newest=Max("updated_at"))}
    parts = [("pages", None)]
    parts += [(f"{kind}-{block}", None) for kind in NAMES for block in blocks_of(kind)]
    parts += [("writers", None)] if public_credits().exists() else []
    newest_first = sorted(changed, reverse=True)
    parts += [(f"issues-{year:04d}", None) for year in dict.fromkeys(month // 100 for month in newest_first)]
    parts += [(f"articles-{words_for(month)}", changed[month]) for month in newest_first]
    if any(newest_news()):
        parts.append(("news", None))
    root = root_of(request)
    rows = (entry("sitemap", f"{root}/sitemaps/{name}.xml", at) for name, at in parts)
    return as_xml("sitemapindex", SITEMAP, rows)


def blocks_of(kind: str) -> list[int]:
    """Return which blocks of numbers hold something public: a name stays in its block for good."""
    blocks = NAMES[kind]().order_by().annotate(block=F("pk") / BLOCK).values_list("block", flat=True)
    return sorted(blocks.distinct())


@public_page
def sitemap(request, section: str):
    """List the addresses of one part."""
    kind, _dash, rest = section.partition("-")
    make = PARTS.get(kind)
    rows = make(root_of(request), rest) if make else None
    if not rows:
        raise Http404
    return as_xml("urlset", f"{SITEMAP} {NEWS}" if kind == "news" else SITEMAP, rows)


def pages(root: str, rest: str) -> list[str]:
    """Return the lists, which are always there."""
    return [] if rest else [entry("url", root + reverse(f"public:{name}")) for name in ALWAYS]


def names(kind: str):
    """Return what lists a block of sections, agencies or tags."""

    def rows(root: str, rest: str) -> list[str]:
        if not (rest.isascii() and rest.isdigit() and len(rest) < 12):
            return []
        first = int(rest) * BLOCK
        keys = NAMES[kind]().filter(pk__gte=first, pk__lt=first + BLOCK).order_by("pk")
        return [entry("url", f"{root}/{kind}/{pk}/") for pk in keys.values_list("pk", flat=True)]

    return rows


def writers(root: str, rest: str) -> list[str]:
    if rest:
        return []
    found = public_credits().order_by("name").values_list("name", flat=True).distinct()[:MOST_WRITERS]
    return [entry("url", root + escape(quote(f"/writers/{name}/"))) for name in found]


def issues(root: str, rest: str) -> list[str]:
    """Return the issues of a year, each with when one of its articles was last changed."""
    year = read_year(rest)
    if year is None:
        return []
    articles = Article.objects.published().filter(issue__date__year=year).order_by("-issue__date")
    found = articles.values_list("issue__address").annotate(newest=Max("updated_at"))
    return [entry("url", root + escape(quote(f"/issues/{address}/")), at) for address, at in found]


def articles(root: str, rest: str) -> list[str]:
    """Return the articles of the issues of a month, newest first."""
    first, after = read_month(rest)
    if first is None:
        return []
    published = Article.objects.published().filter(
        sort_key__gte=first_key(first), sort_key__lt=first_key(after)
    )
    rows = published.newest_first().values_list("pk", "updated_at")
    return [entry("url", root + article_address(pk), changed) for pk, changed in rows]


def newest_news():
    """Return what came out in the last two days of issues no older than that: the rest is an archive's."""
    since = now() - timedelta(days=NEWS_DAYS)
    published = Article.objects.published().filter(publish_at__gte=since)
    return published.filter(sort_key__gte=first_key(localtime(since).date())).newest_first()[:MOST_NEWS]


def news(root: str, rest: str) -> list[str]:
    """Return what is new, as search engines for news ask for it."""
    if rest:
        return []
    paper = escape(printable(masthead()["name"]))
    return [
        entry(
            "url",
            root + article_address(article.pk),
            article.updated_at,
            f"<news:news><news:publication><news:name>{paper}</news:name><news:language>zh-cn</news:language>"
            f"</news:publication><news:publication_date>{moment(article.publish_at)}</news:publication_date>"
            f"<news:title>{escape(printable(article.headline or article.name))}</news:title></news:news>",
        )
        for article in newest_news().with_opening()
    ]


PARTS = {
    "pages": pages,
    "sections": names("sections"),
    "agencies": names("agencies"),
    "tags": names("tags"),
    "writers": writers,
    "issues": issues,
    "articles": articles,
    "news": news,
}


def entry(kind: str, address: str, changed: datetime | None = None, more: str = "") -> str:
    """Return one address of a sitemap; `address` and `more` are XML already."""
    at = f"<lastmod>{moment(changed)}</lastmod>" if changed else ""
    return f"<{kind}><loc>{address}</loc>{at}{more}</{kind}>\n"


def moment(at: datetime) -> str:
    return localtime(at).isoformat(timespec="seconds")


def as_xml(root: str, spaces: str, rows: Iterable[str]) -> HttpResponse:
    text = f"{HEAD}<{root} {spaces}>\n{''.join(rows)}</{root}>\n"
    return HttpResponse(text.encode(), content_type="application/xml; charset=utf-8")


@public_page
def robots(request):
    """Tell crawlers what to leave alone: endless combinations of filters, and the editors' door."""
    address = request.build_absolute_uri(reverse("public:sitemap-index"))
    return HttpResponse(
        render_to_string("robots.txt", {"sitemap": address}), content_type="text/plain; charset=utf-8"
    )
