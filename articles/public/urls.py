"""Public addresses: short, readable, permanent."""

from django.urls import path, register_converter

from . import (
    addresses,
    article,
    collections,
    data,
    downloading,
    feeds,
    home,
    issues,
    mistakes,
    numbers,
    references,
    searching,
    sitemaps,
)
from .formats import FORMATS

app_name = "public"

register_converter(addresses.Number, "number")
register_converter(addresses.Name, "name")
register_converter(addresses.Writer, "writer")
register_converter(addresses.Year, "year")
register_converter(addresses.Month, "month")
register_converter(addresses.Day, "day")

urlpatterns = [
    path("", home.home, name="home"),
    path("issues/", issues.calendar, name="calendar"),
    path("issues/<year:year>/", issues.calendar, name="year"),
    path("issues/<month:month>/", issues.month, name="month"),
    path("issues/<name:address>/", issues.issue, name="issue"),
    path("issues/<name:address>/<name:key>/", issues.page, name="page"),
    path("on-this-day/<day:day>/", issues.on_this_day, name="on-this-day"),
    path("articles/<number:pk>/", article.article, name="article"),
    path("articles/<number:pk>/citation/", references.citation, name="citation"),
    path("articles/<number:pk>/related/", article.related, name="related"),
    path("articles/<number:pk>/mistake/", mistakes.mistake, name="mistake"),
    path("articles/<number:pk>/mistake/thanks/", mistakes.thanks, name="mistake-thanks"),
    path("sections/", collections.sections, name="sections"),
    path("sections/<number:pk>/", collections.section, name="section"),
    path("agencies/", collections.agencies, name="agencies"),
    path("agencies/tree/", collections.agency_tree, name="agency-tree"),
    path("agencies/<number:pk>/", collections.agency, name="agency"),
    path("tags/", collections.tags, name="tags"),
    path("tags/<number:pk>/", collections.tag, name="tag"),
    path("writers/", collections.writers, name="writers"),
    path("search/", searching.search_page, name="search"),
    path("search/facets/", searching.facets_page, name="search-facets"),
    path("search/suggest/", searching.suggest, name="search-suggest"),
    path("search/feed/", feeds.atom(feeds.SearchFeed), name="search-feed"),
    path("search/feed/rss/", feeds.rss(feeds.SearchFeed)),
    path("feed/", feeds.atom(feeds.ArticleFeed), name="feed"),
    path("feed/rss/", feeds.rss(feeds.ArticleFeed), name="feed-rss"),
    path("sections/<number:pk>/feed/", feeds.atom(feeds.SectionFeed), name="section-feed"),
    path("sections/<number:pk>/feed/rss/", feeds.rss(feeds.SectionFeed)),
    path("agencies/<number:pk>/feed/", feeds.atom(feeds.AgencyFeed), name="agency-feed"),
    path("agencies/<number:pk>/feed/rss/", feeds.rss(feeds.AgencyFeed)),
    path("tags/<number:pk>/feed/", feeds.atom(feeds.TagFeed), name="tag-feed"),
    path("tags/<number:pk>/feed/rss/", feeds.rss(feeds.TagFeed)),
    path("writers/<writer:name>/feed/rss/", feeds.rss(feeds.WriterFeed)),
    path("writers/<writer:name>/feed/", feeds.atom(feeds.WriterFeed), name="writer-feed"),
    # After what stands under it: the name of a writer may hold a slash.
    path("writers/<writer:name>/", collections.writer, name="writer"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/words/", numbers.words, name="numbers-words"),
    path("numbers/words.csv", numbers.words_csv),
    path("numbers/agencies/", numbers.agencies, name="numbers-agencies"),
    path("numbers/agencies.csv", numbers.agencies_csv),
    path("numbers/sections/", numbers.sections, name="numbers-sections"),
    path("numbers/sections.csv", numbers.sections_csv),
    path("numbers/together/", numbers.together, name="numbers-together"),
    path("numbers/together.csv", numbers.together_csv),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemaps/<name:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # Asked for by browsers that show something without a <link>, a record or a file.
    path("favicon.ico", home.icon),
]

# What programs read: docs/data.md.
urlpatterns += [
    path("data/", data.explained, name="data"),
    path("api/openapi.json", data.openapi, name="openapi"),
    path("articles.json", data.articles),
    path("articles/<number:pk>.bib", references.bibtex_file),
    path("articles/<number:pk>.ris", references.ris_file),
    path("articles/<number:pk>.csl.json", references.csl_file),
    path("articles/<number:pk>.ninjs.json", references.ninjs_file),
    path("articles/<number:pk>.json", data.article),
    path("issues.json", data.issues),
    path("issues/<name:address>.json", data.issue),
    path("issues/<name:address>/<name:key>.json", data.page),
    path("sections.json", data.sections),
    path("sections/<number:pk>.json", data.section),
    path("agencies.json", data.agencies),
    path("agencies/<number:pk>.json", data.agency),
    path("tags.json", data.tags),
    path("tags/<number:pk>.json", data.tag),
    path("writers.json", data.writers),
    path("writers/<writer:name>.json", data.writer),
    path("search.json", data.search),
]
# The longer ending first: the address of an issue may hold a full stop.
for ending in sorted(FORMATS, key=len, reverse=True):
    urlpatterns += [
        path(f"issues/<name:address>.{ending}", downloading.issue_file, {"ending": ending}),
        path(f"search.{ending}", downloading.search_file, {"ending": ending}),
    ]
