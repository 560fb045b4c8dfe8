"""What the names in a question stand for: sections, agencies, tags, writers, pages that readers meet.

However many names there are, each step asks the database once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import BooleanField, Case, Q, Value, When

from articles.models import Agency, Section, Tag

from . import tokens
from .folding import fold
from .query import Query
from .stores import store_of

KINDS = {
    "newspaper": "n",
    "section": "s",
    "agency": "a",
    "tag": "t",
    "genre": "g",
    "writer": "w",
    "page": "p",
}
AS_TYPED = ("writer", "page")  # nothing but the name itself is known of them
MOST_NAMES = 100  # of agencies, sections, … that one name in a query stands for
MOST_COMPARED = 5000

# A name as a question has it: what kind of thing, and what was typed.
Name = tuple[str, str]


def names_in(query: Query) -> list[Name]:
    """Return the names of a question, once each."""
    fields = (
        ("section", query.sections),
        ("agency", query.agencies),
        ("tag", query.tags),
        ("writer", query.writers),
        ("page", query.pages),
    )
    return list(dict.fromkeys((kind, name) for kind, names in fields for name in names))


def find_named(connection, names: Iterable[Name]) -> dict[Name, list]:
    """Return what each name stands for: that very name, or else whatever has it in its name."""
    found: dict[Name, list] = {name: [name[1]] if name[0] in AS_TYPED else [] for name in names}
    wanted = [name for name in found if not found[name]]
    rows = rows_of_all(connection, [having(*name) for name in wanted])
    has_very_name = {place for place, _key, is_whole in rows if is_whole}
    for place, key, is_whole in rows:
        if is_whole or place not in has_very_name:
            found[wanted[place]].append(key)
    wanted = [name for name in wanted if not found[name]]
    # The archive may write the name otherwise than it was typed: full width, traditional.
    kinds = sorted({kind for kind, _name in wanted})
    for place, key, written in rows_of_all(connection, [all_of(kind) for kind in kinds]):
        for kind, name in wanted:
            if kind == kinds[place] and name in fold(written) and len(found[kind, name]) < MOST_NAMES:
                found[kind, name].append(key)
    return found


def things(kind: str):
    """Return the things that readers can meet by name, and the fields that hold names."""
    if kind == "section":
        return Section.objects.filter(is_proposed=False), ("name",)
    if kind == "agency":
        return Agency.objects.confirmed(), ("name", "names__name")
    return Tag.objects.standing(), ("name", "synonyms__name")


def having(kind: str, name: str):
    """Return the things with this in one of their names: key, and whether it is the whole of one."""
    rows, fields = things(kind)
    within, whole = Q(), Q()
    for field in fields:
        within |= Q(**{f"{field}__icontains": name})
        whole |= Q(**{f"{field}__iexact": name})
    is_whole = Case(When(whole, then=Value(True)), default=Value(False), output_field=BooleanField())
    found = rows.filter(within).annotate(is_whole=is_whole).order_by("-is_whole", "pk")
    return found.values_list("pk", "is_whole").distinct()[:MOST_NAMES]


def all_of(kind: str):
    rows, _fields = things(kind)
    return rows.order_by("pk").values_list("pk", "name")[:MOST_COMPARED]


def rows_of_all(connection, querysets: Sequence) -> list[tuple]:
    """Return the rows of all of these, each after the place of its own, in their order: one question."""
    if not querysets:
        return []
    parts, values = [], []
    for place, queryset in enumerate(querysets):
        sql, params = queryset.query.get_compiler(connection=connection).as_sql()
        parts.append(f"SELECT {place} AS place, found.* FROM ({sql}) AS found")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return cursor.fetchall()


def those_read(
    connection, table: str, found: dict[Name, list], merged: dict[tuple[str, int], list[int]]
) -> dict[Name, tuple]:
    """Return of each name those that readers meet in an article, and what was merged into them.

    A name that only drafts carry finds like no name.
    """
    groups = [
        (name, [value, *merged.get((name[0], value), ())])
        for name, values in found.items()
        for value in values
    ]
    if not groups:
        return {}
    store = store_of(connection)
    asked = [
        store.expression([[tokens.fact(KINDS[kind], value) for value in group]])
        for (kind, _name), group in groups
    ]
    read: dict[Name, tuple] = defaultdict(tuple)
    for (name, group), known in zip(groups, store.which_are_public(connection, table, asked), strict=True):
        if known:
            read[name] += tuple(group)
    return read


MERGED = """SELECT 'agency', merged_into_id, id FROM articles_agency WHERE merged_into_id IN {members}
UNION ALL SELECT 'tag', merged_into_id, id FROM articles_tag WHERE merged_into_id IN {members}"""
MOST_MERGED = 500


def merged_into(connection, *asked: dict) -> dict[tuple[str, int], list[int]]:
    """Return the keys that were merged into the agencies and tags among these values, by kind and value.

    The values are given by kind, or by name.
    """
    by_kind = defaultdict(list)
    for given in asked:
        for name, values in given.items():
            by_kind[name if isinstance(name, str) else name[0]].extend(values)
    keys = [keys_in(by_kind[kind]) for kind in ("agency", "tag")]
    if not any(keys):
        return {}
    store, found = store_of(connection), defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(MERGED.format(members=store.MEMBERS), [store.members(each) for each in keys])
        for kind, became, key in cursor.fetchmany(MOST_MERGED):
            found[kind, became].append(key)
    return found


def keys_in(values: Iterable) -> list[int]:
    """Return the values that can be keys: an address may hold any number."""
    return [value for value in values if isinstance(value, int) and 0 < value < 2**63]
