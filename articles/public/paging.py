"""Long lists are turned by key: page 5,000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass

from .printable import printable
from .rows import rows_of

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
    after, before = read_key(query.get("after")), read_key(query.get("before"))
    if before is not None:
        rows = rows_of(articles.filter(sort_key__gt=before).order_by("sort_key")[: size + 1])
        has_newer, rows = len(rows) > size, rows[size - 1 :: -1] if len(rows) > size else rows[::-1]
        has_older = True
    else:
        if after is not None:
            articles = articles.filter(sort_key__lt=after)
        rows = rows_of(articles.order_by("-sort_key")[: size + 1])
        has_newer, has_older, rows = after is not None, len(rows) > size, rows[:size]
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
    query = query.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[name] = str(key)
    return f"?{query.urlencode()}"


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
