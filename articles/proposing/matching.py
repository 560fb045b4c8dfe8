"""Which articles a page already has, and which story each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Article, Credit, Mention, Page, Passage

from .pairing import pair_by_place, pair_by_words


@dataclass(slots=True)
class Existing:
    """An article with the rows that hang on it."""

    article: Article
    passages: list[Passage] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join((self.article.kicker, self.article.title, self.article.subtitle, self.article.body))


@dataclass(slots=True)
class Paired:
    """The articles of one page: by the number of their story, and those that no story is."""

    by_story: dict[int, Existing] = field(default_factory=dict)
    left: list[Existing] = field(default_factory=list)


def pair_pages(pages: Sequence) -> list[Paired]:
    """Return, for each writing.Told, which of its stories are articles already."""
    known = [told for told in pages if not told.is_new or told.before]
    if not known:
        return [Paired() for _ in pages]
    existing = fetch_existing({page for told in known for page in (told.page, told.before) if page})
    return [pair_page(told, existing) if told in known else Paired() for told in pages]


def fetch_existing(pages: set[Page]) -> dict[int, Existing]:
    """Return every article that stands on these pages or once did, with its rows, held until we are done."""
    passages = list(Passage.objects.filter(page__in=pages))
    ids = {passage.article_id for passage in passages}
    articles = Article.objects.select_for_update(of=("self",)).select_related("section")
    existing = {
        article.pk: Existing(article)
        for article in articles.filter(Q(pk__in=ids) | Q(page__in=pages)).order_by("pk")
    }
    for passage in passages:
        existing[passage.article_id].passages.append(passage)
    for credit in Credit.objects.filter(article__in=existing):
        existing[credit.article_id].credits.append(credit)
    for mention in Mention.objects.filter(article__in=existing):
        existing[mention.article_id].mentions.append(mention)
    return existing


def pair_page(told, existing: dict[int, Existing]) -> Paired:
    """Pair by the place on the page; what is left, and another reading of the page, by the words."""
    drafts = told.draft.drafts
    here = {
        pk: [(row.start, row.end, row.role) for row in one.passages if row.page_id == told.page.pk]
        for pk, one in existing.items()
    }
    here = {pk: rows for pk, rows in here.items() if rows}
    pairs = pair_by_place([draft.passages for draft in drafts], here)
    homes = {told.page.pk, told.before.pk if told.before else None}
    candidates = {
        pk: one
        for pk, one in existing.items()
        if pk not in pairs.values()
        and (one.article.page_id in homes or any(row.page_id in homes for row in one.passages))
    }
    # A story that shares no place may still be an article that lost its story before: an undone mark.
    open_articles = {pk: one.words for pk, one in candidates.items() if pk not in here}
    if open_articles:
        open_stories = {order: words_of(draft) for order, draft in enumerate(drafts) if order not in pairs}
        pairs |= pair_by_words(open_stories, open_articles)
    return Paired(
        by_story={order: existing[pk] for order, pk in pairs.items()},
        left=[one for pk, one in candidates.items() if pk not in pairs.values()],
    )


def words_of(draft) -> str:
    fields = draft.fields
    return "".join((fields["kicker"], fields["title"], fields["subtitle"], fields["body"]))
