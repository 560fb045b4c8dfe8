#!/usr/bin/env python3
"""Make the sample paper's pages, and the answers to them, from the annotated pages in `source/`.

    python seeds/compose.py            write every page, gold and facts file
    python seeds/compose.py --check    change nothing; name the files that differ, exit status 1 if any

Pages and answers come from one source, so they cannot disagree. The format is told in README.md.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SEEDS = Path(__file__).resolve().parent

# As articles/segmenter/story.py has them; this script runs without the rest of the house.
HEADLINE_ROLES = {"section", "kicker", "title", "subtitle", "subhead"}
TEXT_ROLES = {"body", "caption", "duplicate", "continuation"}
ROLES = HEADLINE_ROLES | TEXT_ROLES | {"byline", "signoff", "furniture", "unknown"}
CREDITS = {
    "记者": "reporter",
    "通讯员": "correspondent",
    "摄影": "photographer",
    "编辑": "editor",
    "实习生": "intern",
    "作者": "author",
}
# What a page read with half-width punctuation looks like: 。、“” stay, the rest shrinks.
HALF_WIDTH = str.maketrans("，：；！？（）", ",:;!?()")
# `{細|细}` in the source: printed 細, should read 细.
SLIP = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


@dataclass
class Line:
    """One line of a page: what is printed, and whose it is."""

    story: str  # "-" stands outside every article
    role: str
    text: str
    joins: bool = False  # goes on with the sentence the line before it left open
    either: str = ""  # a second right answer: this other article
    slips: list[dict] = field(default_factory=list)


@dataclass
class Source:
    """An annotated page: its header and its lines, None for a blank one."""

    path: Path
    head: dict
    lines: list[Line | None]


def read_source(path: Path) -> Source:
    """Return the annotated page in a file of `source/`."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n+++\n")
    settings = tomllib.loads(head)
    lines: list[Line | None] = []
    for number, raw in enumerate(body.rstrip("\n").split("\n"), start=head.count("\n") + 3):
        if not raw.strip():
            lines.append(None)
            continue
        try:
            lines.append(read_line(raw, lines, settings))
        except ValueError as problem:
            raise ValueError(f"{path.name}:{number}: {problem}") from None
    return Source(path, settings, lines)


def read_line(raw: str, before: list[Line | None], settings: dict) -> Line:
    """Return what one source line says: `A1 body+ 文字`, `- section 文字`, `A1 duplicate =从这里`."""
    story, role, text = raw.split(" ", 2)
    if story != "-" and story not in settings["articles"]:
        raise ValueError(f"no article “{story}” in the header. Add it there or correct the name.")
    role, _, either = role.partition("?")
    joins = role.endswith("+")
    role = role.removesuffix("+")
    if role not in ROLES:
        raise ValueError(f"no role is called “{role}”. Known are {', '.join(sorted(ROLES))}.")
    if role == "duplicate" and text.startswith("="):
        return Line(story, role, copy_of(text[1:], story, before, settings))
    printed, slips = take_out_slips(text)
    if settings.get("width") == "half":
        printed = printed.translate(HALF_WIDTH)
    return Line(story, role, printed, joins, either, slips)


def copy_of(words: str, story: str, before: list[Line | None], settings: dict) -> str:
    """Return an earlier paragraph of the story from these words on (`起头…止尾`: up to those)."""
    if settings.get("width") == "half":
        words = words.translate(HALF_WIDTH)
    first, _, last = words.partition("…")
    for line in before:
        if line and line.story == story and first in line.text:
            copied = line.text[line.text.index(first) :]
            if last and last not in copied:
                continue
            return copied[: copied.index(last) + len(last)] if last else copied
    raise ValueError(f"nothing above in {story} reads “{first}”. A repeat must repeat something.")


def take_out_slips(text: str) -> tuple[str, list[dict]]:
    """Return the text as printed, and what the recogniser got wrong in it with offsets in that text."""
    printed, slips, at = "", [], 0
    for match in SLIP.finditer(text):
        printed += text[at : match.start()]
        wrong, right = match.groups()
        slips.append({"text": wrong, "should_be": right, "cls": kind_of(wrong, right), "start": len(printed)})
        printed += wrong
        at = match.end()
    return printed + text[at:], slips


def kind_of(wrong: str, right: str) -> str:
    """Return the kind of a slip by the names that the facts use."""
    if len(wrong) < len(right):
        return "omission"
    return "insertion" if wrong.strip().isascii() or len(wrong) > len(right) else "substitution"


@dataclass
class Page:
    """A page ready to be written: its text, and the answers to it."""

    path: Path  # under seeds/
    text: str
    encoding: str
    gold: dict
    facts: dict | None

    @property
    def bytes(self) -> bytes:
        return self.text.encode(self.encoding)


def compose(source: Source, authority: dict[str, dict]) -> Page:
    """Return the page a source describes, with its gold and, where the source tells them, its facts."""
    head = source.head
    text, placed = "", []
    for number, line in enumerate(source.lines, start=1):
        if line:
            start = len(text) + len(line.text) - len(line.text.lstrip())
            placed.append((number, line, start, len(text) + len(line.text)))
            text += line.text
        text += "\n"
    path = Path(head["page"])
    issue = head["date"]
    articles, loose = [], []
    for number, line, start, end in placed:
        if line.story == "-":
            loose.append({"line": number, "start": start, "end": end, "role": line.role})
    for key, told in head["articles"].items():
        mine = [item for item in placed if item[1].story == key]
        if not mine:
            raise ValueError(f"{source.path.name}: the header tells of {key}, the page has nothing of it.")
        articles.append(gold_of(key, told, mine))
    gold = {
        "page": path.name,
        "text": text,
        "issue_date": str(issue),
        "articles": articles,
        "loose": loose,
    }
    facts = facts_of(source, placed, authority, gold)
    return Page(path, text, head.get("encoding", "utf-8"), gold, facts)


def gold_of(key: str, told: dict, placed: list[tuple[int, Line, int, int]]) -> dict:
    """Return the gold of one article in the scorers' form."""
    spans = []
    for number, line, start, end in placed:
        span = {"line": number, "start": start, "end": end, "role": line.role}
        if line.joins:
            span["joins"] = True
        if line.either:
            span["either"] = line.either
        spans.append(span)
    return {
        "id": key,
        "genre": told.get("genre", "news"),
        "section": told.get("section", [""]),
        "kicker": words_of("kicker", placed),
        "title": told.get("title", words_of("title", placed)),
        "title_alt": told.get("title_alt", []),
        "subtitle": words_of("subtitle", placed),
        "byline": credits_of(told.get("by", "")),
        "byline_alt": [credits_of(by) for by in told.get("by_alt", [])],
        "continues": told.get("continues", ""),
        "note": told.get("note", ""),
        "spans": spans,
    }


def words_of(role: str, placed: list[tuple[int, Line, int, int]]) -> str:
    """Return a part of the headline as readers see it: lines joined, marks left out."""
    lines = [line.text.strip().lstrip("#").strip() for _, line, _, _ in placed if line.role == role]
    return "".join(lines).lstrip("—")


def credits_of(by: str) -> list[dict]:
    """Return the credits told as `陶砚、通讯员 童安`; a name without its role is a reporter's."""
    credits = []
    for entry in filter(None, by.split("、")):
        role, _, name = entry.rpartition(" ")
        credits.append({"name": name, "role": CREDITS[role or "记者"]})
    return credits


def facts_of(source: Source, placed: list, authority: dict[str, dict], gold: dict) -> dict | None:
    """Return the facts of a page whose header tells `facts = true`, or None."""
    head = source.head
    if not head.get("facts"):
        return None
    told_by_key = head["articles"]
    articles = {}
    for article in gold["articles"]:
        key, told = article["id"], told_by_key[article["id"]]
        mine = [item for item in placed if item[1].story == key]
        words = "".join(line.text for _, line, _, _ in mine)
        agencies = [agency_fact(entry, words, authority) for entry in told.get("agencies", [])]
        people = [{"name": c["name"], "title": "", "role": c["role"]} for c in article["byline"]]
        event = told.get("event")
        articles[key] = {
            "agencies": agencies,
            "people": [person_fact(entry) for entry in told.get("people", [])] + people,
            "event_date": str(event) if event else None,
            "dateline_text": event_words(event),
            "date_basis": told.get("date_basis", "event") if event else None,
            "dateline_date": str(event) if event else None,
            "event_date_text": event_words(event),
            "event_date_alt": [str(day) for day in told.get("event_alt", [])],
            "topics": [topic.split("|")[0] for topic in told.get("topics", [])],
            "topic_synonyms": {topic.split("|")[0]: topic.split("|")[1:] for topic in told.get("topics", [])},
            "places": told.get("places", []),
            "places_optional": [],
            "places_other": [],
            "ocr_errors": list(slips_in(mine)),
            "not_agencies": [],
            "notes": "",
        }
    return {"page": gold["page"], "issue_date": gold["issue_date"], "articles": articles}


def event_words(event: date | None) -> str:
    return f"{event.month}月{event.day}日" if isinstance(event, date) else ""


def agency_fact(entry: str, words: str, authority: dict[str, dict]) -> dict:
    """Return the fact told as `市水务局/source`: its full name, and its other names in these words."""
    mention, _, part = entry.partition("/")
    known = authority.get(mention)
    if known is None:
        raise ValueError(f"agencies.csv has no “{mention}”. Add the body there, or its short name.")
    return {
        "mention": mention,
        "aliases_in_article": [
            name for name, row in authority.items() if row is known and name != mention and name in words
        ],
        "canonical": known["name"],
        "kind": known["kind"],
        "level": known["level"],
        "role": part or "mentioned",
    }


def person_fact(entry: str) -> dict:
    name, _, title = entry.partition("/")
    return {"name": name, "title": title, "role": "official" if title else "citizen"}


def slips_in(placed: list) -> Iterator[dict]:
    """Yield what the recogniser got wrong, at its place in the page."""
    for _, line, start, end in placed:
        indent = end - start - len(line.text)
        for slip in line.slips:
            at = start + slip["start"] + indent
            yield slip | {"start": at, "end": at + len(slip["text"])}


def read_authority(path: Path) -> dict[str, dict]:
    """Return the bodies of agencies.csv by every name they go by."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: row for row in rows for name in [row["name"], *filter(None, row["aliases"].split("|"))]}


def compose_all(seeds: Path = SEEDS) -> list[Page]:
    """Return every page of the sample paper, in the order of the sources' names."""
    authority = read_authority(seeds / "agencies.csv")
    return [compose(read_source(path), authority) for path in sorted((seeds / "source").glob("*.page"))]


def files_of(page: Page) -> dict[Path, bytes]:
    """Return what a page writes: where, and which bytes."""
    files = {page.path: page.bytes, Path("gold", page.path.stem + ".json"): as_json(page.gold)}
    if page.facts:
        files[Path("facts", page.path.stem + ".json")] = as_json(page.facts)
    return files


def as_json(value: dict) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def main(argv: list[str]) -> int:
    differing = []
    for page in compose_all():
        for path, content in files_of(page).items():
            target = SEEDS / path
            if target.exists() and target.read_bytes() == content:
                continue
            differing.append(path)
            if "--check" not in argv:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    for path in differing:
        print(path)
    return 1 if differing and "--check" in argv else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
