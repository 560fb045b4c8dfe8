"""Who stands under whom: agencies from the top down, a level or two at a time, however many there are."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef

from articles.models import Agency

from .paging import turn_names
from .visible import public_agencies

SHOWN = 12  # agencies below each at the first sight
TOPS = 40
MOST_BELOW = 400
LEVELS = 5  # names above one that lead back to the top


def branches(query) -> dict:
    """Return a leaf of the agencies at the top, each with the first of those below it."""
    tops, more = turn_names(tops_of_trees().values("pk", "name"), query, size=TOPS)
    public = set(public_agencies().filter(pk__in=[top["pk"] for top in tops]).values_list("pk", flat=True))
    below = first_below([top["pk"] for top in tops])
    for top in tops:
        children, number = below.get(top["pk"], ([], 0))
        top |= {"href": address(top["pk"]) if top["pk"] in public else "", "below": children}
        top["more"] = number - len(children)
    return {"branches": tops, "more": more}


def tops_of_trees():
    """Return who public agencies stand under, unless they are met below another themselves."""
    public = public_agencies().order_by()
    is_met_below = Exists(public.filter(pk=OuterRef("pk"))) & Exists(public.filter(pk=OuterRef("parent")))
    has_below = Exists(public.filter(parent=OuterRef("pk")))
    return Agency.objects.filter(has_below).exclude(is_met_below).order_by("name")


def first_below(parents: list[int]) -> dict[int, tuple[list[dict], int]]:
    """Return of each parent the first agencies below it, and how many there are."""
    rows = public_agencies().filter(parent__in=parents).order_by("name").values("pk", "name", "parent_id")
    found: dict[int, tuple[list[dict], int]] = {}
    for row in rows:
        children, number = found.get(row["parent_id"], ([], 0))
        if number < SHOWN:
            children.append({"pk": row["pk"], "name": row["name"], "href": address(row["pk"])})
        found[row["parent_id"]] = children, number + 1
    shown = [child for children, _number in found.values() for child in children]
    numbers = count_below([child["pk"] for child in shown])
    for child in shown:
        child["number"] = numbers.get(child["pk"], 0)
    return found


def find_under(pk: int) -> Agency | None:
    """Return an agency that others stand under, or that readers may see."""
    public = public_agencies().order_by()
    shown = Exists(public.filter(pk=OuterRef("pk"))) | Exists(public.filter(parent=OuterRef("pk")))
    return Agency.objects.filter(shown, pk=pk).select_related("parent__parent__parent__parent").first()


def below(agency: Agency) -> list[dict]:
    """Return the public agencies under one, each with how many stand under it."""
    rows = list(public_agencies().filter(parent=agency).order_by("name").values("pk", "name")[:MOST_BELOW])
    numbers = count_below([row["pk"] for row in rows])
    return [row | {"href": address(row["pk"]), "number": numbers.get(row["pk"], 0)} for row in rows]


def count_below(parents: list[int]) -> dict[int, int]:
    rows = public_agencies().filter(parent__in=parents).order_by()
    return dict(rows.values_list("parent").annotate(number=Count("pk")))


def above(agency: Agency) -> list[dict]:
    """Return an agency and who it stands under, from the top down; what is not public has no address."""
    chain, each = [], agency
    while each is not None and len(chain) < LEVELS and each.pk not in {row["pk"] for row in chain}:
        chain.append({"pk": each.pk, "name": each.name})
        each = each.parent
    public = set(public_agencies().filter(pk__in=[row["pk"] for row in chain]).values_list("pk", flat=True))
    return [
        row | {"href": f"/agencies/tree/?under={row['pk']}" if row["pk"] in public else ""}
        for row in reversed(chain)
    ]


def address(pk: int) -> str:
    return f"/agencies/{pk}/"
