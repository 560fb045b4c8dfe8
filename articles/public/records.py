"""What each public object looks like as JSON: the shapes that docs/data.md promises.

Within version 1 fields are added, none is taken away or changes its meaning. Texts are exact, with every
character that is stored: JSON can write them all.
"""

from __future__ import annotations

from urllib.parse import quote

from articles.models import Agency, Article, Issue, Section, Tag

from .describing import moment
from .entries import Entry
from .open_data import VERSION


def record(kind: str, path: str, root: str, /, **fields) -> dict:
    """Return what every record begins with, and its fields."""
    return {"version": VERSION, "type": kind, **addresses(path, root), **fields}


def addresses(path: str, root: str) -> dict:
    """Return where readers and programs find a thing; `path` is the readers' address."""
    return {"url": f"{root}{path}", "json": f"{root}{path.rstrip('/')}.json"}


def article_record(entry: Entry, root: str) -> dict:
    """Return all that is public of an article."""
    article, page = entry.article, entry.article.page
    return record(
        "article",
        entry.address,
        root,
        id=article.pk,
        newspaper=article.issue.newspaper.name,
        issue=issue_line(article.issue, root),
        page={"number": page.number, "name": page.name, **addresses(entry.page_address, root)}
        if page
        else None,
        order=article.order,
        kicker=article.kicker,
        title=article.title,
        subtitle=article.subtitle,
        excerpt=article.excerpt,
        section=named(entry.section, root),
        genre=article.genre,
        byline=[{"name": credit.name, "role": credit.role} for credit in entry.credits],
        dateline={
            "place": article.dateline_place,
            "date": iso(article.dateline_date),
        },
        event_date=iso(article.event_date),
        paragraphs=[{"role": role, "text": words} for role, words in article.paragraphs],
        body=article.body,
        characters=article.characters,
        tags=[named(tag, root) for tag in entry.tags],
        agencies=[
            {**named(mention.agency, root), "words": mention.words, "part": mention.part}
            for mention in entry.mentions
        ],
        series={"name": article.series, "number": article.series_number} if article.series else None,
        published_at=moment(article.publish_at),
        updated_at=moment(article.updated_at),
    )


def article_line(row: dict, root: str) -> dict:
    """Return an article as lists name it, from a row of `rows_of`."""
    return {
        "id": row["id"],
        **addresses(row["href"], root),
        "kicker": row["kicker"],
        "title": row["title"],
        "subtitle": row["subtitle"],
        "excerpt": row["excerpt"],
        "genre": row["genre"],
        "date": row["date"],
        "issue": row["issue__address"],
        "page": row["page__number"] or "",
        "section": row["section"],
    }


def issue_line(issue: Issue, root: str) -> dict:
    return {
        "address": issue.address,
        "date": issue.date.isoformat(),
        "edition": issue.edition,
        "number": issue.number,
        **addresses(f"/issues/{issue.address}/", root),
    }


def named(thing: Section | Agency | Tag | None, root: str) -> dict | None:
    """Return a section, agency or tag by its name and address."""
    if thing is None:
        return None
    return {"id": thing.pk, "name": thing.name, **addresses(path_of(thing), root)}


def path_of(thing: Section | Agency | Tag) -> str:
    # As articles: reverse() for every tag of a thousand articles takes longer than reading them.
    return f"/{PLACES[type(thing)]}/{thing.pk}/"


PLACES = {Section: "sections", Agency: "agencies", Tag: "tags"}


def name_line(kind: str, row: dict, root: str) -> dict:
    """Return a name in a list of names: {"pk", "name", "number"}, writers without a number of their own."""
    if kind == "writers":
        return {
            "name": row["name"],
            "articles": row["number"],
            **addresses(f"/writers/{quote(row['name'])}/", root),
        }
    return {
        "id": row["pk"],
        "name": row["name"],
        "articles": row["number"],
        **addresses(f"/{kind}/{row['pk']}/", root),
    }


def stretch_line(stretch: dict, root: str) -> dict:
    """Return a stretch of a page: an article's, the page's own, or one that is not public."""
    article: Article | None = stretch.get("article")
    return {
        "kind": stretch["kind"],
        "article": {"id": article["id"], **addresses(article["href"], root)} if article else None,
        "pieces": [
            {"start": piece["start"], "role": str(piece["role"]), "text": piece["words"]}
            for piece in stretch.get("pieces", ())
        ],
    }


def iso(day) -> str | None:
    return day.isoformat() if day else None
