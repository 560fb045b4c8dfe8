"""How an article's row is written: only where nobody wrote since it was read, and with history.

Every person's change passes here, one article at a time or in bulk, so none is lost silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import Article

BATCH = 400  # SQLite takes 32,766 variables a statement; history rows have 35 columns


class Refused(Exception):
    """A change that cannot be made; the message says why and what to do, in Chinese."""


class StaleArticle(Refused):
    """Somebody else wrote the article meanwhile; the message says so in Chinese."""

    def __init__(self, article: Article):
        super().__init__(_("“%(name)s”刚被别人改过。请重新打开后再操作。") % {"name": article.name})


@transaction.atomic
def write(article: Article, values: Mapping, *, by=None, reason: str = "") -> None:
    """Write these columns where the row still has the version that `article` was read with."""
    seen = article.version
    values = {**values, "version": seen + 1, "updated_at": now()}
    keep_first_state([article.pk])
    # The condition and the write are one statement: between two there would be room for a save.
    if not Article.objects.filter(pk=article.pk, version=seen).update(**values):
        raise StaleArticle(article)
    for name, value in values.items():
        setattr(article, name, value)
    record_history([article], by=by, reason=reason)


@transaction.atomic
def write_many(articles: Iterable[int], values: Mapping, *, by, reason: str) -> int:
    """Write the same columns into many articles; return how many.

    Forms that are open on any of them notice: each version goes up.
    """
    ids, written = list(articles), 0
    for at in range(0, len(ids), BATCH):
        some = Article.objects.filter(pk__in=ids[at : at + BATCH])
        keep_first_state(ids[at : at + BATCH])
        written += some.update(**values, version=F("version") + 1, updated_at=now())
        record_history(some, by=by, reason=reason)
    return written


def keep_first_state(ids: list[int]) -> None:
    """Before the first change of an article, keep what it was: loading writes no history."""
    known = Article.history.model.objects.filter(id__in=ids).values("id")
    rows = [
        history_row(article, by=None, reason="loaded", kind="+")
        for article in Article.objects.filter(pk__in=ids).exclude(pk__in=known)
    ]
    Article.history.model.objects.bulk_create(rows, batch_size=BATCH)


def record_history(articles: Iterable[Article], *, by, reason: str) -> None:
    """Keep how the articles stand now, where a person made the change."""
    if by is None:
        return
    Article.history.model.objects.bulk_create(
        [history_row(article, by=by, reason=reason) for article in articles], batch_size=BATCH
    )


def history_row(article: Article, *, by, reason: str, kind: str = "~"):
    """Return the article as it stands as one unsaved row of its history."""
    model = Article.history.model
    return model(
        history_date=now(),
        history_user=by,
        history_change_reason=reason,
        history_type=kind,
        **{field.attname: getattr(article, field.attname) for field in model.tracked_fields},
    )
