"""Readers' reports of mistakes: taken in within limits, settled by an editor."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from articles.models import Article, MistakeReport

# A sender's reports in an hour, and everybody's on one article in a day: a person needs fewer.
A_SENDER_AN_HOUR = 5
AN_ARTICLE_A_DAY = 20
ALL_AN_HOUR = 200


class TooManyReports(Exception):
    """Somebody, or everybody together, reports faster than editors can read."""


def sender_of(address: str) -> str:
    """Return a word for a network address that cannot be read back, another one every day."""
    return salted_hmac("mistake report", f"{localdate().isoformat()} {address}").hexdigest()[:32]


@transaction.atomic
def report_mistake(
    article: Article, *, words: str, quote: str = "", contact: str = "", sender: str
) -> MistakeReport:
    """Keep a reader's report for the editors; the same words twice are one report."""
    same = MistakeReport.objects.filter(article=article, words=words, quote=quote, sender=sender).first()
    if same is not None:
        return same
    hour, day = now() - timedelta(hours=1), now() - timedelta(days=1)
    reports = MistakeReport.objects
    if (
        reports.filter(sender=sender, made_at__gt=hour).count() >= A_SENDER_AN_HOUR
        or reports.filter(article=article, made_at__gt=day).count() >= AN_ARTICLE_A_DAY
        or reports.filter(made_at__gt=hour).count() >= ALL_AN_HOUR
    ):
        raise TooManyReports(_("短时间内提交的次数太多。请过一小时再来。"))
    return reports.create(article=article, words=words, quote=quote, contact=contact, sender=sender)


def settle(reports, *, accepted: bool, by) -> int:
    """Mark reports that still wait as settled; return how many there were."""
    state = MistakeReport.State.ACCEPTED if accepted else MistakeReport.State.REFUSED
    return reports.filter(state=MistakeReport.State.WAITING).update(
        state=state, settled_at=now(), settled_by=by
    )
