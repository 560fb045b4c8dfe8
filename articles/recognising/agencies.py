"""The organisations a story names, each once and under its full official name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..segmenter.story import Role
from .authority import Authority, KnownAgency
from .bodies import COMMITTEES, PARTY_OFFICES, expand, lengthen
from .endings import COMMITTEE
from .findings import Mentioned, Part
from .home import Home
from .lookup import Lookup
from .naming import Named
from .official import Official
from .parts import part_in, tells
from .reading import Reading, Stretch
from .sightings import LEVEL_FIRST, Sighting, see_agencies

_WEIGHT = {Part.SOURCE: 2, Part.ACTOR: 1, Part.MENTIONED: 0}
# 某某协会(以下简称“协会”), 中国连锁经营协会(CCCA)
_ALIAS = re.compile(r"[(（](?:以下)?(?:简称|下称)?[:：]?[“‘\"]?([一-鿿A-Za-z0-9·]{2,12})[”’\"]?[)）]")
# 公安迎泽分局, 迎泽公安分局
_BRANCH = re.compile(r"公安(?P<a>[一-鿿]{2,4})分局|(?P<b>[一-鿿]{2,4})公安分局")
_WIDE = str.maketrans("()", "（）")
_STREET = re.compile(r"[一-鿿]{2,6}?街道")
_SAYS_ALIAS = re.compile(r"[(（](?:以下)?(?:简称|下称)|[(（][A-Z]{2,8}[)）]")


@dataclass
class _Context:
    """What the story has said so far that short names lean on."""

    district: str = ""
    city: str = ""
    party: str = ""  # the place of the party body named last in this stretch
    teller: str = ""  # the first body that is said to tell something
    aliases: dict[str, str] = field(default_factory=dict)


class Recogniser:
    """Finds agencies for papers of one home with one authority. Made once, used for many pages."""

    def __init__(
        self, authority: Authority, home: Home | None = None, *, without: frozenset[str] = frozenset()
    ):
        self.by_grammar = "grammar" not in without
        self.authority = authority
        self.official = Official(authority, home or Home())
        self.known = Lookup(self._names())

    @classmethod
    def of(cls, authority: Authority, home: Home | None) -> Recogniser:
        """Return the recogniser of this authority and home; it is kept with the authority."""
        if home not in authority.recognisers:
            authority.recognisers[home] = cls(authority, home)
        return authority.recognisers[home]

    def _names(self) -> dict[str, KnownAgency]:
        """Return every name that means one agency in these papers; a full name before any short one."""
        names = {entry.name: entry for entry in reversed(self.authority.entries)}
        for entry in self.authority.entries:
            for short in entry.short_names:
                if len(short) < 2 or self.official.is_elsewhere(entry):
                    continue
                if bare := LEVEL_FIRST.match(short):
                    level = next(letter for letter in bare[0] if letter in "省市区县")
                    if not self.official.is_ours(level, entry.place):
                        continue
                names.setdefault(short, entry)
        # Half-width on one page, full-width on the next.
        wide = {name.translate(_WIDE): entry for name, entry in names.items()}
        return wide | names

    def find(self, reading: Reading) -> tuple[Mentioned, ...]:
        """Return every agency of a story once, where it is named first, with the part that weighs most."""
        found: dict[str, Mentioned] = {}
        context = _Context()
        lead = next((n for n, s in enumerate(reading.stretches) if s.role in (Role.BODY, Role.CAPTION)), 0)
        for number in range(len(reading.stretches)):
            for mentioned in self._in_stretch(reading, number, context, is_lead=number == lead):
                known = found.setdefault(mentioned.name, mentioned)
                if _WEIGHT[mentioned.part] > _WEIGHT[known.part]:
                    found[mentioned.name] = replace(known, part=mentioned.part)
        if context.teller in found and all(one.part is not Part.SOURCE for one in found.values()):
            found[context.teller] = replace(found[context.teller], part=Part.SOURCE)
        return tuple(_merge_short(found))

    def _in_stretch(
        self, reading: Reading, number: int, context: _Context, *, is_lead: bool
    ) -> Iterator[Mentioned]:
        stretch, words = reading.stretches[number], reading.words[number]
        districts = self.official.districts_in(words)
        context.party = ""
        passed = 0
        for sighting in see_agencies(words, self.known, self.authority.places, by_grammar=self.by_grammar):
            while passed < len(districts) and districts[passed][0] <= sighting.start:
                context.district = districts[passed][1]
                passed += 1
            if mentioned := self._resolve(sighting, stretch, context, is_lead=is_lead):
                if _SAYS_ALIAS.match(stretch.text, sighting.end):
                    alias = _ALIAS.match(stretch.text, sighting.end)
                    if alias:
                        context.aliases[alias[1]] = mentioned.name
                if not context.teller and tells(stretch.text, sighting.end):
                    context.teller = mentioned.name
                yield mentioned
        if passed < len(districts):
            context.district = districts[-1][1]

    def _resolve(
        self, sighting: Sighting, stretch: Stretch, context: _Context, *, is_lead: bool
    ) -> Mentioned | None:
        text = stretch.text
        words = text[sighting.start : sighting.end]
        name, kind, entry = words, "", sighting.entry
        if words in context.aliases:
            name = context.aliases[words]
            entry = self.authority.by_name.get(name)
        elif entry is None:
            resolved = self._full_name(sighting.named, text, context)
            if resolved is None:
                return None
            name, kind = resolved
            entry = self.authority.by_name.get(name) or self.authority.by_name.get(words)
        if entry is not None:
            name, kind = entry.name, entry.kind
        if kind == "party":
            context.party = _place_of_party(name) or (entry.place if entry else "") or context.party
        return Mentioned(
            name=name,
            words=words,
            span=stretch.span(sighting.start, sighting.end),
            part=part_in(text, sighting.start, sighting.end, stretch.role, is_lead=is_lead),
            key=entry.key if entry else None,
            confidence=0.95 if entry else 0.75,
            is_new=entry is None,
            kind=kind,
        )

    def _full_name(self, named: Named, text: str, context: _Context) -> tuple[str, str] | None:
        """Return full name and kind of what the grammar found; nothing when it could be anybody's."""
        words = text[named.start : named.end]
        if named.inherits:
            if not context.party:
                return None
            body = "委" + words if named.ending in PARTY_OFFICES else words
            return expand(context.party, body) or (context.party + words, named.kind)
        head, body = text[named.start : named.head], text[named.head : named.end]
        if committee := COMMITTEE.fullmatch(words):
            place = self.official.name(committee["place"], context.district, context.city)
            return f"{COMMITTEES[committee['of']][0]}{place or ''}委员会", named.kind
        if (branch := _BRANCH.fullmatch(words)) and (city := self.official.name("市", "", context.city)):
            return f"{city}公安局{branch['a'] or branch['b']}分局", "police"
        if not head and (street := _STREET.match(words)):
            place, body = self.official.with_city(street[0]), words[street.end() :] or "办事处"
            return expand(place, body) or (lengthen(place + body), named.kind)
        if not head:
            return lengthen(words), named.kind
        if named.ending == "街道":
            body += "办事处"
        place = self.official.name(head, context.district, context.city)
        if place == "中国":
            return None if named.kind == "government" else (words, named.kind)
        if place is None:
            # Whose 区委 it is nobody can say; 市消防支队 is at least worth a look.
            return None if named.kind in ("party", "government") and len(body) < 4 else (words, named.kind)
        if head[-1] == "市" and len(head) > 1:
            context.city = place
        if full := expand(place, body):
            return full
        if named.kind == "company" or (len(head) > 1 and head[-1] not in "省市区县旗镇乡道"):
            return lengthen(words), named.kind  # 山西警察学院 bears the short name of the place
        return lengthen(place + body), named.kind


def _place_of_party(name: str) -> str:
    """Return the place of a party committee or its office: 中共太原市委宣传部 -> 太原市."""
    match = re.match(r"中国共产党(?P<committee>.+?)(?:纪律检查)?委员会$|中共(?P<office>.+?)委", name)
    return (match["committee"] or match["office"]) if match else ""


def _is_fuller(full: str, name: str) -> bool:
    """Say whether one name is another with its place: 太原市图书馆 is 太原图书馆 too."""
    return full.endswith(name) or (
        len(full) == len(name) + 1 and full[2:3] == "市" and full[:2] + full[3:] == name
    )


def _merge_short(found: dict[str, Mentioned]) -> Iterator[Mentioned]:
    """Yield what stays when 云田社区 is taken for the 枫溪街道云田社区 that the story names elsewhere."""
    fuller: dict[str, str] = {}
    for name, mentioned in found.items():
        if mentioned.is_new and len(name) >= 3:
            full = next((other for other in found if other != name and _is_fuller(other, name)), None)
            if full:
                fuller[name] = full
    for name, mentioned in found.items():
        if name in fuller:
            continue
        parts = [mentioned.part, *(found[short].part for short, full in fuller.items() if full == name)]
        yield replace(mentioned, part=max(parts, key=_WEIGHT.__getitem__))
