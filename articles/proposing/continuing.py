"""上接 and 下转: stories that go on from page to page are tied together within their issue."""

from __future__ import annotations

from collections.abc import Iterable

from articles.models import Article

from .pairing import alike, grams_of

# With more than one candidate on that page, the headline must say which.
SAME_HEADLINE = 0.5


def printed_direction(draft) -> str:
    """Return what the page prints about going on: <1 for 上接第1版, >3 for 下转第3版; the first wins."""
    if draft.continued_from:
        return f"<{draft.continued_from}"[:20]
    return f">{draft.continued_on}"[:20] if draft.continued_on else ""


def link_continued(issues: Iterable[int]) -> None:
    """Tie what these issues' pages say of each other; what a person confirmed or nobody can tell stays."""
    issues = {issue for issue in issues if issue}
    if not issues:
        return
    rows = list(
        Article.objects.filter(issue__in=issues)
        .exclude(continued_page="")
        .select_related("page")
        .only(
            "pk",
            "issue_id",
            "page",
            "page__number",
            "title",
            "continued_page",
            "continues",
            "continues_confirmed",
        )
    )
    for article in rows:
        if article.continued_page[0] != "<" or article.continues_confirmed:
            continue
        first = beginning_of(article, rows)
        if first and article.continues_id != first.pk:
            Article.objects.filter(pk=article.pk).update(continues=first)


def beginning_of(article: Article, rows: list[Article]) -> Article | None:
    """Return the article that this one goes on with, when the pages leave no doubt."""
    theirs = [
        row
        for row in rows
        if row.issue_id == article.issue_id
        and row.page
        and row.page.number == article.continued_page[1:]
        and row.continued_page[0] == ">"
        and article.page
        and row.continued_page[1:] == article.page.number
    ]
    if len(theirs) < 2:
        return theirs[0] if theirs else None
    ours = grams_of(article.title)
    alikes = sorted(((alike(ours, grams_of(row.title)), row.pk, row) for row in theirs), reverse=True)
    return alikes[0][2] if alikes[0][0] >= SAME_HEADLINE and alikes[0][0] > alikes[1][0] else None
