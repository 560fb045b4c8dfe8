"""What the site gives out, judged by who knows the format: JSON-LD, sitemaps, feeds, BibTeX.

Each judge must also see a fault that was put in: one that lets everything pass proves nothing.
"""

import asyncio
import html
import re
import shutil
import subprocess
from datetime import date, datetime
from urllib.parse import quote, unquote

import feedparser
import pytest
import schema_org
from django.utils.timezone import localdate
from lxml import etree
from pydantic import ValidationError
from sitemap_verify.service import validate_target

from tests.public.test_describing import described
from tests.public.validating import MESS, SCHEMAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(archive):
    """Give an article with something in every field, and signs in it that formats could stumble over."""
    return archive.sheet(
        {
            "kicker": "三年之后",
            "title": f"老码头{MESS}",
            "subtitle": "居民说值得",
            "body": f"河边的老码头昨天重新开放。{MESS}",
            "section": archive.section(),
            "agencies": [archive.agency()],
            "tags": [archive.tag()],
            "writers": ["林一苇", "河口市水务局"],
        },
        day=localdate().isoformat(),
    )[0]


# --- JSON-LD, by schema.org's vocabulary: types, properties, what each may hold -----------------


def faults_of_json_ld(record: dict) -> list[str]:
    """Return what the vocabulary does not know, or not in that place."""
    assert record["@context"] == "https://schema.org"
    try:
        as_thing({name: value for name, value in record.items() if name != "@context"})
    except ValidationError as error:
        return [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    except AttributeError as error:
        return [str(error)]
    return []


def as_thing(value):
    """Return a value of JSON-LD as the judge wants it: things of their own type, days and moments as such."""
    if isinstance(value, dict):
        kind = getattr(schema_org, value["@type"])
        return kind.model_validate({name: as_thing(held) for name, held in value.items()})
    if isinstance(value, list):
        return [as_thing(held) for held in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\S+", value):
        return datetime.fromisoformat(value)
    return value


def test_schema_org_knows_all_that_pages_say_of_themselves(client, story):
    for address in (story.get_absolute_url(), story.issue.get_absolute_url()):
        assert faults_of_json_ld(described(client, address)) == [], address


@pytest.mark.parametrize(
    "fault",
    [
        {"headlin": "老码头"},
        {"datePublished": "gestern"},
        {"author": [{"@type": "Place", "name": "河口"}]},
        {"isPartOf": {"@type": "PublicationIssu", "name": "河口"}},
    ],
)
def test_schema_org_would_see_a_fault(client, story, fault):
    assert faults_of_json_ld(described(client, story.get_absolute_url()) | fault)


# --- Sitemaps, by the protocol's schema and what search engines ask besides ----------------------

SITEMAPS = (
    "/sitemap.xml",
    "/sitemaps/pages.xml",
    "/sitemaps/sections-0.xml",
    "/sitemaps/agencies-0.xml",
    "/sitemaps/tags-0.xml",
    "/sitemaps/writers.xml",
    "/sitemaps/issues-{year}.xml",
    "/sitemaps/articles-{month}.xml",
    "/sitemaps/news.xml",
)
# Names and lists have no moment of change that could be told.
ADVICE = {"google_lastmod_recommended"}


def faults_of_sitemap(written: bytes, folder) -> list[str]:
    (folder / "sitemap.xml").write_bytes(written)
    asked = validate_target(
        str(folder / "sitemap.xml"),
        recursive=False,
        check_reachability=False,
        engine="google",
        store_path=folder / "store.sqlite3",
    )
    told = asyncio.run(asked).diagnostics
    return [f"{each.code}: {each.message}" for each in told if each.code not in ADVICE]


def test_sitemaps_keep_to_the_protocol(client, story, tmp_path):
    today = localdate()
    for place, address in enumerate(SITEMAPS):
        response = client.get(address.format(year=f"{today:%Y}", month=f"{today:%Y-%m}"))
        assert response.status_code == 200, address
        folder = tmp_path / str(place)
        folder.mkdir()
        assert faults_of_sitemap(response.content, folder) == [], address


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (b"<loc>http://testserver/", b"<loc>/"),
        (b"<lastmod>20", b"<lastmod>yesterday, 20"),
        (b"</url>", b"<headline>x</headline></url>"),
        (b"<news:language>zh-cn", b"<news:language>Chinese"),
    ],
)
def test_a_fault_in_a_sitemap_would_be_seen(client, story, tmp_path, there, instead):
    written = client.get("/sitemaps/news.xml").content
    assert there in written
    assert faults_of_sitemap(written.replace(there, instead), tmp_path)


# --- Feeds, by RELAX NG; by the W3C's validator where somebody put it ---------------------------

FEEDS = (
    "/feed/",
    "/sections/{section}/feed/",
    "/agencies/{agency}/feed/",
    "/tags/{tag}/feed/",
    "/writers/林一苇/feed/",
    "/search/feed/?q=码头",
    "/search/feed/?q=没有这个",
)


def feeds_of(client, story) -> dict[str, bytes]:
    keys = {
        "section": story.section_id,
        "agency": story.mentions.get().agency_id,
        "tag": story.taggings.get().tag_id,
    }
    addresses = [address.format(**keys) for address in FEEDS]
    return {address: client.get(address).content for address in addresses}


def faults_of_atom(written: bytes) -> list[str]:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    schema.validate(etree.fromstring(written))
    return [str(fault) for fault in schema.error_log]


def test_feeds_are_valid_atom(client, story):
    for address, written in feeds_of(client, story).items():
        assert faults_of_atom(written) == [], address
        (own,) = etree.fromstring(written).xpath("//*[@rel='self']/@href")
        assert unquote(own) == f"http://testserver{address}"


@pytest.mark.parametrize(
    ("there", "instead"),
    [(b"<published>20", b"<published>d. 20"), (b"summary", b"sumary"), (b'rel="self"', b'rel="selbst"')],
)
def test_a_fault_in_a_feed_would_be_seen(client, story, there, instead):
    written = client.get("/feed/").content
    assert there in written
    assert faults_of_atom(written.replace(there, instead))


def test_what_is_printed_as_a_sign_is_none_of_html(client, archive):
    archive.story(body="一 < 二，二 > 一，<b>三 & 四</b>。")
    for address in ("/feed/", "/feed/rss/"):
        (entry,) = feedparser.parse(client.get(address).content, sanitize_html=False).entries
        assert html.unescape(entry.summary) == "一 < 二，二 > 一，<b>三 & 四</b>。"
        assert "<b>" not in entry.summary


def test_the_w3c_finds_no_error_in_a_feed(client, story):
    validator = pytest.importorskip(
        "feedvalidator",
        reason="the W3C's feed validator is in no package index: "
        "put src of github.com/w3c/feedvalidator on PYTHONPATH to have the feeds judged by it",
    )
    for address, written in feeds_of(client, story).items():
        base = f"http://testserver{quote(address, safe='/?=')}"
        told = validator.validateString(written.decode(), firstOccurrenceOnly=0, base=base)["loggedEvents"]
        assert [str(each.params) for each in told if isinstance(each, validator.logging.Error)] == [], address


# --- BibTeX, by biber and its data model --------------------------------------------------------


def faults_of_bibtex(written: str, folder) -> list[str]:
    if not shutil.which("biber"):
        pytest.skip("no biber here: .ci/validators installs it, or install the package biber")
    (folder / "article.bib").write_text(written, encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "--nolog", "article.bib"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return [line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]


def test_biber_takes_every_field_of_a_citation(client, story, tmp_path):
    written = client.get(f"/articles/{story.pk}.bib").content.decode()
    assert faults_of_bibtex(written, tmp_path) == []


@pytest.mark.parametrize(
    ("there", "instead"), [("date = {20", "date = {am 20"), ("journal", "jurnal"), ("@article", "@artikel")]
)
def test_biber_would_see_a_fault(client, story, tmp_path, there, instead):
    written = client.get(f"/articles/{story.pk}.bib").content.decode()
    assert there in written
    assert faults_of_bibtex(written.replace(there, instead), tmp_path)
