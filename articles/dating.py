"""A page finds its issue: a person says its date and number, and its articles move with it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from articles import guarding, publishing
from articles.loading.paths import normal_page, position_of
from articles.models import Article, DateSource, Issue, Page


class NotPlaceable(guarding.Refused):
    """The page cannot stand there; the message says why and what to do, in Chinese."""


@transaction.atomic
def place_page(page: Page, day: date, *, number: str, edition: str = "", by) -> Issue:
    """Put a page into the issue of a day, as a person says; its articles go with it."""
    page = Page.objects.select_for_update().select_related("newspaper").get(pk=page.pk)
    number, edition = normal_page(number), edition.strip()
    issue, _made = Issue.objects.get_or_create(
        newspaper=page.newspaper, date=day, edition=edition, defaults={"date_source": DateSource.PERSON}
    )
    taken = issue.pages.current().filter(number=number).exclude(pk=page.pk).exclude(number="").first()
    if taken is not None and page.is_current:
        raise NotPlaceable(
            _("%(issue)s 已有第%(number)s版（%(source)s）。请改版次，或先改那一版。")
            % {"issue": issue, "number": number, "source": taken.source or taken.pk}
        )
    left = page.issue
    Page.objects.filter(pk=page.pk).update(issue=issue, number=number, position=position_of(number))
    page.issue, page.number, page.position = issue, number, position_of(number)
    move_articles(page, issue, by=by)
    # An issue that was only guessed, and that this page alone stood for, is no day of the paper's.
    if left is not None and left != issue and not left.pages.exists() and not left.articles.exists():
        left.delete()
    return issue


def move_articles(page: Page, issue: Issue, *, by) -> None:
    """Let a page's articles stand in its issue; published ones keep their address, not their place."""
    for article in Article.objects.select_for_update().filter(page=page).order_by("order", "pk"):
        article.issue, article.page = issue, page
        values = {"issue": issue}
        if article.sort_key:
            values["sort_key"] = publishing.next_sort_key(article)
        guarding.write(article, values, by=by, reason=f"date: {issue}")
        publishing.refresh_search(article)


@transaction.atomic
def redate_issue(issue: Issue, *, by) -> None:
    """Keep an issue's new date, and sort its published articles by it."""
    issue.date_source, issue.date_confidence = DateSource.PERSON, 1.0
    issue.save()
    # The articles only: PostgreSQL locks no row that may be missing, and an article may have no page.
    keyed = Article.objects.select_for_update(of=("self",)).filter(issue=issue, sort_key__isnull=False)
    for article in keyed.select_related("page").order_by("page__position", "order", "pk"):
        article.issue = issue
        guarding.write(
            article, {"sort_key": publishing.next_sort_key(article)}, by=by, reason=f"date: {issue}"
        )
        publishing.refresh_search(article)
