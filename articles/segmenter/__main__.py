"""Segment pages without the rest of the house: `python -m articles.segmenter PAGE... --output FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import segment_page
from .dump import to_json, to_text
from .text import PageText


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="articles.segmenter", description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path, help="UTF-8 text, one file a page.")
    parser.add_argument(
        "--output", type=Path, help="A folder for one JSON file a page; text is printed without it."
    )
    parser.add_argument("--without", nargs="*", default=[], help="Kinds of evidence to leave out.")
    options = parser.parse_args(argv)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
    for path in options.pages:
        page = PageText(path.read_bytes().decode("utf-8"), path.name)
        segmentation = segment_page(page, without=frozenset(options.without))
        if options.output:
            target = options.output / f"{path.stem}.json"
            target.write_text(
                json.dumps(to_json(page, segmentation), ensure_ascii=False, indent=1), encoding="utf-8"
            )
        else:
            print(to_text(page, segmentation))


if __name__ == "__main__":
    main()
