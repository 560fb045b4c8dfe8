"""Pages travel compressed, in the coding that the reader's browser understands."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

# Smaller bodies are left alone: the headers would be longer than what is saved.
SMALLEST = 500

# Nothing secret stands on a public page, so compressing it tells an eavesdropper nothing (BREACH).
CODINGS = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, 5, mtime=0),
}


@lru_cache(maxsize=256)
def choose_coding(accepted: str) -> str:
    """Return the best coding that an Accept-Encoding header offers, empty for none."""
    offered = {
        part.split(";")[0].strip() for part in accepted.split(",") if not part.rstrip().endswith("q=0")
    }
    return next((coding for coding in CODINGS if coding in offered), "")


def compress(body: bytes, coding: str) -> tuple[str, bytes]:
    """Return the coding used, empty for none, and the body in it."""
    if not coding or len(body) < SMALLEST:
        return "", body
    return coding, CODINGS[coding](body)
