"""Why an editor should look: every doubt is a code at a place, with the value in question."""

import pytest

from articles.segmenter.doubts import CODES

from .pages import BRIDGE, ORCHARD, page_of, stories


def doubts(text):
    return {
        (doubt.code, doubt.span.of(text), doubt.detail) for story in stories(text) for doubt in story.doubts
    }


def codes(text):
    return {code for code, _, _ in doubts(text)}


def test_a_story_in_order_raises_no_doubt():
    assert codes(page_of(BRIDGE, ORCHARD)) == set()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (("老渡口", "老渡口 and "), ("foreign", "and", "和")),
        (("青溪的新桥", "青溪的新橋"), ("traditional", "橋", "桥")),
        (("一百二十米", "一百⼆十米".replace("⼆", "ニ")), ("look-alike", "ニ", "二")),
        (("(记者 陆明远)", "(记者 陆明远沈一诺)"), ("glued-names", "陆明远沈一诺", "陆明远 沈一诺")),
        (("去年十月开工。", "去年十月(开工。"), ("mark-missing", "(", ")")),
        (
            ("渡船交给镇文化站。", "渡船交给镇文化站。(青溪县交通局)"),
            ("office-signature", "青溪县交通局", "青溪县交通局"),
        ),
        (("渡船交给镇文化站。", "渡船交给镇文"), ("cut-off", "上的老渡口会保留下来,渡船交给镇文"[-12:], "")),
    ],
)
def test_damage_is_shown_with_a_suggestion(change, wanted):
    text = page_of(BRIDGE.replace(*change), ORCHARD)
    assert wanted in doubts(text)


def test_the_words_are_never_changed():
    text = page_of(BRIDGE.replace("青溪的新桥", "青溪的新橋"), ORCHARD)
    assert "新橋" in stories(text)[0].paragraphs[0].text


def test_a_page_in_traditional_letters_is_not_damaged():
    text = "新橋昨日通車\n\n青溪縣的這條大橋長一百二十米,兩岸的村民過河來往從此方便,縣裏說渡口將會保留下來。"
    assert "traditional" not in codes(text)


def test_text_without_headline_and_headline_without_text_are_shown():
    text = page_of("本报讯(记者 陆明远)6月3日,跨越青溪的新桥通车。", ORCHARD)
    assert "no-headline" in codes(text)
    assert "no-text" in codes("石桥镇新桥昨日通车")


def test_every_doubt_has_a_code_with_a_weight():
    text = page_of(BRIDGE, BRIDGE.split("\n\n")[2], "(上接第1版)", ORCHARD[20:])
    assert codes(text) <= set(CODES)
    assert all(0 <= weight <= 1 for weight in CODES.values())
