"""What an editor's save does: version check, touched fields, count, search."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from articles import guarding, publishing
from articles.models import Article, Section, State

# What both a machine proposes and a person may change: a person's change makes the field hers.
PROPOSED = (
    "kicker",
    "title",
    "subtitle",
    "section",
    "genre",
    "body",
    "dateline_place",
    "dateline_date",
    "event_date",
    "series",
    "series_number",
    "continues",
)
# What stands beside the columns, under the names that `touched` and the history use.
BESIDE = ("credits", "tags", "agencies")
# Where on which page it stands: the machine offers nothing for these, and keeps to an order once given.
PLACE = ("issue", "page", "order")


@transaction.atomic
def save_article(
    article: Article, *, changed: Iterable[str], by, reason: str = "edit", beside: str = ""
) -> None:
    """Keep what an editor changed, if nobody saved since she opened it (`article.version`).

    `changed` names the fields; `beside` says in words what changed in credits, agencies or tags.
    Raises guarding.StaleArticle and changes nothing otherwise.
    """
    changed = [name for name in dict.fromkeys(changed) if is_editable(name)]
    if not changed:
        return
    values = {name: getattr(article, name) for name in changed if name not in BESIDE}
    if "body" in values:
        values["body"] = article.body = tidy(article.body)
        values["characters"] = count_characters(article.body)
    for name in ("kicker", "title", "subtitle"):
        if name in values:
            values[name] = tidy(values[name]).replace("\n", " ")
    values["touched"] = sorted({*article.touched, *changed} - {"issue", "page", "continues_confirmed"})
    values["offers"] = {name: offer for name, offer in article.offers.items() if name not in changed}
    if article.sort_key and set(changed) & set(PLACE) and article.issue_id:
        values["sort_key"] = publishing.next_sort_key(article)
    reason = ": ".join(filter(None, (reason, beside)))
    if article.state == State.IMPORTED:
        publishing.move_to(article, "edit", by=by, also=values, reason=reason)
    else:
        guarding.write(article, values, by=by, reason=reason)
        publishing.refresh_search(article)


@transaction.atomic
def add_article(article: Article, *, by) -> None:
    """Keep an article that an editor wrote or typed off, as a draft in her name."""
    article.id = article.id or free_id(article)
    article.body = tidy(article.body)
    article.characters = count_characters(article.body)
    article.touched = [name for name in PROPOSED if getattr(article, name)]
    Article.objects.bulk_create([article])
    publishing.move_to(article, "edit", by=by, reason="add")


def is_editable(name: str) -> bool:
    return name in PROPOSED or name in BESIDE or name in PLACE or name == "continues_confirmed"


def tidy(text: str) -> str:
    """Return the text with line ends as stored, and without what no feed or page can carry.

    Browsers send CRLF; one control character in an article makes a feed unreadable.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"}
    ).strip("\n")


def count_characters(body: str) -> int:
    """Return how many characters a reader would count: no spaces, no line ends."""
    return sum(not letter.isspace() for letter in body)


def free_id(article: Article) -> int:
    """Return an address for an article that no page proposed: after all others of its day."""
    day = article.issue.date if article.issue_id else localdate()
    first = (day.year * 10000 + day.month * 100 + day.day) * 100000 + 90000
    last = Article.objects.filter(pk__gte=first, pk__lt=first + 10000).order_by("-pk").first()
    return last.pk + 1 if last else first


@transaction.atomic
def set_section(ids: Iterable[int], section: Section | None, *, by) -> int:
    """Put many articles into a section; return how many stood elsewhere. The field becomes theirs."""
    elsewhere = Article.objects.select_for_update().filter(pk__in=list(ids))
    elsewhere = elsewhere.exclude(section=section) if section else elsewhere.exclude(section=None)
    rows = list(elsewhere.only("pk", "touched", "offers"))
    for row in rows:
        row.touched = sorted({*row.touched, "section"})
        row.offers = {name: offer for name, offer in row.offers.items() if name != "section"}
    Article.objects.bulk_update(rows, ["touched", "offers"], batch_size=guarding.BATCH)
    keys = [row.pk for row in rows]
    guarding.write_many(keys, {"section": section}, by=by, reason=f"section: {section or '—'}")
    publishing.refresh_many(keys)
    return len(keys)
