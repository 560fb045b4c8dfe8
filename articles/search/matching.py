"""Whether an article's own text has what was asked, and where: the last word on every hit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from .folding import (
    HARD_END,
    UNSEEN,
    article_text,
    gap_pattern,
    headline_length,
    spellings,
    unseen,
)
from .looks_alike import alike
from .query import Term


class Row(NamedTuple):
    """What searching needs to know of one article, as it stands now."""

    sort_key: int
    id: int
    kicker: str
    title: str
    subtitle: str
    body: str

    @property
    def text(self) -> str:
        return article_text(self.kicker, self.title, self.subtitle, self.body)

    @property
    def headline_length(self) -> int:
        return headline_length(self.kicker, self.title, self.subtitle)


@lru_cache(maxsize=2000)
def pattern(phrase: str, *, tolerant: bool = False) -> re.Pattern:
    """Return what finds a folded phrase in an unfolded text: fold(text) has it where this matches."""
    made = []
    for at, character in enumerate(phrase):
        if character == " ":
            made.append(f"[{UNSEEN}\n]+")
            continue
        if made and phrase[at - 1] != " ":
            made.append(gap_pattern(phrase[at - 1], character))
        likes = alike(character) if tolerant else character
        choices = "".join(dict.fromkeys(spelling for like in likes for spelling in spellings(like)))
        made.append(re.escape(choices) if len(choices) == 1 else f"[{re.escape(choices)}]")
    return re.compile("".join(made))


class Phrase:
    """A folded phrase, and where an unfolded text has it.

    The pattern has the last word, but it takes a millisecond to make and a while to run: most texts have the
    phrase as it is written or clearly not at all, which plain comparison tells many times faster.
    """

    def __init__(self, words: str, *, tolerant: bool = False):
        self.words, self.tolerant = words, tolerant
        self.squeezed = words.replace(" ", "")
        self.others = [other for each in dict.fromkeys(words) for other in spellings(each)[1:]]

    def __repr__(self):
        return f"Phrase({self.words!r}, tolerant={self.tolerant})"

    def is_in(self, text: str) -> bool:
        """Tell whether a text, folded, has the phrase."""
        if self.words in text and not self.tolerant:
            return True
        return self.may_be_in(text) and self.pattern.search(text) is not None

    def places(self, text: str, most: int | None = None) -> list[tuple[int, int]]:
        """Return the first stretches of a text that are this phrase, in order, `most` at most."""
        as_written = 0 if self.tolerant else text.count(self.words)
        if not self.may_be_in(text, beyond=as_written):
            return [(start, start + len(self.words)) for start in starts(text, self.words, most)]
        return [match.span() for match in islice(self.pattern.finditer(text), most)]

    def may_be_in(self, text: str, *, beyond: int = 0) -> bool:
        """Tell whether the pattern may match more often than so many times."""
        if self.tolerant or any(other in text for other in self.others):
            return True
        if len(self.words) == 1:
            return text.count(self.words) > beyond
        # Without what nobody sees a text has all that the pattern finds, and perhaps a little more.
        squeezed = "".join(text.split())
        return squeezed.count(self.squeezed) > beyond or unseen.search(squeezed) is not None

    @property
    def pattern(self) -> re.Pattern:
        return pattern(self.words, tolerant=self.tolerant)


def starts(text: str, words: str, most: int | None) -> Iterator[int]:
    """Yield where a text has these very words, one stretch after another."""
    at, found = text.find(words), 0
    while at >= 0 and found != most:
        yield at
        at, found = text.find(words, at + len(words)), found + 1


@dataclass(frozen=True)
class Matcher:
    """The phrases that an article's text must, and must not, have."""

    words: tuple[Phrase, ...]
    headline_words: tuple[Phrase, ...]
    excluded: tuple[Phrase, ...]
    excluded_in_headline: tuple[Phrase, ...]

    @classmethod
    def of(cls, terms: Sequence[Term], excluded: Sequence[Term], *, tolerant: bool = False) -> Matcher:
        def phrases(terms: Sequence[Term], *, in_headline: bool, tolerant: bool):
            # The longest first: it is the one that most texts do not have.
            return tuple(
                Phrase(term.words, tolerant=tolerant)
                for term in sorted(terms, key=lambda term: -len(term.words))
                if term.in_headline == in_headline
            )

        return cls(
            phrases(terms, in_headline=False, tolerant=tolerant),
            phrases(terms, in_headline=True, tolerant=tolerant),
            phrases(excluded, in_headline=False, tolerant=False),
            phrases(excluded, in_headline=True, tolerant=False),
        )

    def accepts(self, row: Row) -> bool:
        """Tell whether the article has every word asked for, and none to be left out."""
        text = row.text
        if not all(words.is_in(text) for words in self.words):
            return False
        if any(words.is_in(text) for words in self.excluded):
            return False
        if not (self.headline_words or self.excluded_in_headline):
            return True
        headline = text[: row.headline_length]
        return all(words.is_in(headline) for words in self.headline_words) and not any(
            words.is_in(headline) for words in self.excluded_in_headline
        )


def hits_in(text: str, phrases: Sequence[Phrase], *, most: int = 200) -> list[tuple[int, int]]:
    """Return where a text has the phrases, as stretches in order that do not overlap."""
    found = [place for words in phrases for place in words.places(text, most)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def mark(text: str, hits: Sequence[tuple[int, int]], start: int = 0, end: int | None = None) -> list:
    """Return a stretch of text as (words, is_hit) parts, ready to be escaped one by one."""
    end = len(text) if end is None else end
    parts, at = [], start
    for hit_start, hit_end in hits:
        hit_start, hit_end = max(hit_start, start), min(hit_end, end)
        if hit_start >= hit_end:
            continue
        if at < hit_start:
            parts.append((text[at:hit_start], False))
        parts.append((text[hit_start:hit_end], True))
        at = hit_end
    if at < end:
        parts.append((text[at:end], False))
    return [(words.replace(HARD_END, " ").replace("\n", " "), is_hit) for words, is_hit in parts]
