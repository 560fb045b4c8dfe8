"""A segmented page as JSON for programs and as text for people."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from . import VERSION
from .story import Doubt, Piece, Segmentation
from .text import PageText


def to_json(
    page: PageText,
    segmentation: Segmentation,
    findings: Any = None,
    *,
    sha256: str = "",
    encoding: str = "utf-8",
    explain: Callable[[Doubt], str] | None = None,
) -> dict:
    """Return what `manage.py segment --format json` writes for one page.

    `findings` is what the recogniser says (`PageFindings`); without it the issue and the agencies stay empty.
    `explain` puts a doubt into words; without it its code and detail stand for them.
    """
    said = list(findings.stories) if findings is not None else [None] * len(segmentation.stories)
    return {
        "page": page.name,
        "sha256": sha256 or hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "encoding": encoding,
        "segmenter": VERSION,
        "issue": _issue(findings),
        "articles": [
            _article(story, more, explain) for story, more in zip(segmentation.stories, said, strict=True)
        ],
        "unassigned": [
            {"start": piece.span.start, "end": piece.span.end, "role": piece.role.value, "rule": piece.rule}
            for piece in segmentation.loose
        ],
    }


def _issue(findings: Any) -> dict:
    issue = getattr(findings, "issue", None)
    if issue is None:
        return {"date": None, "confidence": 0.0, "evidence": []}
    return {
        "date": str(issue.date) if issue.date else None,
        "confidence": round(float(issue.confidence), 3),
        "evidence": [
            {"start": found.span.start, "end": found.span.end, "why": found.why} for found in issue.evidence
        ],
    }


def _article(story, more: Any, explain) -> dict:
    doubts = [*story.doubts, *(getattr(more, "doubts", None) or ())]
    dateline = getattr(more, "dateline_date", None)
    event = getattr(more, "event_date", None)
    return {
        "kicker": story.kicker,
        "title": story.title,
        "subtitle": story.subtitle,
        "section": story.section,
        "genre": story.genre.value,
        "byline": [{"name": credit.name, "role": credit.role.value} for credit in story.credits],
        "dateline": str(dateline or event) if dateline or event else None,
        "agencies": [_agency(found) for found in (getattr(more, "agencies", None) or ())],
        "tags": [found.name for found in (getattr(more, "tags", None) or ())],
        "paragraphs": [paragraph.text for paragraph in story.paragraphs],
        "confidence": story.confidence,
        "warnings": [_warning(doubt, explain) for doubt in doubts],
        "spans": [_span(piece) for piece in story.pieces],
    }


def _agency(found: Any) -> Mapping[str, Any]:
    return {
        "name": found.name,
        "mention": found.words,
        "role": str(found.part),
        "start": found.span.start,
        "end": found.span.end,
    }


def _warning(doubt: Doubt, explain) -> Mapping[str, Any]:
    words = explain(doubt) if explain else f"{doubt.code}: {doubt.detail}" if doubt.detail else doubt.code
    return {"code": doubt.code, "message": words, "start": doubt.span.start, "end": doubt.span.end}


def _span(piece: Piece) -> Mapping[str, Any]:
    span = {
        "start": piece.span.start,
        "end": piece.span.end,
        "role": piece.role.value,
        "rule": piece.rule,
        "margin": round(piece.margin, 3),
    }
    if piece.joins:
        span["joins"] = True
    return span


def to_text(page: PageText, segmentation: Segmentation, findings: Any = None) -> str:
    """Return the dump that people read: stories one under the other, a line a piece."""
    lines: list[str] = []
    for number, story in enumerate(segmentation.stories, start=1):
        writers = "、".join(credit.name for credit in story.credits)
        about = " · ".join(filter(None, (story.section, story.genre.value, writers)))
        lines.append(f"== {number} {story.title or '—'} ({about}) {story.confidence:.2f}")
        lines += [_line(page, piece) for piece in story.pieces]
        for doubt in story.doubts:
            detail = f"  {doubt.detail}" if doubt.detail else ""
            lines.append(f"  ? {doubt.code} {doubt.span.start}..{doubt.span.end}{detail}")
        lines.append("")
    if segmentation.loose:
        lines.append("== outside every story")
        lines += [_line(page, piece) for piece in segmentation.loose]
        lines.append("")
    return "\n".join(lines)


def _line(page: PageText, piece: Piece) -> str:
    words = " ".join(piece.span.of(page.text).split())
    if len(words) > 28:
        words = f"{words[:16]} … {words[-8:]}"
    where = f"{piece.span.start:>6}..{piece.span.end}"
    return f"{'+' if piece.joins else ' '} {piece.role.value:<13}{where:<15} {words}"
