"""What changed between two Chinese texts, as a person reads it: by letters, in readable runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A Han letter or a sign alone; Latin words and numbers whole: 2024 does not become 2034 by one letter.
TOKENS = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*%?|\s+|.", re.DOTALL)
# Fewer equal letters than this between two changes are chance, not text that stayed.
SHORTEST_KEPT = 2
# Unchanged text beyond this is folded away.
CONTEXT = 24
# Beyond this many tokens a paragraph is compared by sentence first: letters take quadratic time.
LONG = 4000


def diff_html(before: str, after: str) -> SafeString:
    """Return both texts in one: <del> what went, <ins> what came."""
    parts = []
    for kind, old, new in changes(before or "", after or ""):
        if kind == "equal":
            parts.append(conditional_escape(fold(old)))
            continue
        if old:
            parts.append(format_html("<del>{}</del>", visible(old)))
        if new:
            parts.append(format_html("<ins>{}</ins>", visible(new)))
    return mark_safe("".join(parts))


def changes(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """Yield (equal|change, old words, new words), whole paragraphs first, then letters within them."""
    old, new = split_paragraphs(before), split_paragraphs(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "equal", "".join(old[a:b]), "".join(new[c:d])
        else:
            yield from change_within("".join(old[a:b]), "".join(new[c:d]))


def change_within(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    if len(old) + len(new) > LONG:
        old, new = split_sentences(before), split_sentences(after)
    runs: list[list[str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        is_equal = kind == "equal"
        between = runs and runs[-1][0] == "change"
        if is_equal and between and len(gone) < SHORTEST_KEPT and b < len(old):
            # One letter that both happen to share would cut the change into crumbs.
            runs[-1][1] += gone
            runs[-1][2] += came
        elif not is_equal and between:
            runs[-1][1] += gone
            runs[-1][2] += came
        else:
            runs.append(["equal" if is_equal else "change", gone, came])
    yield from ((kind, gone, came) for kind, gone, came in runs)


def split_paragraphs(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def split_sentences(text: str) -> list[str]:
    return re.findall(r"[^。！？；\n]*[。！？；\n]?", text)


def fold(text: str) -> str:
    """Return unchanged text with its middle left out."""
    if len(text) <= 2 * CONTEXT + 8:
        return text
    return f"{text[:CONTEXT]} …… {text[-CONTEXT:]}"


def visible(text: str) -> str:
    """Return changed text with the blanks shown that would be changed unseen."""
    return text.replace("\n", "↵\n").replace("\u3000", "□")
