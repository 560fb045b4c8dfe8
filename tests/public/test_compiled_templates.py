"""Readers' templates are compiled: what comes out is what Django would have made of them."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from articles.public import compiling, showing

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "public"
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def rendered_twice(monkeypatch):
    """Render every page of the test both ways, and return the templates seen."""
    seen = []

    def render(name, context):
        seen.append(name)
        compiled = compiling.render(name, context)
        assert compiled == get_template(name).render(context)
        return compiled

    monkeypatch.setattr(showing, "render", render)
    return seen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_no_template_is_left_to_django(name, language):
    with translation.override(language):
        compiling.Writing(f"public/{name}", language).function()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_what_django_would_have_made_of_it(client, archive, rendered_twice, language):
    section = archive.section("走街串巷")
    agency = archive.agency("河口市水务局")
    tag = archive.tag("治水 & <b>防汛</b>")
    first = archive.story(
        "“老码头” <重新> 开放 & 迎客",
        kicker="河口",
        subtitle="三年之后",
        writers=["林一苇", "向晚"],
        section=section,
        agencies=[agency],
        tags=[tag],
        series="码头记",
        series_number=1,
        body="■一\n河边的老码头昨天重新开放。\n▲码头一角\n前来散步的居民说：<值得>。",
    )
    archive.story("码头的下一步", number="3", continues=first, series="码头记", series_number=2)
    archive.story("去年的码头", day="2023-06-14")
    for article in range(24):
        archive.story(f"短讯{article}", day="2024-06-15", number=str(article + 1), section=section)
    addresses = [
        "/",
        "/issues/",
        "/issues/2024-06/",
        "/issues/2024-06-14/",
        "/issues/2024-06-14/1/",
        "/on-this-day/06-14/",
        first.get_absolute_url(),
        f"{first.get_absolute_url()}citation/",
        f"{first.get_absolute_url()}related/",
        f"{first.get_absolute_url()}mistake/",
        "/sections/",
        section.get_absolute_url(),
        f"{section.get_absolute_url()}?since=x&genre=news",
        "/agencies/",
        "/agencies/tree/",
        agency.get_absolute_url(),
        "/tags/",
        tag.get_absolute_url(),
        "/writers/",
        "/writers/林一苇/",
        "/search/",
        "/search/?q=码头&since=2023-01-01",
        "/search/?q=没有的",
        "/search/facets/?q=码头",
        "/numbers/",
        "/numbers/words/?w=码头",
        "/numbers/agencies/",
        "/numbers/together/",
        "/data/",
        "/nowhere/",
    ]
    with translation.override(language):
        for address in addresses:
            assert client.get(address).status_code in {200, 404}
    assert len(set(rendered_twice)) >= 25


class Thing:
    """Has what a template may ask of a thing."""

    name = "<渡口>"

    @property
    def missing_link(self):
        raise AttributeError("of its own")

    def called(self):
        return "called"

    def asks(self, more):
        return more


@pytest.mark.parametrize(
    "source",
    [
        "{{ thing.name }}|{{ thing.called }}|{{ nobody }}|{{ nobody.at.all }}|{{ words.1 }}|{{ words.9 }}",
        "{{ number }} {{ half }} {{ yes }} {{ none }} {{ day }} {{ markup }} {{ words }}",
        "{% if nobody %}1{% elif number > 3 and not none %}2{% else %}3{% endif %}",
        "{% if words < 3 %}4{% else %}5{% endif %}{% if yes and nobody or day %}6{% endif %}",
        "{% for word in words %}{{ forloop.counter }}{% if not forloop.last %}、{% endif %}{% endfor %}",
        "{% for one, other in pairs %}{{ one }}={{ other }}{% empty %}none{% endfor %}",
        "{% for x in none %}x{% endfor %}",
        "{% for word in nobody %}x{% empty %}leer{% endfor %}",
        "{% for n in again %}{% ifchanged n %}[{{ n }}]{% else %}-{% endifchanged %}{% endfor %}",
        "{% with word=thing.name %}{{ word }}{% endwith %}{{ word }}",
        '{{ day|date:"Y-m-d" }} {{ none|default_if_none:"–" }} {{ words|length }} {{ markup|urlencode }}',
        "{% for word in words %}{{ forloop.first }}{{ forloop.counter0 }}{% endfor %}",
    ],
)
def test_a_tag_means_what_it_means_to_django(source, tmp_path, settings):
    from datetime import date

    from django.utils.safestring import mark_safe

    context = {
        "thing": Thing(),
        "words": ["甲", "乙 & 丙", "丁"],
        "pairs": [("a", 1), ("<b>", 2)],
        "again": [1, 1, 2, 2, 1],
        "number": 1234567,
        "half": 0.5,
        "yes": True,
        "none": None,
        "day": date(2024, 6, 14),
        "markup": mark_safe("<b>粗</b>"),
    }
    writing = compiling.Writing("public/error.html", "zh-hans")
    template = Template(source)
    writing.nodes(template.nodelist, compiling.Scope())
    assert writing.finish()(context) == template.render(Context(context))


def test_an_error_inside_a_property_is_not_hidden():
    writing = compiling.Writing("public/error.html", "zh-hans")
    writing.nodes(Template("{{ thing.missing_link }}").nodelist, compiling.Scope())
    with pytest.raises(AttributeError, match="of its own"):
        writing.finish()({"thing": Thing()})


def test_a_template_with_an_unknown_tag_is_rendered_by_django(tmp_path, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    (tmp_path / "odd.html").write_text("{% cycle 'a' 'b' %}{{ word }}", encoding="utf-8")
    assert compiling.compiled("odd.html", "zh-hans")({"word": "<x>"}) == "a&lt;x&gt;"
