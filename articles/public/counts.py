"""What there is to count in the archive by month: its text, its sections, its agencies, who stands with whom.

Each answer is kept until what is public changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

from django.core.cache import cache
from django.db.models import Count, F, Sum

from articles.models import Article, Mention

from .caching import era
from .timeline import MONTH
from .visible import articles_mentioning, is_public, public_agencies, public_sections

KEPT = 60 * 60
# Pairs are counted among the agencies that stand in most articles: the rest hardly ever meet twice.
MOST_AGENCIES = 60
CHOICES = 60
PARTNERS = 40
MOST_PAIRS = 40


def kept(name: str, work_out):
    """Return what `work_out` returned since the last publication."""
    key = f"counts:{era()}:{name}"
    found = cache.get(key)
    if found is None:
        found = work_out()
        cache.set(key, found, KEPT)
    return found


def text_by_month() -> dict[int, tuple[int, int]]:
    """Return the characters and the articles of each month, months written 202406."""

    def count():
        months = Article.objects.published().order_by().annotate(month=F("sort_key") / MONTH).values("month")
        rows = months.annotate(characters=Sum("characters"), number=Count("pk")).order_by("month")
        return {row["month"]: (row["characters"], row["number"]) for row in rows}

    return kept("text", count)


def agencies_to_choose() -> list[dict]:
    """Return the agencies in most articles: {"pk", "name", "number"}."""

    def count():
        mentions = Mention.objects.filter(
            is_public("article__"),
            is_refused=False,
            agency__is_proposed=False,
            agency__merged_into=None,
        )
        rows = mentions.order_by().values("agency_id", "agency__name").annotate(number=Count("pk"))
        return [
            {"pk": row["agency_id"], "name": row["agency__name"], "number": row["number"]}
            for row in rows.order_by("-number", "agency_id")[:CHOICES]
        ]

    return kept("agencies", count)


def sections_to_choose() -> list[dict]:
    """Return the sections with most articles: {"pk", "name", "number"}."""

    def count():
        articles = Article.objects.published().filter(section__is_proposed=False).order_by()
        rows = articles.values("section_id", "section__name").annotate(number=Count("pk"))
        return [
            {"pk": row["section_id"], "name": row["section__name"], "number": row["number"]}
            for row in rows.order_by("-number", "section_id")[:CHOICES]
        ]

    return kept("sections", count)


def by_agency(keys: list[int]) -> dict[int, dict[int, int]]:
    """Return the articles a month that each of these agencies stands in."""

    def count():
        mentions = Mention.objects.filter(is_public("article__"), is_refused=False, agency__in=keys)
        return spread(mentions.annotate(month=F("article__sort_key") / MONTH), "agency_id")

    return kept(f"by-agency:{joined(keys)}", count)


def by_section(keys: list[int]) -> dict[int, dict[int, int]]:
    """Return the articles a month of each of these sections."""

    def count():
        articles = Article.objects.published().filter(section__in=keys)
        return spread(articles.annotate(month=F("sort_key") / MONTH), "section_id")

    return kept(f"by-section:{joined(keys)}", count)


def joined(keys: list[int]) -> str:
    return "-".join(map(str, sorted(keys)))


def spread(rows, key: str) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows.order_by().values(key, "month").annotate(number=Count("pk")):
        found[row[key]][row["month"]] = row["number"]
    return dict(found)


def names_of(kind: str, keys: list[int]) -> dict[int, str]:
    """Return the names of those of these sections or agencies that readers may see."""
    things = public_agencies() if kind == "agencies" else public_sections()
    return dict(things.filter(pk__in=keys).values_list("pk", "name"))


def pairs() -> list[tuple[dict, dict, int]]:
    """Return the agencies that stand in the same articles most often, and in how many."""

    def count():
        agencies = {row["pk"]: row for row in agencies_to_choose()[:MOST_AGENCIES]}
        mentions = Mention.objects.filter(
            is_public("article__"), is_refused=False, agency__in=list(agencies)
        )  # fmt: skip
        together: dict[int, list[int]] = defaultdict(list)
        for article, agency in mentions.order_by().values_list("article_id", "agency_id").iterator():
            together[article].append(agency)
        counted = Counter(
            pair for standing in together.values() for pair in combinations(sorted(standing), 2)
        )
        return [
            (agencies[one], agencies[other], number)
            for (one, other), number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[
                :MOST_PAIRS
            ]
        ]

    return kept("pairs", count)


def partners_of(agency) -> list[dict]:
    """Return the agencies that stand in the same articles as this one: {"pk", "name", "number"}."""

    def count():
        mentions = Mention.objects.filter(
            article__in=articles_mentioning(agency),
            is_refused=False,
            agency__is_proposed=False,
            agency__merged_into=None,
        ).exclude(agency=agency)
        rows = mentions.order_by().values("agency_id", "agency__name").annotate(number=Count("pk"))
        return [
            {"pk": row["agency_id"], "name": row["agency__name"], "number": row["number"]}
            for row in rows.order_by("-number", "agency_id")[:PARTNERS]
        ]

    return kept(f"partners:{agency.pk}", count)
