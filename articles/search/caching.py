"""Counts and facets are kept until what is public changes; the cache drops the oldest beyond its size."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache

from .asking import Question

KEPT = 60 * 60  # seconds


def remembered(question: Question, what: str, work_out: Callable):
    """Return what `work_out` returned for this question since the last publication; None is not kept."""
    identity = f"{question.generation} {what} {question.identity}"
    key = f"search:{sha256(identity.encode(errors='replace')).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = work_out()
        if found is not None:
            cache.set(key, found, KEPT)
    return found
