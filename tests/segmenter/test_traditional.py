"""A page in traditional letters is told apart like its simplified twin, and shown as it was printed."""

from articles.segmenter import segment_page
from articles.segmenter.text import PageText
from articles.segmenter.traditional import is_traditional, simplify

from .pages import BRIDGE, LIBRARY, ORCHARD, page_of

PRINTED = """石橋鎮新橋昨日通車

本報訊(記者 陸明遠)6月3日,石橋鎮跨越青溪的新橋通車,兩岸六個村的村民不再繞行八公里。

新橋長一百二十米,由縣交通局承建,去年十月開工。橋面兩側留出了人行道,晚上有路燈。

夜讀的燈亮到十一點

本報訊(記者 顧南山)6月5日起,縣圖書館把閉館時間推遲到晚上十一點。館員發現,暑假裡自習的學生常常九點還不願走。"""


def spans(text):
    return [
        [(piece.span, piece.role) for piece in story.pieces] for story in segment_page(PageText(text)).stories
    ]


def test_a_traditional_page_has_the_stories_of_its_simplified_twin():
    twin = simplify(PRINTED)
    assert twin != PRINTED
    assert len(twin) == len(PRINTED)
    assert len(spans(PRINTED)) == 2
    assert spans(PRINTED) == spans(twin)


def test_what_readers_see_stays_traditional():
    bridge, lamp = segment_page(PageText(PRINTED)).stories
    assert (bridge.title, lamp.title) == ("石橋鎮新橋昨日通車", "夜讀的燈亮到十一點")
    assert [credit.name for story in (bridge, lamp) for credit in story.credits] == ["陸明遠", "顧南山"]
    assert bridge.paragraphs[1].text.endswith("晚上有路燈。")


def test_a_traditional_letter_among_simplified_ones_makes_no_traditional_page():
    page = page_of(BRIDGE, ORCHARD, LIBRARY)
    assert not is_traditional(page)
    assert not is_traditional(page.replace("新桥", "新橋").replace("县", "縣"))
