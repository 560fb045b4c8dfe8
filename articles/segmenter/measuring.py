"""Measure the segmenter on gold pages: `python -m articles.segmenter.measuring FOLDER... [--ablate]`.

`FOLDER` holds gold pages, JSON with the page's text inside. `--ablate` leaves one kind of evidence out at a
time, and shows what is lost with it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import segment_page
from .dump import to_json
from .scoring import FIGURES, mean, score_page, table
from .text import PageText
from .weighing import KINDS

EVIDENCE = (*KINDS, "repeats", "continuation")  # what can be left out


def measure(golds: list[dict], without: frozenset[str] = frozenset()) -> dict[str, dict[str, float]]:
    """Segment every gold page anew and score it, by page name."""
    pages = {}
    for place, gold in enumerate(golds):
        page = PageText(gold["text"], gold.get("page", ""))
        pages[gold.get("page") or str(place)] = score_page(
            gold, to_json(page, segment_page(page, without=without))
        )
    return pages


def read_golds(folder: Path, pattern: str = "*.json") -> list[dict]:
    """Read the gold pages of a folder, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(pattern))]


def ablate(golds: list[dict]) -> str:
    """A line for each kind of evidence: the mean figures without it."""
    rows = ["without".ljust(16) + " ".join(name.rjust(9) for name in FIGURES)]
    for kind in ("", *EVIDENCE):
        figures = mean(measure(golds, frozenset({kind} - {""})))
        rows.append((kind or "(nothing)").ljust(16) + " ".join(f"{figures[name]:9.3f}" for name in FIGURES))
    return "\n".join(rows)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="articles.segmenter.measuring", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="Folders of gold pages.")
    parser.add_argument("--only", default="*.json", help="Which files: *-clean.json, say.")
    parser.add_argument("--ablate", action="store_true", help="Leave out one kind of evidence at a time.")
    options = parser.parse_args(argv)
    for folder in options.folders:
        golds = read_golds(folder, options.only)
        print(f"{folder} ({options.only}, {len(golds)} pages)")
        print(ablate(golds) if options.ablate else table(measure(golds)))


if __name__ == "__main__":
    main()
