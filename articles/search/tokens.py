"""What the index keeps of an article: the set of its characters and pairs, and who and where it belongs to.

The same tokens stand in SQLite's FTS5 and in PostgreSQL's tsvector. No text and no positions are kept: a
phrase is looked up by its pairs, and the article's own text has the last word (see matching).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .folding import fold

# Goes up whenever the same text would give other tokens; the index must then be rebuilt.
RULES = 4

# Control characters never come out of fold(), so these cannot be mistaken for words of a text.
IN_HEADLINE = "\x91"
FACT = "\x92"
ACROSS = "\x93"
EVERY_ARTICLE = f"{FACT}x"
ASCII_SIGN = 0xE000  # ASCII signs end a token in FTS5: they move to the private use area
NOT_AS_WRITTEN = {sign for sign in map(chr, range(128)) if not sign.isalnum()}

words = re.compile(r"[^\W_]+")
between_words = re.compile(r"([\W_]+)")
# Numbers and Latin words have few different pairs: they are kept by threes as well, and so are the threes
# with two of their letters: 月12, 12日, 9月1.
LETTER, SIGN = r"[^\W_\u2e80-\U0010ffff]", r"[^\W_]"
with_letters = re.compile(f"{SIGN}?{LETTER}+(?:{SIGN}{LETTER}+)*{SIGN}?")
two_letters = re.compile(f"{LETTER}{LETTER}{SIGN}|{LETTER}{SIGN}{LETTER}|{SIGN}{LETTER}{LETTER}")


def grams(folded: str) -> set[str]:
    """Return the characters of a folded text, the pairs within its words and those across its signs."""
    found = set(folded)
    for character in found & NOT_AS_WRITTEN:
        found.remove(character)
        if character not in " \n":
            found.add(token_of(character))
    pieces = between_words.split(folded)
    for word in pieces[::2]:
        found.update(map(str.__add__, word, word[1:]))
    found.update(threes(folded))
    for before, signs, after in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
        if is_run_across(before, signs, after):
            found.add(ACROSS + before[-1] + after[0])
    return found


def is_run_across(before: str, signs: str, after: str) -> bool:
    """Tell whether a phrase may run from one word into the next over these signs."""
    return bool(before and after) and " " not in signs and "\n" not in signs


def threes(folded: str) -> Iterator[str]:
    """Yield the stretches of three within words that have two letters or digits."""
    for match in with_letters.finditer(folded):
        stretch = match.group()
        for at in range(len(stretch) - 2):
            if two_letters.match(stretch, at):
                yield stretch[at : at + 3]


def token_of(character: str) -> str:
    if character.isascii() and not character.isalnum():
        return chr(ASCII_SIGN + ord(character))
    return character


def grams_to_look_up(phrase: str, *, by_threes: bool = True) -> list[str]:
    """Return the tokens that an article with this folded phrase must have; the fewest that say it all."""
    found = []
    pieces = between_words.split(phrase)
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            found += grams_of_word(piece)
        elif is_run_across(before := pieces[at - 1], piece, after := pieces[at + 1]):
            # The signs themselves stand in nearly every text, and tell nothing more.
            found.append(ACROSS + before[-1] + after[0])
        else:
            found += [token_of(sign) for sign in piece if sign not in " \n"]
    if by_threes:
        three = list(threes(phrase))
        inside = {gram for each in three for gram in (each[:2], each[1:])}
        found = three + [gram for gram in found if gram not in inside]
    return list(dict.fromkeys(found))


def grams_of_word(word: str) -> list[str]:
    """Return the pairs that hold all of a word; a character that stands alone is one itself."""
    if len(word) <= 1:
        return [word] if word else []
    # Of a long word every second pair, and the last, are enough to look it up: they hold all of it, each more
    # is one more list to walk, and the text has the last word.
    step = 1 if len(word) <= 6 else 2
    found = [word[at : at + 2] for at in range(0, len(word) - 1, step)]
    return found if found[-1] == word[-2:] else [*found, word[-2:]]


def is_exact(phrase: str) -> bool:
    """Tell whether the index alone knows which articles have this folded phrase."""
    return (
        len(phrase) == 1
        or (len(phrase) == 2 and words.fullmatch(phrase) is not None)
        or (len(phrase) == 3 and two_letters.fullmatch(phrase) is not None)
    )


@lru_cache(maxsize=4000)
def fact(kind: str, value: object) -> str:
    """Return the token for one fact: an article of section 12 is `s12`, one by 张三 `w张三`."""
    if isinstance(value, int):
        return f"{FACT}{kind}{value}"
    written = (token_of(character) for character in fold(str(value)) if character not in " \n")
    return FACT + kind + "".join(written)


def facts(
    *,
    newspaper: int,
    section: int | None,
    genre: str,
    page: str,
    agencies: Iterable,
    tags: Iterable,
    writers: Iterable,
) -> str:
    """Return an article's facts as they are kept beside the index, sorted, one space apart."""
    found = {fact("n", newspaper), fact("g", genre)}
    if page:
        found.add(fact("p", page))
    if section is not None:
        found.add(fact("s", section))
    found.update(fact("a", agency) for agency in agencies)
    found.update(fact("t", tag) for tag in tags)
    found.update(fact("w", writer) for writer in writers)
    return " ".join(token.removeprefix(FACT) for token in sorted(found))


def article_tokens(text: str, headline_length: int, kept_facts: str) -> set[str]:
    """Return every token of an article; the same again when it must be taken out."""
    found = grams(fold(text))
    found.update(IN_HEADLINE + gram for gram in grams(fold(text[:headline_length])))
    found.update(FACT + each for each in kept_facts.split())
    found.add(EVERY_ARTICLE)
    return found
