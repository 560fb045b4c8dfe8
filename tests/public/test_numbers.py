"""Numbers to look at: right to the last digit, the same in picture, table and CSV, public articles only."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Article
from articles.public.figures import HEIGHT, Series, draw
from articles.search import uses
from tests.questions import count_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def years(archive):
    """Two months with text and one between without any."""
    bureau, office = archive.agency("河口市水务局"), archive.agency("河口市民政局")
    section = archive.section("走街串巷")
    archive.story("码头", body="码头，老码头。", day="2024-01-05", agencies=[bureau, office], section=section)
    archive.story("旧事", body="没有那个词。", day="2024-01-06", agencies=[bureau])
    archive.story("新桥", body="新桥在碼頭邊。", day="2024-03-05", agencies=[bureau, office], section=section)
    archive.story("草稿码头", body="码头", day="2024-03-06", agencies=[office], published=False)
    search.index_articles(Article.objects.all())
    return {"bureau": bureau, "office": office, "section": section}


def rows(client, address: str) -> list[dict]:
    response = client.get(address)
    assert response["Access-Control-Allow-Origin"] == "*"
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def test_uses_are_counted_in_headline_and_text_and_set_against_the_text(client, years):
    found = rows(client, "/numbers/words.csv?w=码头")
    text = {row["month"]: int(row["characters"]) for row in found}
    assert [(row["month"], row["times"]) for row in found] == [("2024-01", "3"), ("2024-03", "1")]
    assert float(found[0]["per_100000_characters"]) == round(3 * 100_000 / text["2024-01"], 1)


def test_months_stand_under_their_own_bars():
    text = {year * 100 + month: (1000, 5) for year in (2023, 2024) for month in range(1, 13)}
    figure = draw([Series("码头", values={202301: 1}, counts={202301: 1})], text)
    assert [(tick.label, tick.anchor) for tick in figure.ticks][:: len(figure.ticks) - 1] == [
        ("2023-01", "start"),
        ("2024-12", "end"),
    ]
    for tick in figure.ticks[1:-1]:
        place = list(text).index(int(tick.label.replace("-", "")))
        assert place * 100 / len(text) < tick.at < (place + 1) * 100 / len(text)
    assert len({tick.label for tick in figure.ticks}) == len(figure.ticks)
    (lonely,) = draw([Series("码头", values={}, counts={})], {202406: (1000, 5)}).ticks
    assert lonely.label == "2024-06"


def test_several_words_at_once_once_each(client, years):
    names = [row["name"] for row in rows(client, "/numbers/words.csv?w=码头 新桥、码头,,旧事")]
    assert names == ["码头", "新桥", "旧事"] * 2


def test_a_phrase_is_counted_as_written_and_not_as_a_question(client, years):
    (row, _later) = rows(client, "/numbers/words.csv?w=标题:码头")
    assert row["times"] == "0"


def test_words_of_too_many_articles_are_counted_in_articles(client, years, monkeypatch):
    monkeypatch.setattr(uses, "MOST_READ", 1)
    found = rows(client, "/numbers/words.csv?w=码头")
    assert [(row["month"], row["articles"]) for row in found] == [("2024-01", "1"), ("2024-03", "1")]
    assert found[0]["per_100_articles"] == "50"


def test_all_words_are_measured_alike(client, years, monkeypatch):
    monkeypatch.setattr(uses, "MOST_READ", 1)
    # 新桥 alone could be read; beside 码头 it is counted as 码头 is.
    assert "times" in rows(client, "/numbers/words.csv?w=新桥")[0]
    assert "articles" in rows(client, "/numbers/words.csv?w=新桥 码头")[0]


def test_slow_reading_falls_back_to_the_index(client, years, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"SEARCH_TIMEOUT_MS": 1}
    assert client.get("/numbers/words/?w=码头").status_code == 200


def test_agencies_by_month(client, years):
    address = f"/numbers/agencies.csv?id={years['bureau'].pk}&id={years['office'].pk}"
    found = {(row["name"], row["month"]): row["articles"] for row in rows(client, address)}
    assert found == {
        ("河口市水务局", "2024-01"): "2",
        ("河口市水务局", "2024-03"): "1",
        ("河口市民政局", "2024-01"): "1",
        ("河口市民政局", "2024-03"): "1",
    }


def test_sections_by_month(client, years):
    found = rows(client, f"/numbers/sections.csv?id={years['section'].pk}")
    assert [(row["month"], row["articles"]) for row in found] == [("2024-01", "1"), ("2024-03", "1")]


def test_who_is_mentioned_with_whom(client, years):
    (row,) = rows(client, "/numbers/together.csv")
    assert set(row.values()) == {"河口市水务局", "河口市民政局", "2"}
    (row,) = rows(client, f"/numbers/together.csv?id={years['office'].pk}")
    assert row == {"one": "河口市民政局", "other": "河口市水务局", "articles": "2"}


def test_the_table_says_what_the_csv_says(client, years):
    html = client.get("/numbers/words/?w=码头").content.decode()
    cells = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d+)</td><td>(\d+)</td><td>(\d+)', html)
    found = rows(client, "/numbers/words.csv?w=码头")
    assert cells == [
        tuple(row[name] for name in ("month", "characters", "articles_of_month", "times")) for row in found
    ]
    assert "/numbers/words.csv?w=%E7%A0%81%E5%A4%B4" in html


@pytest.mark.parametrize(
    "address",
    ["/numbers/words/?w=码头 新桥", "/numbers/agencies/", "/numbers/sections/", "/numbers/together/"],
)
def test_pictures_are_well_formed_and_named(client, years, address):
    html = client.get(address).content.decode()
    pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(pictures) > 1 or "together" in address
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert (root.get("role") == "img" and root.get("aria-label")) or root.get("aria-hidden") == "true"
        assert "style" not in root.attrib  # the CSP takes no inline style


def test_series_stand_to_one_measure_and_the_smallest_is_seen():
    text = {202401: (100, 1), 202403: (100, 1)}
    values = {"甲": {202401: 1000.0, 202403: 0.5}, "乙": {202401: 500.0}, "丙": {}}
    figure = draw([Series(name, found, {}) for name, found in values.items()], text)
    assert [re.findall(r"v-(\d+)", strip.path) for strip in figure.strips] == [
        [str(HEIGHT), "1"],
        [str(HEIGHT // 2)],
        [],
    ]
    assert figure.silence == "M10 100v-100h8v100z"  # February, of which there is no text


def test_names_that_are_not_public_are_not_told(client, archive, years):
    hidden = archive.agency("河口市秘密局", is_proposed=True)
    archive.story("另事", day="2024-02-02", agencies=[hidden, years["office"]])
    for address in (
        "agencies/",
        "together/",
        f"agencies.csv?id={hidden.pk}",
        f"together.csv?id={years['office'].pk}",
    ):
        assert "秘密" not in client.get(f"/numbers/{address}").content.decode()
    assert client.get(f"/numbers/together/?id={hidden.pk}").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["words/?w=%00", "words/?w=" + "字" * 3000, "words/?w=%22%27*", "agencies/?id=0&id=x&id=" + "9" * 30,
     "together/?id=-1", "words.csv", "sections.csv", "agencies.csv?id=77"],
)  # fmt: skip
def test_odd_questions_have_an_answer(client, years, address):
    assert client.get(f"/numbers/{address}").status_code == 200


@pytest.mark.parametrize("address", ["", "words/", "agencies/", "sections/", "together/", "words/?w=码头"])
def test_an_empty_archive_has_no_numbers(client, address):
    assert client.get(f"/numbers/{address}").status_code == 200


def test_numbers_ask_no_more_for_more(client, archive, years, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"FRESH_SECONDS": 60}
    addresses = ["words/?w=码头", "agencies/", "sections/", "together/", f"together/?id={years['office'].pk}"]

    def count(address):
        cache.clear()
        client.get("/robots.txt")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/numbers/{address}").status_code == 200
        return count_questions(captured)

    few = {address: count(address) for address in addresses}
    for number in range(2, 6):
        articles = archive.sheet(
            *({"title": "码头", "agencies": [years["bureau"], years["office"]]} for _n in range(3)),
            number=str(number),
        )
        search.index_articles(articles)
    many = {address: count(address) for address in addresses}
    assert max(many.values()) <= 10
    assert {key: (few[key], many[key]) for key in addresses if many[key] > few[key]} == {}
