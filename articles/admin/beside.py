"""When two save at once: byline, agencies and tags, of each the version seen, one's own and the other's.

A row that only one of the two added, changed or took away is as that one left it; where both changed the
same row, one's own stands. The form that comes back holds the outcome, and both versions stand above it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Credit, Mention, TaggingState

MOST_ROWS = 400


@dataclass(frozen=True)
class Kind:
    """Rows of one kind: which columns say which row it is, and which say how it is."""

    name: str
    prefix: str  # of its formset
    label: str
    key: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *self.rest)


CREDITS = Kind("credits", "credits", _("署名"), ("name", "role"), ("order",))
AGENCIES = Kind("agencies", "mentions", _("机构"), ("agency",), ("words", "part"))
KINDS = (CREDITS, AGENCIES)

Row = dict[str, str]


def standing_rows(article: Article) -> dict[str, list[Row]]:
    """Return the rows of each kind as they stand, as a browser would send them."""
    credits = article.credits.values("pk", *CREDITS.columns)
    mentions = article.mentions.filter(is_refused=False)
    return {
        "credits": [as_sent(row) for row in credits],
        "agencies": [as_sent(row) for row in mentions.values("pk", *AGENCIES.columns)],
    }


def as_sent(row: Mapping) -> Row:
    return {name: str(value) for name, value in row.items()}


def snapshot(rows: dict[str, list[Row]], tags: list[str]) -> str:
    """Return what a form carries along, to be compared with when it comes back."""
    return json.dumps({**rows, "tags": tags}, ensure_ascii=False, separators=(",", ":"))


def read_snapshot(sent: str) -> dict | None:
    """Return what the form carried; None where it carried nothing that can be read."""
    try:
        seen = json.loads(sent or "")
        rows = {
            kind.name: [{name: str(row[name]) for name in ("pk", *kind.columns)} for row in seen[kind.name]]
            for kind in KINDS
        }
        return {**rows, "tags": [str(name) for name in seen["tags"]]}
    except (ValueError, TypeError, KeyError):
        return None


def rows_sent(data: Mapping, kind: Kind, seen: list[Row]) -> list[Row]:
    """Return the rows as the editor means them: those she saw, as she changed them, and her new ones."""
    total = data.get(f"{kind.prefix}-TOTAL_FORMS", "")
    rows = {row["pk"]: row for row in seen}
    new = []
    for number in range(min(int(total), MOST_ROWS) if total.isdecimal() else 0):
        start = f"{kind.prefix}-{number}-"
        row = {name: data.get(start + name, "").strip() for name in kind.columns}
        pk = data.get(f"{start}id", "")
        if data.get(f"{start}DELETE"):
            rows.pop(pk, None)
        elif pk:
            rows[pk] = {"pk": pk, **row}
        elif row[kind.key[0]]:
            new.append({"pk": "", **row})
    return [*rows.values(), *new]


def meet(kind: Kind, seen: list[Row], mine: list[Row], theirs: list[Row]) -> list[Row]:
    """Return the rows that both versions together make."""
    before, own, other = (by_key(kind, rows) for rows in (seen, mine, theirs))
    met = []
    for key, row in other.items():
        if key in before and key not in own:
            continue  # taken away here
        is_changed = key in own and rest(kind, own[key]) != rest(kind, before.get(key, row))
        met.append(own[key] if is_changed else row)
    for key, row in own.items():
        taken_away_there = key in before and rest(kind, before[key]) == rest(kind, row)
        if key not in other and not taken_away_there:
            met.append(row)
    return met


def by_key(kind: Kind, rows: list[Row]) -> dict[tuple, Row]:
    return {tuple(row[name] for name in kind.key): row for row in rows}


def rest(kind: Kind, row: Row) -> tuple:
    return tuple(row[name] for name in kind.rest)


def are_same(kind: Kind, one: list[Row], other: list[Row]) -> bool:
    return {key: rest(kind, row) for key, row in by_key(kind, one).items()} == {
        key: rest(kind, row) for key, row in by_key(kind, other).items()
    }


def send_again(data, kind: Kind, article: Article, met: list[Row], theirs: list[Row]) -> None:
    """Write into a form's data the rows that it would send if it had been opened now."""
    for name in [
        name for name in data if name.startswith(f"{kind.prefix}-") and name.split("-")[1].isdecimal()
    ]:
        del data[name]
    wanted = by_key(kind, met)
    known = by_key(kind, theirs)
    rows = [(row, wanted.get(key)) for key, row in known.items()]
    rows += [(None, row) for key, row in wanted.items() if key not in known]
    for number, (old, row) in enumerate(rows):
        start = f"{kind.prefix}-{number}-"
        data[f"{start}id"] = old["pk"] if old else ""
        data[f"{start}article"] = str(article.pk)
        for name in kind.columns:
            data[start + name] = (row or old)[name]
        if row is None:
            data[f"{start}DELETE"] = "on"
    data[f"{kind.prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{kind.prefix}-INITIAL_FORMS"] = str(len(known))


def accepted_tags(article: Article) -> list[str]:
    rows = article.taggings.filter(state=TaggingState.ACCEPTED)
    return sorted(rows.values_list("tag__name", flat=True))


def in_words(kind: Kind, rows: list[Row], agencies: Mapping[str, str]) -> str:
    """Return rows as a person reads them, one a line."""
    if kind is CREDITS:
        roles = dict(Credit.Role.choices)
        return "\n".join(f"{row['name']}（{roles.get(row['role'], row['role'])}）" for row in rows)
    parts = dict(Mention._meta.get_field("part").flatchoices)
    return "\n".join(
        f"{agencies.get(row['agency'], row['agency'])}（{parts.get(row['part'], row['part'])}）"
        for row in rows
    )
