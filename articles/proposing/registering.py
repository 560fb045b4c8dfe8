"""Agencies of an authority file are kept: made or completed, and nothing of an editor's overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from articles.models import Agency, AgencyName, Level

# What authority files call a level, and what the database does.
LEVELS = {"subdistrict": Level.STREET, "none": Level.OTHER}
AT_ONCE = 500


def register(entries: Iterable) -> tuple[int, int]:
    """Keep recognising.KnownAgency values; return how many agencies were made and how many completed.

    Twice the same file changes nothing. What an agency already says stays; only blanks are filled,
    names added, and a proposal that the file knows is confirmed.
    """
    entries = {entry.name: entry for entry in entries}
    known = {agency.name: agency for agency in named(entries)}
    missing = [entry for name, entry in entries.items() if name not in known]
    Agency.objects.bulk_create(
        [
            Agency(name=entry.name, kind=entry.kind, level=level_of(entry), place=entry.place)
            for entry in missing
        ],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )
    fresh = {agency.name: agency for agency in named(entry.name for entry in missing)}
    completed = {agency.pk for agency in known.values() if complete(agency, entries[agency.name])}
    everyone = known | fresh
    completed |= link_parents(everyone, entries) - {agency.pk for agency in fresh.values()}
    completed |= add_names(everyone, entries) - {agency.pk for agency in fresh.values()}
    return len(fresh), len(completed)


def complete(agency: Agency, entry) -> bool:
    """Fill what the agency does not say yet; return whether anything was missing."""
    before = (agency.kind, agency.level, agency.place, agency.is_proposed)
    agency.kind = agency.kind or entry.kind
    agency.level = agency.level or level_of(entry)
    agency.place = agency.place or entry.place
    agency.is_proposed = False
    changed = before != (agency.kind, agency.level, agency.place, agency.is_proposed)
    if changed:
        agency.save(update_fields=["kind", "level", "place", "is_proposed"])
    return changed


def link_parents(agencies: dict[str, Agency], entries: dict) -> set[int]:
    """Set the parents that are missing, where the parent is kept too; return whose were set."""
    wanted = {
        agency: entries[name].parent
        for name, agency in agencies.items()
        if entries[name].parent and agency.parent_id is None and entries[name].parent != name
    }
    parents = agencies | {parent.name: parent for parent in named(set(wanted.values()) - agencies.keys())}
    linked = []
    for agency, parent in wanted.items():
        if parent in parents:
            agency.parent = parents[parent]
            linked.append(agency)
    Agency.objects.bulk_update(linked, ["parent"], batch_size=100)
    return {agency.pk for agency in linked}


def add_names(agencies: dict[str, Agency], entries: dict) -> set[int]:
    """Add the other names that are missing; return whose were added."""
    owners = {agency.pk: name for name, agency in agencies.items()}
    have = {
        (row.agency_id, row.name)
        for chunk in chunks(owners)
        for row in AgencyName.objects.filter(agency_id__in=chunk)
    }
    rows = [
        AgencyName(agency_id=pk, name=other)
        for pk, name in owners.items()
        for other in entries[name].short_names
        if (pk, other) not in have and other != name
    ]
    AgencyName.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    return {row.agency_id for row in rows}


def level_of(entry) -> str:
    level = LEVELS.get(entry.level, entry.level)
    return level if level in Level.values else Level.OTHER


def with_parents(names: Iterable[str], known) -> list:
    """Return the entries of these names and of all bodies above them."""
    chosen: dict = {}
    for name in names:
        while name and name not in chosen and (entry := known.get(name)) is not None:
            chosen[name] = entry
            name = entry.parent
    return list(chosen.values())


@cache
def shipped() -> dict:
    """Return name -> entry of the authority files that come with the project."""
    from articles.recognising import Authority

    return Authority.shipped().by_name


def known_agencies() -> Iterator:
    """Yield what every page is recognised with: the agencies that editors keep, then the files' others."""
    from articles.recognising import KnownAgency

    names: dict[int, list[str]] = {}
    for agency, name in AgencyName.objects.values_list("agency_id", "name"):
        names.setdefault(agency, []).append(name)
    kept = {value: key for key, value in LEVELS.items()}
    rows = Agency.objects.confirmed().values_list("pk", "name", "kind", "level", "parent__name", "place")
    have = set()
    for pk, name, kind, level, parent, place in rows:
        have.add(name)
        short = tuple(sorted(names.get(pk, ())))
        yield KnownAgency(name, short, kind or "other", kept.get(level, level), parent or "", place, key=pk)
    # A body that an editor merged away or renamed does not come back by the file's name for it.
    gone = set(Agency.objects.exclude(merged_into=None).values_list("name", flat=True))
    gone |= {name for some in names.values() for name in some}
    for name, entry in shipped().items():
        if name not in have and name not in gone:
            yield entry


def named(names: Iterable[str]) -> Iterator[Agency]:
    for chunk in chunks(names):
        yield from Agency.objects.filter(name__in=chunk)


def chunks(values: Iterable) -> Iterator[list]:
    """Cut values into lists that one statement can take."""
    values = list(values)
    for at in range(0, len(values), AT_ONCE):
        yield values[at : at + AT_ONCE]


def authority():
    """Return the authority that a page is recognised with, built anew only when the agencies have changed."""
    from django.db.models import Count, Max

    from articles.recognising import Authority

    # Cheap to ask, and any editor's change of an agency or of its names shows in one of them.
    state = (
        tuple(Agency.objects.aggregate(Count("pk"), Max("pk")).values()),
        tuple(AgencyName.objects.aggregate(Count("pk"), Max("pk")).values()),
        hash(tuple(Agency.objects.confirmed().values_list("pk", "name"))),
    )
    if _built.get("state") != state:
        _built.update(state=state, authority=Authority(known_agencies()))
    return _built["authority"]


_built: dict = {}
