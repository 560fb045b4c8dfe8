"""The order in which a page's articles are read: moved by people, and theirs from then on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from articles import guarding, publishing
from articles.models import Article


class NotMovable(guarding.Refused):
    """The article cannot be moved so; the message says why, in Chinese."""


def in_order(articles):
    """Return the articles of pages as readers have them one after the other; merged ones are none."""
    return articles.filter(replaced_by=None).order_by("page__position", "page", "order", "pk")


@transaction.atomic
def move_article(article: Article, *, up: bool, by) -> None:
    """Let an article change places with the one before it on its page, or after it."""
    if article.page_id is None:
        raise NotMovable(_("“%(name)s”不在任何版面上，没有先后。") % {"name": article.name})
    here = Article.objects.select_related("issue", "page").filter(page=article.page_id, replaced_by=None)
    rows = list(here.select_for_update(of=("self",)).order_by("order", "pk"))
    at = next((number for number, row in enumerate(rows) if row.pk == article.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if other is None or not 0 <= other < len(rows):
        words = _("“%(name)s”已是本版第一篇。") if up else _("“%(name)s”已是本版最后一篇。")
        raise NotMovable(words % {"name": article.name})
    if rows[at].version != article.version:
        raise guarding.StaleArticle(article)
    rows[at], rows[other] = rows[other], rows[at]
    renumber(rows, {at, other}, by=by)


def renumber(rows: list[Article], chosen: set[int], *, by) -> None:
    """Give each article the number of its place; those that a person moved keep theirs for good."""
    moved = [row for number, row in enumerate(rows) if number in chosen or row.order != number]
    # Out of each other's way first: a key belongs to one article only.
    for row in moved:
        if row.sort_key:
            Article.objects.filter(pk=row.pk).update(sort_key=-row.pk)
    for number, row in enumerate(rows):
        if row not in moved:
            continue
        row.order = number
        values = {"order": number}
        if number in chosen:
            values["touched"] = sorted({*row.touched, "order"})
        if row.sort_key:
            values["sort_key"] = publishing.next_sort_key(row)
        guarding.write(row, values, by=by, reason=f"order: {number + 1}")
        publishing.refresh_search(row)
