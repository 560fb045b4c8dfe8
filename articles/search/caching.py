"""Counts and facets are kept until what is public changes; the cache drops the oldest beyond its size."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache

from .asking import Question

KEPT = 60 * 60  # seconds


def remembered(question: Question, what: str, work_out: Callable):
    """Return what `work_out` returned for this question since the last publication; None is not kept."""
    found = recall(question, what)
    if found is None:
        found = work_out()
        if found is not None:
            remember(question, what, found)
    return found


def recall(question: Question, what: str):
    """Return what was remembered of this question since the last publication, or None."""
    return cache.get(key_of(question, what))


def remember(question: Question, what: str, found) -> None:
    cache.set(key_of(question, what), found, KEPT)


def key_of(question: Question, what: str) -> str:
    identity = f"{question.generation} {what} {question.identity}"
    return f"search:{sha256(identity.encode(errors='replace')).hexdigest()}"
