"""How often words and phrases stand in newspaper articles: a table of numbers, and how to count it anew.

    python -m articles.recognising.statistics CORPUS.jsonl... > articles/recognising/data/words.tsv

A corpus file holds one article a line: {"title": …, "paragraphs": […]}. The table keeps no sentence: single
words, and phrases of two to four words that at least a few articles share.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "words.tsv"
_HAN = re.compile(r"[一-鿿]+")
LEAST_ARTICLES = 2  # that know a word
LEAST_PHRASE = 4  # that know a phrase

# What ends a phrase: function words and the parts of speech that no subject begins or ends with.
NOUNISH = frozenset("n nz vn an nt l j i s ng b".split())


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counted table."""

    articles: int
    words: dict[str, int]  # in how many articles
    classes: dict[str, str]  # part of speech
    phrases: dict[str, int]

    def rarity(self, word: str) -> float:
        """Return how much a word tells: the log of how few articles have it."""
        return math.log((self.articles + 1) / (self.words.get(word, self.phrases.get(word, 0)) + 0.5))


@cache
def load_statistics() -> Statistics:
    """Return the table that comes with the project."""
    words: dict[str, int] = {}
    classes: dict[str, str] = {}
    phrases: dict[str, int] = {}
    lines = iter(TABLE.read_text(encoding="utf-8").splitlines())
    articles = int(next(lines).split("\t")[1])
    for line in lines:
        word, count, *tag = line.split("\t")
        if tag:
            words[word], classes[word] = int(count), tag[0]
        else:
            phrases[word] = int(count)
    return Statistics(articles, words, classes, phrases)


def count(articles: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table for these articles."""
    tag = _tagger()
    seen_in: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
    phrases: Counter[tuple[str, ...]] = Counter()
    number = 0
    for text in articles:
        number += 1
        found, strung = set(), set()
        for run in _HAN.findall(text):
            tokens = tag(run)
            for word, part in tokens:
                found.add(word)
                printed[word] += 1
                tags[word][part] += 1
            for size in (2, 3, 4):
                for at in range(len(tokens) - size + 1):
                    parts = tokens[at : at + size]
                    if _may_be_phrase(parts):
                        strung.add(tuple(word for word, _ in parts))
        seen_in.update(found)
        phrases.update(strung)
    yield f"#articles\t{number}"
    for word, articles_with in sorted(seen_in.items()):
        if articles_with >= LEAST_ARTICLES and len(word) <= 8:
            yield f"{word}\t{articles_with}\t{tags[word].most_common(1)[0][0]}"
    total = printed.total()
    for parts, articles_with in sorted(phrases.items()):
        if articles_with >= LEAST_PHRASE and _holds_together(parts, articles_with, printed, total):
            yield f"{''.join(parts)}\t{articles_with}"


def _may_be_phrase(parts: list[tuple[str, str]]) -> bool:
    """Say whether words can name a subject: 基层治理 can, 优化营商环境 and 发表重要讲话 cannot."""
    length = sum(len(word) for word, _ in parts)
    return (
        4 <= length <= 9
        and all(len(word) > 1 or part in ("n", "k") for word, part in parts)
        and all(part in NOUNISH or part in ("v", "a") for _, part in parts)
        and len(parts[0][0]) > 1
        and (parts[0][1] in NOUNISH or (parts[0][1] in ("a", "v") and parts[-1][1] in ("n", "vn")))
        and (parts[-1][1] in NOUNISH or parts[-1][1] == "v")
    )


def _holds_together(parts, articles_with: int, printed: Counter[str], total: int) -> bool:
    """Say whether words stand side by side far more often than chance would put them there."""
    chance = total * math.prod(printed[word] / total for word in parts)
    return articles_with / max(chance, 1e-9) >= 8


def _tagger():
    try:
        import rjieba
    except ImportError:
        import jieba.posseg

        return lambda text: [(pair.word, pair.flag) for pair in jieba.posseg.lcut(text)]
    return rjieba.tag


def read_corpus(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the text of every article in the files."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield "\n".join([article.get("title", ""), *article.get("paragraphs", [])])


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in count(read_corpus(map(Path, sys.argv[1:]))))
