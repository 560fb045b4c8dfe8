"""What a load finds: one entry a page or archive, what is too much, and how it is named in reports."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from .papers import Paper

PAGES = (".txt",)
ARCHIVES = (".zip",)


@dataclass(frozen=True, slots=True)
class Found:
    """One entry: a page's bytes, or why it cannot be one, or that nobody takes it for one."""

    path: str  # how reports call it
    inside: str = ""  # its path below the folder whose paper it is
    raw: bytes = b""
    paper: Paper = field(default_factory=Paper)
    refused: str = ""  # why it cannot be taken
    ignored: bool = False  # no page, and nobody said it was one


@dataclass(frozen=True, slots=True)
class Limits:
    """What is too much."""

    page: int = 2 * 1024 * 1024
    archive: int = 512 * 1024 * 1024  # bytes read out of one archive
    members: int = 100_000
    ratio: int = 200  # unpacked to packed, for members above 64 KB


USUAL = Limits()


def show(path: str) -> str:
    """Return a path as a report can show and a database keep it: bytes that are no text are spelled out."""
    words = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in words)


def below(path: str, paper: Paper) -> str:
    """Return a path below the folder whose paper it is; without one, its folder and its name.

    It must not depend on where the loader was called: the same file is the same page tomorrow.
    """
    path = os.path.abspath(path)
    if paper.where:
        return os.path.relpath(path, os.path.dirname(os.path.abspath(paper.where)))
    return "/".join(path.rsplit("/", 2)[-2:])


def say_why(error: Exception) -> str:
    """Return the reason of a failed look at a file, in words that name the remedy."""
    if isinstance(error, PermissionError):
        return "No permission to read it. Give the loading user the right to."
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    return f"Cannot be read: {getattr(error, 'strerror', None) or error}."
