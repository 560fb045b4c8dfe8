"""Numbers about letters that stand side by side, counted from newspaper text: how rare, how natural.

The table holds counts only, no sentences. It is read when the first question is asked, and shared by all
pages after that. `training.py` makes it.
"""

from __future__ import annotations

import math
import re
import zlib
from array import array
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "ngrams.bin"
_MASK = (1 << 32) - 1
STEPS = 4.0  # counts are kept as round(STEPS * log2(count)), one byte each


def code(letters: str) -> int:
    """Number a few letters; different letters may share a number, once in some ten thousand."""
    number = len(letters)
    for letter in letters:
        number = ((number ^ ord(letter)) * _MIX) & _MASK
        number ^= number >> 15
    return number


def fold(text: str) -> str:
    """Read every digit as 0 and every Latin letter as A: which ones they are says little about order."""
    return text.translate(_FOLD)


_MIX = 0x9E3779B1
_FOLD = {ord(digit): "0" for digit in "0123456789"} | dict.fromkeys(
    (*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1)), "A"
)


class Table:
    """Counts by letters: exact for those in the table, 0 for the others."""

    def __init__(self, keys: array, steps: bytes, total: float):
        self.keys, self.steps, self.total = keys, steps, total

    def count(self, letters: str) -> float:
        key = code(letters)
        at = bisect_left(self.keys, key)
        if at < len(self.keys) and self.keys[at] == key:
            return 2.0 ** (self.steps[at] / STEPS)
        return 0.0


class Numbers:
    """The whole table: letters alone, in twos and threes, and in twos at the head of a paragraph."""

    NAMES = ("one", "two", "three", "head")

    def __init__(self, tables: dict[str, Table]):
        self.one, self.two, self.three, self.head = (tables[name] for name in self.NAMES)

    @classmethod
    def read(cls, path: Path = DATA) -> Numbers:
        raw = memoryview(zlib.decompress(path.read_bytes()))
        tables = {}
        at = 0
        for name in cls.NAMES:
            size = int.from_bytes(raw[at : at + 4], "little")
            total = int.from_bytes(raw[at + 4 : at + 12], "little")
            at += 12
            keys = array("I")
            keys.frombytes(raw[at : at + 4 * size])
            at += 4 * size
            tables[name] = Table(keys, bytes(raw[at : at + size]), float(total))
            at += size
        return cls(tables)

    @staticmethod
    def write(path: Path, counts: dict[str, dict[str, int]], totals: dict[str, int]) -> None:
        """Keep the counts given, by table name."""
        raw = bytearray()
        for name in Numbers.NAMES:
            by_key: dict[int, int] = {}
            for letters, count in counts[name].items():
                key = code(letters)
                by_key[key] = max(by_key.get(key, 0), count)
            keys = array("I", sorted(by_key))
            raw += len(keys).to_bytes(4, "little") + int(totals[name]).to_bytes(8, "little")
            raw += keys.tobytes()
            raw += bytes(min(255, round(STEPS * math.log2(by_key[key]))) for key in keys)
        path.write_bytes(zlib.compress(bytes(raw), 9))


@lru_cache(maxsize=1)
def numbers() -> Numbers:
    return Numbers.read()


class _Rarities(dict):
    """How rare the pairs are that were asked for. Emptied when full: most come back with the next page."""

    MOST = 1 << 17

    def __missing__(self, pair: int) -> float:
        if len(self) >= self.MOST:
            self.clear()
        letters, found = _letters(), 0.0
        one, two = letters[pair & 0xFFFF], letters[pair >> 16]
        if one and two:
            # The same number as code() gives, without a call a letter.
            number = ((2 ^ one) * _MIX) & _MASK
            number = (((number ^ (number >> 15)) ^ two) * _MIX) & _MASK
            found = _counted().get(number ^ (number >> 15), 1.0)
        self[pair] = found
        return found


# How much two letters tell about a subject: 0 for everyday ones, up to 1 for ones never counted. A pair is
# the number of its first letter and, 16 bits further up, that of the second. Marks and blanks tell nothing.
RARITIES = _Rarities()
rarity = RARITIES.__getitem__


@lru_cache(maxsize=1)
def _letters() -> list[int]:
    """Return the number of each letter, folded; 0 for what is no letter."""
    return [ord(fold(letter)) if _LETTER.match(letter) else 0 for letter in map(chr, range(1 << 16))]


_LETTER = re.compile("[㐀-鿿豈-﫿〇A-Za-z0-9]")


@lru_cache(maxsize=1)
def _counted() -> dict[int, float]:
    """Return how rare each pair of the table is, by its number."""
    table = numbers().two
    by_step = [_rarity_of(2.0 ** (step / STEPS)) for step in range(256)]
    return {key: by_step[step] for key, step in zip(table.keys, table.steps, strict=True)}


def _rarity_of(count: float) -> float:
    return min(1.0, max(0.0, (_COMMON_AT - math.log2(count + 1)) / _COMMON_AT))


_COMMON_AT = 11.0  # log2 of the count from which a pair says nothing: 的一, 工作


def seam(left: str, right: str) -> tuple[float, float]:
    """Say how likely `right` is after `left` within a sentence, and how likely at the head of a paragraph.

    Both are log2 of chances, for the first two letters of `right`.
    """
    left, right = fold(left[-2:]), fold(right[:2])
    if not left or not right:
        return 0.0, 0.0
    follows = _chance_after(left, right[0])
    if len(right) == 1:
        return math.log2(follows), math.log2(_chance_at_head(right[0]))
    follows *= _chance_after(left[-1] + right[0], right[1])
    return math.log2(follows), math.log2(_chance_of_head(right))


def _chance_after(context: str, letter: str) -> float:
    """Mix what two letters before, one letter before and no letter before say about the next one."""
    table = numbers()
    found = (table.one.count(letter) + 0.1) / table.one.total
    if before := table.one.count(context[-1]):
        found = 0.25 * found + 0.75 * min(1.0, table.two.count(context[-1] + letter) / before)
    if len(context) == 2 and (before := table.two.count(context)):
        trust = before / (before + 10.0)
        found = (1 - trust * 0.8) * found + trust * 0.8 * min(
            1.0, table.three.count(context + letter) / before
        )
    return max(found, 1e-9)


def _chance_at_head(letter: str) -> float:
    table = numbers()
    base = (table.one.count(letter) + 0.1) / table.one.total
    return max(1e-9, (table.head.count(letter) + 20.0 * base) / (table.head.total + 20.0))


def _chance_of_head(letters: str) -> float:
    table = numbers()
    base = _chance_at_head(letters[0]) * _chance_after(letters[0], letters[1])
    return max(1e-9, (table.head.count(letters) + 20.0 * base) / (table.head.total + 20.0))
