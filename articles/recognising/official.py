"""Places under the names that agencies bear: 市 is the paper's own city, 区 the district named before."""

from __future__ import annotations

import re

from .authority import Authority, KnownAgency
from .heads import NOT_PLACE
from .home import Home
from .places import is_city, known_places
from .words import Words

_DISTRICT = re.compile(r"[一-鿿]{1,6}?[区县市旗]")
_DISTRICT_ENDS = re.compile("[区县]")
_LOCAL = frozenset(["district", "subdistrict", "community"])
_STREETS = ("街道", "镇", "乡")


class Official:
    """Says what a place in the text is called in full, for papers of one home."""

    def __init__(self, authority: Authority, home: Home):
        self.authority, self.home = authority, home

    def city_of(self, place: str) -> str:
        """Return the city a place lies in, as far as the authority knows."""
        return place if self._is_city(place) else self.authority.city_of.get(place, "")

    def _is_city(self, place: str) -> bool:
        return is_city(place) or place in self.authority.cities

    def is_ours(self, level: str, place: str) -> bool:
        """Say whether what a file calls 市 or 省 is this paper's own."""
        if level == "省":
            return place == self.home.province or self.city_of(place) == self.home.city != ""
        return level == "市" and bool(self.home.city) and self.city_of(place) == self.home.city

    def is_elsewhere(self, entry: KnownAgency) -> bool:
        """Say whether a street or a district office is another city's: every city has a 新城街道."""
        city = self.city_of(entry.place)
        return entry.level in _LOCAL and bool(city and self.home.city) and city != self.home.city

    def name(self, head: str, district: str = "", city: str = "") -> str | None:
        """Return a place in full: 迎泽区 -> 太原市迎泽区, 山西省太原市 -> 太原市; nothing when it is unknown.

        District and city are those the story named last; the city counts for papers without a home.
        """
        if head == "省":
            return self.home.province or None
        if head == "市":
            return self.home.city or city or None
        if head in ("区", "县", "旗"):
            return self.with_city(district) if district.endswith(head) else None
        if head == "中国":
            return head
        if found := self._region_at(head, 0):
            end, place = found
            deeper = self._region_at(head, end)
            if deeper and not self._is_city(place) and self._is_city(deeper[1]):
                end, place = deeper
            return place + head[end:]
        return self.with_city(head)

    def _region_at(self, head: str, start: int) -> tuple[int, str] | None:
        """Return the province or city that begins there: the file's own, or one of the country's."""
        own = self.authority.places.longest_at(head, start)
        if own and (own[1] in self.authority.cities or own[1] in self.authority.cities.values()):
            return own
        return known_places().longest_at(head, start)

    def with_city(self, place: str) -> str:
        """Put the city before a district, and the district before a street; counties stand alone."""
        office = self.authority.offices.get(place)
        if office is not None and place.endswith(_STREETS) and not self.is_elsewhere(office):
            return self.with_city(office.place) + place.removeprefix(office.place)
        match = _DISTRICT.match(place)
        first = match[0] if match else place
        city = self.authority.city_of.get(first) or self.home.city
        return city + place if city and first.endswith("区") and not place.startswith(city) else place

    def districts_in(self, words: Words) -> list[tuple[int, str]]:
        """Return where a text names districts and counties, and which, from left to right."""
        found: list[tuple[int, str]] = []
        for level in _DISTRICT_ENDS.finditer(words.text):
            number = words.ends.get(level.end())
            if number is None or words.spelled[number] in NOT_PLACE:
                continue
            start, _, word = words.tokens[number]
            if 3 <= len(word) <= 6:
                found.append((start, word))
            elif len(word) == 1 and number:
                # 晋源/区: the dictionary knows many districts in two words.
                begin, until, before = words.tokens[number - 1]
                if until == start and before + word in self.authority.city_of:
                    found.append((begin, before + word))
        return found
