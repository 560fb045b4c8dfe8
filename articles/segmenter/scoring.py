"""How well pages were segmented: figures between 0 and 1 against pages whose stories are known.

All figures of characters count the non-blank ones. `score_page` compares what `dump.to_json` writes with
gold of the same form; `score_folder` does so for whole folders, and `mean` sums up.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

FIGURES = (
    "lossless",
    "bcubed_f1",
    "exact_f1",
    "role",
    "title",
    "headline",
    "byline_f1",
    "joins",
    "section",
    "genre",
)
ASIDE = frozenset({"section", "duplicate"})  # where labels and repeats go is not held against a story
_SAME_GENRE = {"roundup": "news", "orphan": "news"}
_DROPPED = str.maketrans("", "", "—–-#*■●◆")


def bare(words: str | None) -> str:
    """Leave out blanks, dashes and markup: how they are printed says nothing."""
    return "".join((words or "").split()).translate(_DROPPED)


class Reading:
    """One segmentation of a page, looked up by character."""

    def __init__(self, articles: Iterable[Mapping], loose: Iterable[Mapping], text: str):
        self.articles = list(articles)
        self.story: dict[int, str] = {}
        self.role: dict[int, str] = {}
        self.covered: Counter[int] = Counter()
        for number, article in enumerate(self.articles):
            for span in article["spans"]:
                self._fill(span, f"story {number}", text)
        for number, span in enumerate(loose):
            self._fill(span, f"loose {number}", text)

    def _fill(self, span: Mapping, story: str, text: str) -> None:
        for at in range(span["start"], span["end"]):
            if not text[at].isspace():
                self.story[at], self.role[at] = story, span.get("role", "unknown")
                self.covered[at] += 1

    def stories_of(self, letters: Iterable[int]) -> set[frozenset[int]]:
        """The whole stories, each as the set of its characters among `letters`."""
        sets: dict[str, set[int]] = defaultdict(set)
        for at in letters:
            story = self.story.get(at, "")
            if story.startswith("story"):
                sets[story].add(at)
        return {frozenset(one) for one in sets.values()}


def score_page(gold: Mapping, found: Mapping) -> dict[str, float]:
    """Give every figure for one page."""
    text = gold["text"]
    right = Reading(gold["articles"], gold["loose"], text)
    given = Reading(found["articles"], found.get("unassigned", ()), text)
    letters = [at for at, letter in enumerate(text) if not letter.isspace()]
    _allow_either(gold, right, given)
    core = [at for at in letters if right.role.get(at) not in ASIDE]
    figures = {
        "lossless": _share(given.covered[at] == 1 for at in letters),
        "bcubed_f1": _bcubed(right, given, core),
        "exact_f1": _exact(right, given, core),
        "role": _share(right.role.get(at) == given.role.get(at) for at in letters),
    }
    return figures | _score_articles(gold, right, given)


def _allow_either(gold: Mapping, right: Reading, given: Reading) -> None:
    """Where gold has two right answers for a span, take the one that was given."""
    for number, article in enumerate(gold["articles"]):
        for span in article["spans"]:
            if "either" not in span:
                continue
            inside = range(span["start"], span["end"])
            rest = [
                given.story[at]
                for other in article["spans"]
                if other is not span
                for at in range(other["start"], other["end"])
                if at in given.story
            ]
            here = Counter(given.story[at] for at in inside if at in given.story)
            if not rest or not here or Counter(rest).most_common(1)[0][0] != here.most_common(1)[0][0]:
                for at in inside:
                    if at in right.story:
                        right.story[at] = f"story {number} or {span['either']}"


def _share(claims: Iterable[bool]) -> float:
    claims = list(claims)
    return sum(claims) / len(claims) if claims else 1.0


def _bcubed(right: Reading, given: Reading, core: list[int]) -> float:
    """For each character: how many of its companions are right, and how many of the right ones are there."""
    if not core:
        return 1.0
    pairs = Counter((right.story.get(at, ""), given.story.get(at, "")) for at in core)
    rights: Counter[str] = Counter()
    givens: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        rights[one] += count
        givens[other] += count
    precision = sum(n * n / givens[other] for (_, other), n in pairs.items()) / len(core)
    recall = sum(n * n / rights[one] for (one, _), n in pairs.items()) / len(core)
    return 2 * precision * recall / (precision + recall)


def _exact(right: Reading, given: Reading, core: list[int]) -> float:
    wanted, had = right.stories_of(core), given.stories_of(core)
    return 2 * len(wanted & had) / (len(wanted) + len(had)) if wanted or had else 1.0


def _score_articles(gold: Mapping, right: Reading, given: Reading) -> dict[str, float]:
    """The figures that compare fields: each gold article with the found one that has most of it."""
    hits: Counter[str] = Counter()
    wanted_names: set[tuple] = set()
    found_names: set[tuple] = set()
    seams: list[bool] = []
    matched: set[str] = set()
    for number, article in enumerate(gold["articles"]):
        partner = _partner(article, given)
        if partner is None:
            seams += _seams(article, None, gold["text"])
            wanted_names |= _names(number, article["byline"])
            continue
        matched.add(partner)
        found = given.articles[int(partner.split()[1])]
        had = _names(number, found.get("byline", ()))
        options = [_names(number, names) for names in (article["byline"], *article["byline_alt"])]
        wanted_names |= max(options, key=lambda names: (names == had, len(names & had)))
        found_names |= had
        titles = {bare(title) for title in (article["title"], *article["title_alt"])}
        wholes = {bare(article["kicker"]) + title + bare(article["subtitle"]) for title in titles}
        hits["title"] += bare(found.get("title")) in titles
        hits["headline"] += (
            "".join(bare(found.get(part)) for part in ("kicker", "title", "subtitle")) in wholes
        )
        hits["section"] += (found.get("section") or "") in article["section"]
        genres = {_SAME_GENRE.get(one, one) for one in (found.get("genre"), article["genre"])}
        hits["genre"] += len(genres) == 1
        seams += _seams(article, found, gold["text"])
    for number, found in enumerate(given.articles):
        if f"story {number}" not in matched:
            found_names |= _names(f"extra {number}", found.get("byline", ()))
    count = max(1, len(gold["articles"]))
    named = len(wanted_names) + len(found_names)
    return {name: hits[name] / count for name in ("title", "headline", "section", "genre")} | {
        "byline_f1": 2 * len(wanted_names & found_names) / named if named else 1.0,
        "joins": _share(seams),
    }


def _partner(article: Mapping, given: Reading) -> str | None:
    counted = Counter(
        given.story[at]
        for span in article["spans"]
        if span["role"] not in ASIDE
        for at in range(span["start"], span["end"])
        if given.story.get(at, "").startswith("story")
    )
    return counted.most_common(1)[0][0] if counted else None


def _names(key: object, names: Iterable[Mapping]) -> set[tuple]:
    return {(key, bare(one["name"]), one["role"]) for one in names}


def _seams(article: Mapping, found: Mapping | None, text: str) -> list[bool]:
    """For each paragraph that gold joins from two halves: whether the found article reads on across it."""
    body = [span for span in article["spans"] if span["role"] == "body"]
    paragraphs = [bare(words) for words in (found or {}).get("paragraphs", ())]
    seams = []
    for before, after in itertools.pairwise(body):
        if after.get("joins"):
            left, right = (bare(text[span["start"] : span["end"]]) for span in (before, after))
            seams.append(any(left[-8:] + right[:8] in words for words in paragraphs))
    return seams


def score_folder(gold: Path, found: Path) -> dict[str, dict[str, float] | None]:
    """Score every gold page; None stands for a page that was not segmented."""
    pages: dict[str, dict[str, float] | None] = {}
    for path in sorted(gold.glob("*.json")):
        target = found / path.name
        pages[path.stem] = (
            score_page(
                json.loads(path.read_text(encoding="utf-8")), json.loads(target.read_text(encoding="utf-8"))
            )
            if target.exists()
            else None
        )
    return pages


def mean(pages: Mapping[str, Mapping[str, float] | None]) -> dict[str, float]:
    """The mean of every figure; a page that was not segmented counts as 0."""
    count = max(1, len(pages))
    return {name: sum(figures[name] for figures in pages.values() if figures) / count for name in FIGURES}


def table(pages: Mapping[str, Mapping[str, float] | None]) -> str:
    """The figures as text: a line a page, the mean last."""
    head = "page".ljust(24) + " ".join(name.rjust(9) for name in FIGURES)
    rows = [head]
    for name, figures in (*pages.items(), ("mean", mean(pages))):
        shown = " ".join(f"{figures[one]:9.3f}" for one in FIGURES) if figures else "not segmented"
        rows.append(name[:23].ljust(24) + shown)
    return "\n".join(rows)
