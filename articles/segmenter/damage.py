"""What text recognition did to single words: shown with a suggestion, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .doubts import severity
from .glyphs import PAIRS
from .story import Doubt
from .text import Span
from .traditional import COMMON, RUN, simplify

_FOREIGN = re.compile(r"(?<=[一-鿿]) ?\b(?:and|or|of|the|in|to|for|with|on|at|is|by)\b ?(?=[一-鿿])")
_READ_AS = {"and": "和", "or": "或", "of": "的", "with": "与", "in": "在", "to": "到", "for": "为"}
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff□]+(?=[一-鿿,。])|[\ufffd\ue000-\uf8ff]+")
# Letters of other scripts, and radicals, that look like the Han letter that was printed.
_LOOKS_LIKE = {
    "⼀": "一",
    "⼈": "人",
    "⼤": "大",
    "⼩": "小",
    "⽇": "日",
    "⽉": "月",
    "⽔": "水",
    "⽣": "生",
    "⾼": "高",
    "⼯": "工",
    "⼭": "山",
    "⻋": "车",
    "⻓": "长",
    "⻔": "门",
    "ニ": "二",
    "ハ": "八",
    "ロ": "口",
    "エ": "工",
    "カ": "力",
    "ト": "卜",
    "タ": "夕",
    "夲": "本",
    "囯": "国",
    "亇": "个",
    "髙": "高",
    "戸": "户",
    "歩": "步",
    "祅": "袄",
}
_LOOK_ALIKE = re.compile(f"[{''.join(_LOOKS_LIKE)}](?=[一-鿿])|(?<=[一-鿿])[{''.join(_LOOKS_LIKE)}]")

# Any letter that one of these patterns needs: most lines have none.
_DOUBTFUL = re.compile(f"[{COMMON}{''.join(_LOOKS_LIKE)}a-z\ufffd\ue000-\uf8ff□]")


def find_damage(text: str, span: Span, *, traditional: bool = False) -> Iterator[Doubt]:
    """Look for letters and words in a stretch that can hardly have been printed so.

    `traditional` says that the whole page is set in traditional letters.
    """
    words = span.of(text)
    if not _DOUBTFUL.search(words):
        return
    for found in () if traditional else RUN.finditer(words):
        yield _doubt("traditional", span, found, simplify(found.group()))
    for found in _LOOK_ALIKE.finditer(words):
        yield _doubt("look-alike", span, found, _LOOKS_LIKE[found.group()])
    for found in _FOREIGN.finditer(words):
        yield _doubt("foreign", span, found, _READ_AS.get(found.group().strip(), ""))
    for found in _UNREADABLE.finditer(words):
        yield _doubt("unreadable", span, found, "")


def find_missing_marks(text: str, spans: tuple[Span, ...]) -> Iterator[Doubt]:
    """Find brackets in one paragraph whose partner is missing; its parts may stand apart on the page."""
    waiting: list[tuple[str, int]] = []
    for span in spans:
        for mark in _MARKS.finditer(text, span.start, span.end):
            at, letter = mark.start(), _HALF.get(mark[0], mark[0])
            if letter in _OPENERS:
                waiting.append((letter, at))
            elif waiting and waiting[-1][0] == _CLOSING[letter]:
                waiting.pop()
            elif not any(opener == _CLOSING[letter] for opener, _ in waiting):
                yield Doubt("mark-missing", Span(at, at + 1), _CLOSING[letter], severity("mark-missing"))
            else:
                while waiting and waiting[-1][0] != _CLOSING[letter]:
                    opener, where = waiting.pop()
                    yield Doubt(
                        "mark-missing", Span(where, where + 1), _OPENERS[opener], severity("mark-missing")
                    )
                waiting.pop()
    for opener, where in waiting:
        yield Doubt("mark-missing", Span(where, where + 1), _OPENERS[opener], severity("mark-missing"))


_OPENERS = {opener: PAIRS[opener] for opener in "(《“【"}
_CLOSING = {closer: opener for opener, closer in _OPENERS.items()}
_HALF = {"（": "(", "）": ")"}
_MARKS = re.compile(f"[{re.escape(''.join([*_OPENERS, *_CLOSING, *_HALF]))}]")


def _doubt(code: str, span: Span, found: re.Match, detail: str) -> Doubt:
    start = span.start + found.start() + (len(found.group()) - len(found.group().lstrip()))
    end = span.start + found.end() - (len(found.group()) - len(found.group().rstrip()))
    return Doubt(code, Span(start, end), detail, severity(code))
