"""Readers' templates: put together once for each language, and escaped whatever they print."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import override

from articles.public.showing import MARKS, put_in
from articles.public.templating import environment

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEMPLATES = sorted(path.name for path in Path(settings.BASE_DIR, "templates", "public").glob("*.html"))


def filled(source: str, language: str = "zh-hans", **context) -> str:
    with override(language):
        return environment(language).from_string(source).render(context)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_read(language):
    with override(language):
        for name in TEMPLATES:
            environment(language).get_template(f"public/{name}")
    assert "base.html" in TEMPLATES


def test_a_sentence_stands_in_the_language_of_the_page():
    assert filled('{{ _("检索") }}') == "检索"
    assert filled('{{ _("检索") }}', "en") == "Search"
    assert filled('{{ _("总第%(number)s期")|format(number=7) }}', "en") == "No. 7"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("<b>'\"&", "&lt;b&gt;&#39;&#34;&amp;"),
        (mark_safe("<b>"), "<b>"),
        (7, "7"),
        (None, "None"),
        (["<i>"], "[&#39;&lt;i&gt;&#39;]"),
    ],
)
def test_what_is_printed_is_escaped_unless_it_is_mark_up(value, printed):
    assert filled("{{ value }}", value=value) == printed
    assert filled("{% block all %}{{ value }}{% endblock %}", value=value) == printed


def test_what_is_not_there_prints_nothing():
    assert filled("[{{ nobody }}{{ row.nothing }}]", row={}) == "[]"


def test_an_included_template_sees_what_stands_around_it_and_leaves_nothing_behind():
    row = {"href": "/articles/1/", "name": "修<桥>", "date": "2024-06-14", "facts": "第1版"}
    source = (
        '{% with rows=[row], level=4 %}{% include "public/_rows.html" %}{% endwith %}[{{ level }}{{ rows }}]'
    )
    html = filled(source, row=row)
    assert '<h4 class="row-title"><a href="/articles/1/"><bdi>修&lt;桥&gt;</bdi></a></h4>' in html
    assert html.endswith("</li>\n[]")


def test_parts_that_are_bytes_already_take_the_places_of_their_marks():
    page = filled("a{{ style }}b{{ timeline }}c", **MARKS).encode()
    assert put_in(page, {"style": "甲".encode(), "timeline": b"<2>"}).decode() == "a甲b<2>c"
    assert put_in(b"page", {}) == b"page"


def test_no_words_of_a_page_are_taken_for_a_mark():
    words = "</the style/>"
    assert MARKS["style"] == words
    page = filled("{{ words }}|{{ style }}", words=words, **MARKS).encode()
    assert put_in(page, {"style": b"sheet"}).decode().endswith("|sheet")
