"""A page on its way in, and what becomes of its file."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.models import Newspaper, Page

from .dating import Place
from .reading import Reading


@dataclass(slots=True)
class Arrival:
    """A page on its way in."""

    path: str
    inside: str
    newspaper: Newspaper
    where: Place
    reading: Reading
    raw: bytes = b""


@dataclass(slots=True)
class Result:
    """What became of one file: the one final state it has in a report."""

    path: str
    state: str
    reason: str = ""
    sha256: str = ""
    page: Page | None = None
    encoding: str = ""
    articles: int = 0
    published: int = 0
    warnings: list[str] = field(default_factory=list)
