"""Atom and RSS for every list: the newest twenty, each with who wrote it."""

from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles import search
from articles.models import Article

from .caching import public_page
from .printable import printable
from .searching import SearchFilter
from .showing import masthead
from .visible import (
    Under,
    public_agencies,
    public_sections,
    public_tags,
    standing_of_agency,
    standing_of_tag,
    standing_of_writer,
)

SIZE = 20
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # readers take an older one for a fault


class Dated:
    """A feed without entries has a date of its own: now would be another feed each time it is asked for."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class Atom(Dated, Atom1Feed):
    pass


class Rss(Dated, Rss201rev2Feed):
    pass


class ArticleFeed(Feed):
    """The newest articles of a list."""

    feed_type = Atom

    def get_object(self, request, **kwargs):
        return None

    def articles(self, thing):
        return Article.objects.published()

    def heading(self, thing) -> str:
        return ""

    def title(self, thing):
        heading, paper = self.heading(thing), masthead()["name"]
        return printable(f"{heading} · {paper}" if heading else paper)

    def subtitle(self, thing):
        return printable(masthead()["description"]) or None

    def description(self, thing):
        # RSS asks for one always.
        return self.subtitle(thing) or self.title(thing)

    def link(self, thing):
        return thing.get_absolute_url() if thing is not None else "/"

    def items(self, thing):
        newest = self.articles(thing).newest_first().select_related("issue", "section")
        return (
            newest.with_opening()
            .defer("proposed", "offers", "warnings", "touched")
            .prefetch_related("credits")[:SIZE]
        )

    def item_title(self, article):
        return printable(article.headline or article.name)

    def item_description(self, article):
        # Both formats take a summary for HTML: what is printed as “a < b” must come out as that.
        return escape(printable(article.excerpt))

    def item_pubdate(self, article):
        return article.publish_at

    def item_updateddate(self, article):
        return article.updated_at

    def item_author_name(self, article):
        return printable("、".join(credit.name for credit in article.credits.all())) or masthead()["name"]

    def item_categories(self, article):
        section = article.section
        return [printable(section.name)] if section and not section.is_proposed else []


class SectionFeed(ArticleFeed):
    def get_object(self, request, pk):
        return found(public_sections(), pk)

    def articles(self, section):
        return Under(section).all()

    def heading(self, section):
        return section.name


class AgencyFeed(ArticleFeed):
    def get_object(self, request, pk):
        return found(public_agencies(), pk)

    def articles(self, agency):
        return standing_of_agency(agency).newest(SIZE)

    def heading(self, agency):
        return agency.name


class TagFeed(ArticleFeed):
    def get_object(self, request, pk):
        return found(public_tags(), pk)

    def articles(self, tag):
        return standing_of_tag(tag).newest(SIZE)

    def heading(self, tag):
        return tag.name


class Writer(str):
    """A name in bylines, with an address."""

    def get_absolute_url(self):
        return reverse("public:writer", args=[str(self)])


class WriterFeed(ArticleFeed):
    def get_object(self, request, name):
        if not standing_of_writer(name).all().exists():
            raise Http404
        return Writer(name)

    def articles(self, writer):
        return standing_of_writer(str(writer)).newest(SIZE)

    def heading(self, writer):
        return str(writer)


class SearchFeed(ArticleFeed):
    """The newest hits of a search, for whoever wants to be told of the next."""

    def get_object(self, request):
        asked = SearchFilter(request.GET)
        if not asked.is_asking:
            raise Http404
        asked.feed_url = f"{request.path}{asked.address()}"
        return asked

    def feed_url(self, asked):
        return asked.feed_url

    def articles(self, asked):
        found = search.search(asked.words, filters=asked.narrowing, limit=SIZE)
        return Article.objects.published().filter(pk__in=[hit.article_id for hit in found.hits])

    def heading(self, asked):
        return f"{_('检索')} {asked.words}".strip()

    def link(self, asked):
        return f"/search/{asked.address()}"


def found(things, pk: int):
    thing = things.filter(pk=pk).first()
    if thing is None:
        raise Http404
    return thing


def atom(feed: type[ArticleFeed]):
    """Return the view of a feed, kept like any public page."""
    return public_page(feed())


def rss(feed: type[ArticleFeed]):
    """Return the same feed for readers that know RSS only."""
    return public_page(type(f"Rss{feed.__name__}", (feed,), {"feed_type": Rss})())
