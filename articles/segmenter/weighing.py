"""Weighing evidence: every doubtful decision is a sum of named pieces of evidence, each with its weight.

The weights are learned from pages whose stories are known (`training.py`) and kept as plain numbers, so a
decision can be explained: what spoke for it, what against, and how narrowly it was taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from operator import mul
from pathlib import Path

DATA = Path(__file__).parent / "data" / "weights.json"

# Kinds of evidence, and what belongs to each: whole kinds can be left out, to measure what they are worth.
KINDS: dict[str, tuple[str, ...]] = {
    "openings": ("opens", "leads", "habit-leads"),
    "signatures": ("signed", "closed", "habit-signed", "sign"),
    "shape": ("mark", "heading", "block", "parallel", "length", "gap", "short"),
    "shared-words": ("tie", "bond", "share"),
    "sentences": ("unfinished", "half"),
    "distance": ("step", "count", "place"),
    "damage": ("habit-damage",),
}


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    return json.loads(DATA.read_text(encoding="utf-8"))


def kind_of(name: str) -> str:
    """Say to which kind a piece of evidence belongs: names begin with what they are."""
    for kind, heads in KINDS.items():
        if any(name == head or name.startswith(head + "-") for head in heads):
            return kind
    return ""


def weigh(decision: str, evidence: Mapping[str, float], without: frozenset[str] = frozenset()) -> float:
    """Sum the evidence for a decision in log odds: above 0 it is likelier than not."""
    bias, scale = _scale(decision, tuple(evidence), without)
    return sum(map(mul, scale, evidence.values()), bias)


@lru_cache(maxsize=256)
def _scale(decision: str, names: tuple[str, ...], without: frozenset[str]) -> tuple[float, tuple[float, ...]]:
    """Return the weights of a decision in the order of its evidence: a page takes thousands of decisions."""
    known = weights()[decision]
    return known.get("bias", 0.0), tuple(
        [0.0 if kind_of(name) in without else known.get(name, 0.0) for name in names]
    )


def explain(decision: str, evidence: Mapping[str, float]) -> list[tuple[str, float]]:
    """List what spoke for and against a decision, strongest first."""
    scale = weights()[decision]
    said = [(name, round(scale.get(name, 0.0) * value, 2)) for name, value in evidence.items()]
    return sorted((one for one in said if one[1]), key=lambda one: -abs(one[1]))
