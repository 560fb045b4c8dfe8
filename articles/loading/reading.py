"""One page read: decoded, told apart, recognised. No database and no Django: it runs in any process."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from articles.proposing.drafting import PageDraft, draft_page

from .encodings import UnreadableText, decode


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is given: bytes, and what is already known of the page."""

    name: str
    raw: bytes
    encoding: str = ""  # named by a person, else found out
    date: date | None = None
    province: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker gives back. `refused` says why there is nothing else."""

    sha256: str
    refused: str = ""
    encoding: str = ""
    original: bytes = b""  # deflated, as the database keeps it
    characters: int = 0
    draft: PageDraft | None = None
    # Of undated pages, for one more look at all pages of a folder together.
    material: tuple | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every page of a load is read with; made once, sent to each worker once."""

    agencies: tuple = ()  # recognising.KnownAgency


_known: dict = {}


def prepare(knowledge: Knowledge) -> None:
    """Get a process ready to read: build the authority once, for all its pages."""
    from articles.recognising import Authority

    _known["authority"] = Authority(knowledge.agencies)


def read_all(jobs: Iterable[Job]) -> list[Reading]:
    return [read(job) for job in jobs]


def read(job: Job) -> Reading:
    """Read one page; whatever is wrong with it is its own reading's reason, and stops no other."""
    sha256 = fingerprint(job.raw)
    try:
        decoded = decode(job.raw, named=job.encoding)
    except UnreadableText as error:
        return Reading(sha256, refused=str(error))
    try:
        draft, material = tell_apart(
            decoded.text, job.name, issue_date=job.date, province=job.province, city=job.city
        )
    except Exception as error:  # whatever a page does to the rules, the next page is read
        return Reading(
            sha256, refused=f"The rules failed on it: {type(error).__name__}: {error}. Report the page."
        )
    return Reading(
        sha256,
        encoding=decoded.encoding,
        original=zlib.compress(job.raw, 6),
        characters=len(decoded.text),
        draft=draft,
        material=None if job.date else material,
    )


def tell_apart(
    text: str,
    name: str = "",
    *,
    marks=(),
    issue_date: date | None = None,
    authority=None,
    province: str = "",
    city: str = "",
) -> tuple[PageDraft, tuple]:
    """Return a page's drafts, and the page and segmentation they were made from."""
    from articles import recognising, segmenter
    from articles.segmenter.text import PageText

    page = PageText(text, name=name)
    segmentation = segmenter.segment_page(page, marks)
    findings = recognising.recognise_page(
        page,
        segmentation,
        authority=authority if authority is not None else _known["authority"],
        home=recognising.Home(province, city) if province or city else None,
        issue_date=issue_date,
    )
    return draft_page(page, segmentation, findings, version=segmenter.VERSION), (page, segmentation)


def fingerprint(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def with_date(reading: Reading, day: date, confidence: float, guess: dict) -> Reading:
    """Return the reading with the date that its neighbours in the folder settled."""
    draft = replace(reading.draft, date=day, date_confidence=confidence, date_guess=guess)
    return replace(reading, draft=draft, material=None)
