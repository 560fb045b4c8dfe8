"""What text recognition did to single words: shown with a suggestion, never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .doubts import severity
from .glyphs import PAIRS
from .story import Doubt
from .text import Span

# Traditional letters that have exactly one simplified form, and are not printed in simplified text.
_TRADITIONAL = dict(
    zip(
        "細國學會這個們來時對發說還後問題為於從關與電業員產運動開門間見長東車書話語讀識記議論訊進達遠選邊過連週應當"
        "點樣種機構權標檔檢條極樂樹橋檯歲歷歸殺氣決沒況溫濟灣滿漢災營爭獎獨現環異畫畢療監盤確碼禮積穩競筆節範築簡糧級紀約紅純紙"
        "終組經結給統絲綠維網線練縣績織繼續羅聯聲職聽脫腦膽臺興舉舊華萬葉著蓋藝藥蘇虛號術衛裝製複規視覽觀計訂討訓設許訪評試詢"
        "詳認課調請諸證譯譽護讓豐負財責貨貴買費資賣賽贊購贏趙趕較輪輸轉農連適遲遺郵鄉鄭醫釋鋼錄錢鎮鐵鑒長閉閱隊陽階際險隨難雙雖雜離零靈靜"
        "響頁頂項順須預領頭頻題額顏願類顯風飛飯館養驗體高鬧魚鳥麗麥黃齊齡",
        "细国学会这个们来时对发说还后问题为于从关与电业员产运动开门间见长东车书话语读识记议论讯进达远选边过连周应当"
        "点样种机构权标档检条极乐树桥台岁历归杀气决没况温济湾满汉灾营争奖独现环异画毕疗监盘确码礼积稳竞笔节范筑简粮级纪约红纯纸"
        "终组经结给统丝绿维网线练县绩织继续罗联声职听脱脑胆台兴举旧华万叶著盖艺药苏虚号术卫装制复规视览观计订讨训设许访评试询"
        "详认课调请诸证译誉护让丰负财责货贵买费资卖赛赞购赢赵赶较轮输转农连适迟遗邮乡郑医释钢录钱镇铁鉴长闭阅队阳阶际险随难双虽杂离零灵静"
        "响页顶项顺须预领头频题额颜愿类显风飞饭馆养验体高闹鱼鸟丽麦黄齐龄",
        strict=False,
    )
)
for _same in [letter for letter, simple in _TRADITIONAL.items() if letter == simple]:
    del _TRADITIONAL[_same]
_TRADITIONAL_RUN = re.compile(f"[{''.join(_TRADITIONAL)}]+")
_FOREIGN = re.compile(r"(?<=[一-鿿]) ?\b(?:and|or|of|the|in|to|for|with|on|at|is|by)\b ?(?=[一-鿿])")
_READ_AS = {"and": "和", "or": "或", "of": "的", "with": "与", "in": "在", "to": "到", "for": "为"}
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff□]+(?=[一-鿿,。])|[\ufffd\ue000-\uf8ff]+")
# Letters of other scripts, and radicals, that look like the Han letter that was printed.
_LOOKS_LIKE = {
    "⼀": "一",
    "⼈": "人",
    "⼤": "大",
    "⼩": "小",
    "⽇": "日",
    "⽉": "月",
    "⽔": "水",
    "⽣": "生",
    "⾼": "高",
    "⼯": "工",
    "⼭": "山",
    "⻋": "车",
    "⻓": "长",
    "⻔": "门",
    "ニ": "二",
    "ハ": "八",
    "ロ": "口",
    "エ": "工",
    "カ": "力",
    "ト": "卜",
    "タ": "夕",
    "夲": "本",
    "囯": "国",
    "亇": "个",
    "髙": "高",
    "戸": "户",
    "歩": "步",
    "祅": "袄",
}
_LOOK_ALIKE = re.compile(f"[{''.join(_LOOKS_LIKE)}](?=[一-鿿])|(?<=[一-鿿])[{''.join(_LOOKS_LIKE)}]")

# Any letter that one of these patterns needs: most lines have none.
_DOUBTFUL = re.compile(f"[{''.join(_TRADITIONAL)}{''.join(_LOOKS_LIKE)}a-z\ufffd\ue000-\uf8ff□]")


def is_traditional(text: str) -> bool:
    """Say whether a page is set in traditional letters: then they are no damage."""
    letters = sum(len(found.group()) for found in _TRADITIONAL_RUN.finditer(text))
    return letters > max(6, len(text) // 40)


def find_damage(text: str, span: Span, *, traditional: bool = False) -> Iterator[Doubt]:
    """Look for letters and words in a stretch that can hardly have been printed so.

    `traditional` says that the whole page is set in traditional letters.
    """
    words = span.of(text)
    if not _DOUBTFUL.search(words):
        return
    for found in () if traditional else _TRADITIONAL_RUN.finditer(words):
        yield _doubt("traditional", span, found, "".join(_TRADITIONAL[letter] for letter in found.group()))
    for found in _LOOK_ALIKE.finditer(words):
        yield _doubt("look-alike", span, found, _LOOKS_LIKE[found.group()])
    for found in _FOREIGN.finditer(words):
        yield _doubt("foreign", span, found, _READ_AS.get(found.group().strip(), ""))
    for found in _UNREADABLE.finditer(words):
        yield _doubt("unreadable", span, found, "")


def find_missing_marks(text: str, spans: tuple[Span, ...]) -> Iterator[Doubt]:
    """Find brackets in one paragraph whose partner is missing; its parts may stand apart on the page."""
    waiting: list[tuple[str, int]] = []
    for span in spans:
        for mark in _MARKS.finditer(text, span.start, span.end):
            at, letter = mark.start(), _HALF.get(mark[0], mark[0])
            if letter in _OPENERS:
                waiting.append((letter, at))
            elif waiting and waiting[-1][0] == _CLOSING[letter]:
                waiting.pop()
            elif not any(opener == _CLOSING[letter] for opener, _ in waiting):
                yield Doubt("mark-missing", Span(at, at + 1), _CLOSING[letter], severity("mark-missing"))
            else:
                while waiting and waiting[-1][0] != _CLOSING[letter]:
                    opener, where = waiting.pop()
                    yield Doubt(
                        "mark-missing", Span(where, where + 1), _OPENERS[opener], severity("mark-missing")
                    )
                waiting.pop()
    for opener, where in waiting:
        yield Doubt("mark-missing", Span(where, where + 1), _OPENERS[opener], severity("mark-missing"))


_OPENERS = {opener: PAIRS[opener] for opener in "(《“【"}
_CLOSING = {closer: opener for opener, closer in _OPENERS.items()}
_HALF = {"（": "(", "）": ")"}
_MARKS = re.compile(f"[{re.escape(''.join([*_OPENERS, *_CLOSING, *_HALF]))}]")


def _doubt(code: str, span: Span, found: re.Match, detail: str) -> Doubt:
    start = span.start + found.start() + (len(found.group()) - len(found.group().lstrip()))
    end = span.start + found.end() - (len(found.group()) - len(found.group().rstrip()))
    return Doubt(code, Span(start, end), detail, severity(code))
