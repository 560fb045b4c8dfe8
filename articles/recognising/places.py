"""Provinces, cities and districts, and which city a newspaper is at home in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .lookup import Lookup, pairs_of

if TYPE_CHECKING:
    from .authority import Authority

CITIES = Path(__file__).parent / "data" / "cities.txt"
MUNICIPALITIES = frozenset(["北京市", "天津市", "上海市", "重庆市"])

# Of several hundred city names, these are also words, family names or other places.
AMBIGUOUS = frozenset(
    "朝阳 吉林 海南 白山 白银 宝鸡 中山 东营 黄山 长春 平凉 日照 金华 丽水 安康 定西 武威 玉树 大理 通化 "
    "延安 台州 德州 吉安 遂宁 广安 保山 和田 阿里 三明 开封 泰安 临夏 昌都 安顺 兴安 红河 文山 北海 来宾 "
    "河源 云浮 自贡 资阳 中卫 海东 大庆 安庆".split()
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a newspaper is at home: 市总工会 in its pages is this city's."""

    province: str = ""  # 山西省
    city: str = ""  # 太原市

    def of(self, level: str) -> str:
        """Return the place that a bare 省 or 市 means here, or nothing when that is not known."""
        return {"省": self.province, "市": self.city}.get(level, "")


@cache
def _provinces() -> dict[str, str]:
    """Return the province of every city."""
    found: dict[str, str] = {}
    for line in CITIES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        province, *cities = line.split()
        for city in cities or [province]:
            found[city] = province
    return found


@cache
def province_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_provinces().values()))


def is_city(place: str) -> bool:
    return place in _provinces()


def province_of(city: str) -> str:
    """Return the province of a city, nothing for a municipality under the central government."""
    province = _provinces().get(city, "")
    return "" if province == city else province


def short_name(place: str) -> str:
    """Return a place's name as it is spoken: 太原市 -> 太原, 清徐县 -> 清徐, 广西壮族自治区 -> 广西."""
    if place.endswith(("自治区", "特别行政区")):
        # 内蒙古自治区 has three letters, all others two: 广西壮族自治区.
        return place[: 3 if place.startswith("内蒙古") else 2]
    return place[:-1] if len(place) > 2 and place[-1] in "省市区县盟" else place


@cache
def known_places() -> Lookup[str]:
    """Return provinces and cities by their long and short names."""
    words: dict[str, str] = {}
    for city, province in _provinces().items():
        for place in (city, province):
            words[place] = place
            if len(short := short_name(place)) >= 2 and short not in words:
                words[short] = place
    words["吉林"], words["海南"] = "吉林省", "海南省"
    return Lookup(words)


# A city is one's own where it heads a body or its people, and less where it is only named.
_OWN = re.compile(r"市民|市委|市政府|市人大|市政协|市公安|市教育|市第|全市|城")


def guess_home(texts: Iterable[str], authority: Authority | None = None) -> Home | None:
    """Say which city a newspaper's pages are about, or nothing when no city leads clearly."""
    cities = _provinces() | (authority.cities if authority else {})
    votes: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for text in texts:
        for place, weight in _named(text, authority):
            if place in cities:
                votes[place] += weight
                provinces[cities[place]] += weight / 2
            else:
                provinces[place] += weight
    votes_of = {city: vote + 0.3 * min(provinces[cities[city]], vote) for city, vote in votes.items()}
    ranked = sorted(votes_of.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    (city, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    if best < 2.0 or best < 1.6 * second:
        return None
    return Home("" if cities[city] == city else cities[city], city)


def _named(text: str, authority: Authority | None) -> Iterator[tuple[str, float]]:
    """Yield every city and province that a text speaks of, and how much that counts."""
    pairs = pairs_of(text)
    for start, end, place in known_places().find(text, pairs):
        yield place, _weight(text, start, end, place)
    if authority is None:
        return
    known = known_places().words
    for start, end, place in authority.places.find(text, pairs):
        if place in authority.cities and place not in known:
            yield place, _weight(text, start, end, place)
        elif (city := authority.city_of.get(place, place)) != place:
            yield city, 0.6
    for county, city in authority.city_of.items():
        # 清徐、阳曲: counties are often named without their level.
        if county.endswith("县") and len(short := short_name(county)) > 1:
            yield city, 0.6 * (text.count(short) - text.count(county))


def _weight(text: str, start: int, end: int, place: str) -> float:
    spoken = text[start:end]
    weight = 1.0 if spoken == place else 0.1 if spoken in AMBIGUOUS else 0.7
    return weight + (1.0 if _OWN.match(text, end - 1 if spoken == place else end) else 0.0)
