"""Whether an article's own text has what was asked, and where: the last word on every hit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .folding import HARD_END, UNSEEN, article_text, gap_pattern, headline_length, spellings
from .looks_alike import alike
from .query import Query, Term


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True)
class Matcher:
    """The patterns of one question."""

    words: tuple[re.Pattern, ...]
    headline_words: tuple[re.Pattern, ...]
    excluded: tuple[re.Pattern, ...]
    excluded_in_headline: tuple[re.Pattern, ...]

    @classmethod
    def of(cls, query: Query, *, tolerant: bool = False) -> Matcher:
        def patterns(terms: Sequence[Term], *, in_headline: bool):
            return tuple(
                pattern(term.words, tolerant=tolerant and terms is query.terms)
                for term in terms
                if term.in_headline == in_headline
            )

        return cls(
            patterns(query.terms, in_headline=False),
            patterns(query.terms, in_headline=True),
            patterns(query.excluded, in_headline=False),
            patterns(query.excluded, in_headline=True),
        )

    @property
    def all_words(self) -> tuple[re.Pattern, ...]:
        return self.words + self.headline_words

    def accepts(self, row: Row) -> bool:
        """Tell whether the article has every word asked for, and none to be left out."""
        text = row.text
        if not all(words.search(text) for words in self.words):
            return False
        if any(words.search(text) for words in self.excluded):
            return False
        if not (self.headline_words or self.excluded_in_headline):
            return True
        headline = text[: row.headline_length]
        return all(words.search(headline) for words in self.headline_words) and not any(
            words.search(headline) for words in self.excluded_in_headline
        )


def hits_in(text: str, patterns: Sequence[re.Pattern], *, most: int = 200) -> list[tuple[int, int]]:
    """Return where the patterns match, as stretches in order that do not overlap."""
    found: list[tuple[int, int]] = []
    for words in patterns:
        for count, match in enumerate(words.finditer(text)):
            if count >= most:
                break
            found.append(match.span())
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
