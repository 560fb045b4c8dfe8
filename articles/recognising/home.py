"""Which city a newspaper is at home in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .authority import Authority
from .lookup import pairs_of
from .places import known_places, provinces, short_name

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


# A city is one's own where it heads a body or its people, and less where it is only named.
_OWN = re.compile(r"市民|市委|市政府|市人大|市政协|市公安|市教育|市第|全市|城")


def guess_home(texts: Iterable[str], authority: Authority | None = None) -> Home | None:
    """Say which city a newspaper's pages are about, or nothing when no city leads clearly."""
    cities = provinces() | (authority.cities if authority else {})
    votes: Counter[str] = Counter()
    in_province: Counter[str] = Counter()
    for text in texts:
        for place, weight in _named(text, authority):
            if place in cities:
                votes[place] += weight
                in_province[cities[place]] += weight / 2
            else:
                in_province[place] += weight
    votes_of = {city: vote + 0.3 * min(in_province[cities[city]], vote) for city, vote in votes.items()}
    ranked = sorted(votes_of.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    (city, best), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    if best < 1.4 or best < 1.6 * second:
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
