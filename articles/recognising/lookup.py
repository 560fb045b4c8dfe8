"""Finding many known words in a text at once, in time that grows with the text and not with the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lookup(Generic[Value]):
    """Known words and what each stands for."""

    def __init__(self, words: Mapping[str, Value]):
        self.words = dict(words)
        # Two letters rule out nearly every place of a text with one dictionary look.
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            if word:
                lengths.setdefault(word[:2], set()).add(len(word))
        for start, found in lengths.items():
            self._lengths[start] = tuple(sorted(found, reverse=True))

    def longest_at(
        self, text: str, start: int, fits: Callable[[int, int], bool] | None = None
    ) -> tuple[int, Value] | None:
        """Return the end and the value of the longest known word that begins there, and that fits."""
        for length in self._lengths.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if word in self.words and (fits is None or fits(start, start + len(word))):
                return start + len(word), self.words[word]
        return None

    def find(
        self, text: str, fits: Callable[[int, int], bool] | None = None
    ) -> Iterator[tuple[int, int, Value]]:
        """Yield start, end and value of every known word, longest first, none inside another."""
        start, last = 0, len(text)
        lengths = self._lengths
        while start < last:
            if text[start : start + 2] in lengths and (found := self.longest_at(text, start, fits)):
                yield start, found[0], found[1]
                start = found[0]
            else:
                start += 1
