"""Lists of headlines: plain dictionaries with the few columns that a list shows.

Templates are the cost of a page. They read a dictionary faster than anything else, so rows are dictionaries,
with dates as ISO strings and addresses made once, here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from django.db.models import Case, F, When
from django.utils.translation import get_language, gettext

from articles.models import GenreChoice
from articles.models.addresses import address_of
from articles.models.article import first_clause, make_excerpt, opening_of

from .addresses import page_key

# What `name` needs, beside the opening of the text.
NAMING = ("id", "kicker", "title", "subtitle")
COLUMNS = (
    "id",
    "kicker",
    "title",
    "subtitle",
    "genre",
    "sort_key",
    "page_id",
    "page__number",
    "page__name",
    "issue__address",
    "section_id",
)

JOINT = " · "
# Plain news is the rule; only what differs from it is said.
UNSAID = {GenreChoice.NEWS, GenreChoice.CONTINUED, GenreChoice.ORPHAN}


def rows_of(articles) -> list[dict]:
    """Return what a list shows of these public articles, in one query."""
    return fill(columns_of(articles))


def columns_of(articles, *more: str):
    """Return the few columns of these articles that `fill` needs, and others."""
    of_section = Case(When(section__is_proposed=False, then=F("section__name")))
    return articles.values(*COLUMNS, *more, opening=opening_of("body"), section_name=of_section)


def fill(rows: Iterable[dict]) -> list[dict]:
    """Add to the columns of each row what the template prints."""
    language, filled = get_language(), []
    for row in rows:
        name(row)
        title, kicker, day = row["title"], row["kicker"], str(row["sort_key"])
        row["over"] = kicker if title else ""
        row["under"] = row["subtitle"] if title or kicker else ""
        row["date"] = f"{day[:4]}-{day[4:6]}-{day[6:8]}"
        where = label_in(language, row["page__number"], row["page__name"]) if row["page_id"] else ""
        section, kind = row["section_name"] or "", kind_in(language, row["genre"])
        if kind == section:  # a column of letters is called letters: once is enough
            kind = ""
        row["where"], row["section"] = where, section
        row["facts"] = JOINT.join(filter(None, (where, section, kind)))
        row["about"] = JOINT.join(filter(None, (section, kind)))
        filled.append(row)
    return filled


@cache
def kind_in(language: str, genre: str) -> str:
    return "" if genre in UNSAID else str(GenreChoice(genre).label)


def name(row: dict) -> dict:
    """Add to a row what an article is called, and its address: enough for a link to it."""
    row["href"] = article_address(row["id"])
    row["excerpt"] = make_excerpt(row.pop("opening"))
    row["name"] = (
        row["title"]
        or row["kicker"]
        or row["subtitle"]
        or first_clause(row["excerpt"])
        or gettext("（无题）")
    )
    return row


def article_address(pk: int) -> str:
    # reverse() costs more than the rest of a row together; a test holds the two equal.
    return f"/articles/{pk}/"


def page_label(number: str, name: str) -> str:
    """Return the words for a page within its issue: 第2版 要闻."""
    return label_in(get_language(), number, name)


@lru_cache(maxsize=2000)
def label_in(language: str, number: str, name: str) -> str:
    label = gettext("第%(number)s版") % {"number": number} if number else gettext("版次待定")
    return f"{label} {name}" if name else label


def by_page(rows: Iterable[dict]) -> list[dict]:
    """Return the pages of an issue in order, each with its headlines."""
    pages: dict = {}
    for row in rows:
        page = pages.get(row["page_id"])
        if page is None:
            key = page_key(row["page__number"], row["page_id"]) if row["page_id"] else ""
            page = pages[row["page_id"]] = {
                "id": row["page_id"],
                "key": key,
                "label": row["where"] or gettext("未归版"),
                "href": address_of("issues", row["issue__address"], key) if key else "",
                "rows": [],
            }
        page["rows"].append(row)
    for page in pages.values():
        page["rows"] = with_lead(page["rows"])
    return list(pages.values())


def with_lead(rows: list[dict]) -> list[dict]:
    """Return a page's rows with the one on top that the page opens with: the first that has a headline."""
    lead = next((row for row in rows if row["title"] and row["genre"] != GenreChoice.PHOTO), None)
    return rows if lead is None else [lead, *(row for row in rows if row is not lead)]
