"""What segmenter and recogniser say of a story, as the fields of an article. Plain Python, any process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

SUBHEAD, CAPTION = "■", "▲"
# As much as the columns hold; a headline that long is a paragraph that was taken for one.
LONGEST = {"kicker": 200, "title": 200, "subtitle": 300, "section": 60, "series": 80, "dateline_place": 40}
LONGEST_NAME, LONGEST_AGENCY, LONGEST_TAG, LONGEST_RULE = 40, 120, 40, 40
# A tag below this weight is not worth an editor's glance.
MOST_TAGS = 8

# Kept out of articles: they break feeds and are no part of what was printed. The page keeps them.
UNPRINTABLE = {
    code: None
    for code in (*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE, 0xFFFF)
    if code not in (0x09, 0x0A, 0x85)
} | {0x0B: " ", 0x0C: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}


@dataclass(frozen=True, slots=True)
class Draft:
    """One story as an article might be written from it."""

    start: int  # where it first stands on the page
    fields: dict[str, Any]  # see proposing.fields.FIELDS; those that nobody looked for are missing
    passages: tuple[tuple, ...]  # (start, end, role, rule, margin, joins) in reading order
    warnings: tuple[dict, ...]
    confidence: float
    continued_from: str = ""
    continued_on: str = ""


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A whole page told apart."""

    drafts: tuple[Draft, ...]
    loose: tuple[tuple[int, int, str], ...]
    date: date | None
    date_confidence: float
    date_guess: dict  # {"date", "month_day", "confidence", "evidence"}
    segmenter: str


def draft_page(page, segmentation, findings, *, version: str) -> PageDraft:
    """Turn what was found on a page into drafts. Without findings the drafts hold what was printed only."""
    stories = segmentation.stories
    found = findings.stories if findings else (None,) * len(stories)
    guess = findings.issue if findings else None
    return PageDraft(
        drafts=tuple(draft_story(story, its) for story, its in zip(stories, found, strict=True)),
        loose=tuple((piece.span.start, piece.span.end, str(piece.role)) for piece in segmentation.loose),
        date=guess.date if guess else None,
        date_confidence=guess.confidence if guess else 0.0,
        date_guess=describe_guess(guess),
        segmenter=version,
    )


def draft_story(story, findings=None) -> Draft:
    """Turn one story, and what was recognised in it, into a draft."""
    fields: dict[str, Any] = {
        "kicker": clip("kicker", story.kicker),
        "title": clip("title", story.title),
        "subtitle": clip("subtitle", story.subtitle),
        "section": clip("section", story.section),
        "genre": str(story.genre),
        "body": write_body(story.paragraphs),
        "series": clip("series", story.series),
        "series_number": story.series_number,
        "credits": list(
            # A stroke in a name would leave its writer without an address.
            dict.fromkeys(
                (clean(credit.name).replace("/", "／")[:LONGEST_NAME], str(credit.role))
                for credit in story.credits
            )
        ),
    }
    doubts = list(story.doubts)
    if findings is not None:
        doubts += findings.doubts
        fields |= {
            "dateline_place": clip("dateline_place", findings.dateline_place),
            "dateline_date": findings.dateline_date,
            "event_date": findings.event_date,
            "agencies": [describe_mention(mention) for mention in findings.agencies],
            "tags": [
                (clean(tag.name)[:LONGEST_TAG], round(tag.weight, 3)) for tag in findings.tags[:MOST_TAGS]
            ],
        }
    return Draft(
        start=story.start,
        fields=fields,
        passages=tuple(
            (
                piece.span.start,
                piece.span.end,
                str(piece.role),
                piece.rule[:LONGEST_RULE],
                round(piece.margin, 3),
                piece.joins,
            )
            for piece in story.pieces
        ),
        warnings=tuple(describe_doubt(doubt) for doubt in doubts),
        confidence=round(story.confidence, 3),
        continued_from=story.continued_from,
        continued_on=story.continued_on,
    )


def describe_doubt(doubt) -> dict:
    return {
        "code": doubt.code,
        "start": doubt.span.start,
        "end": doubt.span.end,
        "detail": clean(str(doubt.detail))[:200],
        "severity": round(doubt.severity, 2),
    }


def describe_mention(mention) -> dict:
    """Return a mention as plain values: the name is the link to the agency, wherever it is kept."""
    return {
        "name": clean(mention.name)[:LONGEST_AGENCY],
        "words": clean(mention.words)[:LONGEST_AGENCY],
        "part": str(mention.part),
        "start": mention.span.start,
        "key": mention.key,
        "is_new": mention.is_new,
        "kind": getattr(mention, "kind", ""),
    }


def describe_guess(guess) -> dict:
    """Return what could be found out about the date, as Page.date_guess keeps it."""
    if guess is None or not (guess.date or guess.month_day or guess.evidence):
        return {}
    return {
        "date": guess.date.isoformat() if guess.date else None,
        "month_day": list(guess.month_day) if guess.month_day else None,
        "confidence": round(guess.confidence, 3),
        "evidence": [
            {"start": item.span.start, "end": item.span.end, "why": item.why} for item in guess.evidence[:12]
        ],
    }


def write_body(paragraphs) -> str:
    """Return paragraphs one a line, small headings and captions with the sign that says so."""
    signs = {"subhead": SUBHEAD, "caption": CAPTION}
    lines = []
    for paragraph in paragraphs:
        words = " ".join(clean(paragraph.text).split("\n")).strip()
        if words:
            lines.append(signs.get(str(paragraph.role), "") + words)
    return "\n".join(lines)


def clip(field: str, words: str) -> str:
    return " ".join(clean(words).split("\n")).strip()[: LONGEST[field]]


def clean(words: str) -> str:
    """Return words without the characters that no reader sees and no feed survives."""
    return words if words.isprintable() else words.translate(UNPRINTABLE)
