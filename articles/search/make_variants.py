"""Write data/variants.txt: which characters are searched as one. Run as `python -m articles.search.make_variants`.

One line a base character, its variants behind it. Needs opencc, which searching does not: the table is
kept in the project so that every installation, with every Python's Unicode, folds alike. After a change of
the table raise tokens.RULES and run `manage.py rebuild_search`.
"""

import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

VARIANTS = Path(__file__).parent / "data" / "variants.txt"

# What opencc leaves apart and readers do not: old and new forms, and forms of the printing trade.
OURS = {
    "裏": "里", "裡": "里", "衞": "卫", "衛": "卫", "爲": "为", "綫": "线", "着": "着", "著": "著", "戶": "户", "戸": "户",
    "産": "产", "黃": "黄", "呂": "吕", "內": "内", "兌": "兑", "吳": "吴", "吿": "告", "強": "强", "敎": "教", "敍": "叙",
    "敘": "叙", "毀": "毁", "溫": "温", "絕": "绝", "說": "说", "説": "说", "說": "说", "淸": "清", "靑": "青", "鄕": "乡",
    "卽": "即", "旣": "既", "増": "增", "尙": "尚", "帶": "带", "徵": "征", "甦": "苏", "喆": "哲", "堃": "坤", "迺": "乃",
    "擧": "举", "敎": "教", "啓": "启", "啟": "启", "床": "床", "牀": "床", "峯": "峰", "羣": "群", "鷄": "鸡", "麪": "面",
    "够": "够", "夠": "够", "污": "污", "汚": "污", "汙": "污", "吃": "吃", "喫": "吃", "俱": "俱", "倶": "俱", "劵": "券",
}  # fmt: skip


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
