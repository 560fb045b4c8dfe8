"""How many public articles each name stands in.

Counted from indexes alone: nearly all articles of an archive are public, so the few which are not are left
out by their keys, and none of the others is looked at.
"""

from __future__ import annotations

from django.db.models import Count, Max, Min, QuerySet
from django.utils.timezone import now

from articles.models import Article, Credit, Mention, State, Tagging, TaggingState

from .visible import IS_PUBLISHED

OF_LATE = 2000  # articles


def scheduled() -> QuerySet:
    return Article.objects.filter(**IS_PUBLISHED, publish_at__gt=now()).order_by()


def hidden() -> QuerySet:
    """Return the keys of the articles that no reader may see; each state has an index of its own."""
    others = [Article.objects.filter(state=state).order_by() for state in State if state != State.PUBLISHED]
    return scheduled().values("pk").union(*(other.values("pk") for other in others), all=True)


def public_articles() -> QuerySet:
    """Return the public articles, to be counted: `published()` is for reading them."""
    articles = Article.objects.filter(**IS_PUBLISHED).order_by()
    return articles.exclude(sort_key__in=scheduled().values("sort_key"))


def public_mentions() -> QuerySet:
    return Mention.objects.filter(is_refused=False).exclude(article__in=hidden()).order_by()


def public_taggings() -> QuerySet:
    return Tagging.objects.filter(state=TaggingState.ACCEPTED).exclude(article__in=hidden()).order_by()


def public_credits() -> QuerySet:
    return Credit.objects.exclude(article__in=hidden()).order_by()


USES = {"agency": public_mentions, "tag": public_taggings, "name": public_credits}


def count_uses(kind: str, names: list) -> dict:
    """Return in how many public articles each of these stands; a kind is agency, tag, name or section."""
    if kind == "section":
        articles = public_articles().filter(section__in=names)
        return dict(articles.values_list("section").annotate(number=Count("sort_key")))
    return tally(USES[kind]().filter(**{f"{kind}__in": names}), kind)


def count_of_late(kind: str) -> dict:
    """Return how many of the newest articles each agency, tag or writer stands in."""
    newest = Article.objects.published().newest_first().values("pk")[:OF_LATE]
    uses = {
        "agency": Mention.objects.filter(is_refused=False),
        "tag": Tagging.objects.filter(state=TaggingState.ACCEPTED),
        "name": Credit.objects.all(),
    }[kind]
    return tally(uses.filter(article__in=newest).order_by(), kind)


def tally(uses: QuerySet, kind: str) -> dict:
    # A writer may be credited twice in an article, for words and pictures; an agency and a tag stand once.
    number = Count("article", distinct=kind == "name")
    return dict(uses.values_list(kind).annotate(number=number))


def most_used(kind: str, most: int) -> list[tuple[int, int]]:
    """Return the agencies, tags or writers in most public articles, and in how many."""
    numbers = tally(USES[kind](), kind)
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:most]


def spans_of_sections() -> dict[int, dict]:
    """Return of each section how many public articles it has, and the sort keys of its first and last."""
    rows = public_articles().filter(section__isnull=False).values("section_id")
    counted = rows.annotate(number=Count("sort_key"), first=Min("sort_key"), last=Max("sort_key"))
    return {row.pop("section_id"): row for row in counted}
