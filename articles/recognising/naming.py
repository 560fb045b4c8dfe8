"""Names of organisations that no file knows, told by how they end: communities, schools, companies, teams.

A name is found from its end: 小学, 有限公司, 局 … Going left word by word, it begins at the place that
heads it, or else behind the nearest word that cannot be part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .bodies import COMMITTEES, FULL, PARTY_OFFICES, is_public_body, matter_before
from .endings import COMMITTEE, KIND_OF, NO_OFFICE, any_of, find_endings, kind_of
from .heads import LEVELS, NOT_PLACE, SIDES, place_at
from .lookup import Lookup
from .places import known_places
from .statistics import load_statistics
from .wordlists import read_lists
from .words import Words

_LISTS = read_lists("names.txt")
_WALL = frozenset(_LISTS["wall"])
_SOFT_WALL = frozenset(_LISTS["soft-wall"])
_MAY_STAND = frozenset(_LISTS["may-stand"])
_GENERIC = frozenset(_LISTS["generic"])
_BY_PLACE_ALONE = frozenset(_LISTS["by-place-alone"])
_BY_TOWN_ALONE = frozenset(_LISTS["by-town-alone"])
_BY_LEVEL = frozenset(_LISTS["by-level"])
# 消协, 防汛办: what every place has is nobody's without one.
_NEEDS_PLACE = frozenset([*_LISTS["needs-place"], *(body for body in FULL if body not in KIND_OF)]) - {
    "街道办"
}
_PUBLIC = frozenset("government party congress cppcc police court_procuratorate mass_org military".split())

_QUANTITY = re.compile(
    r"[\d一二两三四五六七八九十几数多百千余]+(?:家|个|所|趟|支|名|位|座|处|间|批|组|届|条|项|类|级|种|多家|多个|余家|余个|余所)$"
)
# 七一八厂: an institute or works that goes by its number.
_BY_NUMBER = re.compile(r"[〇零一二三四五六七八九]{3,4}[所厂院处]$")
_BRACKETS = {"(": ")", "（": "）", "“": "”", "‘": "’"}
_IN_A_NAME = re.compile(r"[一-鿿〇A-Za-z0-9·]")
# Parts of speech that no name goes over, and those it goes over only when a place heads it.
_NEVER = frozenset("p c d r u ul uj uz ug y t f".split())
_NO_NOUN = frozenset("v vn b a ad an m d i l".split())
_NOT_IN_A_PART = (_NEVER | {"v"}) - {"t", "f"}
_WITH_A_PLACE = frozenset("v a ad q".split())
# What the name of a street or a district before it tells enough of: 枫溪派出所.
_WITHOUT_A_PLACE = frozenset("街道 街道办 街道办事处 办事处 派出所 党工委 管委会 公安分局".split())
# 从坞城/派出所: a word the dictionary made up of a small one and the name behind it.
_TAKEN_FOR_NAME = "从据在被"
_AGE = frozenset("老新大小")
_REACH = 26  # letters to the left of an ending in which its name begins


class Named(NamedTuple):
    """A stretch of text that is built like the name of an organisation."""

    start: int
    end: int
    head: int  # where the place that heads it ends; start when there is none
    kind: str
    ending: str
    inherits: bool = False  # 市委组织部、宣传部: the place was said before


def find_named(words: Words, local: Lookup[str] | None = None) -> Iterator[Named]:
    """Yield what is built like an organisation's name, from left to right."""
    last: Named | None = None
    for match in find_endings(words.text, words.pairs):
        if match["committee"] or match["branch"]:
            of = COMMITTEE.match(match[0])
            kind = COMMITTEES[of["of"]][1] if of else "police"
            named = Named(match.start(), match.end(), match.start(), kind, match[0])
        else:
            named = _name_before(words, match.start(), match.end(), last, local)
        if named is None:
            continue
        if last is not None and named.start >= last.end:
            yield last
        elif last is not None and named.start > last.start:
            continue
        last = named
    if last is not None:
        yield last


def _name_before(
    words: Words, start: int, end: int, last: Named | None, local: Lookup[str] | None
) -> Named | None:
    text, ending = words.text, words.text[start:end]
    if NO_OFFICE.search(text, max(0, end - 4), end):
        return None
    if 1 < len(ending) <= 3 and ending in FULL and ending not in KIND_OF and end not in words.ends:
        return None  # 民协 in 市民协商
    if ending == "中心" and text[end : end + 1] in tuple("区城思任化点地人"):
        return None
    kind = kind_of(ending)
    left = max(0, start - _REACH)
    if last is not None and last.end > left:
        if continued := _continue(words, last, start, end):
            return continued
        left = min(last.end, start)
    begin, head = _walk(words, start, left, end, local)
    if ending == "街道" and head is None and (number := words.ends.get(begin)) is not None:
        begin = words.tokens[number][0] if words.tokens[number][2] in SIDES else begin
    if head is not None and not _is_balanced(text[head[0] : end]):
        return None
    if ending == "委" or ending[1:] in PARTY_OFFICES:
        return Named(head[0], end, start, "party", ending) if head and head[1] == start else None
    if head is not None:
        core = text[head[1] : start]
        if _names_something(core, ending, text[head[0] : head[1]]):
            return Named(head[0], end, head[1], kind, ending)
        return None
    if _inherits(text, begin, start, ending, last):
        return Named(begin, end, begin, kind, ending, inherits=True)
    if begin < start - 2 and text[begin] in _TAKEN_FOR_NAME:
        begin += 1
    if ending in _NEEDS_PLACE or _says_nothing(words, begin, start, ending, kind):
        return None
    if not _is_balanced(text[begin:end]):
        return None
    return Named(begin, end, begin, kind, ending)


def _inherits(text: str, begin: int, start: int, ending: str, last: Named | None) -> bool:
    """Say whether a body takes its place from the one before: 市委常委、统战部部长, 省公安厅、人社厅."""
    if last is None:
        return False
    between = text[last.end : begin]
    if begin == start and ending in PARTY_OFFICES and last.kind == "party":
        return len(between) <= 24 and not re.search(r"[。!?！？；;]", between)
    return bool(re.fullmatch(r"\s*[、和及与]\s*", between)) and is_public_body(text[begin:start] + ending)


def _continue(words: Words, last: Named, start: int, end: int) -> Named | None:
    """Return one longer name when an organisation's part follows: 市场监管局 + 城南中队, 公司 + 总医院."""
    text, ending = words.text, words.text[start:end]
    gap = text[last.end : start]
    if len(gap) > 8 or not re.fullmatch(r"[一-鿿“”]*", gap) or not _is_balanced(gap) or last.inherits:
        return None
    if last.ending == "公安局" and ending == "分局" and 2 <= len(gap) <= 4:
        return Named(last.start, end, last.head, "police", ending)  # 株洲市公安局芦淞区分局
    if gap and last.end not in words.starts:
        return None
    if ending == "中心" and len(gap) < 2:
        return None  # 社区中心
    for number in range(words.starts.get(last.end, len(words.tokens)), len(words.tokens)):
        at, _, word = words.tokens[number]
        if at >= start:
            break
        if word in _WALL or _class_of(word) in _NOT_IN_A_PART or word[0] in LEVELS:
            return None
        if (place := known_places().longest_at(text, at)) and place[0] <= start and not ending.endswith("行"):
            return None  # but 人民银行太原中心支行
    # 市委市政府 are two: the second is headed by its own level.
    if not gap and text[start] in LEVELS:
        return None
    return Named(last.start, end, last.head, kind_of(ending), ending)


def _walk(
    words: Words, start: int, left: int, end: int, local: Lookup[str] | None
) -> tuple[int, tuple[int, int] | None]:
    """Go left from an ending. Return where a name without a place begins, and the place that heads it."""
    text = words.text
    begin, head = start, None
    number = words.ends.get(start)
    if number is None:
        # The ending begins inside a word: 公安厅 is one word to the dictionary.
        number = words.number_at(start)
        if number is None or words.tokens[number][0] < left or text[words.tokens[number][0] : start] in _WALL:
            return start, None
        begin = words.tokens[number][0]
        if until := place_at(words, begin, start, local):
            head = (begin, until)
        number -= 1
    matter = matter_before(text, end)
    if matter is not None and matter > left and text[matter - 1] in "省市" and matter not in words.starts:
        # 市民/族/宗教/事务局: the level is part of a word.
        until = place_at(words, matter - 1, start, local) if matter - 1 in words.starts else None
        if until == matter:
            return matter - 1, (matter - 1, matter)
    right = words.tokens[number + 1][0] if 0 <= number + 1 < len(words.tokens) else start
    loose = False  # a verb was passed: only a place further left makes it part of a name
    sealed = False  # a verb stands before the place that heads it: nothing further left does
    open_marks: list[str] = []
    while number >= 0:
        a, b, word = words.tokens[number]
        if a < left or b < right:
            break  # a blank ends a name
        right = a
        if found := _BY_NUMBER.search(text, max(left, b - 5), b):
            begin = found.start()
            number, right = words.starts.get(begin, 0) - 1, begin
            continue
        if matter is None or a < matter:
            if word in _BRACKETS.values():
                open_marks.append(word)
            elif word in _BRACKETS:
                if not open_marks or _BRACKETS[word] != open_marks.pop():
                    break
            elif open_marks and word in "。,，!！?？;；:：":
                break  # what was said, not what is named
            elif not open_marks:
                # 下林街道: one letter alone is no name, 下 belongs to it.
                belongs = start - begin == 1 and word in SIDES and text[begin] not in LEVELS
                if (
                    _is_wall(words, number, left)
                    and not belongs
                    and not (word in SIDES and place_at(words, a, start, local))
                    and not (local and local.longest_at(text, a))
                ):
                    break
                if word in _AGE and begin == b and start - begin > 1 and head is None and not loose:
                    pass  # 老军营派出所
                elif word in _SOFT_WALL or _class_of(word) in _WITH_A_PLACE:
                    loose = loose or head is None
                    sealed = head is not None
        until = place_at(words, a, start, local)
        if until and (not sealed or until >= head[1]):
            head, begin, sealed = (a, until), a, False
        elif not loose and not open_marks:
            begin = a
        number -= 1
    return begin, head


def _is_wall(words: Words, number: int, left: int) -> bool:
    """Say whether no name goes over this word."""
    _, until, word = words.tokens[number]
    if word in ("年", "月", "日", "时") and number and words.tokens[number - 1][2].isdigit():
        return True
    return (
        word in _WALL
        or not _IN_A_NAME.match(word)
        or _class_of(word) in _NEVER
        or bool(_QUANTITY.search(words.text, max(left, until - 8), until))
    )


def _class_of(word: str) -> str:
    return load_statistics().classes.get(word, "n")


def _is_balanced(name: str) -> bool:
    return all(name.count(opening) == name.count(closing) for opening, closing in _BRACKETS.items())


# 义井街道一社区: one of several, and which is not said.
_SOME = re.compile(r"(?:街道|[镇乡区县市])[一某多各]$")
_NOT_CENTRE = frozenset(
    "城市副 副 城市 区域 经济 政治 文化 城区 会 商业 金融 创新 制造业 先进制造业 活动".split()
)


def _names_something(core: str, ending: str, head: str) -> bool:
    """Say whether a place and an ending make a name: 太原银行 and 省公安厅 do, 太原公司 does not."""
    if is_public_body(core + ending) or core + ending in _BY_LEVEL:
        return True
    if _SOME.search(head + core) or (ending == "中心" and core in _NOT_CENTRE):
        return False
    if head == "中国" and ending == "海关":
        return False
    if core.strip("()（）“”"):
        if core in ("一", "某", "多", "各", "有"):
            return False
        return core not in _GENERIC or len(head) > 1 or ending == "协会"
    if ending in _BY_PLACE_ALONE or re.match(r"[第一二三四五六七八九十\d]", ending):
        return True
    return len(head) > 1 and ending in _BY_TOWN_ALONE and head[-1] in "镇乡道区县"


_NOTHING = re.compile(rf"(?:{any_of({*_GENERIC, *KIND_OF, *NOT_PLACE} - {'院', '部'})}|性)+")


def _says_nothing(words: Words, begin: int, start: int, ending: str, kind: str) -> bool:
    """Say whether a name without a place is no name: 民办医院, 基层社区, 市场监管局."""
    name = words.text[begin:start]
    bare = re.sub(r"[“”‘’()（）·—]", "", name)
    if len(bare) < 2:
        return True
    if kind in _PUBLIC:
        # A public body without a place is anybody's.
        return ending not in _WITHOUT_A_PLACE or bool(_NOTHING.fullmatch(bare))
    if _NOTHING.fullmatch(bare):
        return True
    is_one_word = words.starts.get(begin, -1) == words.ends.get(start, -2)
    if is_one_word and _class_of(name) in _NO_NOUN and name not in _MAY_STAND and kind != "company":
        return True  # 防控社区, 公共博物馆
    if kind == "community" and (bare[-1] in "化型式级性" or bare in NOT_PLACE):
        return True
    last_word = words.tokens[words.ends[start]][2] if start in words.ends else bare
    if last_word in _GENERIC and kind not in ("company", "school", "association", "hospital"):
        return kind != "other" or len(bare) < 4
    return False
