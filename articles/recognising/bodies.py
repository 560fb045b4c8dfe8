"""Public bodies that every place has: how newspapers shorten them, and their full names.

General knowledge of how offices are named; which of them a city really has its authority file says.
"""

from __future__ import annotations

import re

from .wordlists import read_rows

# 人大常委会 -> ({p}人民代表大会常务委员会, congress); {p} is the place with its level.
FULL = {row[0]: (row[1], row[2]) for row in read_rows("bodies.tsv") if len(row) == 3}
# What stands after 市委: 组织部, 政法委 …
PARTY_OFFICES = tuple(body[1:] for body in FULL if body.startswith("委") and len(body) > 1)
# 卫健 -> 卫生健康, as departments have it in their names
MATTERS = dict(row for row in read_rows("bodies.tsv") if len(row) == 2)

_OFFICES = {"委员会": "委员会", "办公室": "办公室", "局": "局", "厅": "厅", "委": "委员会", "办": "办公室"}
_LAST_OF_OFFICES = frozenset(office[-1] for office in _OFFICES)
_LONGEST_MATTER = max(map(len, MATTERS))

# 团市委, 民盟太原市委: committees that bear the name of what they are of.
COMMITTEES = {
    "共青团": ("中国共产主义青年团", "mass_org"),
    "团": ("中国共产主义青年团", "mass_org"),
    "民革": ("中国国民党革命委员会", "democratic_party"),
    "民盟": ("中国民主同盟", "democratic_party"),
    "民建": ("中国民主建国会", "democratic_party"),
    "民进": ("中国民主促进会", "democratic_party"),
    "农工党": ("中国农工民主党", "democratic_party"),
    "致公党": ("中国致公党", "democratic_party"),
    "九三学社": ("九三学社", "democratic_party"),
}

# The last word of a name in its official form.
_LONGER = {
    "未保站": "未成年人保护工作站",
    "疾控中心": "疾病预防控制中心",
    "交警支队": "交通警察支队",
    "交警大队": "交通警察大队",
    "居委会": "居民委员会",
    "村委会": "村民委员会",
    "管委会": "管理委员会",
    "街道办": "街道办事处",
}


def expand(place: str, body: str) -> tuple[str, str] | None:
    """Return the full name and kind of a body that every place has; nothing when it is of another sort."""
    if body in FULL:
        template, kind = FULL[body]
        return template.format(p=place), kind
    if found := split_department(body):
        matter, office = found
        return f"{place}{MATTERS[matter]}{_OFFICES[office]}", "police" if matter == "公安" else "government"
    return None


def split_department(body: str) -> tuple[str, str] | None:
    """Return what a department looks after and the word it ends in: 卫健委 -> 卫健, 委."""
    for office in _OFFICES:
        if body.endswith(office) and (matter := body.removesuffix(office)) in MATTERS:
            return matter, office
    return None


def matter_before(text: str, end: int) -> int | None:
    """Return where 规划和自然资源 begins in …规划和自然资源局: neither 和 nor 管理 in it is a border."""
    if end == 0 or text[end - 1] not in _LAST_OF_OFFICES:
        return None
    office = next((office for office in _OFFICES if text.endswith(office, 0, end)), None)
    if office is None:
        return None
    until = end - len(office)
    lengths = range(min(_LONGEST_MATTER, until), 1, -1)
    return next((until - length for length in lengths if text[until - length : until] in MATTERS), None)


def is_public_body(body: str) -> bool:
    """Say whether every place has such a body."""
    return body in FULL or split_department(body) is not None


_BY_NUMBER = re.compile(r"第?(?P<number>[一二三四五六七八九十百]{1,4})(?P<what>中|小|院)(?:学|学校)?$")
_NUMBERED = {"中": "中学", "小": "小学", "院": "人民医院"}


def lengthen(name: str) -> str:
    """Return a name with its last word in official form: 居委会 -> 居民委员会, 三中 -> 第三中学."""
    if match := _BY_NUMBER.search(name):
        return f"{name[: match.start()]}第{match['number']}{_NUMBERED[match['what']]}"
    for short, full in _LONGER.items():
        if name.endswith(short):
            return name.removesuffix(short) + full
    return name
