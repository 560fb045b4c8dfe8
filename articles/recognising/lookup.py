"""Finding many known words in a text at once, in time that grows with the text and not with the words."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")


def pairs_of(text: str) -> array[int]:
    """Number each letter of a text with the one behind it, in no order; the last letter stands alone.

    Two letters may share their number with two others only outside the basic plane: whoever asks looks again.
    """
    # Read as numbers of four bytes from each even and from each odd letter on, no letter is made a string.
    raw = text.encode("utf-16-le", "surrogatepass") + b"\0\0"
    if len(raw) != 2 * len(text) + 2:
        return array("I", {_number(text[at : at + 2]) for at in range(len(text))})
    pairs = array("I", raw[: len(raw) & ~3])
    pairs.frombytes(raw[2 : 2 + (len(raw) - 2 & ~3)])
    return pairs


def _number(letters: str) -> int:
    return (ord(letters[0]) | (ord(letters[1]) << 16 if len(letters) > 1 else 0)) & 0xFFFFFFFF


class Beginnings:
    """The first two letters of some words: finds where a text has any of them."""

    def __init__(self, pairs: Iterable[str]):
        self._pairs = {_number(pair): pair for pair in pairs}
        self._numbers = frozenset(self._pairs)

    def places_in(self, text: str, pairs: array[int]) -> list[int]:
        """Return where one of them stands, from left to right; `pairs` are those of the text."""
        places: list[int] = []
        for number in self._numbers.intersection(pairs):
            pair = self._pairs[number]
            at = text.find(pair)
            while at >= 0:
                places.append(at)
                at = text.find(pair, at + 1)
        places.sort()
        return places


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
        self._beginnings = Beginnings(self._lengths)

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
        self, text: str, pairs: array[int] | None = None, fits: Callable[[int, int], bool] | None = None
    ) -> Iterator[tuple[int, int, Value]]:
        """Yield start, end and value of every known word, longest first, none inside another.

        `pairs` are those of the text, for one that is asked several lookups.
        """
        behind = 0
        for start in self._beginnings.places_in(text, pairs_of(text) if pairs is None else pairs):
            if start >= behind and (found := self.longest_at(text, start, fits)):
                behind = found[0]
                yield start, behind, found[1]
