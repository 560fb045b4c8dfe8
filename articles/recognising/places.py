"""Provinces and cities: what they are called, and which lies in which."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .lookup import Lookup

CITIES = Path(__file__).parent / "data" / "cities.txt"
MUNICIPALITIES = frozenset(["北京市", "天津市", "上海市", "重庆市"])


@cache
def provinces() -> dict[str, str]:
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
    return tuple(dict.fromkeys(provinces().values()))


def is_city(place: str) -> bool:
    return place in provinces()


def province_of(city: str) -> str:
    """Return the province of a city, nothing for a municipality under the central government."""
    province = provinces().get(city, "")
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
    for city, province in provinces().items():
        for place in (city, province):
            words[place] = place
            if len(short := short_name(place)) >= 2 and short not in words:
                words[short] = place
    words["吉林"], words["海南"] = "吉林省", "海南省"
    return Lookup(words)
