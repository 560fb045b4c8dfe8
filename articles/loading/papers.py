"""The newspaper.toml beside the pages: whose pages they are, and what their paths say."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime

from .encodings import KNOWN
from .paths import FromPath, normal_page, read_path

FILE = "newspaper.toml"
AGENCIES = "agencies.csv"
LARGEST = 256 * 1024


class UnreadablePaper(ValueError):
    """A newspaper.toml says something that cannot be taken: which file, which key, which value."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a newspaper.toml says. An empty one is what stands where there is none."""

    name: str = ""
    slug: str = ""
    city: str = ""
    province: str = ""
    issn: str = ""
    publisher: str = ""
    description: str = ""
    is_main: bool = False
    encoding: str = ""
    date: date | None = None  # all pages beside it are of this day
    agencies: tuple[str, ...] = (AGENCIES,)
    rules: tuple[re.Pattern, ...] = ()
    dates: dict[str, date] = field(default_factory=dict)  # file name or path below -> day
    pages: dict[str, str] = field(default_factory=dict)
    where: str = ""  # the file it was read from, "" for none

    def says(self, path: str) -> FromPath:
        """Return what this paper's own rules make of a path below its folder."""
        name = path.rsplit("/", 1)[-1]
        found = read_path(path, self.rules)
        day = self.dates.get(path) or self.dates.get(name) or found.date or self.date
        number = self.pages.get(path) or self.pages.get(name) or found.page
        return FromPath(day, number, found.edition)


def read_paper(raw: bytes, where: str) -> Paper:
    """Return what a newspaper.toml says, or say what in it cannot be taken."""
    if len(raw) > LARGEST:
        raise UnreadablePaper(f"{where}: {len(raw)} bytes are too many for a {FILE}.")
    try:
        tables = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadablePaper(f"{where}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadablePaper(f"{where}: {error}.") from error
    paper = tables.get("newspaper", tables)
    if not isinstance(paper, dict):
        raise UnreadablePaper(f"{where}: newspaper = {paper!r} is no table. Write [newspaper].")
    words = {
        key: _words(paper, key, where)
        for key in ("slug", "city", "province", "issn", "publisher", "description", "encoding")
    }
    if words["encoding"] and words["encoding"].lower() not in KNOWN:
        raise UnreadablePaper(
            f"{where}: encoding = “{words['encoding']}” is none of {', '.join(sorted(KNOWN))}."
        )
    if words["slug"] and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", words["slug"]):
        raise UnreadablePaper(
            f"{where}: slug = “{words['slug']}”. Use small letters, digits and hyphens only."
        )
    agencies = paper.get("agencies", tables.get("agencies", AGENCIES))
    return Paper(
        name=_words(paper, "name", where) or _words(paper, "paper", where),
        is_main=paper.get("main") is True,
        date=_day(paper["date"], "date", where) if "date" in paper else None,
        agencies=tuple(agencies) if isinstance(agencies, list) else (str(agencies),),
        rules=_rules(tables.get("paths", {}), where),
        dates={str(key): _day(value, f"dates.{key}", where) for key, value in _table(tables, "dates", where)},
        pages={str(key): normal_page(str(value)) for key, value in _table(tables, "pages", where)},
        where=where,
        **words | {"encoding": words["encoding"].lower()},
    )


def _words(table: dict, key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or len(value) > 500:
        raise UnreadablePaper(f"{where}: {key} = {value!r} should be words in quotes.")
    return value.strip()


def _table(tables: dict, key: str, where: str):
    table = tables.get(key, {})
    if not isinstance(table, dict):
        raise UnreadablePaper(f"{where}: {key} = {table!r} is no table. Write [{key}].")
    return table.items()


def _day(value, key: str, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UnreadablePaper(f"{where}: {key} = {value!r} is no date. Write 2024-06-14.") from error


def _rules(table, where: str) -> tuple[re.Pattern, ...]:
    patterns = table.get("patterns", []) if isinstance(table, dict) else None
    if not isinstance(patterns, list) or len(patterns) > 50:
        raise UnreadablePaper(f"{where}: [paths] patterns should be a list of at most 50 patterns.")
    rules = []
    for pattern in patterns:
        # A repeated group can take a path of 40 letters hours to refuse, and archives come from anywhere.
        if not isinstance(pattern, str) or len(pattern) > 200 or re.search(r"\)[*+{]", pattern):
            raise UnreadablePaper(f"{where}: {pattern!r} repeats a group or is too long. Write it without.")
        try:
            rules.append(re.compile(pattern))
        except re.error as error:
            raise UnreadablePaper(f"{where}: {pattern!r} is no pattern ({error}).") from error
    return tuple(rules)
