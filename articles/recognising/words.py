"""Cutting Chinese text into words, the same with either engine."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from .statistics import load_statistics

# The engines differ on runs of Latin letters and digits, so only Han goes to them.
_HAN = re.compile(r"[一-鿿〇]")
_SPLIT = re.compile(r"[一-鿿〇]+|[A-Za-z0-9０-９Ａ-Ｚａ-ｚ.+%％]+|[^一-鿿〇\s]")


@cache
def _cutter():
    """Return the faster engine if it is installed; both give the same Han words."""
    # Loading jieba takes a second and 90 MB, so nothing loads it before a text is cut.
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        return jieba.lcut
    return rjieba.cut


def cut(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and word; a mark of punctuation is a word, blanks are none."""
    cut_run = _cutter()
    for run in _SPLIT.finditer(text):
        start = run.start()
        letters = run[0]
        if len(letters) > 1 and _HAN.match(letters):
            for word in cut_run(letters):
                yield start, start + len(word), word
                start += len(word)
        else:
            yield start, run.end(), letters


# 和市财政局, 从柏亭区: what follows the small word is a name, and together they are no word.
_GLUED = re.compile(r"[和与及由在从对向经给被据日][省市区县]|[从到在向由与和对至往据].{2,}")


def _part_small_words(tokens: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    known = load_statistics().classes
    for start, end, word in tokens:
        if len(word) > 1 and _GLUED.fullmatch(word) and (len(word) == 2 or word not in known):
            yield start, start + 1, word[0]
            yield start + 1, end, word[1:]
        else:
            yield start, end, word


class Words:
    """The words of one text and where they begin and end: cut once, asked often."""

    __slots__ = ("begins", "ends", "starts", "text", "tokens")

    def __init__(self, text: str):
        self.text = text
        self.tokens = list(_part_small_words(cut(text)))
        self.begins = [start for start, _, _ in self.tokens]
        self.starts = {start: number for number, (start, _, _) in enumerate(self.tokens)}
        self.ends = {end: number for number, (_, end, _) in enumerate(self.tokens)}

    def number_at(self, position: int) -> int | None:
        """Return which word a letter is in."""
        number = bisect_right(self.begins, position) - 1
        return number if number >= 0 and position < self.tokens[number][1] else None

    def hold(self, start: int, end: int) -> bool:
        """Say whether a stretch begins and ends where words do: 中通 does not in 活动中通过."""
        return start in self.starts and end in self.ends
