"""The agency authority: the organisations that are known, their short names, and where each belongs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .lookup import Lookup
from .places import is_city, province_of, short_name

KINDS = frozenset(
    "party government police congress cppcc court_procuratorate mass_org democratic_party military hospital "
    "school company association community subdistrict media other".split()
)
LEVELS = frozenset("central province city district subdistrict community none".split())

# What the files that come with the project hold; a newspaper may bring its own.
SHIPPED = Path(__file__).resolve().parent.parent / "data"


class UnreadableAuthority(ValueError):
    """An authority file says something that cannot be taken: which file, which line, which value."""


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An organisation that somebody has checked."""

    name: str
    short_names: tuple[str, ...] = ()
    kind: str = "other"
    level: str = "none"
    parent: str = ""
    place: str = ""
    key: object = None


class Authority:
    """All known agencies, found by any of their names."""

    def __init__(self, entries: Iterable[KnownAgency] = ()):
        self.entries = tuple(entries)
        self.by_name: dict[str, KnownAgency] = {}
        self.recognisers: dict = {}  # one for each home, made when first asked for
        for entry in self.entries:
            self.by_name.setdefault(entry.name, entry)

    @classmethod
    def from_csv(cls, paths: Path | str | Iterable[Path | str]) -> Authority:
        """Read one file or several; a name that two files know is taken from the first."""
        if isinstance(paths, (str, Path)):
            paths = [paths]
        known: dict[str, KnownAgency] = {}
        for path in paths:
            for entry in read_agencies(Path(path)):
                known.setdefault(entry.name, entry)
        return cls(known.values())

    @classmethod
    def shipped(cls) -> Authority:
        """Return what comes with the project: national bodies, and those of Shanxi and Taiyuan."""
        return cls.from_csv(sorted(SHIPPED.glob("*.csv")))

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def cities(self) -> dict[str, str]:
        """Return the cities the file has bodies of, each with its province; an invented city counts too."""
        provinces = {entry.place for entry in self.entries if entry.level == "province" and entry.place}
        found: dict[str, str] = {}
        for entry in self.entries:
            if entry.level != "city" or not entry.place.endswith(("市", "州", "盟")):
                continue
            above = next((body.place for body in self._above(entry) if body.level == "province"), "")
            known = province_of(entry.place) or above
            if known or entry.place not in found:
                found[entry.place] = known
        # A file of one province need not say of each city which it lies in.
        only = provinces.pop() if len(provinces) == 1 else ""
        return {city: province or ("" if is_city(city) else only) for city, province in found.items()}

    @cached_property
    def city_of(self) -> dict[str, str]:
        """Return the city of every district and county in the file: 清徐县 -> 太原市."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if entry.place and entry.place not in found:
                places = (body.place for body in (entry, *self._above(entry)))
                city = next((place for place in places if is_city(place) or place in self.cities), "")
                if city:
                    found[entry.place] = city
        return found

    def _above(self, entry: KnownAgency) -> Iterator[KnownAgency]:
        """Yield the bodies over one, nearest first."""
        seen = {entry.name}
        while (entry := self.by_name.get(entry.parent)) is not None and entry.name not in seen:
            seen.add(entry.name)
            yield entry

    @cached_property
    def places(self) -> Lookup[str]:
        """Return provinces, cities, districts, streets and towns of the file by what newspapers call them."""
        words: dict[str, str] = {}
        for city, province in self.cities.items():
            for place in filter(None, (city, province)):
                words.setdefault(place, place)
                if len(short := short_name(place)) > 1:
                    words.setdefault(short, place)
        words |= {place: place for place in self.city_of if place[-1] in "区县市旗"}
        words |= {name: name for name in self.offices if name.endswith(("街道", "镇", "乡"))}
        return Lookup(words)

    @cached_property
    def offices(self) -> dict[str, KnownAgency]:
        """Return streets, towns and communities by the way a newspaper calls them: 坞城街道."""
        found: dict[str, KnownAgency] = {}
        for entry in self.entries:
            if entry.level in ("subdistrict", "community"):
                for name in entry.short_names:
                    found.setdefault(name, entry)
        return found


def read_agencies(path: Path) -> list[KnownAgency]:
    """Read an authority file, or say which line cannot be taken and why."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableAuthority(f"{path}: cannot be read ({error.strerror}). Name a CSV file.") from error
    except UnicodeDecodeError as error:
        raise UnreadableAuthority(
            f"{path}: not UTF-8 at byte {error.start}. If it is GB18030, convert it first."
        ) from error
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    except csv.Error as error:
        raise UnreadableAuthority(
            f"{path}: not a CSV file ({error}). Save it as comma-separated UTF-8."
        ) from error
    if not rows:
        raise UnreadableAuthority(
            f"{path}: empty. Its first line should be name,aliases,level,kind,parent,place."
        )
    columns = [column.strip() for column in rows[0]]
    if {"district", "organisation"} <= set(columns):
        return _subdivisions(path, columns, rows[1:])
    missing = [
        column for column in ("name", "aliases", "level", "kind", "parent", "place") if column not in columns
    ]
    if missing:
        raise UnreadableAuthority(
            f"{path}, line 1: no column “{missing[0]}” in “{','.join(columns)}”. "
            "Its first line should be name,aliases,level,kind,parent,place."
        )
    entries, lines = [], {}
    for number, row in _records(path, columns, rows[1:]):
        name = row["name"]
        if not name:
            raise UnreadableAuthority(f"{path}, line {number}: no name. Fill in the full official name.")
        if name in lines:
            raise UnreadableAuthority(
                f"{path}, line {number}: “{name}” stands on line {lines[name]} already. Keep one of them."
            )
        lines[name] = number
        level, kind = row["level"] or "none", row["kind"] or "other"
        for column, value, allowed in (("level", level, LEVELS), ("kind", kind, KINDS)):
            if value not in allowed:
                raise UnreadableAuthority(
                    f"{path}, line {number}: {column} “{value}” of “{name}” "
                    f"is not one of {', '.join(sorted(allowed))}."
                )
        entries.append(KnownAgency(name, _names(row["aliases"]), kind, level, row["parent"], row["place"]))
    return entries


def _subdivisions(path: Path, columns: list[str], rows: list[list[str]]) -> list[KnownAgency]:
    """Read a list of streets, towns and communities: each has an office."""
    entries: dict[str, KnownAgency] = {}
    for number, row in _records(path, columns, rows):
        if not row["name"]:
            raise UnreadableAuthority(f"{path}, line {number}: no name. Fill in the street or community.")
        if not row["aliases"]:
            continue  # units that only statistics know
        is_place = row.get("kind") in ("community", "village")
        kind = "community" if is_place else "subdistrict"
        entry = KnownAgency(row["organisation"], _names(row["aliases"]), kind, kind, "", row["district"])
        entries.setdefault(entry.name, entry)
    return list(entries.values())


def _records(path, columns, rows):
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise UnreadableAuthority(
                f"{path}, line {number}: {len(cells)} values for {len(columns)} columns in "
                f"“{','.join(cells)[:60]}”. Put a value that holds a comma in quotes."
            )
        yield number, {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split("|") if (name := part.strip())))
