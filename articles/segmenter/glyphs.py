"""What single characters are: one spelling for full and half width, and which signs open, close and end.

Everything here keeps lengths: a normalised text has the same offsets as the page, so nothing is lost by
reading `，` as `,` while looking for evidence. What readers see is always cut from the page itself.
"""

from __future__ import annotations

# Full-width forms and their half-width twins; one character stays one character.
_TWINS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TWINS |= {
    0x3000: 0x20,  # the ideographic space
    0x00A0: 0x20,
    0x2014: 0x2014,
    ord("﹐"): ord(","),
    ord("﹑"): ord("、"),
    ord("﹔"): ord(";"),
    ord("﹕"): ord(":"),
    ord("﹖"): ord("?"),
    ord("﹗"): ord("!"),
    ord("﹙"): ord("("),
    ord("﹚"): ord(")"),
    ord("〔"): ord("("),
    ord("〕"): ord(")"),
    ord("［"): ord("["),
    ord("］"): ord("]"),
    ord("｡"): ord("。"),
    ord("．"): ord("."),
    ord("‧"): ord("·"),
    ord("•"): ord("·"),
    ord("・"): ord("·"),
    ord("﹒"): ord("·"),
    ord("「"): ord("“"),
    ord("」"): ord("”"),
    ord("『"): ord("‘"),
    ord("』"): ord("’"),
    ord("─"): 0x2014,
    ord("━"): 0x2014,
    ord("―"): 0x2014,
}

# Letters that cannot be seen: byte-order marks, joiners, controls. They are kept on the page, and never read.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufffc" + "".join(
    chr(code) for code in (*range(0x00, 0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))
)

SENTENCE_ENDS = frozenset("。!?…")
PAUSES = frozenset(",、;:—")
PAIRS = {"“": "”", "‘": "’", "(": ")", "《": "》", "〈": "〉", "【": "】", "[": "]", "{": "}"}
CLOSERS = frozenset(PAIRS.values())
BULLETS = "■□●○◆◇▲△▼▽★☆◎※►▶➤•"


def normalise(text: str) -> str:
    """Give full-width letters and punctuation their half-width form, one for one."""
    return text.translate(_TWINS)


def is_han(letter: str) -> bool:
    return "㐀" <= letter <= "鿿" or letter == "〇" or "豈" <= letter <= "﫿" or letter >= "𠀀"


def open_marks(words: str) -> list[str]:
    """Return the quotes and brackets that `words` opens and does not close, outermost first."""
    waiting: list[str] = []
    for letter in words:
        if letter in PAIRS:
            waiting.append(letter)
        elif letter in CLOSERS and waiting and PAIRS[waiting[-1]] == letter:
            waiting.pop()
    return waiting


def unopened_marks(words: str) -> list[str]:
    """Return the closing quotes and brackets in `words` that nothing opened, in order."""
    depth: dict[str, int] = {}
    alone: list[str] = []
    openers = {closer: opener for opener, closer in PAIRS.items()}
    for letter in words:
        if letter in PAIRS:
            depth[letter] = depth.get(letter, 0) + 1
        elif letter in CLOSERS:
            opener = openers[letter]
            if depth.get(opener):
                depth[opener] -= 1
            else:
                alone.append(letter)
    return alone


def squash(words: str) -> str:
    """Leave out every blank: for comparing words that were only spaced differently."""
    return "".join(words.split())
