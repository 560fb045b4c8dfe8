"""An editor's mark is kept, and the page is held to it. Nothing else writes marks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Article, Mark, Page, State
from articles.proposing import propose
from articles.publishing import refresh_search
from articles.segmenter import story

# Marks that answer the same question about the same words overrule each other.
QUESTIONS = (
    frozenset({story.MarkKind.NEW_STORY, story.MarkKind.JOIN, story.MarkKind.MOVE}),
    frozenset({story.MarkKind.ROLE}),
    frozenset({story.MarkKind.SPLIT}),
    frozenset({story.MarkKind.READ_AS}),
)


class StaleDesk(Exception):
    """The page changed since the desk was opened; the message says so in Chinese."""


def correct(page: Page, mark: story.Mark, *, by) -> Mark:
    """Keep what an editor said about a stretch of page, and let the rest of the page follow."""
    return correct_all(page, [mark], by=by)[0]


@transaction.atomic
def correct_all(page: Page, marks: Sequence[story.Mark], *, by) -> list[Mark]:
    """Keep several things an editor said at once; the page is told apart again when all are kept."""
    page = lock(page)
    rows = [keep(page, mark, by=by) for mark in marks]
    follow(page, by=by)
    return rows


def keep(page: Page, mark: story.Mark, *, by) -> Mark:
    """Write a mark down, over those that answered the same question about the same words."""
    row = Mark.objects.create(
        page=page,
        kind=mark.kind,
        start=mark.span.start,
        end=mark.span.end,
        quote=mark.span.of(page.text),
        value=mark.value,
        made_by=by,
    )
    overruled = page.marks.standing().filter(kind__in=question_of(mark.kind), start=row.start, end=row.end)
    overruled.exclude(pk=row.pk).update(state=Mark.State.SUPERSEDED, superseded_by=row)
    return row


@transaction.atomic
def undo(page: Page, *, by) -> Mark | None:
    """Take the last standing mark back, and let what it had overruled stand again."""
    page = lock(page)
    row = page.marks.standing().order_by("-pk").first()
    if row is None:
        return None
    Mark.objects.filter(pk=row.pk).update(state=Mark.State.WITHDRAWN)
    row.supersedes.update(state=Mark.State.STANDING, superseded_by=None)
    follow(page, by=by)
    return row


@transaction.atomic
def redo(page: Page, *, by) -> Mark | None:
    """Bring back the mark that was undone last, unless something new was marked since."""
    page = lock(page)
    row = redoable(page).first()
    if row is None:
        return None
    page.marks.standing().filter(kind__in=question_of(row.kind), start=row.start, end=row.end).update(
        state=Mark.State.SUPERSEDED, superseded_by=row
    )
    Mark.objects.filter(pk=row.pk).update(state=Mark.State.STANDING)
    follow(page, by=by)
    return row


def redoable(page: Page):
    """Return the undone marks that may come back, the next one first."""
    last = page.marks.standing().order_by("-pk").values_list("pk", flat=True).first() or 0
    return page.marks.filter(state=Mark.State.WITHDRAWN, pk__gt=last).order_by("pk")


@transaction.atomic
def accept(page: Page, *, by, version: int) -> None:
    """Record that a person checked the whole page as it stood at `version`."""
    written = Page.objects.filter(pk=page.pk, version=version).update(
        accepted_at=now(), accepted_by=by, version=F("version") + 1
    )
    if not written:
        raise StaleDesk(_("这一版刚有人改动过，请看过新的结果再核定。"))


def lock(page: Page) -> Page:
    """Return the page, held until the transaction ends (SQLite holds the whole database)."""
    return Page.objects.select_for_update().get(pk=page.pk)


def follow(page: Page, *, by) -> None:
    """Segment the page again under all standing marks, and note that its desk has moved on."""
    outcome = propose(page, by=by)
    for article in outcome.changed:
        if article.state == State.PUBLISHED:
            refresh_search(article)
    for article in outcome.unmatched:
        if is_scrap(article):
            article.delete()
    Page.objects.filter(pk=page.pk).update(version=F("version") + 1, accepted_at=None, accepted_by=None)


def is_scrap(article: Article) -> bool:
    """Whether the machine made it, nobody worked on it and nobody ever read it.

    What a mark leaves without a story is shown to the editors; a mark and its undoing, though, would
    leave empty proposals behind that nobody wrote. Their words stand on the page, in other articles.
    """
    return (
        article.state == State.IMPORTED
        and article.publish_at is None
        and not article.touched
        and not article.history.exclude(history_user=None).exclude(history_change_reason="proposed").exists()
        and not article.comments.exists()
    )


def question_of(kind: str) -> frozenset:
    return next(question for question in QUESTIONS if kind in question)
