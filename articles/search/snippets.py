"""What a reader sees of a hit: its headline and the stretch of its body that answers best."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .matching import Phrase, Row, hits_in, mark

LENGTH = 120  # characters of a snippet
BEFORE = 20  # of them before the first hit
SENTENCE_ENDS = "。！？!?；;\n"


def title_parts(row: Row, phrases: Sequence[Phrase]) -> list[tuple[str, bool]]:
    """Return the headline with its hits marked: kicker and title, a dash, subtitle."""
    parts: list[tuple[str, bool]] = []
    for words in (row.kicker, row.title, row.subtitle):
        if not words:
            continue
        if parts:
            parts.append((" " if words is not row.subtitle else "——", False))
        parts += mark(words, hits_in(words, phrases))
    return parts


def snippet_parts(row: Row, phrases: Sequence[Phrase]) -> list[tuple[str, bool]]:
    """Return the stretch of the body with most of the words, each hit marked; its beginning if none."""
    body = row.body
    hits = hits_in(body, phrases)
    start = beginning(body, hits) if hits else 0
    end = min(len(body), start + LENGTH)
    # A hit at the edge is shown whole.
    end = max([end, *(hit_end for hit_start, hit_end in hits if hit_start < end < hit_end)])
    parts = mark(body, hits, start, end)
    if start > 0:
        parts.insert(0, ("…", False))
    if end < len(body):
        parts.append(("…", False))
    return parts


def beginning(body: str, hits: Sequence[tuple[int, int]]) -> int:
    """Return where the snippet begins: before the hit that most different words follow closely."""
    starts = [start for start, _end in hits]
    best, most = 0, -1
    for at, start in enumerate(starts[:50]):
        last = bisect_left(starts, start + LENGTH - BEFORE)
        different = len({body[hit[0] : hit[1]] for hit in hits[at:last]})
        if different > most:
            best, most = start, different
    start = max(0, best - BEFORE)
    # Better from the beginning of the sentence, where that is near.
    for at in range(best - 1, start - 1, -1):
        if body[at] in SENTENCE_ENDS:
            return at + 1
    return start
