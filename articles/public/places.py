"""Each paragraph of an article tied to its place on the printed page."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Article, Passage
from articles.segmenter.story import Role

READ = {Role.BODY, Role.SUBHEAD, Role.CAPTION}


def paragraphs_with_places(article: Article, passages: Sequence[Passage]) -> list[dict]:
    """Return the paragraphs as readers see them, each with where it starts on its page, None when unsure.

    A person may have written a paragraph anew, so counts that differ tie nothing: better no place than a
    wrong one.
    """
    paragraphs = [{"role": role, "words": words, "start": None} for role, words in article.paragraphs]
    for roles in (READ, READ | {Role.SIGNOFF}):
        openings = [p for p in passages if p.role in roles and not p.joins]
        if len(openings) == len(paragraphs):
            for paragraph, passage in zip(paragraphs, openings, strict=True):
                paragraph["start"] = passage.start if passage.page_id == article.page_id else None
            break
    return paragraphs
