"""Long lists are turned by key: page 5,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from .printable import printable
from .rows import columns_of, fill

SIZE = 20
NAMES = 120
LONGEST_NAME = 120


@dataclass(frozen=True)
class Leaf:
    """One screen of a list, with the addresses of its neighbours, empty where there is none."""

    rows: list[dict]
    newer: str
    older: str


def turn_to(articles, query, *, size: int = SIZE) -> Leaf:
    """Return the part of a list, newest first, that `after` or `before` in a query asks for."""
    return turn(lambda side, *key: QUESTIONS[side](articles, *key, size=size), query, size=size)


def beginning(articles, *, size: int = SIZE):
    """Return the first articles of a list, and one more than a leaf holds: so do the other two."""
    return columns_of(articles.order_by("-sort_key")[: size + 1])


def after(articles, key, *, size: int = SIZE):
    return beginning(articles.filter(sort_key__lt=key), size=size)


def before(articles, key, *, size: int = SIZE):
    return columns_of(articles.filter(sort_key__gt=key).order_by("sort_key")[: size + 1])


# The three questions that a list is read with.
QUESTIONS = {"beginning": beginning, "after": after, "before": before}


def turn(ask: Callable, query, *, size: int = SIZE) -> Leaf:
    """Return the leaf that a query asks for, of a list that `ask` puts its three questions to."""
    older_than, newer_than = read_key(query.get("after")), read_key(query.get("before"))
    if newer_than is not None:
        rows = fill(ask("before", newer_than))
        has_newer, rows = len(rows) > size, rows[size - 1 :: -1] if len(rows) > size else rows[::-1]
        has_older = True
    else:
        found = ask("beginning") if older_than is None else ask("after", older_than)
        rows = fill(found)
        has_newer, has_older, rows = older_than is not None, len(rows) > size, rows[:size]
    if not rows:
        return Leaf([], "", "")
    return Leaf(
        rows,
        newer=with_key(query, "before", rows[0]["sort_key"]) if has_newer else "",
        older=with_key(query, "after", rows[-1]["sort_key"]) if has_older else "",
    )


def read_key(value: str | None) -> int | None:
    """Return the key written in an address, None for what cannot be one."""
    if not value or len(value) > 18 or not (value.isascii() and value.isdigit()):
        return None
    return int(value)


def with_key(query, name: str, key: int) -> str:
    """Return the query of a neighbouring leaf, the filters kept."""
    kept = [(each, values) for each, values in query.lists() if each not in ("after", "before")]
    filters = f"{urlencode(kept, doseq=True)}&" if kept else ""
    return f"?{filters}{name}={key}"


def turn_names(things, query, *, size: int = NAMES) -> tuple[list, str]:
    """Return the part of a list ordered by name that begins after `after`, and where it goes on."""
    after = query.get("after", "")
    if 0 < len(after) <= LONGEST_NAME and printable(after) == after:
        things = things.filter(name__gt=after)
    found = list(things.order_by("name")[: size + 1])
    more = ""
    if len(found) > size:
        found = found[:size]
        query = query.copy()
        query["after"] = found[-1]["name"]
        more = f"?{query.urlencode()}"
    return found, more
