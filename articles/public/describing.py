"""What search engines and other sites are told of a page: schema.org as JSON-LD, and OpenGraph."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from articles.models import Credit, Issue

from .citing import one_line, writers_of
from .entries import Entry
from .printable import printable

WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# In a <script> only these could end it or be taken for mark-up.
IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def describe_article(entry: Entry, root: str) -> dict:
    """Return the article as a schema.org NewsArticle."""
    article, page, url = entry.article, entry.article.page, f"{root}{entry.address}"
    return known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "headline": one_line(entry.title),
            "alternativeHeadline": one_line(entry.subtitle),
            "description": one_line(article.excerpt),
            "inLanguage": "zh-CN",
            "author": [person_or_office(credit) for credit in once_each(entry.credits)],
            # Of the printed article: that day it was published, whenever it came into this archive.
            "datePublished": article.issue.date.isoformat(),
            "dateModified": moment(article.updated_at),
            "dateline": one_line(f"{article.dateline_place} {article.dateline_date or ''}"),
            "temporalCoverage": article.event_date.isoformat() if article.event_date else "",
            "printPage": printable(page.number) if page else "",
            "printSection": one_line(page.name) if page else "",
            "printEdition": one_line(article.issue.edition),
            "articleSection": one_line(entry.section.name) if entry.section else "",
            "genre": str(article.get_genre_display()),
            "isPartOf": describe_issue(article.issue, root, context=False),
            "publisher": describe_paper(article.issue.newspaper),
            "keywords": [one_line(tag.name) for tag in entry.tags],
            "about": [
                {"@type": "Thing", "name": one_line(tag.name), "url": f"{root}/tags/{tag.pk}/"}
                for tag in entry.tags
            ],
            "mentions": [
                {
                    "@type": "Organization",
                    "name": one_line(mention.agency.name),
                    "url": f"{root}/agencies/{mention.agency_id}/",
                }
                for mention in entry.mentions
            ],
            "isAccessibleForFree": True,
        }
    )


def describe_issue(issue: Issue, root: str, *, context: bool = True) -> dict:
    """Return a day's edition as a schema.org PublicationIssue."""
    described = {
        "@type": "PublicationIssue",
        "@id": f"{root}/issues/{issue.address}/",
        "url": f"{root}/issues/{issue.address}/",
        "datePublished": issue.date.isoformat(),
        "issueNumber": one_line(issue.number),
        "isPartOf": describe_paper(issue.newspaper, kind="Newspaper"),
    }
    return known(({"@context": "https://schema.org"} if context else {}) | described)


def describe_paper(paper, *, kind: str = "NewsMediaOrganization") -> dict:
    """Return the paper as what is published, or as who publishes."""
    described = {"@type": kind, "name": one_line(paper.name)}
    if kind == "Newspaper":
        described["issn"] = one_line(paper.issn)
        described["publisher"] = known({"@type": "Organization", "name": one_line(paper.publisher)})
        if not paper.publisher:
            del described["publisher"]
    return known(described)


def person_or_office(credit: Credit) -> dict:
    # A person's name is short; an office signs notices with its own.
    kind = "Person" if len(credit.name) <= 5 else "Organization"
    return {"@type": kind, "name": one_line(credit.name)}


def once_each(credits) -> list[Credit]:
    names = writers_of(credits)
    first = {}
    for credit in credits:
        first.setdefault(one_line(credit.name), credit)
    return [first[name] for name in names]


def known(described: dict) -> dict:
    """Return the description without what is not known: an empty value would be a claim."""
    return {name: value for name, value in described.items() if value not in ("", [], {}, None)}


@lru_cache(maxsize=100)
def moment(at: datetime) -> str:
    return localtime(at).isoformat(timespec="seconds")


def open_graph(entry: Entry, root: str) -> list[tuple[str, str]]:
    """Return the properties that a link to the article is shown with elsewhere."""
    article = entry.article
    properties = [
        ("og:type", "article"),
        ("og:title", one_line(entry.title)),
        ("og:description", one_line(article.excerpt)),
        ("og:url", f"{root}{entry.address}"),
        ("og:site_name", one_line(article.issue.newspaper.name)),
        ("og:locale", "zh_CN"),
        ("article:published_time", article.issue.date.isoformat()),
        ("article:modified_time", moment(article.updated_at)),
        ("article:section", one_line(entry.section.name) if entry.section else ""),
    ]
    properties += [("article:author", name) for name in writers_of(entry.credits)]
    properties += [("article:tag", one_line(tag.name)) for tag in entry.tags]
    return [(name, value) for name, value in properties if value]


def as_script(described: dict) -> SafeString:
    """Return the description as the text of a <script type="application/ld+json">: data, never run."""
    written = WRITER.encode(described)
    for sign, spelled in IN_SCRIPT.items():
        written = written.replace(sign, spelled)
    return mark_safe(written)


def root_of(request) -> str:
    """Return the address of the site as this reader sees it, without the last slash."""
    return f"{request.scheme}://{request.get_host()}"
