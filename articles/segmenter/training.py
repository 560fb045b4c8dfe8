"""Making the numbers that the segmenter reads: counts of neighbouring letters, from plain paragraphs.

Nothing here runs while pages are segmented. Counting is exact and has no chance in it: the same
paragraphs give the same table, byte for byte.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .glyphs import normalise
from .ngrams import DATA, Numbers, fold

# What is seen less often is left out: the table stays small, and no rare wording can be read back from it.
LEAST = {"one": 2, "two": 2, "three": 3, "head": 2}


def count_letters(paragraphs: Iterable[str]) -> tuple[dict[str, Counter], dict[str, int]]:
    """Count letters alone, in twos, in threes and at the head of paragraphs."""
    counts = {name: Counter() for name in Numbers.NAMES}
    for paragraph in paragraphs:
        words = "".join(fold(normalise(paragraph)).split())
        if not words:
            continue
        counts["one"].update(words)
        counts["two"].update(map("".join, itertools.pairwise(words)))
        counts["three"].update(map("".join, zip(words, words[1:], words[2:], strict=False)))
        counts["head"].update((words[0], words[:2]) if len(words) > 1 else (words[0],))
        counts["head"]["\n"] += 1
    totals = {name: sum(counter.values()) for name, counter in counts.items()}
    totals["head"] = counts["head"].pop("\n", 0)
    kept = {
        name: Counter({letters: n for letters, n in counter.items() if n >= LEAST[name]})
        for name, counter in counts.items()
    }
    return kept, totals


def train(paragraphs: Iterable[str], *, into: Path = DATA) -> dict[str, int]:
    """Write the table, and return how many entries each part has."""
    counts, totals = count_letters(paragraphs)
    into.parent.mkdir(parents=True, exist_ok=True)
    Numbers.write(into, counts, totals)
    return {name: len(counter) for name, counter in counts.items()}


def paragraphs_of(paths: Iterable[Path], *, without: frozenset[str] = frozenset()) -> Iterable[str]:
    """Read paragraphs from JSON lines with `paragraphs`, or from plain text with one a line."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            if path.suffix != ".jsonl":
                yield from (line.strip() for line in lines if line.strip())
                continue
            for line in lines:
                article = json.loads(line)
                if article.get("id") not in without:
                    yield from article["paragraphs"]


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="articles.segmenter.training", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="JSON lines with paragraphs, or plain text.")
    parser.add_argument("--without", type=Path, help="A file with ids of articles to leave out, one a line.")
    parser.add_argument("--into", type=Path, default=DATA, help="Where the table goes.")
    options = parser.parse_args(argv)
    without = (
        frozenset(options.without.read_text(encoding="utf-8").split()) if options.without else frozenset()
    )
    sizes = train(paragraphs_of(options.paths, without=without), into=options.into)
    print(
        ", ".join(f"{name} {size}" for name, size in sizes.items()), f"-> {options.into.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
