"""The style sheet stands in each page, and browsers are told to take that one only."""

import base64
import hashlib
import re

import pytest

from newsroom import stylesheet


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/nowhere/"])
def test_the_style_in_a_page_is_the_one_that_browsers_may_take(client, address):
    answer = client.get(address)
    [style] = re.findall(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_tightening_takes_comments_and_spaces_and_nothing_else():
    css = """/* a: b; */
    a:hover , .b > i { font: 1rem "Songti SC", serif ; width: calc(1px + 2px) ; }
    @media (min-width: 40rem) and (hover: hover) { q::before { content: "——"; } }
    """
    assert stylesheet.tighten(css) == (
        'a:hover,.b > i{font:1rem "Songti SC",serif;width:calc(1px + 2px)}'
        '@media (min-width:40rem) and (hover:hover){q::before{content:"——"}}'
    )


def test_the_sheet_can_stand_in_a_page():
    assert "<" not in stylesheet.TEXT
    assert "url(" not in stylesheet.TEXT  # it would be read from each page's own address
