"""Learning what evidence weighs, from pages whose stories are known.

`manage.py train_segmenter` is a thin door to `learn_weights`. Gold pages have the form that
`dump.to_json` writes, with the page's text beside the articles. The same pages give the same weights:
nothing here is random.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import read_page
from .repairing import repair
from .seams import join_halves
from .stretches import Block, Stretch
from .text import PageText
from .units import Unit
from .weaving import Draft, Weaver
from .weighing import DATA

HEADLINE = {"kicker", "title", "subtitle"}
SURE = 6.0  # log odds of a decision that gold takes
Example = tuple[dict[str, float], bool]


class Gold:
    """Which story and role gold gives to each unit of a page."""

    def __init__(self, gold: dict):
        self._story: dict[int, str] = {}
        self._role: dict[int, str] = {}
        self.halves: dict[int, int] = {}  # where a second half begins -> where its first half begins
        for article in gold["articles"]:
            for span in article["spans"]:
                for at in range(span["start"], span["end"]):
                    self._story[at], self._role[at] = article["id"], span["role"]
            body = [span for span in article["spans"] if span["role"] == "body"]
            for before, after in itertools.pairwise(body):
                if after.get("joins"):
                    self.halves[after["start"]] = before["start"]

    def story(self, unit: Unit) -> str:
        return self._story.get(unit.start, f"loose {unit.start}")

    def role(self, unit: Unit) -> str:
        return self._role.get(unit.start, "")

    def of(self, units: Iterable[Unit]) -> str:
        """The story that most of these units belong to."""
        counted = Counter(self.story(unit) for unit in units)
        return counted.most_common(1)[0][0] if counted else ""


class Pupil(Weaver):
    """A weaver that is told the right decision each time, and writes down what spoke for and against it."""

    def __init__(self, units: list[Unit], gold: Gold):
        super().__init__(units)
        self.gold = gold
        self.examples: dict[str, list[Example]] = defaultdict(list)

    def weigh(self, decision: str, evidence: dict[str, float], about: tuple) -> float:
        right = getattr(self, "_is_" + decision.replace("-", "_"))(*about)
        if right is None:
            return -SURE
        self.examples[decision].append((evidence, right))
        return SURE if right else -SURE

    def _is_join(self, unit: Unit, other: Unit) -> bool:
        return self.gold.halves.get(other.start) == unit.start

    def _is_inside(self, block: Block, above: Stretch, stretch: Stretch) -> bool:
        story = self.gold.of((above.paragraphs or above.bodies or above.others)[-1:])
        return self.gold.of(block.units) == story and self.gold.role(block.units[0]) not in HEADLINE

    # What follows is asked of lines that are not inside a story; None where gold has nothing to teach.

    def _is_heading(self, block: Block, above: Stretch | None, stretch: Stretch) -> bool | None:
        if self.gold.role(block.units[0]) not in HEADLINE:
            return None
        return self.gold.of(block.units) == self.gold.of(stretch.bodies[:1] or stretch.others)

    def _is_same_headline(self, block: Block, other: Block) -> bool | None:
        if self.gold.role(block.units[0]) not in HEADLINE or self.gold.role(other.units[0]) not in HEADLINE:
            return None
        return self.gold.of(block.units) == self.gold.of(other.units)

    def _has_headline_above(self, stretch: Stretch) -> bool:
        return any(
            self.gold.of(block.units) == self.gold.of(stretch.paragraphs[:1]) for block in stretch.blocks
        )

    def _is_late(self, block: Block, above: Stretch, stretch: Stretch) -> bool | None:
        if self.gold.role(block.units[0]) not in HEADLINE or self._has_headline_above(above):
            return None
        return self.gold.of(block.units) == self.gold.of(above.paragraphs)

    def _is_late_cut(self, block: Block, above: Stretch, stretch: Stretch, cut: int) -> bool | None:
        if self.gold.role(block.units[0]) not in HEADLINE or not self._has_headline_above(above):
            return None
        story, paragraphs = self.gold.of(block.units), above.paragraphs
        return (
            self.gold.story(paragraphs[cut]) == story
            and self.gold.story(paragraphs[cut - 1]) != story
            and self.gold.of(paragraphs[cut:]) == story
        )

    def _is_return(self, draft: Draft, other: Draft, cut: int) -> bool:
        story, paragraphs = self.gold.of(other.paragraphs), draft.paragraphs
        return self.gold.story(paragraphs[cut]) == story != self.gold.story(paragraphs[cut - 1])

    def _is_pair(self, draft: Draft, other: Draft) -> bool:
        return self.gold.of(draft.paragraphs) == self.gold.of(other.heads)


def read_examples(gold: dict) -> dict[str, list[Example]]:
    """Take one gold page apart into the decisions that had to be taken on it."""
    units, _ = read_page(PageText(gold["text"], gold.get("page", "")), without=frozenset({"continuation"}))
    pupil = Pupil(units, Gold(gold))
    join_halves(units, pupil.weigh)
    pupil.weave()
    repair(pupil)
    return pupil.examples


def fit(examples: Sequence[Example], *, calm: float = 1.0, rounds: int = 12) -> dict[str, float]:
    """Fit weights by logistic regression (Newton steps); `calm` holds rare evidence back."""
    examples, thinned = _thin(examples)
    names = sorted({name for evidence, _ in examples for name in evidence})
    rows = [[1.0, *(evidence.get(name, 0.0) for name in names)] for evidence, _ in examples]
    rights = [float(right) for _, right in examples]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(rounds):
        slope = [calm * weight for weight in weights]
        slope[0] = 0.0
        bend = [[calm * (i == j) + 1e-9 for j in range(size)] for i in range(size)]
        for row, right in zip(rows, rights, strict=True):
            score = sum(map(float.__mul__, weights, row))
            chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
            error, spread = chance - right, max(1e-6, chance * (1.0 - chance))
            filled = [i for i in range(size) if row[i]]
            for i in filled:
                slope[i] += error * row[i]
                scaled, line = spread * row[i], bend[i]
                for j in filled:
                    line[j] += scaled * row[j]
        step = _solve(bend, slope)
        weights = [weight - one for weight, one in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return {"bias": round(weights[0] - math.log(thinned), 3)} | {
        name: round(weight, 3) for name, weight in zip(names, weights[1:], strict=True) if abs(weight) >= 0.01
    }


def _thin(examples: Sequence[Example]) -> tuple[list[Example], int]:
    """Keep one in so many of the noes when there are far more of them than of the yeses."""
    yes = [one for one in examples if one[1]]
    noes = [one for one in examples if not one[1]]
    step = max(1, min(len(noes) // 4000, len(noes) // max(1, 12 * len(yes))))
    return yes + noes[::step], step


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            if factor:
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    answer = [0.0] * size
    for i in reversed(range(size)):
        answer[i] = (rows[i][size] - sum(rows[i][k] * answer[k] for k in range(i + 1, size))) / rows[i][i]
    return answer


def learn_weights(pages: Iterable[dict], *, into: Path = DATA) -> dict[str, tuple[int, int]]:
    """Learn from gold pages, write the weights, and return how many examples each decision had."""
    examples: dict[str, list[Example]] = defaultdict(list)
    for gold in pages:
        for decision, found in read_examples(gold).items():
            examples[decision] += found
    known = json.loads(into.read_text(encoding="utf-8")) if into.exists() else {}
    for decision, found in sorted(examples.items()):
        if len({right for _, right in found}) == 2:  # what was never decided both ways cannot be learned
            known[decision] = fit(found)
    into.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return {name: (len(found), sum(right for _, right in found)) for name, found in examples.items()}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="articles.segmenter.learning", description=__doc__)
    parser.add_argument(
        "folders", nargs="+", type=Path, help="Folders of gold pages: JSON with text and articles."
    )
    parser.add_argument("--into", type=Path, default=DATA, help="Where the weights go.")
    options = parser.parse_args(argv)
    paths = sorted(path for folder in options.folders for path in folder.rglob("*.json"))
    pages = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    for name, (all_, right) in learn_weights(pages, into=options.into).items():
        print(f"{name}: {all_} decisions, {right} of them yes")


if __name__ == "__main__":
    main()
