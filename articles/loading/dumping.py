"""Pages told apart and written down, without a database: for people, programs and the scorers."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .encodings import UnreadableText, decode
from .found import Found, Limits
from .papers import Paper
from .paths import read_path
from .reading import fingerprint
from .sources import find


@dataclass(frozen=True, slots=True)
class Dump:
    """One page as it was told apart, or why it was not."""

    path: str
    stem: str = ""
    record: dict | None = None  # as articles.segmenter.dump.to_json makes it
    text: str = ""
    refused: str = ""


def dump_pages(paths: Iterable, *, jobs: int = 1, **how) -> Iterator[Dump]:
    """Yield every page under `paths`, told apart, in order; `how` is as for dump_page."""
    pages = (found for found in find(paths, Limits()) if not found.ignored)
    if jobs <= 1:
        for page in pages:
            yield dump_page(page, **how)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        yield from pool.map(partial(dump_page, **how), list(pages), chunksize=2)


def dump_page(found: Found, *, encoding: str = "", as_text: bool = False, by_text: bool = False) -> Dump:
    """Tell one page apart and say what was found; `by_text` hides from it what its path says of the date."""
    from articles import recognising, segmenter
    from articles.segmenter.dump import to_json, to_text
    from articles.segmenter.text import PageText

    if found.refused:
        return Dump(found.path, refused=found.refused)
    try:
        decoded = decode(found.raw, named=encoding or found.paper.encoding)
    except UnreadableText as error:
        return Dump(found.path, refused=str(error))
    name = found.path.rsplit("/", 1)[-1]
    told = read_path(os.path.abspath(found.path)).date or found.paper.says(found.inside).date
    page = PageText(decoded.text, name)
    segmentation = segmenter.segment_page(page)
    findings = recognising.recognise_page(
        page,
        segmentation,
        authority=authority_beside(found.paper),
        home=recognising.Home(found.paper.province, found.paper.city) if found.paper.city else None,
        issue_date=None if by_text else told,
        # The guess and its trust stand in the same file; nothing is kept.
        least_trust=0.0,
    )
    stem = Path(name).stem
    if as_text:
        return Dump(found.path, stem, text=to_text(page, segmentation, findings))
    record = to_json(page, segmentation, findings, sha256=fingerprint(found.raw), encoding=decoded.encoding)
    return Dump(found.path, stem, record=record)


_authorities: dict[str, object] = {}


def authority_beside(paper: Paper):
    """Return the agencies that a page is recognised with: those beside it, then those of the project."""
    from articles.recognising import Authority
    from articles.recognising.authority import SHIPPED

    if paper.where not in _authorities:
        beside = Path(paper.where).parent if paper.where else None
        own = [beside / name for name in paper.agencies if (beside / name).is_file()] if beside else []
        _authorities[paper.where] = Authority.from_csv([*own, *sorted(SHIPPED.glob("*.csv"))])
    return _authorities[paper.where]


def in_words(record: dict) -> dict:
    """Put the doubts of a page into the editors' words."""
    from articles.models.doubt import in_words as say

    for article in record["articles"]:
        for warning in article["warnings"]:
            detail = warning["message"].removeprefix(warning["code"]).removeprefix(": ")
            warning["message"] = str(say({"code": warning["code"], "detail": detail}))
    return record


def write_record(record: dict) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
