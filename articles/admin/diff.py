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
# Comparing takes the product of both lengths, and more where a text repeats itself: what a whole page view
# may spend, in pairs of tokens. Beyond it a paragraph is shown as replaced.
MOST_PAIRS = 3_000_000


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
    budget = [MOST_PAIRS]
    old, new = split_paragraphs(before), split_paragraphs(after)
    for kind, a, b, c, d in opcodes(old, new, budget):
        if kind == "equal":
            yield "equal", "".join(old[a:b]), "".join(new[c:d])
        elif b - a == d - c:
            for one, other in zip(old[a:b], new[c:d], strict=True):
                yield from change_within(one, other, budget)
        else:
            yield from change_within("".join(old[a:b]), "".join(new[c:d]), budget)


def opcodes(old: list[str], new: list[str], budget: list[int]) -> list[tuple]:
    """Return what turns one list into the other, as difflib says it, within what is left of the budget."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle, other = old[first : len(old) - last], new[first : len(new) - last]
    found = [("equal", 0, first, 0, first)] if first else []
    pairs = len(middle) * len(other)
    if pairs > budget[0]:
        found.append(("replace", first, first + len(middle), first, first + len(other)))
    elif middle or other:
        budget[0] -= pairs
        matched = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
        found += [(kind, a + first, b + first, c + first, d + first) for kind, a, b, c, d in matched]
    if last:
        found.append(("equal", len(old) - last, len(old), len(new) - last, len(new)))
    return found


def change_within(before: str, after: str, budget: list[int]) -> Iterator[tuple[str, str, str]]:
    """Yield the changes of one stretch by letters; by sentences where there are too many."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    if len(old) * len(new) > budget[0]:
        old, new = split_sentences(before), split_sentences(after)
    runs: list[list[str]] = []
    for kind, a, b, c, d in opcodes(old, new, budget):
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        is_equal = kind == "equal"
        between = runs and runs[-1][0] == "change"
        # One letter that both happen to share would cut the change into crumbs.
        is_chance = is_equal and len(gone) < SHORTEST_KEPT and b < len(old)
        if between and (is_chance or not is_equal):
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
