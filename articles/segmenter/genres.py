"""What kind of text a story is (体裁): by its parts, its opening, who signs it and its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import cues
from .story import Credit, CreditRole, Genre, Role
from .weaving import Draft

_COMMENT = re.compile(r"评论员|时评|编者按|短评|社论")
_LETTER = re.compile(r"编辑(?:同志|老师|部)?[::]|读者来信|来信|尊敬的编辑")
_OFFERED = re.compile(r"出租|出售|转让|招聘|搬家|折优惠|[七八九]折|荣誉出品|实行三包|直销|包教包会|店庆")
_REACHED = re.compile(r"电话|热线|手机|地址|电报")

_ASKS = re.compile(r"(?:市民|读者|网友|居民|用户)[^。]{0,12}[:问]")
# A day, or who acts for the state: news, although no dateline says so.
_NEWS = re.compile(
    r"\d月|\d日|[昨今]日|近日|日前|近期|[昨今]天|今年|去年|[上下]半年|主席|总理|书记|国务院|会议|代表团|公布|发布|"
    r"印发|获悉|消息|记者从|同志|全国"
)

# Names of columns, by what stands in them.
_OF_COMMENT = re.compile(r"评|论坛|言论|论$|谈$|谈吧|夜话|议$|微言|杂谈|直言|观点|之我见")
_OF_LETTERS = re.compile(r"来信|信箱|问答|你问我答|读者")
_LITERARY = re.compile(r"小说|随笔|散文|诗|副刊|小景|笔记|故园|人间|往事|西窗|夜读|心情|百味|小品")

# What those who argue say, and what those who tell of themselves say.
_ARGUES = re.compile(
    r"不能|应该|应当|必须|才能|治理|管理|制度|责任|部门|社会|有人说|其实|岂|何以|不是.{2,12}而是|城市"
)
_TELLS = re.compile(r"我|母亲|父亲|爷爷|奶奶|姥|那年|那时|小时候|故乡|童年|记得|村里|月光|炊烟")
LONG = 900  # letters from which a text without a lead is a feature whoever wrote it
SHORT = 300  # letters that an advertisement has at most


def find_genre(
    draft: Draft, title: str, section: str, credits: Sequence[Credit], continued_from: str
) -> Genre:
    """Name the kind of a story."""
    bodies = draft.paragraphs
    if continued_from:
        return Genre.CONTINUED
    if not bodies:
        if any(unit.role is Role.CAPTION for unit in draft.others):
            return Genre.PHOTO
        return Genre.ORPHAN
    first, letters = bodies[0].words, sum(len(unit.words) for unit in bodies)
    if cues.is_notice_title(title) or (
        any(unit.rule == "is_issued" for unit in draft.others) and not bodies[0].opens
    ):
        return Genre.NOTICE
    if _COMMENT.search(title) or any(credit.name.endswith("评论员") for credit in credits):
        return Genre.COMMENT
    if _LETTER.match(first) or (_OF_LETTERS.search(section) and _ASKS.match(first)):
        return Genre.LETTER
    items = sum(unit.is_item or cues.is_item_of_roundup(unit.words) for unit in bodies)
    if items >= 2 and items >= 0.6 * len(bodies):
        return Genre.ROUNDUP
    if bodies[0].opens:
        return Genre.NEWS
    words = "".join(unit.words for unit in bodies)
    if letters <= SHORT and _OFFERED.search(words) and _REACHED.search(words):
        return Genre.ADVERTISEMENT
    if any(unit.rule == "is_verse" for unit in bodies):
        return Genre.LITERARY
    if credits and all(credit.role is CreditRole.AUTHOR for credit in credits):
        return _by_author(words, section)
    if letters > LONG or any(unit.role is Role.SUBHEAD for unit in draft.bodies):
        return Genre.FEATURE
    if any(credit.role is CreditRole.REPORTER for credit in credits) and not _NEWS.search(first[:60]):
        return Genre.FEATURE
    return Genre.NEWS


def _by_author(words: str, section: str) -> Genre:
    """Tell an opinion from a piece of literature: both are signed by a bare name."""
    if _OF_COMMENT.search(section):
        return Genre.COMMENT
    if _LITERARY.search(section):
        return Genre.LITERARY
    return Genre.COMMENT if len(_ARGUES.findall(words)) >= len(_TELLS.findall(words)) else Genre.LITERARY
