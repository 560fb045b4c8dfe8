"""Who wrote, photographed or put together: bylines in every form that papers print them.

`read_credits` reads words that are nothing but a byline. The other functions find such words at the head
of a story (本报讯(记者 甲)), at its foot ((甲、乙)) and after a caption (甲 摄).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .glyphs import BULLETS
from .people import is_free, looks_like_name, split_names
from .story import CreditRole


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in some words, by offsets into them."""

    start: int
    end: int
    role: CreditRole
    words: str

    @property
    def name(self) -> str:
        return "".join(self.words.split())

    def shifted(self, by: int) -> Named:
        return Named(self.start + by, self.end + by, self.role, self.words)


REPORTER, CORRESPONDENT = CreditRole.REPORTER, CreditRole.CORRESPONDENT
PHOTOGRAPHER, EDITOR = CreditRole.PHOTOGRAPHER, CreditRole.EDITOR
INTERN, AUTHOR = CreditRole.INTERN, CreditRole.AUTHOR

# What may stand around names. Before: the words name what the people after them did; after: before them.
_BEFORE = (
    (r"(?:特约|本报|本刊)?通讯员", (CORRESPONDENT,)),
    (r"(?:特约)?实习生", (INTERN,)),
    (r"(?:本报|新华社|[一-鿿]{0,4}报)?摄影(?:记者|/报道)?(?=[ /:])[ /:]?|摄影记者", (PHOTOGRAPHER,)),
    (r"(?:图|摄|供图|图片|照片)[/:](?!文)", (PHOTOGRAPHER,)),
    (r"(?:作者|撰文|撰稿|执笔)[/: ]?", (AUTHOR,)),
    (r"(?:编辑|整理|编译)[/: ]", (EDITOR,)),
    (r"文 ?[/、&] ?(?:图|摄)[/: ]", (REPORTER, PHOTOGRAPHER)),
    (r"(?:文字|文|采写)[/:](?![摄图影])", (REPORTER,)),
    (
        r"(?:据)?(?:(?:本|[一-鿿]{1,6})(?:报|刊|网|社|台|客户端|新闻|在线|融媒体?中心|频道|电视台))?"
        r"(?:驻[一-鿿]{2,6}?)?"
        r"(?:首席|特约|特派|全媒体?|融媒体?|融媒|见习|实习|高级|资深|文字|全媒|新媒体)*记者",
        (REPORTER,),
    ),
)
_AFTER = (
    (r"文[/、 ]?(?:图|摄影?)|图[/、 ]?文|摄影报道|摄影/报道|报道/摄影|撰文/摄影", (REPORTER, PHOTOGRAPHER)),
    (r"摄影|[/ ]?摄(?![一-鿿])|供图|提供|[/]?图(?=$|[ )])", (PHOTOGRAPHER,)),
    (r"(?:综合)?(?:整理|编辑|编译|辑)", (EDITOR,)),
    (r"(?:采写|综合|联合)?报道|采写|撰文|[/]?文(?=$|[ )])|撰稿", (REPORTER,)),
)
_BEFORE_ANY = re.compile("|".join(f"(?P<b{i}>{pattern})" for i, (pattern, _) in enumerate(_BEFORE)))
_AFTER_ANY = re.compile("|".join(f"(?P<a{i}>{pattern})" for i, (pattern, _) in enumerate(_AFTER)))
_WRAPPING = re.compile(rf"^[{BULLETS}\-—*# ]*[(\[【<]?[{BULLETS}\- ]*")
_UNWRAPPING = re.compile(rf"[ )\]】>{BULLETS}]*$")
_HANDED_ON = re.compile(r"(?:新华社|中新社)[一-鿿]{0,2}发? ?\((?P<names>[一-鿿· 、]{2,14}?)[ ]?摄(?:影)?\)")
_HOUSE_NAMES = re.compile(r"本[报刊网台](?:特约)?评论员|本[报刊]编辑部|本[报刊]编者|本报时评员")
_PHOTO_SOURCE = re.compile(
    r"[ ]?\((?:人民视觉|影像中国|视觉中国|资料[图照]?片?|[一-鿿]{2,4}视觉|无人机照片|[一-鿿]{2,4}图片)\)$"
)


def read_credits(words: str, *, alone: tuple[CreditRole, ...] | None = (REPORTER,)) -> list[Named]:
    """Read words that are a byline and nothing else; an empty list when they are anything more.

    `alone` is what people did whom no word describes; None refuses bare names.
    """
    if not 2 <= len(words) <= 90:
        return []
    start = _WRAPPING.match(words).end()
    end = start + _UNWRAPPING.search(words[start:]).start() if start < len(words) else start
    body = words[start:end]
    if source := _PHOTO_SOURCE.search(words):
        body = words[start : source.start()]
    if found := _HOUSE_NAMES.fullmatch(body.strip()):
        at = start + body.index(found.group())
        return [Named(at, at + len(found.group()), AUTHOR, found.group())]
    if found := _HANDED_ON.fullmatch(words):
        at = found.start("names")
        return [
            Named(at + a, at + b, PHOTOGRAPHER, words[at + a : at + b])
            for a, b in split_names(found.group("names"))
        ]
    named = _read_parts(body, alone)
    return [person.shifted(start) for person in named]


def _read_parts(body: str, alone: tuple[CreditRole, ...] | None) -> list[Named]:
    people: list[Named] = []
    at = 0
    roles = alone
    bare = 0  # how many stand before the first describing word
    described = False
    while at < len(body):
        if body[at] in " 、,;:/&|":
            at += 1
            continue
        if before := _BEFORE_ANY.match(body, at):
            roles = _BEFORE[int(before.lastgroup[1:])][1]
            if not described:
                bare = len(people)
            described = True
            at = before.end()
            continue
        stop = _end_of_names(body, at)
        names, after_roles, next_at = _names_with_role(body, at, stop, called=described)
        if names is None:
            return []
        given = after_roles or roles
        if given is None:
            return []
        if not (described or after_roles) and len(names) > 6:
            return []
        for a, b in names:
            people += [Named(a, b, role, body[a:b]) for role in given]
        at = next_at
    if bare and any(person.role is REPORTER for person in people[bare:]):
        # (甲 记者乙): who stands before the reporters is none of them.
        people[:bare] = [Named(one.start, one.end, CORRESPONDENT, one.words) for one in people[:bare]]
    return people


def _end_of_names(body: str, at: int) -> int:
    """Where the next describing word begins."""
    found = _BEFORE_ANY.search(body, at + 2)
    return found.start() if found else len(body)


def _names_with_role(body: str, at: int, stop: int, *, called: bool):
    """Names from `at`, with the word after them that says what they did."""
    for after in _AFTER_ANY.finditer(body, at + 2, stop):
        names = _names_in(body, at, after.start(), called=called)
        if names:
            return names, _AFTER[int(after.lastgroup[1:])][1], after.end()
    names = _names_in(body, at, stop, called=called)
    return (names, None, stop) if names else (None, None, stop)


# Who is called a reporter has a name, also one that no list of surnames knows: 通讯员 穗交宣.
_CALLED = re.compile(r"[一-鿿]{2,3}")


def _names_in(body: str, start: int, end: int, *, called: bool = False) -> list[tuple[int, int]]:
    while end > start and body[end - 1] in " 、,;:/&|":
        end -= 1
    words = body[start:end]
    found = split_names(words)
    if not found and 2 <= len(words) <= 4 and looks_like_name(words):
        found = [(0, len(words))]
    if not found and called and _CALLED.fullmatch(words) and is_free(words):
        found = [(0, len(words))]
    return [(start + a, start + b) for a, b in found]


_HEAD = re.compile(r"^(?P<source>[^。!?\n]{0,44}?)\((?P<inside>[^()]{2,70})\)")
_HEAD_ROLES = re.compile(r"记者|通讯员|实习生|摄影|评论员")
_HEAD_BARE = re.compile(r"^[^。!?,]{0,12}记者[ ]?(?P<names>[^,。:()]{2,16}?)(?:[ ]?(?P<photo>摄影))?报道[:,]")
_HEAD_PLAIN = re.compile(
    r"^[^。!?,()]{0,16}讯[ ]*(?P<inside>(?:本报|见习|实习|首席|全媒体)*"
    r"(?:记者|通讯员|实习生)[ ]?[^,。:()]{2,40}?"
    r")(?:[ ]?(?P<photo>摄影)?报道[:,]|[:]|[ ]{1,4}(?=[^ ]{9}))"
)

# 某报讯 见习记者甲实习生乙前晚: nothing but the time of the event ends the names.
_HEAD_GLUED = re.compile(
    r"^[^。!?,()]{0,12}讯[ ]*(?P<inside>(?:本报|见习|实习|首席)*记者[^,。:() ]{2,16}?)(?=[昨今前]"
    r"[天日晚晨夜]|近日|日前|\d{1,2}[日月时])"
)


def credits_at_head(words: str, *, has_dateline: bool) -> list[Named]:
    """Read the writers in the brackets of a lead: 本报讯(记者 甲 通讯员 乙), 新华社北京1月2日电(甲)."""
    found = _HEAD.match(words)
    if found:
        inside = found.group("inside")
        source = found.group("source")
        described = _HEAD_ROLES.search(inside)
        if described or (has_dateline and re.search(r"[电讯](?:[一-鿿 ]{0,2})$", source)):
            named = read_credits(inside, alone=(REPORTER,))
            if not named and described:
                named = _first_names(inside)
            if named:
                return [person.shifted(found.start("inside")) for person in named]
    for pattern in (_HEAD_PLAIN, _HEAD_BARE, _HEAD_GLUED):
        if found := pattern.match(words):
            group = "inside" if "inside" in found.groupdict() else "names"
            named = read_credits(found.group(group), alone=(REPORTER,))
            if named and found.groupdict().get("photo"):
                named += [Named(p.start, p.end, PHOTOGRAPHER, p.words) for p in named]
            return [person.shifted(found.start(group)) for person in named]
    return []


_ROLE_THEN_NAME = re.compile(r"(?P<role>通讯员|实习生|记者)[ ]?(?P<name>[一-鿿·]{2,4}(?=$|[ 、,)]))")


def _first_names(inside: str) -> list[Named]:
    """The names that can be read when the rest of the bracket cannot: 记者 甲 通讯员 穗妇宣."""
    roles = {"通讯员": CORRESPONDENT, "实习生": INTERN, "记者": REPORTER}
    return [
        Named(found.start("name"), found.end("name"), roles[found.group("role")], found.group("name"))
        for found in _ROLE_THEN_NAME.finditer(inside)
    ]


_FOOT = re.compile(r"\((?P<inside>[^()]{2,60})\)[。 ]?$")
_FOOT_BARE = re.compile(
    r"(?<=[。!?”…])[ ]*(?P<inside>(?:[◎■□▲●]?(?:本[报刊网台]|新华社|见习|实习)?(?:首席|全媒体|融媒)?"
    r"(?:记者|通讯员|实习生|文/|文 |摄影)[^。,!?()]{2,40}))$"
)


_SIGNS = re.compile("记者|通讯员|实习生|文[/ ]|摄影")


def credits_at_foot(words: str) -> tuple[list[Named], int]:
    """Read the signature that closes a paragraph, and say where it begins: (甲), (记者 甲), 本报记者 甲."""
    tail = words[-70:]
    for pattern in (_FOOT, _FOOT_BARE):
        # What a signature cannot do without is looked for first.
        may = ")" in tail[-2:] if pattern is _FOOT else _SIGNS.search(tail)
        if may and (found := pattern.search(words, max(0, len(words) - 70))):
            named = read_credits(found.group("inside"), alone=(REPORTER,)) or _from_office(
                found.group("inside")
            )
            if named:
                return [person.shifted(found.start("inside")) for person in named], found.start()
    return [], len(words)


_FROM_OFFICE = re.compile(
    r"[一-鿿]{2,14}(?:[委局厅部院校厂队站所社会组科室段矿]|公司|中心|车间|支部|集团|街道|社区)[ :]"
    r"(?P<names>[一-鿿 、]{2,16})"
)


def _from_office(words: str) -> list[Named]:
    """Read who signs for a body: 阳河县委通讯组 甲. Such people write in, they are no reporters."""
    found = _FROM_OFFICE.fullmatch(words)
    at = found.start("names") if found else 0
    people = split_names(found.group("names")) if found else []
    return [Named(at + a, at + b, CORRESPONDENT, words[at + a : at + b]) for a, b in people]


_PHOTO_CREDIT = re.compile(
    r"(?P<inside>(?:[ (]|(?<=[。!?”\)…]))(?:[▲◀▶◎]?(?:据|由)?(?:新华社|中新社|本[报刊网台]|[一-鿿]{2,5}"
    r"(?:日报|晚报|晨报|报|社))?"
    r"(?:首席|特约|见习|实习|摄影|全媒体|融媒体?)?(?:记者|通讯员|特约)?[ ]?)"
    r"(?P<names>[一-鿿·]{1,4}(?:[ 、,]{0,4}[一-鿿·]{1,4}){0,5}?)[ ]{0,3}[/]?(?:摄影报道|摄影|摄|供图|图|"
    r"文/图|文/摄)[)]?"
    r"(?:[ ]?\([一-鿿]{2,8}\))?)$"
)


_PHOTO_END = re.compile(r"[摄图影道][)]?(?:[ ]?\([一-鿿]{2,8}\))?$")


def photo_credit(words: str) -> tuple[list[Named], int]:
    """Read the photographer behind a caption, and say where that credit begins."""
    # Most paragraphs name no picture in their last words, and the pattern is dear.
    found = _PHOTO_END.search(words, max(0, len(words) - 20)) and _PHOTO_CREDIT.search(
        words, max(0, len(words) - 60)
    )
    if not found:
        return [], len(words)
    at = found.start("names")
    names = split_names(found.group("names"))
    if not names and len(found.group("names")) <= 4 and re.search(r"记者|通讯员", found.group("inside")):
        names = [(0, len(found.group("names")))]
    if not names:
        return [], len(words)
    both = "文/" in found.group("inside") or "报道" in found.group("inside")
    roles = (REPORTER, PHOTOGRAPHER) if both else (PHOTOGRAPHER,)
    return (
        [Named(at + a, at + b, role, found.group("names")[a:b]) for a, b in names for role in roles],
        found.start(),
    )


_SPACED = re.compile(r"[一-鿿] {1,2}[一-鿿]")


def name_alone(words: str) -> list[Named]:
    """Read a line with nothing but an author's name, a place before it or not: 河南鄢陵县 邢先生."""
    start = 0 if _SPACED.fullmatch(words) else words.rfind(" ") + 1
    return [Named(start, len(words), AUTHOR, words[start:])] if len(words) - start >= 2 else []
