"""What pages are read with: the agencies that are known, and the paper's home."""

from __future__ import annotations

import os
from pathlib import Path

from articles.proposing.registering import known_agencies, register

from .encodings import UnreadableText, decode
from .found import Found
from .reading import Knowledge


def knowledge() -> Knowledge:
    """Return everything a process needs to recognise pages, in a form that can be sent to it."""
    return Knowledge(tuple(known_agencies()))


def guess_home(entry: Found):
    """Return the home that a page speaks of, or None."""
    from articles.recognising import Authority, guess_home

    try:
        text = decode(entry.raw, named=entry.paper.encoding).text
    except UnreadableText:
        return None
    return guess_home([text], Authority(known_agencies()))


def keep_agencies(entry: Found) -> list[str]:
    """Keep the agencies of the file beside a newspaper.toml; return what there is to say about it."""
    from articles.recognising import UnreadableAuthority

    paper = entry.paper
    if not paper.where or not os.path.isfile(paper.where):
        return []
    notes = []
    for name in paper.agencies:
        path = Path(paper.where).parent / name
        if path.is_file():
            try:
                made, completed = load_agencies(path)
            except UnreadableAuthority as error:
                if is_passing(error.__cause__):
                    raise
                notes.append(f"Agencies not taken. {error}")
                continue
            if made or completed:
                notes.append(f"{path}: {made} agencies made, {completed} completed.")
    return notes


def is_passing(cause: BaseException | None) -> bool:
    """Say whether a file may be read another time: pages read without it would not be read again."""
    return isinstance(cause, OSError) and not isinstance(cause, PermissionError)


def load_agencies(path: Path) -> tuple[int, int]:
    """Keep the agencies of a file; raise recognising.UnreadableAuthority with file, line and value."""
    from articles.recognising.authority import read_agencies

    return register(read_agencies(path))
