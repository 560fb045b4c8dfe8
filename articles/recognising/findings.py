"""What recognising says about a page: values for people and doors, each with where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..segmenter.story import Doubt
from ..segmenter.text import Span


class Part(StrEnum):
    """What an agency does in a story."""

    SOURCE = "source"  # the news comes from it: 市财政局消息, 从市财政局获悉
    ACTOR = "actor"  # it does what the story tells
    MENTIONED = "mentioned"  # it is named, as a place, in a person's title, in passing


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words on the page that speak for an answer, and how."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class IssueDateGuess:
    """The day an issue is dated, as far as its own text tells."""

    date: date | None = None  # None when the year cannot be known
    month_day: tuple[int, int] | None = None  # known more often than the year
    confidence: float = 0.0  # 0..1; 0.8 and more only with words that settle the year
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self):
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"A confidence is between 0 and 1, not {self.confidence}.")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An agency that a story names."""

    name: str  # full official name, as far as it is known
    words: str  # as printed, where it is named first
    span: Span
    part: Part = Part.MENTIONED
    key: object = None  # whatever the authority keeps for it: a primary key, or None
    confidence: float = 1.0
    is_new: bool = False  # in no authority file: a proposal to the editors
    kind: str = ""  # government, party, company, school … as far as the name says


@dataclass(frozen=True, slots=True)
class Suggested:
    """A tag that an editor may want to keep."""

    name: str
    weight: float  # 0..1, best first


@dataclass(frozen=True, slots=True)
class StoryFindings:
    """What was recognised in one story."""

    event_date: date | None = None  # when what is told happened
    dateline_place: str = ""  # 新华社北京6月13日电 -> 北京
    dateline_date: date | None = None  # the date the report opens with
    agencies: tuple[Mentioned, ...] = ()
    tags: tuple[Suggested, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What was recognised on one page; stories stand in the segmentation's order."""

    issue: IssueDateGuess
    stories: tuple[StoryFindings, ...] = ()
