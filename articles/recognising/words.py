"""Cutting Chinese text into words, the same with either engine."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from .lookup import pairs_of
from .statistics import load_statistics

# The engines differ on runs of Latin letters and digits, so only Han goes to them. They cut at every mark and
# give it back as a word: a whole text costs one call when one such mark stands for all else in it.
_NOT_HAN = re.compile(r"[^一-鿿〇]")
_BORDER = "\n"
_OTHER = re.compile(r"[A-Za-z0-9０-９Ａ-Ｚａ-ｚ.+%％]+|[^一-鿿〇\s]")


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


def cut(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and word of each; a mark of punctuation is a word, blanks are none."""
    words = _cutter()(_NOT_HAN.sub(_BORDER, text))
    ends = list(accumulate(map(len, words)))
    begins = [0, *ends][:-1]
    tokens = [token for token in zip(begins, ends, words, strict=True) if token[2] != _BORDER]
    tokens += [(run.start(), run.end(), run[0]) for run in _OTHER.finditer(text)]
    tokens.sort()
    return tokens


# 和市财政局, 从柏亭区: what follows the small word is a name, and together they are no word.
_GLUED = re.compile(r"[和与及由在从对向经给被据日][省市区县]|[从到在向由与和对至往据].{2,}")
_SMALL = re.compile("[和与及由在从对向经给被据日到至往]")


class Words:
    """The words of one text and where they begin and end: cut once, asked often."""

    __slots__ = ("begins", "ends", "pairs", "spelled", "starts", "text", "tokens")

    def __init__(self, text: str):
        self.text = text
        self.tokens = cut(text)
        self._look_up()
        if self._part_small_words():
            self._look_up()
        self.pairs = pairs_of(text)  # what lookups begin with

    def _look_up(self) -> None:
        self.begins, ends, self.spelled = zip(*self.tokens, strict=True) if self.tokens else ((), (), ())
        numbers = range(len(ends))
        self.starts = dict(zip(self.begins, numbers, strict=True))
        self.ends = dict(zip(ends, numbers, strict=True))

    def _part_small_words(self) -> bool:
        """Part 和 from the name behind it; say whether there was any to part."""
        known = load_statistics().classes
        glued = []
        for small in _SMALL.finditer(self.text):
            number = self.starts.get(small.start())
            word = self.spelled[number] if number is not None else ""
            if len(word) > 1 and _GLUED.fullmatch(word) and (len(word) == 2 or word not in known):
                glued.append(number)
        for number in reversed(glued):
            start, end, word = self.tokens[number]
            self.tokens[number : number + 1] = [(start, start + 1, word[0]), (start + 1, end, word[1:])]
        return bool(glued)

    def number_at(self, position: int) -> int | None:
        """Return which word a letter is in."""
        number = bisect_right(self.begins, position) - 1
        return number if number >= 0 and position < self.tokens[number][1] else None

    def hold(self, start: int, end: int) -> bool:
        """Say whether a stretch begins and ends where words do: 中通 does not in 活动中通过."""
        return start in self.starts and end in self.ends
