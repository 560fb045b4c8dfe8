"""Which story is which article: by shared text, so an article keeps its address when its borders move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# A headline says which article it is: its letters weigh more than those of a paragraph that moved.
HEADLINE = frozenset({"title", "kicker", "subtitle"})
HEADLINE_WEIGHT = 5
# Letters that two readings of one page must share, of the smaller one, to be the same article.
ALIKE = 0.35
GRAM = 3


def pair_by_place(
    stories: Sequence[Sequence[tuple]], articles: Mapping[int, Sequence[tuple]]
) -> dict[int, int]:
    """Return story index -> article id, by the stretches of page that both cover.

    Both sides are passages (start, end, role, …) on one and the same page text. The largest share is
    paired first; every story and every article is paired once at most.
    """
    edges = []
    taken = sorted(
        (start, end, role, article)
        for article, passages in articles.items()
        for start, end, role, *_ in passages
    )
    for index, passages in enumerate(stories):
        shared: dict[int, int] = {}
        for start, end, role, *_ in passages:
            for other_start, other_end, other_role, article in taken:
                if other_start >= end:
                    break
                letters = min(end, other_end) - max(start, other_start)
                if letters > 0:
                    weight = HEADLINE_WEIGHT if role in HEADLINE or other_role in HEADLINE else 1
                    shared[article] = shared.get(article, 0) + letters * weight
        edges += [(-weight, article, index) for article, weight in shared.items()]
    return _best_first(edges)


def pair_by_words(stories: Mapping[int, str], articles: Mapping[int, str]) -> dict[int, int]:
    """Return story index -> article id, by the words that both say: for another reading of the page."""
    grams = {article: grams_of(words) for article, words in articles.items()}
    edges = []
    for index, words in stories.items():
        ours = grams_of(words)
        for article, theirs in grams.items():
            if (share := alike(ours, theirs)) >= ALIKE:
                edges.append((-share * min(len(ours), len(theirs)), article, index))
    return _best_first(edges)


def grams_of(words: str) -> frozenset[str]:
    words = "".join(words.split())
    return frozenset(words[at : at + GRAM] for at in range(max(len(words) - GRAM + 1, min(len(words), 1))))


def alike(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how much of the smaller text stands in the larger, 0 to 1."""
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _best_first(edges: list[tuple]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _weight, article, index in sorted(edges):
        if index not in pairs and article not in used:
            pairs[index] = article
            used.add(article)
    return pairs
