"""What there is to count in the archive by month: its text, its sections, its agencies, who stands with whom.

Each answer is kept until what is public changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

from django.db.models import Aggregate, CharField, Count, F, Sum

from articles.models import Agency, Mention, Section

from .caching import until_published
from .tallies import most_used, public_articles, public_mentions, spans_of_sections, tally
from .timeline import MONTH
from .visible import public_agencies, public_sections

# Pairs are counted among the agencies that stand in most articles: the rest hardly ever meet twice.
MOST_AGENCIES = 60
CHOICES = 60
PARTNERS = 40
MOST_PAIRS = 40


def text_by_month() -> dict[int, tuple[int, int]]:
    """Return the characters and the articles of each month, months written 202406."""

    def count():
        # From the first key on: that has SQLite take the index of the keys, where the characters stand too.
        months = public_articles().filter(sort_key__gt=0).annotate(month=F("sort_key") / MONTH)
        rows = months.values("month").annotate(characters=Sum("characters"), number=Count("sort_key"))
        return {row["month"]: (row["characters"], row["number"]) for row in rows.order_by("month")}

    return until_published("text", count)


def agencies_to_choose() -> list[dict]:
    """Return the agencies in most articles: {"pk", "name", "number"}."""

    def count():
        # Who is not confirmed is counted too and left out then: asked of each mention it would take longer.
        numbers = dict(most_used("agency", CHOICES * 4))
        agencies = Agency.objects.confirmed().filter(pk__in=list(numbers)).values("pk", "name")
        return most_first([row | {"number": numbers[row["pk"]]} for row in agencies])[:CHOICES]

    return until_published("agencies", count)


def sections_to_choose() -> list[dict]:
    """Return the sections with most articles: {"pk", "name", "number"}."""

    def count():
        spans = spans_of_sections()
        sections = Section.objects.filter(is_proposed=False, pk__in=list(spans)).values("pk", "name")
        return most_first([row | {"number": spans[row["pk"]]["number"]} for row in sections])[:CHOICES]

    return until_published("sections", count)


def most_first(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: (-row["number"], row["pk"]))


def by_agency(keys: list[int]) -> dict[int, dict[int, int]]:
    """Return the articles a month that each of these agencies stands in."""

    def count():
        mentions = public_mentions().filter(agency__in=keys)
        return spread(mentions.annotate(month=F("article__sort_key") / MONTH), "agency_id", "article")

    return until_published(f"by-agency:{joined(keys)}", count)


def by_section(keys: list[int]) -> dict[int, dict[int, int]]:
    """Return the articles a month of each of these sections."""

    def count():
        articles = public_articles().filter(section__in=keys)
        return spread(articles.annotate(month=F("sort_key") / MONTH), "section_id", "sort_key")

    return until_published(f"by-section:{joined(keys)}", count)


def joined(keys: list[int]) -> str:
    return "-".join(map(str, sorted(keys)))


def spread(rows, key: str, counted: str) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows.order_by().values(key, "month").annotate(number=Count(counted)):
        found[row[key]][row["month"]] = row["number"]
    return dict(found)


def names_of(kind: str, keys: list[int]) -> dict[int, str]:
    """Return the names of those of these sections or agencies that readers may see."""
    things = public_agencies() if kind == "agencies" else public_sections()
    return dict(things.filter(pk__in=keys).values_list("pk", "name"))


class Joined(Aggregate):
    """The numbers of a group, written with commas between."""

    output_field = CharField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **extra)


def pairs() -> list[tuple[dict, dict, int]]:
    """Return the agencies that stand in the same articles most often, and in how many."""

    def count():
        agencies = {row["pk"]: row for row in agencies_to_choose()[:MOST_AGENCIES]}
        standing = public_mentions().filter(agency__in=list(agencies)).values("article_id")
        together = standing.annotate(number=Count("agency"), agencies=Joined("agency_id"))
        together = together.filter(number__gt=1).values_list("agencies", flat=True)
        counted: Counter = Counter()
        # The same agencies meet again and again: each company is taken apart once.
        for company, number in Counter(together).items():
            for pair in combinations(sorted(map(int, company.split(","))), 2):
                counted[pair] += number
        most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]
        return [(agencies[one], agencies[other], number) for (one, other), number in most]

    return until_published("pairs", count)


def partners_of(agency) -> list[dict]:
    """Return the agencies that stand in the same articles as this one: {"pk", "name", "number"}."""

    def count():
        standing = public_mentions().filter(agency=agency).values("article")
        mentions = Mention.objects.filter(article__in=standing, is_refused=False).exclude(agency=agency)
        numbers = tally(mentions.order_by(), "agency")
        most = sorted(numbers, key=lambda key: (-numbers[key], key))[: PARTNERS * 4]
        partners = Agency.objects.confirmed().filter(pk__in=most).values("pk", "name")
        return most_first([row | {"number": numbers[row["pk"]]} for row in partners])[:PARTNERS]

    return until_published(f"partners:{agency.pk}", count)
