"""Reading the word lists that stand beside the code, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def read_lists(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of a file by the heading in [ ] that each stands under."""
    lists: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = lists.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            words += line.split()
    return {heading: tuple(found) for heading, found in lists.items()}


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table whose values stand between tabs."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
