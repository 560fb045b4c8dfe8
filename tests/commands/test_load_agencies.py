"""manage.py load_agencies: twice is once, and nothing of an editor's is written over."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Agency, AgencyName, Level

pytestmark = pytest.mark.django_db
SEEDS = Path(__file__).resolve().parents[2] / "seeds"

HEAD = "name,aliases,level,kind,parent,place\n"
ROWS = (
    "云溪市人民政府,云溪市政府|市政府,city,government,,云溪市\n"
    "云溪市教育局,市教育局,city,government,云溪市人民政府,云溪市\n"
    "槐荫里街道办事处,槐荫里街道,subdistrict,subdistrict,,槐荫区\n"
)


def load(tmp_path, words: str, **options) -> str:
    path = tmp_path / "agencies.csv"
    path.write_text(words, encoding="utf-8")
    out = io.StringIO()
    call_command("load_agencies", str(path), stdout=out, **options)
    return out.getvalue()


def rows() -> list:
    names = list(AgencyName.objects.order_by("pk").values_list("pk", "agency__name", "name"))
    return names + list(Agency.objects.order_by("pk").values_list())


def test_agencies_come_with_names_levels_and_parents(tmp_path):
    assert "3 agencies made" in load(tmp_path, HEAD + ROWS)
    school = Agency.objects.get(name="云溪市教育局")
    assert (school.parent.name, school.level, school.kind, school.place) == (
        "云溪市人民政府", Level.CITY, "government", "云溪市",
    )  # fmt: skip
    assert [row.name for row in school.names.all()] == ["市教育局"]
    assert Agency.objects.get(name="槐荫里街道办事处").level == Level.STREET
    assert not Agency.objects.filter(is_proposed=True).exists()


def test_twice_is_once(tmp_path):
    load(tmp_path, HEAD + ROWS)
    before = rows()
    assert "0 agencies made, 0 completed" in load(tmp_path, HEAD + ROWS)
    assert rows() == before


def test_what_an_editor_wrote_stays_and_blanks_are_filled(tmp_path):
    Agency.objects.create(name="云溪市教育局", kind="school-board", is_proposed=True)
    load(tmp_path, HEAD + ROWS)
    agency = Agency.objects.get(name="云溪市教育局")
    assert (agency.kind, agency.level, agency.is_proposed) == ("school-board", Level.CITY, False)


def test_a_dry_run_keeps_nothing(tmp_path):
    load(tmp_path, HEAD + ROWS, dry_run=True)
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("", "empty"),
        ("name,kind\n甲,乙\n", "line 1: no column “aliases”"),
        (HEAD + "云溪市教育局,,city,government,\n", "line 2: 5 values for 6 columns"),
        (HEAD + ",,city,government,,\n", "line 2: no name"),
        (HEAD + "云溪市教育局,,galaxy,government,,\n", "line 2: level “galaxy”"),
        (HEAD + ROWS + "云溪市教育局,,city,government,,\n", "line 5: “云溪市教育局” stands on line 3"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_nothing_kept(tmp_path, words, complaint):
    with pytest.raises(CommandError, match=complaint):
        load(tmp_path, words)
    assert not Agency.objects.exists()


def test_the_sample_papers_agencies_load():
    out = io.StringIO()
    call_command("load_agencies", str(SEEDS / "agencies.csv"), stdout=out)
    assert Agency.objects.count() > 100
