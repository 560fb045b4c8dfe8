"""What a section, agency, tag or writer appears with, counted in its newest articles."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Value
from django.db.models.lookups import Exact, IsNull
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Credit, Mention, Tagging, TaggingState
from articles.models.article import Unindexed

from .caching import until_published

NEWEST = 500  # articles
SHOWN = 12
LABELS = {"section": _("栏目"), "agency": _("机构"), "tag": _("标签"), "writer": _("作者")}
PLURALS = {"section": "sections", "agency": "agencies", "tag": "tags"}


def company_of(kind: str, key, articles) -> dict:
    """Return who and what stands most often in the newest of these articles, beside whose they are."""
    counted = until_published(f"company:{kind}:{key}", lambda: count_company(kind, key, articles))
    groups = [
        {
            "label": LABELS[group["kind"]],
            "rows": [
                row
                | {
                    "href": address_of(group["kind"], row),
                    # The search knows one of each kind: two agencies have no address of their own.
                    "both": ""
                    if group["kind"] == kind
                    else f"/search/?{urlencode({kind: key, group['kind']: row['key']})}",
                }
                for row in group["rows"]
            ],
        }
        for group in counted["groups"]
    ]
    return counted | {"groups": groups}


def address_of(kind: str, row: dict) -> str:
    if kind == "writer":
        return reverse("public:writer", args=[row["name"]])
    return f"/{PLURALS[kind]}/{row['key']}/"


def count_company(kind: str, key, articles) -> dict:
    newest = list(articles.newest(NEWEST).newest_first().values_list("pk", flat=True)[: NEWEST + 1])
    found: dict[str, list[dict]] = defaultdict(list)
    for other, number_of, name, number in standing_in(newest[:NEWEST]):
        other_key = name if other == "writer" else number_of
        if (other, other_key) != (kind, key):
            found[other].append({"key": other_key, "name": name, "number": number})
    groups = [
        {"kind": other, "rows": sorted(found[other], key=lambda row: (-row["number"], row["name"]))[:SHOWN]}
        for other in LABELS
        if found[other]
    ]
    return {"groups": groups, "counted": len(newest[:NEWEST]), "is_all": len(newest) <= NEWEST}


def standing_in(articles: list[int]) -> list[tuple[str, int, str, int]]:
    """Return all names that stand in these articles, in one question: kind, number, name, in how many."""
    # From the articles to the names: by what is rare of names, most of them would be looked at first.
    sections = Article.objects.filter(Exact(Unindexed("section__is_proposed"), False), pk__in=articles)
    mentions = Mention.objects.filter(
        Exact(Unindexed("agency__is_proposed"), False),
        IsNull(Unindexed("agency__merged_into"), True),
        article__in=articles,
        is_refused=False,
    )
    taggings = Tagging.objects.filter(
        IsNull(Unindexed("tag__merged_into"), True), article__in=articles, state=TaggingState.ACCEPTED
    )
    credits = Credit.objects.filter(article__in=articles)
    return list(
        counted(sections, "section", "pk").union(
            counted(mentions, "agency", "article"),
            counted(taggings, "tag", "article"),
            counted(credits, "writer", "article", number=Value(0), name=F("name")),
            all=True,
        )
    )


def counted(rows, kind: str, article: str, *, number=None, name=None):
    return (
        rows.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            number_of=number or F(f"{kind}_id"),
            label=name or F(f"{kind}__name"),
        )
        .values_list("kind", "number_of", "label")
        .annotate(number=Count(article, distinct=kind == "writer"))
    )
