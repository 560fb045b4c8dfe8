"""A stored page told apart again: after a mark, or with newer rules."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from articles.models import Mark, Page
from articles.segmenter import story
from articles.segmenter.text import PageText, Span

from .drafting import draft_page, draft_story
from .writing import Outcome, Told, write_pages


@transaction.atomic
def follow_page(
    page: Page, *, marks=None, by=None, load=None, recognise: bool = True, before=None
) -> Outcome:
    """Segment the page under its standing marks, recognise what changed, and write what follows."""
    from articles import segmenter

    if marks is None:
        marks = standing_marks(page)
    text = PageText(page.text, name=page.source)
    segmentation = segmenter.segment_page(text, marks)
    draft = draft_page(text, segmentation, None, version=segmenter.VERSION)
    if recognise:
        draft = with_findings(page, text, segmentation, draft)
    return write_pages([Told(page, draft, before=before)], by=by, load=load)


def standing_marks(page: Page) -> list[story.Mark]:
    """Return a page's marks as the segmenter knows them, in the order they were made."""
    return [
        story.Mark(story.MarkKind(row.kind), Span(row.start, row.end), row.value)
        for row in Mark.objects.standing().filter(page=page).order_by("pk")
    ]


def with_findings(page: Page, text: PageText, segmentation, draft):
    """Add what is recognised in the stories that are not what they were; the others keep their findings."""
    standing = standing_stories(page)
    changed = [
        index
        for index, one in enumerate(draft.drafts)
        if frozenset(passage[:3] for passage in one.passages) not in standing
    ]
    if not changed:
        return draft
    from articles import recognising

    from .registering import authority

    paper = page.newspaper
    stories = tuple(segmentation.stories[index] for index in changed)
    findings = recognising.recognise_page(
        text,
        replace(segmentation, stories=stories),
        authority=authority(),
        home=recognising.Home(paper.province, paper.city) if paper.city else None,
        issue_date=page.issue.date if page.issue_id else None,
    )
    drafts = list(draft.drafts)
    for index, one, found in zip(changed, stories, findings.stories, strict=True):
        drafts[index] = draft_story(one, found)
    return replace(draft, drafts=tuple(drafts))


def standing_stories(page: Page) -> set[frozenset]:
    """Return the stretches and roles of each article that stands on the page."""
    stories: dict[int, set] = {}
    for article, start, end, role in page.passages.values_list("article_id", "start", "end", "role"):
        stories.setdefault(article, set()).add((start, end, role))
    return {frozenset(pieces) for pieces in stories.values()}
