"""Citations: the words of the standards, and files that other people's parsers read."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy

from articles.models import Credit
from articles.public.citing import Reference, bibtex, csl_item, gbt_2015, gbt_2025, ris, writers_of
from tests.public.validating import MESS, faults_of

FULL = Reference(
    key="newsroom1",
    writers=("林一苇", "向晚", "周渡", "何沿"),
    title="老码头重新开放",
    subtitle="等了三年",
    paper="河口日报",
    city="河口市",
    day=date(2024, 6, 14),
    page="A02",
    section="走街串巷",
    url="https://example.org/articles/1/",
)
BARE = Reference(
    "newsroom2", (), "老码头重新开放", "", "河口日报", "", date(2024, 6, 14), "", "", "https://example.org/2"
)
MESSY = Reference("k", (f"林{MESS}",), f"题{MESS}", f"副{MESS}", f"报{MESS}", "", FULL.day, "1", "", FULL.url)


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        (
            gbt_2015(FULL),
            "林一苇, 向晚, 周渡, 等. 老码头重新开放: 等了三年[N]. 河口日报, 2024-06-14(A02).",
        ),
        (
            gbt_2015(FULL, accessed=date(2026, 11, 22)),
            "林一苇, 向晚, 周渡, 等. 老码头重新开放: 等了三年[N/OL]. 河口日报, 2024-06-14(A02)[2026-11-22]. "
            "https://example.org/articles/1/.",
        ),
        (
            gbt_2025(FULL),
            "林一苇，向晚，周渡，等. 老码头重新开放：等了三年[N]. 河口日报，2024-06-14（A02）.",
        ),
        (
            gbt_2025(FULL, online=True),
            "林一苇，向晚，周渡，等. 老码头重新开放：等了三年[N/OL]. 河口日报，2024-06-14（A02）. "
            "https://example.org/articles/1/.",
        ),
        (gbt_2015(BARE), "老码头重新开放[N]. 河口日报, 2024-06-14."),
        (gbt_2025(BARE), "老码头重新开放[N]. 河口日报，2024-06-14."),
    ],
)
def test_the_standards_are_kept_to_the_sign(cited, words):
    assert cited == words


def test_three_writers_are_all_named():
    three = Reference(**{**FULL.__dict__, "writers": FULL.writers[:3]})
    assert gbt_2025(three).startswith("林一苇，向晚，周渡. ")


def test_who_took_the_photographs_is_cited_only_where_nobody_wrote():
    reporter = Credit(name="林一苇", role=Credit.Role.REPORTER)
    again = Credit(name="林一苇", role=Credit.Role.PHOTOGRAPHER)
    camera = Credit(name="向晚", role=Credit.Role.PHOTOGRAPHER)
    assert writers_of([reporter, again, camera]) == ("林一苇",)
    assert writers_of([camera]) == ("向晚",)


@pytest.mark.parametrize("reference", [FULL, BARE, MESSY])
def test_bibtex_is_read_by_others(reference):
    library = bibtexparser.parse_string(bibtex(reference))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.entry_type == "article"
    fields = {field.key: field.value for field in entry.fields}
    assert fields["date"] == "2024-06-14"
    assert ("pages" in fields) == bool(reference.page)
    assert ("author" in fields) == bool(reference.writers)


def test_no_brace_of_a_text_reaches_bibtex():
    written = bibtex(MESSY)
    assert written.count("{") == written.count("}")
    depth = 0
    for sign in written:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0


def test_bibtex_names_stay_apart():
    (entry,) = bibtexparser.parse_string(bibtex(FULL)).entries
    assert entry["author"] == "{林一苇} and {向晚} and {周渡} and {何沿}"
    assert entry["title"] == "{老码头重新开放}"


@pytest.mark.parametrize("reference", [FULL, BARE, MESSY])
def test_ris_is_read_by_others(reference):
    (entry,) = rispy.loads(ris(reference))
    assert entry["type_of_reference"] == "NEWS"
    assert entry.get("authors", []) == list(reference.writers)
    assert entry["urls"] == [reference.url]
    assert entry["year"] == "2024"


@pytest.mark.parametrize("reference", [FULL, BARE, MESSY])
def test_csl_json_is_valid(reference):
    assert faults_of([csl_item(reference)], "csl") == []


def test_the_schema_of_csl_json_can_find_something_wrong():
    assert faults_of([csl_item(FULL) | {"pages": "2"}], "csl")
    assert faults_of([csl_item(FULL) | {"issued": "2024"}], "csl")


@pytest.mark.django_db
def test_the_page_of_citations_shows_every_form(client, archive):
    archive.story(writers=["林一苇"])
    html = client.get("/articles/20240614001001/citation/").content.decode()
    assert "林一苇. 老码头重新开放[N]. 河口日报, 2024-06-14(1)." in html
    assert "林一苇. 老码头重新开放[N/OL]. 河口日报，2024-06-14（1）. http://testserver/articles/" in html
    assert "@article{newsroom20240614001001," in html
    assert "TY  - NEWS" in html


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json", "ninjs.json", "json"])
def test_what_is_not_public_is_cited_nowhere(client, archive, ending):
    archive.story(published=False)
    response = client.get(f"/articles/20240614001001.{ending}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/json")
    assert client.get("/articles/20240614001001/citation/").status_code == 404


@pytest.mark.django_db
def test_files_are_read_by_others_whatever_the_scanner_left(client, archive):
    archive.sheet(
        {"title": f"题{MESS}", "subtitle": "副", "body": f"文{MESS}", "writers": [f"林{MESS}"[:40]]}
    )
    stem = "/articles/20240614001001"
    assert bibtexparser.parse_string(client.get(f"{stem}.bib").content.decode()).failed_blocks == []
    assert len(rispy.loads(client.get(f"{stem}.ris").content.decode())) == 1
    assert faults_of(json.loads(client.get(f"{stem}.csl.json").content), "csl") == []
    assert faults_of(json.loads(client.get(f"{stem}.ninjs.json").content), "ninjs") == []


@pytest.mark.django_db
def test_a_file_is_named_after_its_article(client, archive):
    archive.story()
    for ending in ("bib", "ris", "csl.json", "ninjs.json"):
        for _again in range(2):  # also when it comes from the cache
            response = client.get(f"/articles/20240614001001.{ending}")
            assert response["Content-Disposition"] == f'attachment; filename="20240614001001.{ending}"'
            assert response["Access-Control-Allow-Origin"] == "*"
