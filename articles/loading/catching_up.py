"""--publish for pages that are stored already: what an earlier load left, and nobody has touched since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from articles import publishing
from articles.models import Article, Page, State, Tagging, TaggingState
from articles.proposing.writing import ACCEPTED_TAGS, accept_sections

from .storing import take_turn

PAGES = 8  # in one commit


def publish_stored(pages: Iterable[Page], breathe=lambda: None) -> Counter:
    """Publish what stands on these pages and may go out without an editor's look; count it by page."""
    left = Article.objects.filter(page__in=[page.pk for page in pages if page.is_current])
    waiting = left.filter(state=State.IMPORTED).order_by("page").values_list("page", flat=True).distinct()
    published: Counter = Counter()
    for some in pieces(list(waiting)):
        breathe()
        published.update(article.page_id for article in publish_pages(some))
    return published


def pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(keys), PAGES):
        yield keys[at : at + PAGES]


@transaction.atomic
def publish_pages(pages: Sequence[int]) -> list[Article]:
    take_turn()
    articles = Article.objects.select_for_update(of=("self",)).select_related("issue", "page", "section")
    ready = [
        article
        for article in articles.filter(page__in=pages, state=State.IMPORTED, is_unmatched=False)
        if not article.touched and publishing.is_ready(article)
    ]
    accept_tags(ready)
    accept_sections(ready)
    return publishing.publish_without_doubts(ready)


def accept_tags(articles: Sequence[Article]) -> None:
    """Take the best suggestions for tags, as a load does that publishes at once; a person's choice stands."""
    suggested: dict[int, list[int]] = {}
    decided = set()
    rows = Tagging.objects.filter(article__in=[article.pk for article in articles])
    for pk, article, state in rows.order_by("-weight", "pk").values_list("pk", "article", "state"):
        if state == TaggingState.SUGGESTED:
            suggested.setdefault(article, []).append(pk)
        else:
            decided.add(article)
    best = [
        pk for article, keys in suggested.items() if article not in decided for pk in keys[:ACCEPTED_TAGS]
    ]
    Tagging.objects.filter(pk__in=best).update(state=TaggingState.ACCEPTED)
