"""What a single line says about itself by its words and its shape, whatever its neighbours are."""

from __future__ import annotations

import re

from .credits import credits_at_foot, photo_credit, read_credits
from .glyphs import BULLETS, SENTENCE_ENDS, is_han

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = rf"(?:{_NUMBER})?月{_NUMBER}日"
# A house that sends news: 本报, 新华社, 某某晚报, 某某新闻网, 某某在线.
_HOUSE = r"(?:本[报刊网台]|[一-鿿A-Za-z]{1,8}(?:报|社|网|台|在线|新闻|频道|热线))"
_SENT = r"(?<![通资短])(?:讯|专电|电|消息|信息|快讯)"
_DATELINES = (
    re.compile(rf"^(?:据|综合)?{_HOUSE}[一-鿿]{{0,10}}?(?<![通资短])(?:快讯|专讯|讯)(?:[ :(,\d“《]|[一-鿿])"),
    re.compile(rf"^(?:据|综合)?[一-鿿A-Za-z-]{{2,16}}?(?:\d{{4}}年)?{_DATE}(?:[一-鿿]{{0,4}}){_SENT}"),
    re.compile(
        r"^(?:据|综合)?(?:新华社|中新社|中新网|新华网|人民网|央视网?|中国网)[一-鿿]{0,8}?(?:专电|电|讯|"
        r"快讯|消息)[ :(,]"
    ),
    re.compile(r"^(?:据|综合)(?:新华社|中新社|新华网|人民网|央视)[一-鿿]{0,6}报道[ :,]"),
    re.compile(r"^时报讯|^[晨晚早日商]报讯"),
)
_WRITERS = re.compile(r"^[^。!?]{0,36}?\([^()]{0,10}(?:记者|通讯员|实习生)[^()]{1,60}\)")
_REPORTS = re.compile(r"^(?:[一-鿿]{2,6}[报网社台])?记者[一-鿿、 ]{2,12}(?:摄影)?报道[:,]")


_SALUTES = re.compile(r"编辑(?:同志|老师|部)?[::]|编者按[::]")
_SAYS_SENT = re.compile("[讯电息]|社.{0,6}报道")


def has_dateline(words: str) -> bool:
    """本报讯, 新华社北京1月2日电, 某某晚报讯: a paper opens a story so, and only a story."""
    head = words[:48].lstrip(BULLETS + " [(【")
    if not _SAYS_SENT.search(head):
        return False
    return any(pattern.match(head) for pattern in _DATELINES)


def opens_story(words: str) -> bool:
    """Say whether a paragraph begins as only first paragraphs do."""
    if has_dateline(words) or _SALUTES.match(words):
        return True
    head = words[:110]
    if "记者" not in head and "通讯员" not in head and "实习生" not in head:
        return False
    return bool(_WRITERS.match(head) or _REPORTS.match(head))


_CONTINUATION = re.compile(
    r"[(\[【▲▼ ]*(?P<way>紧接|上接|下转|转接|转|接)[ ]*(?:本报)?(?P<day>[一-鿿\d]{0,8}?)第?[ ]*"
    r"(?P<page>[A-D]?\d{1,3}|[一二三四五六七八九十]{1,3})[ ]*版"
    r"[^()]{0,16}[)\]】]?"
)
_SEE_ALSO = re.compile(
    r"^\([^()]{2,24}[见刊][于]?第?[ ]?(?:[A-D]?\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"[、至—\-\d一二三四五六七八九十]*版\)$"
)
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}


def continuation(words: str) -> tuple[str, str] | None:
    """Read (上接第1版) as ("from", "1") and (下转第三版) as ("on", "3") when a line is nothing else."""
    found = _CONTINUATION.fullmatch(words) if len(words) <= 30 else None
    if not found:
        return None
    way = found.group("way")
    return ("on" if way.endswith("转") else "from"), page_number(found.group("page"))


_CONTINUED_ON = re.compile(
    r"[(【](?P<way>下转|转)第?[ ]*(?P<page>[A-D]?\d{1,3}|[一二三四五六七八九十]{1,3})[ ]*版[)】]$"
)


def continued_on(words: str) -> tuple[str, int] | None:
    """Find 下转第3版 at the end of a paragraph: the page, and where the mark begins."""
    found = _CONTINUED_ON.search(words, max(0, len(words) - 16))
    return (page_number(found.group("page")), found.start()) if found else None


def page_number(words: str) -> str:
    """Spell a page number in digits: 三 -> 3, 十二 -> 12, A3 -> A3."""
    if any(letter.isascii() for letter in words):
        return words
    tens, _, ones = words.rpartition("十")
    if "十" in words:
        return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0))
    return str(_DIGITS.get(words, words))


def is_see_also(words: str) -> bool:
    return len(words) <= 34 and bool(_SEE_ALSO.match(words))


_STAFF = re.compile(
    r"责任?编辑?[::/ ]|责编|美编|校对|版式|值班编?委?[::/ ]|编委[::/ ]|^(?:本版|本期)(?:编辑|主编|责编)|"
    r"电子邮?箱|E-?mail|邮发代号|统一刊号|国内刊号|零售[:价每]|印刷[:厂]|"
    r"^社址|^地址[::]|^(?:新闻|热线)?电话[::]|投稿[::]|^热线[::]|广告(?:热线|部)|^编辑[:/ ]|微信公众号|"
    r"扫码|扫一扫",
    re.I,
)
_WAYS_IN = re.compile(r"(?:热线|电话|短信|传真|信箱|网址|QQ群?)[:][ ]?[\w@.-]{4,}")
_FOLIO = re.compile(
    r"^(?:[A-D]?\d{1,3}|第?[A-D]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})版)(?:[ /·:]{0,3}[一-鿿]{2,6})?$|"
    r"^[12]\d{3}年\d{1,2}月\d{1,2}日[ ]*(?:星期[一二三四五六日天]|周[一二三四五六日]).{0,24}$|"
    r"^星期[一二三四五六日天].{0,20}$|"
    r"^农历.{4,20}$|^第\d{1,6}期.{0,12}$|^[A-D]\d{1,2}[ ]+\S{2,8}$"
)


def is_furniture(words: str) -> bool:
    """The page's own frame: folio, date line, staff line."""
    if words[-1] in "。!?" or credits_at_foot(words)[0]:
        return False
    return (len(words) <= 44 and bool(_STAFF.search(words) or len(_WAYS_IN.findall(words)) > 1)) or (
        len(words) <= 40 and bool(_FOLIO.match(words))
    )


_PICTURES = re.compile(
    r"^(?:[▲▼◀▶△▽]|图[一二三四五六七八九十\d①-⑳]?[为::是]|图[①-⑳]|[上下左右]图|[▲▼]?图片?说明|[上下左右前后]排[左右]"
    r"[一二三四五])|图为"
)
_MAY_PICTURE = re.compile("[▲▼◀▶△▽图排]")
_CAPTION_END = re.compile(
    r"(?:资料图片?|资料照片|本报资料图?片?|人民视觉|影像中国|视觉中国|网络图片|效果图)[)]?$"
)


_WORK_OF_ART = re.compile(
    r"[^。]{1,14}\((?:摄影|国画|书法|油画|版画|水彩画?|剪纸|篆刻|速写|漫画)\) ?[一-鿿 ]{2,5}$"
)


def caption_strength(words: str) -> float:
    """How much a line looks like what stands under a photograph: 0 not at all, 1 surely."""
    if len(words) > 260 or len(words) < 8:
        return 0.0
    strength = 0.0
    named, _ = photo_credit(words)
    if named:
        # (甲文/摄) in brackets signs a text with a picture; 甲 摄 stands under a picture.
        strength = 0.3 if re.search(r"\([^()]{2,12}文[/ ][摄图]\)$", words) else 0.95
    elif _CAPTION_END.search(words, max(0, len(words) - 12)):
        strength = 0.7
    if _WORK_OF_ART.match(words):
        return 0.9
    if _MAY_PICTURE.search(head := words[:40]) and _PICTURES.search(head):
        strength = max(strength, 0.75) if len(words) < 160 else max(strength, 0.3)
    if strength and opens_story(words):
        strength = 0.1
    return strength


_PHOTO_LINE = re.compile(r"(?:摄影|摄|供图|图|/图)[)]?(?:[ ]?\([一-鿿]{2,8}\))?$")


def is_byline(words: str) -> bool:
    """A line that is nothing but who wrote: (甲 乙), 记者 甲 通讯员 乙, ■本报记者 甲, 甲 摄."""
    if not 2 <= len(words) <= 70 or words[-1] in "。!?;:,":
        return False
    bracketed = words[0] in "(【[" or words[-1] in ")】]"
    described = bool(
        re.search(
            r"记者|通讯员|实习生|摄影|评论员|编辑|整理|撰文|作者|(?:文|图|摄)[/:]|[/](?:文|图|摄)", words
        )
    ) or bool(_PHOTO_LINE.search(words))
    spaced = bool(re.fullmatch(rf"[{BULLETS} ]*[一-鿿] {{1,4}}[一-鿿](?: [一-鿿] {{1,4}}[一-鿿])*", words))
    if not (bracketed or described or spaced or words[0] in BULLETS):
        return False
    return bool(read_credits(words))


_ISSUED = re.compile(
    r"^(?:[12]\d{3}年)?\d{1,2}月\d{1,2}日$|^[一二三四五六七八九〇○0零]{4}年[一二三四五六七八九十]{1,2}"
    r"月[一二三四五六七八九十]{1,3}日$"
)
_OFFICE = re.compile(
    r"^[一-鿿()·、 ]{3,36}(?:委员会|办公室|指挥部|人民政府|政府|管委会|管理局|分局|总局|局|厅|部|院|校|"
    r"中心|公司|集团|协会|学会|联合会|总会|总队|支队|大队|法院|"
    r"检察院|银行|医院|委|办|处|站|所|社|厂|会)$"
)


def is_issued(words: str) -> bool:
    """A date on a line of its own, as under a notice."""
    return len(words) <= 20 and bool(_ISSUED.match(words.replace(" ", "")))


def is_office(words: str) -> bool:
    """A body's name on a line of its own, as under a notice."""
    return len(words) <= 40 and bool(_OFFICE.match(words))


_SUBHEAD = re.compile(
    rf"^(?:[{BULLETS}]|[一二三四五六七八九十]{{1,3}}[、.]|\([一二三四五六七八九十]{{1,3}}\)|[①-⑳]|"
    rf"\d{{1,2}}[、.](?!\d)|第[一二三四五六七八九十]{{1,3}}[,、 章节])"
)
_LIST_ITEM = re.compile(r"^(?:[-*+·] |\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳])")


def has_subhead_mark(words: str) -> bool:
    return bool(_SUBHEAD.match(words)) or words.endswith("——")


_ITEM_OF_ROUNDUP = re.compile(
    r"^(?:【[^】]{2,10}】|[一-鿿]{1,7}[市区县镇乡州盟旗省][ :]|[▲■●◆★☆□][ ]?[一-鿿]{2,8}[ :])"
)


def is_item_of_roundup(words: str) -> bool:
    """柏亭区: …, 【枫坪市】…: one of several short items, each led by its place."""
    return bool(_ITEM_OF_ROUNDUP.match(words))


_LABELLED = re.compile(r"【[^】]{2,10}】[^。]{5,}[^。!?;,]$")


def is_labelled(words: str) -> bool:
    """【新华时评】…: a headline with the name of its column before it."""
    return bool(_LABELLED.match(words))


def is_list_item(words: str) -> bool:
    return bool(_LIST_ITEM.match(words))


_MARKDOWN = re.compile(r"^#{1,6}[ ]*")


def heading_marks(words: str) -> int:
    """How many letters of markdown a line begins with (`# `, `**`)."""
    found = _MARKDOWN.match(words)
    return found.end() if found else 0


def ends_sentence(words: str) -> bool:
    """Say whether the last sentence of a paragraph is finished."""
    bare = words.rstrip("”’)》】〉] *")
    return bool(bare) and bare[-1] in SENTENCE_ENDS


_NOTE = re.compile(
    r"\((?:[^()]{0,6}(?:社|报|网)[^()]{0,14}(?:电|讯)|[^()]{2,40}(?:参与采写|对本文亦有贡献|参与报道))\)"
)
_BRACKETED = re.compile(r"(?:\([^()]{2,60}\) *)+$")


def is_note(words: str) -> bool:
    """(新华社北京1月2日电), (甲、乙参与采写): a line in brackets below a text, of where it came from."""
    return words[0] == "(" and bool(_BRACKETED.match(words)) and bool(_NOTE.search(words))


def is_signed(words: str) -> bool:
    """A paragraph that ends with who wrote it, with where it came from, or with (完)."""
    if words[-1] == ")" and is_note(words[words.rfind("(") :]):
        return True
    if words[-1] in ")]" and re.search(r"[(\[](?:完|续完|全文完)[)\]]$", words):
        return True
    return bool(credits_at_foot(words)[0])


_VERBLESS = re.compile(r"^[一-鿿·“”‘’《》【】\[\]— -]{2,12}$")
_COLUMN_WORDS = re.compile(
    r"(?:之窗|之声|之要|之声|视点|视角|视窗|聚焦|关注|速递|速览|快讯|简讯|短讯|资讯|传真|看台|论坛|时评|"
    r"专栏|专版|热线|连线|追踪|调查|纪实|纪事|巡礼|"
    r"新闻|要闻|综合|民生|服务|保护|教育|宣传|文明|创城|行动|进行时|在线|直播|观察|聚光灯|一线|播报|导读|"
    r"之家|天地|园地|广角|时空|焦点|之友|百姓|人物|故事|"
    r"讲述|答疑|问答|提醒|公告栏|信息|动态|风采|风向标|专题|特刊|周刊|副刊|书评|随笔|[·:]|来信|摘登|战报|集锦|文摘|谈|说|话|眼|窗|"
    r"网|圈|榜|台|苑|廊|路上|不停步)$"
)


_SPECIAL = re.compile(r"(?:特别报道|特别策划|系列报道|专题报道|特刊|专版|专题)$")
_HAPPENS = re.compile(
    r"印发|召开|举行|举办|发布|出台|启动|通报|部署|开展|成立|揭牌|开幕|闭幕|获|会见|出席|致电|逝世|公布|"
    r"突破|增长|下降|发生|致|走进|开通|调研|考察|上[线市榜]|将|已|被|超|迎来"
)


def happens(words: str) -> bool:
    """Say whether something happens in a short line: then it is a headline, not a name."""
    return bool(_HAPPENS.search(words))


_NOTICE_TITLE = re.compile(r"(?:声明|公告|通告|启事|公示|通知|讣告|更正|预告|招领)$")


def is_notice_title(words: str) -> bool:
    return bool(_NOTICE_TITLE.search(words))


def names_notice(words: str) -> bool:
    """遗失声明, 施工公告: a headline of its own, however short."""
    return len(words) <= 30 and is_notice_title(words)


_SAID_SO = re.compile("[“”]|[了起来]$|[一-鿿]了[一-鿿]")


def label_strength(words: str) -> float:
    """How much a short line looks like the name of a column (栏目) rather than a headline: 0..1."""
    bare = words.strip("【】[]《》— ·|#*")
    length = sum(1 for letter in bare if is_han(letter) or letter.isalnum())
    if (
        not 2 <= length <= 12
        or any(letter in "。!?,;、" for letter in bare)
        or any(c.isdigit() for c in bare)
    ):
        return 0.0
    strength = {2: 0.85, 3: 0.85, 4: 0.85, 5: 0.6, 6: 0.55, 7: 0.4, 8: 0.2}.get(length, 0.05)
    if _COLUMN_WORDS.search(bare):
        strength += 0.25
    if words[0] in "【[" or words[-1] in "】]":
        strength += 0.3
    if length >= 5 and _HAPPENS.search(bare):
        strength -= 0.4  # something happens in it: a headline, or its 引题
    if _SAID_SO.search(bare):
        strength -= 0.4
    return min(strength, 1.0)
