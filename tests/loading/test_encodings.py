"""Every encoding is read exactly or refused: never one page silently wrong."""

from contextlib import suppress

import pytest

from articles.loading.encodings import UnreadableText, decode

SIMPLIFIED = (
    "本报讯　昨日上午，云溪新桥主跨顺利合龙，市交通运输局的负责同志到场祝贺。"
    "大桥通车以后，两岸居民过江只要五分钟，"
    "沿线的工厂、学校和医院都会因此受益。施工单位说，下一步要铺装桥面、安装路灯，年底以前把道路全部修好。"
)
TRADITIONAL = (
    "本報訊　昨日上午，雲溪新橋主跨順利合龍，市交通運輸局的負責同志到場祝賀。"
    "大橋通車以後，兩岸居民過江只要五分鐘，"
    "沿線的工廠、學校和醫院都會因此受益。施工單位說，下一步要鋪裝橋面、安裝路燈，年底以前把道路全部修好。"
)
ENCODINGS = (
    ("utf-8", SIMPLIFIED, "utf-8"),
    ("utf-8-sig", SIMPLIFIED, "utf-8"),
    ("gb2312", SIMPLIFIED, "gb18030"),
    ("gbk", SIMPLIFIED, "gb18030"),
    ("gbk", TRADITIONAL, "gb18030"),
    ("gb18030", "𠮷" + SIMPLIFIED, "gb18030"),
    ("big5", TRADITIONAL, "big5"),
    ("big5hkscs", "嘅咗啲" + TRADITIONAL, "big5hkscs"),
    ("utf-16", SIMPLIFIED, "utf-16-le"),
    ("utf-16-le", SIMPLIFIED, "utf-16-le"),
    ("utf-16-be", TRADITIONAL, "utf-16-be"),
    ("utf-32", SIMPLIFIED, "utf-32-le"),
    ("utf-32-be", SIMPLIFIED, "utf-32-be"),
)


@pytest.mark.parametrize(("written", "text", "read"), ENCODINGS)
@pytest.mark.parametrize("length", [20, 60, 1000])
def test_an_encoding_is_read_exactly(written, text, read, length):
    text = (text * 12)[:length]
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding) == (text, read)


@pytest.mark.parametrize("start", range(0, 80, 3))
@pytest.mark.parametrize("written", ["gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_no_stretch_of_a_page_is_silently_wrong(written, start):
    text = (TRADITIONAL if written == "big5" else SIMPLIFIED)[start : start + 20]
    with suppress(UnreadableText):  # held for a person: allowed, silence is not
        assert decode(text.encode(written)).text == text


def test_the_first_codec_that_works_would_have_been_wrong():
    """What the scoring is for: GB18030 reads this Big5 page without an error, as something else."""
    raw = TRADITIONAL.encode("big5")
    assert raw.decode("gb18030", "replace") != TRADITIONAL
    assert decode(raw).text == TRADITIONAL


BROKEN = {
    "empty": (b"", "empty"),
    "blanks": ("　\n \t\f".encode(), "blanks only"),
    "a mark and nothing": (b"\xef\xbb\xbf", "blanks only"),
    "NUL": (b"a\0b" + SIMPLIFIED.encode(), "NUL at character 1"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "No Chinese text"),
    "Japanese": (
        "昨日、東京で会議が開かれ、これからの計画について話し合いました。".encode("shift_jis") * 3,
        "No Chinese",
    ),
    "one bad byte": (SIMPLIFIED.encode()[:90] + b"\xff" + SIMPLIFIED.encode()[90:], "damaged at byte 90"),
    "a bad byte in GBK": (
        SIMPLIFIED.encode("gbk")[:80] + b"\xff" + SIMPLIFIED.encode("gbk")[80:],
        "gb18030, damaged",
    ),
    "cut off": (SIMPLIFIED.encode()[:-1], "last character cut off"),
    "cut off under a mark": (SIMPLIFIED.encode("utf-16")[:-1], "Not utf-16-le at byte"),
    "two encodings": (SIMPLIFIED.encode("gbk") + b"\n" + SIMPLIFIED.encode(), "more than one encoding"),
    "one foreign line": (
        (SIMPLIFIED * 9).encode("gbk") + b"\n" + SIMPLIFIED[4:20].encode() + b"\n" + SIMPLIFIED.encode("gbk"),
        "line 2 does not",
    ),
    "converted wrongly before": ((SIMPLIFIED + "锟斤拷").encode(), "earlier conversion"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_sure_text_is_refused_with_the_reason(kind):
    raw, reason = BROKEN[kind]
    with pytest.raises(UnreadableText, match=reason):
        decode(raw)


def test_a_form_feed_is_a_blank():
    assert decode(("\f" + SIMPLIFIED).encode()).text == "\f" + SIMPLIFIED


def test_what_unicode_keeps_free_of_characters_is_read_as_one_that_cannot_be_read():
    assert decode("河水\ufffe涨了\uffff，码头停航。".encode()).text == "河水\ufffd涨了\ufffd，码头停航。"


def test_a_named_encoding_is_believed_and_held_to():
    assert decode(TRADITIONAL.encode("big5"), named="big5").certain == "named"
    with pytest.raises(UnreadableText, match="Not big5 at byte"):
        decode(SIMPLIFIED.encode(), named="big5")


def test_a_page_of_a_million_letters_is_judged_in_a_second():
    import time

    raw = (SIMPLIFIED * 10_000).encode("gb18030")
    begin = time.perf_counter()
    assert decode(raw).encoding == "gb18030"
    assert time.perf_counter() - begin < 5
