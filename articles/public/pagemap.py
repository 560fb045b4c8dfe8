"""A page's text as it was read, each public article marked in it.

Only what belongs to a published article, and the page's own frame, is shown. Words of drafts and of withdrawn
articles stand on the same page: they are left out, and the gap says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Page, Passage
from articles.segmenter.story import Role

HUES = 6
# Loose stretches that say nothing of an article: labels over several, and the page's own frame.
SHOWN_LOOSE = {Role.SECTION, Role.FURNITURE}
HEADLINE = {Role.KICKER, Role.TITLE, Role.SUBTITLE}


def lay_out(page: Page, passages: Sequence[Passage], *, rows: Sequence[dict]) -> list[dict]:
    """Return the page from top to bottom: stretches of articles, loose ones, and gaps."""
    text = page.text
    articles = {
        row["id"]: row | {"hue": place % HUES + 1, "place": place + 1} for place, row in enumerate(rows)
    }
    shown = [(p.start, p.end, p.role, articles.get(p.article_id)) for p in passages if p.end <= len(text)]
    shown += [
        (start, end, role, None)
        for start, end, role, *_rest in page.loose
        if role in SHOWN_LOOSE and end <= len(text)
    ]
    stretches: list[dict] = []
    seen: set[int] = set()
    reached = 0
    for start, end, role, article in sorted(shown, key=lambda stretch: stretch[:2]):
        if start < reached:
            continue
        if text[reached:start].strip():
            stretches.append({"kind": "gap"})
        reached = end
        add_stretch(
            stretches, start=start, words=text[start:end].strip(), role=role, article=article, seen=seen
        )
    if text[reached:].strip():
        stretches.append({"kind": "gap"})
    return stretches


def add_stretch(stretches: list[dict], *, start: int, words: str, role: str, article, seen: set[int]) -> None:
    """Put a stretch into the block of its article when that is the last one, else open a block."""
    piece = {"start": start, "role": role, "words": words, "is_headline": role in HEADLINE}
    if article is None:
        stretches.append({"kind": "loose", "pieces": [piece]})
    elif stretches and stretches[-1].get("article") is article:
        stretches[-1]["pieces"].append(piece)
    else:
        stretches.append(
            {"kind": "article", "article": article, "is_first": article["id"] not in seen, "pieces": [piece]}
        )
        seen.add(article["id"])
