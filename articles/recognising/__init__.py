"""Dates, agencies and subjects in what the segmenter found. Plain Python; jieba cuts words when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..segmenter.story import Segmentation
from ..segmenter.text import PageText
from .agencies import Recogniser
from .authority import Authority, KnownAgency, UnreadableAuthority
from .event_date import find_dateline, find_event_date
from .findings import Evidence, IssueDateGuess, Mentioned, PageFindings, Part, StoryFindings, Suggested
from .home import Home, guess_home
from .issue_date import guess_from_readings, guess_issue_date
from .reading import read_story
from .tags import suggest_tags

__all__ = [
    "Authority",
    "Evidence",
    "Home",
    "IssueDateGuess",
    "KnownAgency",
    "Mentioned",
    "PageFindings",
    "Part",
    "StoryFindings",
    "Suggested",
    "UnreadableAuthority",
    "guess_home",
    "guess_issue_date",
    "recognise_page",
]

# Below this trust an issue's date is a question to the editors: nothing that is kept counts from it.
TRUSTED = 0.5


def recognise_page(
    page: PageText,
    segmentation: Segmentation,
    *,
    authority: Authority,
    home: Home | None = None,
    issue_date: date | None = None,
    vocabulary: Mapping[str, Iterable[str]] | None = None,
    least_trust: float = TRUSTED,
    without: frozenset[str] = frozenset(),
) -> PageFindings:
    """Say what each story of a page tells of dates, agencies and subjects.

    Without a home it is guessed from the page; without an issue date likewise, and event dates count from it
    when it is trusted as much as `least_trust`. Who shows the guess beside them may count from any.
    `without` leaves kinds of evidence out (`measuring.KINDS`), to measure what each is worth.
    """
    readings = [read_story(page, story) for story in segmentation.stories]
    issue = guess_from_readings(readings) if issue_date is None else _given(issue_date)
    day = issue.date if issue.confidence >= least_trust or issue_date else None
    if "home" not in without:
        home = home or guess_home([page.text], authority)
    recogniser = (
        Recogniser.of(authority, home) if not without else Recogniser(authority, home, without=without)
    )
    stories: Sequence[StoryFindings] = [
        _recognise_story(reading, story, recogniser, day, vocabulary, without)
        for reading, story in zip(readings, segmentation.stories, strict=True)
    ]
    return PageFindings(issue, tuple(stories))


def _recognise_story(reading, story, recogniser, day, vocabulary, without) -> StoryFindings:
    place, _ = find_dateline(reading)
    event, dateline = find_event_date(reading, story, day)
    agencies = recogniser.find(reading)
    people = [credit.name for credit in story.credits]
    tags = suggest_tags(reading, agencies, people=people, vocabulary=vocabulary, without=without)
    return StoryFindings(event, place, dateline, agencies, tags)


def _given(day: date) -> IssueDateGuess:
    return IssueDateGuess(day, (day.month, day.day), 1.0)
