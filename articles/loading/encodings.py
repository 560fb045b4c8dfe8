"""Bytes to text: certain, or not at all.

“The first codec that does not fail” is silently wrong for Big5 and UTF-16, because GB18030 decodes nearly
anything. So every codec that can read the bytes is tried, and the result that looks most like printed
Chinese is kept, by how common its characters are. A narrow win is no win: a person is asked.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from functools import cache
from math import log
from pathlib import Path

# Longest first: the mark of UTF-32-LE begins with that of UTF-16-LE.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# What a person may name: the candidates, and what they are called elsewhere.
KNOWN = frozenset(("utf-8", "utf-16", "utf-32", "gb2312", "gbk", *CANDIDATES))

# Measured on pages cut from running text (tests/loading/test_encodings.py keeps such a table):
# right readings score above -7.3 a character from 20 characters on, wrong ones below -9.
PLAUSIBLE = -8.0
MARGIN = 1.0
# A line this long is judged alone: half a page in another encoding must not hide in the average.
LINE_WORTH_JUDGING = 8
SAMPLE = 200_000  # characters that are scored; the whole text is always decoded
UNKNOWN_HAN = -11.0
NOT_CHINESE = -14.0
PUNCTUATION = frozenset("，。、：；！？（）《》“”‘’—…·●■▲△○◆〇「」『』【】　％－～．")

# Code points that Unicode keeps free of any character (Unicode 16, 23.7). SQLite cannot keep them in UTF-16.
NO_CHARACTERS = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}

_REPLACED = re.compile("锟斤拷|烫烫烫|屯屯屯")


class UnreadableText(ValueError):
    """The bytes are no text that can be trusted; the message says where and what to do."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()):
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and how it was got."""

    text: str  # without a byte order mark
    encoding: str
    certain: str  # why it is believed: mark, utf-8, named, frequency


def decode(raw: bytes, *, named: str = "") -> Decoded:
    """Return the text of `raw`, or refuse it. `named` is an encoding that a person vouches for."""
    if not raw:
        raise UnreadableText("The file is empty.")
    decoded = _decode(raw, named)
    text = decoded.text
    if (at := text.find("\0")) >= 0:
        raise UnreadableText(
            f"There is a NUL at character {at} ({decoded.encoding}): this is no text, or a damaged one."
            " Take the page from its source again."
        )
    if not text.strip().strip("\ufeff\f\x1a"):
        raise UnreadableText("The file holds blanks only.")
    if found := _REPLACED.search(text):
        raise UnreadableText(
            f"“{found.group()}” at character {found.start()}: the text was damaged by an earlier conversion."
            " Take the page from its source again."
        )
    if "\ufffe" in text or "\uffff" in text:
        return replace(decoded, text=text.translate(NO_CHARACTERS))
    return decoded


def _decode(raw: bytes, named: str) -> Decoded:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return Decoded(_strictly(raw, encoding).removeprefix("\ufeff"), encoding, "mark")
    if named:
        return Decoded(_strictly(raw, named), named, "named")
    # UTF-8 hardly ever happens by accident, but a UTF-16 page of Latin letters is full of NULs, and
    # two-letter scraps of GBK can be two-byte UTF-8.
    trouble = None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        trouble = error
    else:
        if b"\0" not in raw and not _only_two_byte_letters(text):
            return Decoded(text, "utf-8", "utf-8")
    return _most_chinese(raw, trouble)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableText(
            f"Not {encoding} at byte {error.start} ({raw[error.start : error.start + 4].hex(' ')}),"
            " though it says so. Take the page from its source again."
        ) from error
    except LookupError as error:
        raise UnreadableText(
            f"“{encoding}” is no known encoding. Name one of {', '.join(sorted(KNOWN))}."
        ) from error


def _only_two_byte_letters(text: str) -> bool:
    return not text.isascii() and all(letter < "\u0800" for letter in text)


def _most_chinese(raw: bytes, trouble: UnicodeDecodeError | None) -> Decoded:
    readings: dict[str, str] = {}
    for encoding in CANDIDATES if trouble else ("utf-8", *CANDIDATES):
        if encoding.startswith("utf-") and encoding != "utf-8" and not _fits(raw, encoding):
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in readings.values():
            readings[encoding] = text
    ranked = sorted(((score(text[:SAMPLE]), encoding) for encoding, text in readings.items()), reverse=True)
    likely = [(points, encoding) for points, encoding in ranked if points > PLAUSIBLE]
    at = (
        f"not UTF-8 at byte {trouble.start} (line {raw[: trouble.start].count(10) + 1})"
        if trouble
        else "UTF-8 by accident only"
    )
    if not likely:
        if not trouble and (at_nul := raw.find(0)) >= 0:
            raise UnreadableText(
                f"There is a NUL at byte {at_nul}: this is no text, or a damaged one."
                " Take the page from its source again."
            )
        if trouble and (damage := _nearly(raw)):
            raise UnreadableText(f"{_capital(at)}; {damage}. Take the page from its source again.")
        raise UnreadableText(
            f"No Chinese text: {at}, and no other encoding reads like Chinese. If it is a picture or a PDF,"
            " recognise its text first; otherwise say --encoding."
        )
    points, encoding = likely[0]
    if len(ranked) > 1 and points - ranked[1][0] < MARGIN:
        names = tuple(name for _, name in ranked if points - _ < MARGIN)
        raise UnreadableText(
            f"{_capital(at)}; it could be {' or '.join(names)}. Say --encoding with the right one.", names
        )
    if line := _odd_line(readings[encoding]):
        raise UnreadableText(
            f"{_capital(at)}; it reads as {encoding}, but line {line} does not: two encodings may be mixed."
            " Take the page from its source again, or say --encoding.",
            (encoding,),
        )
    return Decoded(readings[encoding], encoding, "frequency")


def _fits(raw: bytes, encoding: str) -> bool:
    return len(raw) % (4 if "32" in encoding else 2) == 0


def _nearly(raw: bytes) -> str:
    """Say what little stands between the bytes and a page: a cut end, bad bytes, lines of two encodings."""
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(raw) - 3 and score(raw[: error.start].decode(encoding)) > PLAUSIBLE:
                return f"it is {encoding} with its last character cut off"
            text = raw.decode(encoding, "replace")
            if score(text[:SAMPLE]) > PLAUSIBLE and text.count("\ufffd") <= 3 + len(text) // 50:
                return f"it is {encoding}, damaged at byte {error.start} and perhaps elsewhere"
    lines = [line for line in raw.split(b"\n") if line.strip()]
    if all(any(_reads(line, encoding) for encoding in ("utf-8", "gb18030", "big5")) for line in lines):
        return "its lines are in more than one encoding"
    return ""


def _reads(line: bytes, encoding: str) -> bool:
    try:
        return score(line.decode(encoding)) > PLAUSIBLE
    except UnicodeDecodeError:
        return False


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def score(text: str) -> float:
    """Return how much a text looks like printed Chinese: the mean log chance of its characters.

    ASCII says nothing about a Chinese codec and is left out; a text without anything else scores low.
    """
    table = _chances()
    letters = [letter for letter in text if letter > "\x7f" or letter == "\0"]
    if not letters:
        return PLAUSIBLE + MARGIN / 2 if text.isprintable() else NOT_CHINESE
    return sum(map(table.__getitem__, letters)) / len(letters)


def _odd_line(text: str) -> int | None:
    """Return the number of the first line that is no Chinese under this encoding."""
    for number, line in enumerate(text[:SAMPLE].split("\n"), start=1):
        if sum(letter > "\x7f" for letter in line) >= LINE_WORTH_JUDGING and score(line) < PLAUSIBLE - 1.5:
            return number
    return None


class _Chances(dict):
    def __missing__(self, letter: str) -> float:
        han = "一" <= letter <= "鿿"
        chance = self[letter] = UNKNOWN_HAN if han else NOT_CHINESE
        return chance


@cache
def _chances() -> _Chances:
    """Return the log chance of the characters that printed Chinese is made of, by Zipf's rule of thumb."""
    letters = (Path(__file__).parent / "data" / "characters.txt").read_text("utf-8").replace("\n", "")
    table = _Chances()
    for rank, letter in enumerate(letters):
        table[letter] = -log(rank + 20) - 1.2
    for letter in PUNCTUATION:
        table[letter] = -4.0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[chr(code)] = -7.0
    return table
