"""Which texts are searched as the same: width, case, simplified and traditional, spaces, column breaks.

Folding goes character for character (data/variants.txt), so what a folded phrase matches can be found in the
original too. Signs that stand for several letters (㎡, Ⅲ) are searched as they are written.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

VARIANTS = Path(__file__).parent / "data" / "variants.txt"

# The end of a paragraph that no word runs across: between headline parts, after subheads and captions.
HARD_END = "\u2029"
# Spaces, and what is not seen: control and format characters, variation selectors, halves of pairs.
UNSEEN = (
    "\\x00-\\x09\\x0b-\\x20\\x7f-\\xa0\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u1680\\u180e\\u2000-\\u200f"
    "\\u2028\\u202a-\\u202f\\u205f-\\u206f\\u3000\\ufe00-\\ufe0f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff"
    "\\U000e0000-\\U000e01ef"
)
unseen = re.compile(f"[{UNSEEN}]")
gap = re.compile(f"[ \n{HARD_END}]+")
line_with_sign = re.compile("^([ \u3000]*[■▲].*)\n", re.MULTILINE)


class Folds(dict):
    """Folded characters by code point; what is not in the table folds to itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = " " if unseen.match(character) else character
        return folded


@cache
def variants() -> dict[str, str]:
    """Return the variants of each folded character that has any."""
    lines = VARIANTS.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1:] for line in lines}


@cache
def folds() -> Folds:
    return Folds(
        (ord(variant), base) for base, found in variants().items() for variant in found
    )  # fmt: skip


def article_text(kicker: str, title: str, subtitle: str, body: str) -> str:
    """Return all that is searched of an article as one text; the headline's parts come first."""
    if "■" in body or "▲" in body:
        body = line_with_sign.sub(rf"\1{HARD_END}", body)
    return f"{kicker}{HARD_END}{title}{HARD_END}{subtitle}{HARD_END}{body}"


def headline_length(kicker: str, title: str, subtitle: str) -> int:
    """Return where the body begins in `article_text`."""
    return len(kicker) + len(title) + len(subtitle) + 3


def fold(text: str) -> str:
    """Return the text as it is compared: what a query is in an article's fold, that article has."""
    folded = text.translate(folds())
    if " " in folded or "\n" in folded or HARD_END in folded:
        folded = gap.sub(lambda match: close_gap(folded, match.start(), match.end()), folded)
    return folded.strip(" \n")


def close_gap(folded: str, start: int, end: int) -> str:
    """Return what is left of a run of white space: nothing, one space or the end of a paragraph."""
    if start == 0 or end == len(folded):
        return "\n" if HARD_END in folded[start:end] else ""
    run, before, after = folded[start:end], folded[start - 1], folded[end]
    if HARD_END in run:
        return "\n"
    if is_letter(before) and is_letter(after):
        return " "
    if "\n" not in run or is_column_break(before, after):
        return ""
    return "\n"


def is_letter(character: str) -> bool:
    """Tell whether words of this script are set apart by spaces: Latin, Cyrillic, digits; not Chinese."""
    return character < "\u2e80" and character.isalnum()


def is_column_break(before: str, after: str) -> bool:
    """Tell whether a line that ends and begins so was broken by the column, not by the writer."""
    return (before.isalnum() or before in ",、") and after.isalnum()


def gap_pattern(before: str, after: str) -> str:
    """Return the pattern of the white space that folding takes away between two characters."""
    if is_letter(before) and is_letter(after):
        return ""
    return f"[{UNSEEN}\n]*" if is_column_break(before, after) else f"[{UNSEEN}]*"


def spellings(character: str) -> str:
    """Return every character that folds to this one, itself first."""
    return character + variants().get(character, "")
