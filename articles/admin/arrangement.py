"""The articles of pages in the order of reading, each with buttons that move it; in a form of another."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.models import Article

DISABLED = mark_safe(" disabled")


def may_move_articles(user) -> bool:
    return user.has_perm("articles.correct_page") and user.has_perm("articles.change_article")


def list_articles(articles: Iterable[Article], *, may_move: bool, back: str) -> str:
    """Return an ordered list; its buttons send the form around them to another address, without a script.

    `back` names the place to return to: "page" or "issue".
    """
    rows = list(articles)
    before = {row.pk: at and rows[at - 1].page_id == row.page_id for at, row in enumerate(rows)}
    after = {row.pk: before.get(rows[at + 1].pk) for at, row in enumerate(rows[:-1])}
    lines = (
        (
            row.pk,
            reverse("admin:articles_article_change", args=[row.pk]),
            row.name,
            f"{row.page.label} · {row.get_state_display()}" if back == "issue" else row.get_state_display(),
            buttons(row, before.get(row.pk), after.get(row.pk), back) if may_move else "",
        )
        for row in rows
    )
    shown = format_html_join(
        "", '<li id="article-{}"><a href="{}">{}</a> <span class="quiet">{}</span> {}</li>', lines
    )
    return format_html('<ol class="articles-here">{}</ol>', shown)


def buttons(article: Article, is_after_one, is_before_one, back: str) -> str:
    step = reverse("admin:articles_page_step", args=[article.page_id, "reorder"])
    ways = (
        ("up", "↑", _("上移 %(name)s"), is_after_one),
        ("down", "↓", _("下移 %(name)s"), is_before_one),
    )
    return format_html_join(
        " ",
        '<button class="small" name="{}" value="{}:{}" formaction="{}?back={}" formnovalidate'
        ' aria-label="{}"{}>{}</button>',
        (
            (
                name,
                article.pk,
                article.version,
                step,
                back,
                words % {"name": article.name},
                "" if is_open else DISABLED,
                sign,
            )
            for name, sign, words, is_open in ways
        ),
    )
