"""What a person asks: words, phrases, words to leave out, named fields and dates. Any text is an answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Term:
    """A folded stretch of text that an article must have, or must not have."""

    words: str
    in_headline: bool = False


@dataclass(frozen=True)
class Query:
    """A question as it was understood; `messages` say, in Chinese, what of it was not."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    # Names as typed; each must be found among the sections, agencies, … of the archive.
    sections: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # numbers of pages, as printed
    date_from: date | None = None
    date_to: date | None = None
    messages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked that an article could answer."""
        return not (
            self.terms or self.sections or self.agencies or self.tags or self.writers or self.pages
            or self.date_from or self.date_to
        )  # fmt: skip

    def saying(self, *messages: str) -> Query:
        return replace(self, messages=self.messages + messages)


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to, by key. Several values of one kind: any of them will do."""

    year: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    newspaper: tuple[int, ...] | int | None = None
    section: tuple[int, ...] | int | None = None
    agency: tuple[int, ...] | int | None = None
    tag: tuple[int, ...] | int | None = None
    genre: tuple[str, ...] | str | None = None
    writer: tuple[str, ...] | str | None = None
    page: tuple[str, ...] | str | None = None
    # Nothing can be found: a name in the query belongs to nobody.
    is_impossible: bool = field(default=False, compare=True)

    def values(self, kind: str) -> tuple:
        """Return the values of one kind as a tuple, empty when it is not narrowed by."""
        value = getattr(self, kind)
        if value is None or value == "":
            return ()
        return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)
