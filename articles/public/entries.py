"""All that is public about an article, gathered in as many queries for a hundred articles as for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from articles.models import Article, Credit, Mention, Section, Tag, Tagging, TaggingState

from .addresses import page_key
from .rows import article_address

# What no reader sees: the machine's working notes, and the page's bytes.
UNSEEN = (
    "proposed",
    "offers",
    "warnings",
    "touched",
    "page__original",
    "page__loose",
    "page__date_guess",
    "issue__date_evidence",
)


@dataclass(frozen=True)
class Entry:
    """A published article with its byline and what readers may see of its tags and agencies."""

    article: Article
    credits: tuple[Credit, ...] = ()
    tags: tuple[Tag, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def section(self) -> Section | None:
        section = self.article.section
        return None if section is None or section.is_proposed else section

    @property
    def address(self) -> str:
        return article_address(self.article.pk)

    @property
    def page_address(self) -> str:
        """Return the address of its page, empty where the article stands on none."""
        page = self.article.page
        return f"{self.issue_address}{page_key(page.number, page.pk)}/" if page else ""

    @property
    def issue_address(self) -> str:
        return f"/issues/{self.article.issue.address}/"

    @property
    def title(self) -> str:
        return self.article.name

    @property
    def subtitle(self) -> str:
        """Return the subtitle, unless it already stands in for a missing title."""
        return "" if self.article.subtitle == self.article.name else self.article.subtitle


def gather(articles) -> list[Entry]:
    """Return the entries of these articles in their order, in four queries."""
    found = (
        articles.select_related("issue__newspaper", "page", "section")
        .defer(*UNSEEN)
        .prefetch_related(
            "credits",
            Prefetch("taggings", accepted_taggings(), to_attr="accepted"),
            Prefetch("mentions", public_mentions(), to_attr="confirmed"),
        )
    )
    return [
        Entry(
            article,
            tuple(article.credits.all()),
            tuple(tagging.tag for tagging in article.accepted),
            tuple(article.confirmed),
        )
        for article in found
    ]


def gather_in_order(ids: Iterable[int]) -> list[Entry]:
    """Return the entries of those of these articles that are public, in the order of the ids."""
    ids = list(ids)
    entries = {entry.article.pk: entry for entry in gather(Article.objects.published().filter(pk__in=ids))}
    return [entries[pk] for pk in ids if pk in entries]


def accepted_taggings():
    taggings = Tagging.objects.filter(state=TaggingState.ACCEPTED, tag__merged_into=None)
    return taggings.select_related("tag")


def public_mentions():
    mentions = Mention.objects.filter(
        is_refused=False, agency__is_proposed=False, agency__merged_into=None
    )  # fmt: skip
    return mentions.select_related("agency")
