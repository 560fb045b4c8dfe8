"""The organisations a story names, each under its full official name.

Two eyes look: the authority file knows names and short names; the grammar of names finds what no file knows. The
longer reading wins. What 市总工会 means depends on the paper's home, what 区教育局 means on the district named before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..segmenter.story import Role
from .authority import Authority, KnownAgency
from .bodies import PARTY_OFFICES, expand, lengthen
from .findings import Mentioned, Part
from .lookup import Lookup
from .naming import Named, find_named
from .parts import part_in
from .places import Home, is_city, known_places, short_name
from .reading import Reading
from .words import Words

_LEVEL_FIRST = re.compile(r"(?:[省市区县]|团[省市区县]|民[盟革建进][省市]|农工党[省市]|九三学社[省市])")
# Short names that are also ordinary words: only with what makes them a body.
_NEEDS_COMPANY = {"中央": re.compile(r"[、和及]|关于|决定|精神|八项|决策|财经|军委|纪委")}
_ADDRESS_AFTER = re.compile(
    r"[一-鿿\d]{1,8}?(?:社区|村|路|街|巷|号|小区|大街|胡同|东|西|南|北|附近|辖区|境内|一带)"
)
_ADDRESS_BEFORE = re.compile(r"(?:位于|家住|住在|地处|坐落在|坐落于|途经|沿)\s*$")
_BEFORE_IS_MANY = re.compile(
    r"(?:[\d一二两三四五六七八九十几多各]+(?:个|家|所)?(?:省|市|区|县|市县)?的?|各(?:地|市|县|区|级|个)?|全国|全省|全市)$"
)
_NOT_AFTER = re.compile(r"(?:系统|会议|杯)")
_PART_ORDER = {Part.SOURCE: 0, Part.ACTOR: 1, Part.MENTIONED: 2}


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One place in a story where an organisation is named."""

    stretch: int
    start: int
    end: int
    entry: KnownAgency | None
    named: Named | None


class Recogniser:
    """Finds agencies for papers of one home with one authority. Made once, used for many pages."""

    def __init__(self, authority: Authority, home: Home | None):
        self.authority, self.home = authority, home or Home()
        self.known = Lookup(self._names())

    @classmethod
    def of(cls, authority: Authority, home: Home | None) -> Recogniser:
        """Return the recogniser of this authority and home; it is kept with the authority."""
        made = authority.__dict__.setdefault("_recognisers", {})
        if home not in made:
            made[home] = cls(authority, home)
        return made[home]

    def _names(self) -> dict[str, KnownAgency]:
        names: dict[str, KnownAgency] = {}
        for entry in self.authority.entries:
            names.setdefault(entry.name, entry)
        for entry in self.authority.entries:
            for short in entry.short_names:
                if len(short) > 1 and (not _LEVEL_FIRST.match(short) or self._is_ours(short, entry)):
                    names.setdefault(short, entry)
        return names

    def _is_ours(self, short: str, entry: KnownAgency) -> bool:
        """Say whether 市总工会 in this paper means the one that the file calls so."""
        level = next(letter for letter in short if letter in "省市区县")
        if level in "区县":
            return False
        if level == "省":
            return entry.place == self.home.province or self._city_of(entry) == self.home.city != ""
        return bool(self.home.city) and self._city_of(entry) == self.home.city

    def _city_of(self, entry: KnownAgency) -> str:
        return entry.place if is_city(entry.place) else self.authority.city_of.get(entry.place, "")

    def find(self, reading: Reading) -> tuple[Mentioned, ...]:
        """Return every agency of a story once, where it is named first, with the part that weighs most."""
        found: dict[str, Mentioned] = {}
        district = ""
        lead_end = next(
            (n for n, s in enumerate(reading.stretches) if s.role in (Role.BODY, Role.CAPTION)), 0
        )
        for number, stretch in enumerate(reading.stretches):
            last_party = ""
            for sighting in self._sightings(number, reading.words[number]):
                text = stretch.text
                words = text[sighting.start : sighting.end]
                if sighting.entry is not None:
                    name, kind, entry = sighting.entry.name, sighting.entry.kind, sighting.entry
                else:
                    resolved = self._resolve(sighting, text, district, last_party)
                    if resolved is None:
                        continue
                    name, kind, entry = resolved
                if kind == "party" and sighting.named is not None:
                    last_party = self._place_of(sighting, text, district) or last_party
                elif kind == "party" and entry:
                    last_party = self._party_place(entry)
                district = self._district_in(text[: sighting.end]) or district
                part = part_in(text, sighting.start, sighting.end, stretch.role, is_lead=number == lead_end)
                mentioned = Mentioned(
                    name, words, stretch.span(sighting.start, sighting.end), part, entry.key if entry else None,
                    0.95 if entry else 0.75, entry is None, kind,
                )  # fmt: skip
                _add(found, mentioned)
            district = self._district_in(stretch.text) or district
        return tuple(_merge_short(found))

    def _sightings(self, number: int, words: Words) -> Iterator[_Sighting]:
        text = words.text
        closed = _closed(text)
        candidates: list[_Sighting] = []
        for start, end, entry in self.known.find(text):
            if self._stands_alone(words, start, end, entry):
                candidates.append(_Sighting(number, start, end, entry, None))
        for named in find_named(words, self.authority.offices):
            candidates.append(_Sighting(number, named.start, named.end, None, named))
        # The longer reading wins; of two the same, the file's.
        candidates.sort(key=lambda sighting: (sighting.start - sighting.end, sighting.entry is None))
        taken: list[_Sighting] = []
        for candidate in candidates:
            if any(candidate.start < other.end and other.start < candidate.end for other in taken):
                continue
            taken.append(candidate)
        for sighting in sorted(taken, key=lambda sighting: sighting.start):
            if any(a <= sighting.start and sighting.end <= b for a, b in closed):
                continue
            if _BEFORE_IS_MANY.search(text, max(0, sighting.start - 8), sighting.start):
                continue
            if _NOT_AFTER.match(text, sighting.end):
                continue
            yield sighting

    def _stands_alone(self, cut: Words, start: int, end: int, entry: KnownAgency) -> bool:
        text = cut.text
        words = text[start:end]
        if len(words) <= 3 and not _LEVEL_FIRST.match(words) and not cut.hold(start, end):
            return False
        if (company := _NEEDS_COMPANY.get(words)) and not company.match(text, end):
            return False
        if entry.kind == "subdistrict" and (words.endswith(("街道", "镇", "乡"))):
            # A street in an address is a place, not its office.
            if _ADDRESS_AFTER.match(text, end) or _ADDRESS_BEFORE.search(text, max(0, start - 8), start):
                return False
            return bool(part_in(text, start, end, Role.BODY, is_lead=True) is not Part.MENTIONED)
        if words[0] in "省市" and start and text[start - 1] in "全我各本两该":
            return False
        if text[end : end + 1] in "员" and words.endswith("委"):
            return False
        return not (start and words[0] in "市" and text[start - 1] in "城超都")

    def _resolve(self, sighting: _Sighting, text: str, district: str, last_party: str):
        """Return full name, kind and authority entry of what the grammar found; nothing when it stays a generic."""
        named = sighting.named
        words = text[named.start : named.end]
        if named.inherits:
            if not last_party:
                return None
            if named.ending in PARTY_OFFICES:
                name, kind = expand(last_party, "委" + named.ending)
            else:
                name, kind = expand(last_party, words) or (last_party + words, named.kind)
            return name, kind, self.authority.by_name.get(name)
        head, body = text[named.start : named.head], text[named.head : named.end]
        if not head:
            return lengthen(words), named.kind, self.authority.by_name.get(words)
        place = self._official(head, district)
        if place is None:
            # Whose 区委 it is nobody can say; 市消防支队 is at least worth a look.
            return (
                None if named.kind in ("party", "government") and len(body) < 4 else (words, named.kind, None)
            )
        if full := expand(place, body):
            name, kind = full
            return name, kind, self.authority.by_name.get(name)
        if len(head) > 1 and (head[-1] not in "省市区县旗镇乡道" or named.kind == "company"):
            return lengthen(words), named.kind, self.authority.by_name.get(words)
        name = lengthen(place + body)
        return name, named.kind, self.authority.by_name.get(name) or self.authority.by_name.get(words)

    def _place_of(self, sighting: _Sighting, text: str, district: str) -> str:
        named = sighting.named
        return (
            self._official(text[named.start : named.head], district) or "" if named.head > named.start else ""
        )

    def _party_place(self, entry: KnownAgency) -> str:
        if entry.name.startswith("中国共产党") and entry.name.endswith("委员会"):
            return entry.name.removeprefix("中国共产党").removesuffix("委员会")
        return entry.place

    def _official(self, head: str, district: str) -> str | None:
        """Return a place under its full name: 市 -> 太原市, 迎泽区 -> 太原市迎泽区; nothing when unknown."""
        if head in ("省", "市"):
            return self.home.of(head) or None
        if head in ("区", "县", "旗"):
            return self._with_city(district) if district.endswith(head) else None
        if head == "中国":
            return head
        if found := known_places().longest_at(head, 0):
            end, place = found
            rest = head[end:]
            if not is_city(place) and (deeper := known_places().longest_at(rest, 0)) and is_city(deeper[1]):
                # 山西省太原市 is said 太原市.
                place, rest = deeper[1], rest[deeper[0] :]
            if rest:
                return place + rest
            return place
        return self._with_city(head)

    def _with_city(self, place: str) -> str:
        """Put the city before a district, and the district before a street; counties stand alone."""
        office = self.authority.offices.get(place)
        if office is not None and place.endswith(("街道", "镇", "乡")):
            return self._with_city(office.place) + place.removeprefix(office.place)
        match = re.match(r"[一-鿿]{1,6}?[区县市旗]", place)
        first = match[0] if match else place
        city = self.authority.city_of.get(first) or self.home.city
        return city + place if city and first.endswith("区") and not place.startswith(city) else place

    def _district_in(self, text: str) -> str:
        """Return the district named last."""
        best = ""
        for match in re.finditer(r"(?<![一-鿿])[一-鿿]{2,4}?[区县]|[一-鿿]{2,3}?[区县]", text):
            if match[0] in self.authority.city_of:
                best = match[0]
        return best or self._known_district(text)

    def _known_district(self, text: str) -> str:
        best = (-1, "")
        for place in self.authority.city_of:
            if place[-1:] in "区县" and (at := text.rfind(place)) > best[0]:
                best = (at, place)
        return best[1]


def _closed(text: str) -> list[tuple[int, int]]:
    """Return what stands in book marks: the name of a document names nobody."""
    return [match.span() for match in re.finditer(r"《[^》]{1,80}》", text)]


def _add(found: dict[str, Mentioned], new: Mentioned) -> None:
    old = found.get(new.name)
    if old is None:
        found[new.name] = new
    elif _PART_ORDER[new.part] < _PART_ORDER[old.part]:
        found[new.name] = replace(old, part=new.part)


def _merge_short(found: dict[str, Mentioned]) -> Iterator[Mentioned]:
    """Take 朝阳社区 for the 南寨街道朝阳社区 that the story names in full elsewhere."""
    for name, mentioned in found.items():
        fuller = next(
            (
                other
                for full, other in found.items()
                if full != name
                and mentioned.is_new
                and len(name) >= 3
                and full.endswith(name)
                and short_name(name) != name[:0]
            ),
            None,
        )
        if fuller is None:
            yield mentioned
