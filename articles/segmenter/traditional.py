"""Pages set in traditional letters: read in simplified ones, shown as they were printed."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "simplified.txt"
# Letters of every page that have one simplified form and are not printed in simplified text.
COMMON = (
    "細國學會這個們來時對發說還後問題為於從關與電業員產運動開門間見長東車書話語讀識記議論訊進達遠選邊過連週應"
    "當點樣種機構權標檔檢條極樂樹橋檯歲歷歸殺氣決沒況溫濟灣滿漢災營爭獎獨現環異畫畢療監盤確碼禮積穩競筆節範築"
    "簡糧級紀約紅純紙終組經結給統絲綠維網線練縣績織繼續羅聯聲職聽脫腦膽臺興舉舊華萬葉蓋藝藥蘇虛號術衛裝製複規"
    "視覽觀計訂討訓設許訪評試詢詳認課調請諸證譯譽護讓豐負財責貨貴買費資賣賽贊購贏趙趕較輪輸轉農適遲遺郵鄉鄭醫"
    "釋鋼錄錢鎮鐵鑒閉閱隊陽階際險隨難雙雖雜離靈靜響頁頂項順須預領頭頻額顏願類顯風飛飯館養驗體鬧魚鳥麗麥黃齊齡"
)
RUN = re.compile(f"[{COMMON}]+")


def is_traditional(text: str) -> bool:
    """Say whether a page is set in traditional letters: then they are no damage."""
    return sum(map(len, RUN.findall(text))) > max(6, len(text) // 40)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return {ord(letter): ord(line[0]) for line in lines if line[0] != "#" for letter in line[1:]}


def simplify(words: str) -> str:
    """Read traditional letters as simplified ones, one for one."""
    return words.translate(_simplified())
