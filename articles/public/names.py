"""Lists of names: sections, agencies, tags, writers, from one on, each with how many articles it stands in.

Only what is shown is counted: among all names of an archive that would take seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from articles.models import Section

from .caching import until_published
from .filters import AgencyFilter, NameFilter, day_of
from .paging import read_key, turn_names, with_key
from .tallies import count_of_late, count_uses, public_credits, spans_of_sections
from .visible import public_agencies, public_sections, public_tags

MOST_SEEN = 24
SECTIONS = 120


@dataclass(frozen=True)
class Kind:
    """One kind of names: where they are read, by which column they are told apart, and their addresses."""

    things: Callable
    narrowing: type
    key: str
    address: Callable

    @property
    def columns(self) -> tuple[str, ...]:
        return ("name",) if self.key == "name" else ("pk", "name")

    def of(self, row: dict):
        return row["name" if self.key == "name" else "pk"]


KINDS = {
    "sections": Kind(public_sections, NameFilter, "section", lambda row: f"/sections/{row['pk']}/"),
    "agencies": Kind(public_agencies, AgencyFilter, "agency", lambda row: f"/agencies/{row['pk']}/"),
    "tags": Kind(public_tags, NameFilter, "tag", lambda row: f"/tags/{row['pk']}/"),
    "writers": Kind(
        lambda: public_credits().values("name").distinct(),
        NameFilter,
        "name",
        lambda row: reverse("public:writer", args=[row["name"]]),
    ),
}


def turn(kind: str, query) -> dict:
    """Return a leaf of the names of a kind with their numbers: "filter", "names" and "more"."""
    kind = KINDS[kind]
    narrowing = kind.narrowing(query, kind.things())
    found, more = turn_names(narrowing.narrowed.values(*kind.columns), query)
    numbers = count_uses(kind.key, [kind.of(row) for row in found])
    for row in found:
        row["number"] = numbers.get(kind.of(row), 0)
        row["href"] = kind.address(row)
    return {"filter": narrowing, "names": found, "more": more}


def seen_of_late(kind: str) -> list[dict]:
    """Return the names that the newest articles use most, and how often they do."""
    kind = KINDS[kind]
    numbers = count_of_late(kind.key)
    most = sorted(numbers, key=lambda each: (-numbers[each], each))[: MOST_SEEN * 2]
    if kind.key == "name":
        rows = {name: {"name": name} for name in most}
    else:
        rows = {row["pk"]: row for row in kind.things().filter(pk__in=most).values("pk", "name")}
    found = [rows[each] | {"number": numbers[each]} for each in most if each in rows][:MOST_SEEN]
    for row in found:
        row["href"] = kind.address(row)
    return found


def names(kind: str, query) -> dict:
    """Return what a page of names shows: a leaf of them, and on the first the names seen most of late."""
    leaf = turn(kind, query)
    is_first = not (query.get("after") or leaf["filter"].is_narrowing)
    return leaf | {"most": seen_of_late(kind) if is_first and leaf["more"] else []}


def sections_in_use(query) -> tuple[list[dict], str]:
    """Return a leaf of the sections, the one in use last first, and where it goes on."""
    rows, after = until_published("sections-in-use", sections_by_use), read_key(query.get("after"))
    if after is not None:
        rows = [row for row in rows if row["key"] < after]
    more = with_key(query, "after", rows[SECTIONS - 1]["key"]) if len(rows) > SECTIONS else ""
    return rows[:SECTIONS], more


def sections_by_use() -> list[dict]:
    spans = spans_of_sections()
    names = dict(Section.objects.filter(is_proposed=False, pk__in=list(spans)).values_list("pk", "name"))
    rows = [
        {
            "pk": pk,
            "name": names[pk],
            "number": span["number"],
            "key": span["last"],
            "first": day_of(span["first"]).isoformat(),
            "last": day_of(span["last"]).isoformat(),
        }
        for pk, span in spans.items()
        if pk in names
    ]
    return sorted(rows, key=lambda row: -row["key"])
