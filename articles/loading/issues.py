"""The issues that pages belong to: found, or made with the first of their pages."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Issue
from articles.models.issue import DateSource

from .arriving import Arrival

TRUST = list(DateSource.values)


def issue_key(arrival: Arrival) -> tuple:
    return (arrival.newspaper.pk, arrival.where.date, arrival.where.edition[:20])


def find_issues(arrivals: Sequence[Arrival]) -> dict[tuple, Issue]:
    """Return the issues of these pages, made where they are the first of it; a better source is noted."""
    dated = {issue_key(arrival): arrival for arrival in reversed(arrivals) if arrival.where.date}
    issues = standing_issues(dated)
    new = [
        Issue(
            newspaper=arrival.newspaper,
            date=arrival.where.date,
            edition=key[2],
            date_source=arrival.where.source,
            date_confidence=arrival.where.confidence,
            date_evidence=list(arrival.where.evidence),
        )
        for key, arrival in reversed(dated.items())
        if key not in issues
    ]
    for issue in new:
        issue.address = issue.make_address()
    if new:
        # An editor may make the same issue at the same moment.
        Issue.objects.bulk_create(new, ignore_conflicts=True)
        issues = standing_issues(dated)
    for arrival in arrivals:
        where = arrival.where
        issue = issues.get(issue_key(arrival))
        if issue and TRUST.index(where.source) < TRUST.index(issue.date_source):
            issue.date_source, issue.date_confidence = where.source, where.confidence
            issue.date_evidence = list(where.evidence)
            issue.save()
    return issues


def standing_issues(wanted: dict[tuple, Arrival]) -> dict[tuple, Issue]:
    rows = Issue.objects.select_related("newspaper").filter(date__in={key[1] for key in wanted})
    return {(issue.newspaper_id, issue.date, issue.edition): issue for issue in rows}
