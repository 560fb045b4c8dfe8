"""Sections, agencies and tags by name: found where they are kept, proposed to the editors where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from articles.models import Agency, AgencyName, Section, Tag, TagSynonym

from .registering import chunks, register, shipped, with_parents
from .remembering import Remembered


class Kept(NamedTuple):
    """A tag or an agency, as much of it as is written: objects would take as long as the articles."""

    pk: int
    name: str


def sections_named(names: Iterable[str]) -> dict[str, Section]:
    """Return name -> section; a new name is kept as a proposal."""
    names = sorted(set(names) - {""})
    found = Section.objects.in_bulk(names, field_name="name")
    if missing := [name for name in names if name not in found]:
        Section.objects.bulk_create(
            [Section(name=name, is_proposed=True) for name in missing], ignore_conflicts=True
        )
        found |= Section.objects.in_bulk(missing, field_name="name")
    return found


def tags_named(names: Iterable[str]) -> dict[str, Kept]:
    """Return name -> the tag that stands for it: synonyms and merged tags lead to the one that was kept."""
    names = set(names) - {""}
    found = {
        synonym.name: _standing(synonym.tag)
        for chunk in chunks(names)
        for synonym in TagSynonym.objects.filter(name__in=chunk).select_related("tag")
    }
    found |= _kept(Tag, "name", names - found.keys())
    if missing := sorted(names - found.keys()):
        # Another loader or an editor may make the same name at the same moment.
        Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
        found |= _kept(Tag, "name", missing)
    return found


def agencies_named(wanted: Mapping[str, dict]) -> dict[str, Kept]:
    """Return name -> agency; `wanted` holds one mention (see drafting.describe_mention) of each name.

    A name that is one agency's other name is that agency. One that an authority file knows is kept as
    the file has it; any other is kept as a proposal, which the public never sees.
    """
    names = set(wanted) - {""}
    found = _kept(Agency, "name", names)
    by_key = {wanted[name]["key"]: name for name in names - found.keys() if wanted[name]["key"]}
    found |= {by_key[pk]: agency for pk, agency in _kept(Agency, "pk", by_key).items()}
    found |= _by_other_name(names - found.keys())
    if missing := sorted(names - found.keys()):
        known = shipped() if any(not wanted[name]["is_new"] for name in missing) else {}
        register(with_parents([name for name in missing if not wanted[name]["is_new"]], known))
        Agency.objects.bulk_create(
            [
                Agency(name=name, kind=wanted[name]["kind"], is_proposed=True)
                for name in missing
                if name not in known or wanted[name]["is_new"]
            ],
            ignore_conflicts=True,
        )
        found |= _kept(Agency, "name", missing)
    return found


def _by_other_name(names: set[str]) -> dict[str, Kept]:
    """Find agencies by another of their names; one that two share names neither."""
    owners: dict[str, dict[int, Kept]] = {}
    for chunk in chunks(names):
        rows = AgencyName.objects.filter(name__in=chunk, agency__is_proposed=False).select_related("agency")
        for row in rows:
            agency = _standing(row.agency)
            owners.setdefault(row.name, {})[agency.pk] = agency
    return {name: next(iter(found.values())) for name, found in owners.items() if len(found) == 1}


def _kept(model, key: str, values: Iterable) -> dict:
    """Return value -> the row that has it as its `key` (name or pk), or the one it was merged into."""
    found = {}
    for chunk in chunks(values):
        rows = model.objects.filter(**{f"{key}__in": chunk}).order_by()
        for value, pk, name, merged in rows.values_list(key, "pk", "name", "merged_into_id"):
            found[value] = _standing(model.objects.get(pk=pk)) if merged else Kept(pk, name)
    return found


def _standing(row) -> Kept:
    """Follow mergers to the row that stands."""
    seen = set()
    while row.merged_into_id and row.pk not in seen:
        seen.add(row.pk)
        row = row.merged_into
    return Kept(row.pk, row.name)


class Names:
    """Every section, agency and tag that a batch of drafts names, looked up at once."""

    def __init__(self, drafts: Iterable, remembered: Remembered | None = None):
        remembered = remembered or Remembered()
        remembered.refresh()
        sections, tags, agencies = set(), set(), {}
        for draft in drafts:
            sections.add(draft.fields["section"])
            tags.update(name for name, _weight in draft.fields.get("tags", ()))
            for mention in draft.fields.get("agencies", ()):
                agencies.setdefault(mention["name"], mention)
        self.sections = sections_named(sections)
        self.agencies, self.tags = remembered.agencies, remembered.tags
        new = {name: mention for name, mention in agencies.items() if name not in self.agencies}
        self.agencies.update(agencies_named(new))
        self.tags.update(tags_named(tags - self.tags.keys()))

    def section_of(self, draft) -> Section | None:
        return self.sections.get(draft.fields["section"])

    def agencies_of(self, draft) -> dict[int, tuple[Kept, dict]]:
        """Return agency key -> (agency, its first mention) in the order of the text."""
        chosen: dict[int, tuple[Kept, dict]] = {}
        for mention in draft.fields.get("agencies", ()):
            agency = self.agencies.get(mention["name"])
            if agency is not None:
                chosen.setdefault(agency.pk, (agency, mention))
        return chosen

    def tags_of(self, draft) -> dict[int, tuple[Kept, float]]:
        """Return tag key -> (tag, weight), best first."""
        chosen: dict[int, tuple[Kept, float]] = {}
        for name, weight in draft.fields.get("tags", ()):
            if name in self.tags:
                tag = self.tags[name]
                chosen.setdefault(tag.pk, (tag, weight))
        return chosen
