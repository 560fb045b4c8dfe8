"""How right the recognised organisations, dates and subjects are, against facts that a person wrote down.

A set is a folder with `gold/` (which stretches of a page are which article) and `facts/` (what is true of
each article); the answers are one JSON file a page, as the segment command writes them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_MARKS = re.compile(r"[\s·“”‘’\"']+")
FIGURES = ("named_f1", "resolved_f1", "source", "event_date", "tags_useful", "tags_found")


class NothingToScore(ValueError):
    """The folder is not a set that can be scored."""


@dataclass
class Tally:
    """What was counted over the articles of a set, and the figures that follow from it."""

    counts: Counter = field(default_factory=Counter)

    def share(self, part: str, whole: str) -> float:
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 1.0

    def f1(self, what: str) -> float:
        both = self.counts[f"{what} wanted"] + self.counts[f"{what} given"]
        return 2 * self.counts[f"{what} right"] / both if both else 1.0

    def figures(self) -> dict[str, float]:
        """Return every figure, each between 0 and 1."""
        return {
            "named_f1": self.f1("words"),
            "resolved_f1": self.f1("names"),
            "source": self.share("sources right", "sources"),
            "event_date": self.share("dates right", "dates"),
            "tags_useful": self.share("tags kept", "tags given"),
            "tags_found": self.share("topics found", "topics"),
        }


def score_folder(folder: Path, answers: Path) -> dict[str, float]:
    """Return the figures of a set of pages; a page without an answer counts as one with nothing found."""
    facts = sorted((folder / "facts").glob("*.json"))
    if not facts:
        raise NothingToScore(f"{folder}: no facts/*.json in it. Name a folder that holds gold/ and facts/.")
    tally = Tally()
    for path in facts:
        gold = folder / "gold" / path.name
        if not gold.exists():
            raise NothingToScore(
                f"{path}: no gold page beside it. {gold} should say where its articles stand."
            )
        answer = answers / path.name
        predicted = _read(answer)["articles"] if answer.exists() else []
        known = _read(path)["articles"]
        for article in _read(gold)["articles"]:
            count_article(tally, known[article["id"]], _counterpart(article, predicted))
    return tally.figures()


def count_article(tally: Tally, facts: Mapping, answer: Mapping) -> None:
    """Add one article to the tally."""
    counts = tally.counts
    agencies = answer.get("agencies", [])
    _count_names(counts, "words", facts, [agency.get("mention") for agency in agencies], _words_for)
    _count_names(counts, "names", facts, [agency.get("name") for agency in agencies], _names_for)
    sources = [true for true in facts["agencies"] if true["role"] == "source"]
    if sources:
        given = {bare(agency.get("name")) for agency in agencies if agency.get("role") == "source"}
        counts["sources"] += 1
        counts["sources right"] += any(given & _names_for(true) for true in sources)
    if facts["event_date"]:
        accepted = {facts["event_date"], facts.get("dateline_date"), *facts.get("event_date_alt", [])} - {
            None
        }
        counts["dates"] += 1
        counts["dates right"] += (answer.get("dateline") or answer.get("event_date")) in accepted
    if facts["topics"]:
        _count_tags(counts, facts, list(_tag_names(answer.get("tags", []))))


def bare(text: str | None) -> str:
    """Return a name without blanks, middle dots and quotes, as names are compared."""
    return _MARKS.sub("", text or "")


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _letters(article: Mapping) -> set[int]:
    return {letter for span in article["spans"] for letter in range(span["start"], span["end"])}


def _counterpart(article: Mapping, predicted: Iterable[Mapping]) -> Mapping:
    """Return the answer that shares most of an article's letters; an empty one when none does."""
    mine = _letters(article)
    shared = [(len(mine & _letters(answer)), answer) for answer in predicted]
    most = max((letters for letters, _ in shared), default=0)
    return next((answer for letters, answer in shared if letters == most), {}) if most else {}


def _words_for(true: Mapping) -> set[str]:
    return {
        bare(word) for word in (true["mention"], *true["aliases_in_article"], *true.get("mention_alt", []))
    }


def _names_for(true: Mapping) -> set[str]:
    return {bare(name) for name in (true["canonical"], *true.get("canonical_alt", []))}


def _count_names(counts: Counter, what: str, facts: Mapping, given: Iterable[str | None], accepted) -> None:
    """Match what was given with what is true, each once. What is optional counts neither way."""
    left = list(dict.fromkeys(bare(name) for name in given))
    free: set[str] = set()
    for true in facts["agencies"]:
        hit = next((name for name in left if name in accepted(true)), None)
        if hit is not None:
            left.remove(hit)
        if true.get("optional") or true.get("place_only"):
            free |= accepted(true)
            continue
        counts[f"{what} wanted"] += 1
        counts[f"{what} right"] += hit is not None
        counts[f"{what} given"] += hit is not None
    counts[f"{what} given"] += sum(name not in free for name in left)


def _tag_names(tags: Iterable) -> Iterator[str]:
    return (bare(tag if isinstance(tag, str) else tag.get("name")) for tag in tags)


def _count_tags(counts: Counter, facts: Mapping, tags: list[str]) -> None:
    """Count the first five tags that an editor would keep, and the topics among the first eight."""
    topics = [{bare(topic), *map(bare, facts["topic_synonyms"].get(topic, []))} for topic in facts["topics"]]
    counts["tags given"] += max(len(tags[:5]), 1)
    counts["tags kept"] += sum(any(tag in topic for topic in topics) for tag in tags[:5])
    counts["topics"] += min(len(topics), 8)
    counts["topics found"] += sum(bool(topic & set(tags[:8])) for topic in topics)
