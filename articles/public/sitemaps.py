"""What crawlers may know: every public address, articles by the month of their issue."""

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import Count, F, Max
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Article, Issue

from .caching import public_page
from .calendar import read_month
from .filters import first_key
from .rows import article_address
from .timeline import MONTH, words_for
from .visible import public_agencies, public_sections, public_tags

LIMIT = 50_000
MOST_NAMES = 10_000  # of a kind: sections, agencies, tags
ALWAYS = ("home", "calendar", "sections", "agencies", "tags", "writers", "numbers", "data")


class Addresses(Sitemap):
    """A list of (address, when it last changed)."""

    limit = LIMIT

    def __init__(self, rows=(), *, newest=None):
        self.rows, self.newest = rows, newest

    def items(self):
        return self.rows

    def location(self, row):
        return row[0]

    def lastmod(self, row):
        return row[1]

    def get_latest_lastmod(self):
        return self.newest

    @property
    def paginator(self):
        return Paginator(self.rows, self.limit)


@public_page
def index(request):
    """List the sitemaps: what stays, the issues, and a month of articles each."""
    months = Article.objects.published().order_by().annotate(month=F("sort_key") / MONTH).values("month")
    months = months.annotate(newest=Max("updated_at"), number=Count("pk")).order_by("-month")
    names = {"pages": Addresses(), "issues": Addresses()} | {
        f"articles-{words_for(row['month'])}": Addresses(range(row["number"]), newest=row["newest"])
        for row in months
    }
    return views.index(request, names, sitemap_url_name="public:sitemap")


@public_page
def sitemap(request, section: str):
    """List the addresses of one sitemap."""
    if section == "pages":
        rows = pages()
    elif section == "issues":
        rows = [(issue.get_absolute_url(), None) for issue in Issue.objects.public()[:LIMIT]]
    else:
        rows = articles_of(section.removeprefix("articles-"))
    if not rows:
        raise Http404
    return views.sitemap(request, {section: Addresses(rows)}, section=section)


def pages() -> list[tuple]:
    """Return what does not belong to one day: lists, sections, agencies, tags."""
    rows = [(reverse(f"public:{name}"), None) for name in ALWAYS]
    for things in (public_sections(), public_agencies(), public_tags()):
        rows += [(thing.get_absolute_url(), None) for thing in things.order_by("pk").only("pk")[:MOST_NAMES]]
    return rows


def articles_of(month: str) -> list[tuple]:
    """Return the articles of the issues of a month, newest first."""
    first, after = read_month(month)
    if first is None:
        return []
    published = Article.objects.published().filter(
        sort_key__gte=first_key(first), sort_key__lt=first_key(after)
    )
    rows = published.newest_first().values_list("pk", "updated_at")
    return [(article_address(pk), changed) for pk, changed in rows]


@public_page
def robots(request):
    """Tell crawlers what to leave alone: endless combinations of filters, and the editors' door."""
    address = request.build_absolute_uri(reverse("public:sitemap-index"))
    return HttpResponse(
        render_to_string("robots.txt", {"sitemap": address}), content_type="text/plain; charset=utf-8"
    )
