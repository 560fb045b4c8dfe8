"""Write data/variants.txt: which characters are searched as one.

Run as `python articles/search/make_variants.py`. One line a base character, its variants behind it. Needs
opencc, which searching does not: the table is kept in the project so that every installation, with every
Python's Unicode, folds alike. After a change of the table raise RULES in tokens.py and run
`manage.py rebuild_search`.
"""

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

VARIANTS = Path(__file__).parent / "data" / "variants.txt"

# What opencc leaves apart and readers do not: old and new forms, and forms of the printing trade.
PAIRS = """
裏里 裡里 衞卫 衛卫 爲为 綫线 着着 著著 戶户 戸户 産产 黃黄 呂吕 內内 兌兑 吳吴
吿告 強强 敎教 敍叙 敘叙 毀毁 溫温 絕绝 說说 説说 淸清 靑青 鄕乡 卽即 旣既 増增
尙尚 帶带 徵征 甦苏 喆哲 堃坤 迺乃 擧举 啓启 啟启 床床 牀床 峯峰 羣群 鷄鸡 麪面
够够 夠够 污污 汚污 汙污 吃吃 喫吃 俱俱 倶俱 劵券
"""
OURS = dict(tuple(pair) for pair in PAIRS.split())


def fold_one(character: str, simplify) -> str:
    """Return the character this one is searched as: half width, lower case, simplified."""
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1:
        return character
    if len(folded.lower()) == 1:
        folded = folded.lower()
    for _step in range(3):
        simpler = OURS.get(folded) or simplify(folded)
        if len(simpler) != 1 or simpler == folded:
            break
        folded = simpler
    return folded


def main() -> None:
    import opencc

    converters = [opencc.OpenCC(name).convert for name in ("t2s", "tw2s", "hk2s")]

    def simplify(character):
        return next((made for made in (use(character) for use in converters) if made != character), character)

    variants = defaultdict(str)
    for code in range(0x21, sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in {"Cn", "Co", "Cs", "Cc", "Cf", "Zs", "Zl", "Zp"}:
            continue
        folded = fold_one(character, simplify)
        if folded != character and not folded.isspace():
            variants[folded] += character
    lines = [f"{base}{''.join(sorted(set(found)))}\n" for base, found in sorted(variants.items())]
    VARIANTS.write_text("".join(lines), encoding="utf-8")
    print(f"{VARIANTS}: {len(lines)} characters, {sum(map(len, variants.values()))} variants")


if __name__ == "__main__":
    main()
