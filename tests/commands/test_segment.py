"""manage.py segment and evaluate: what they write, and that they need no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.loading.conftest import page_text

ROOT = Path(__file__).resolve().parents[2]
# Real pages to measure with are kept beside the project, if anywhere.
SHARED = Path(os.environ.get("NEWSROOM_SHARED", ROOT.parent / "shared")) / "pages"


def segment(*pages, **options) -> str:
    out = io.StringIO()
    call_command("segment", *map(str, pages), stdout=out, stderr=out, **options)
    return out.getvalue()


def lost_letters(text: str, record: dict) -> list[int]:
    """Return the letters that do not stand in exactly one span."""
    seen = [0] * len(text)
    spans = [span for article in record["articles"] for span in article["spans"]] + record["unassigned"]
    for span in spans:
        for at in range(span["start"], span["end"]):
            seen[at] += 1
    return [at for at, letter in enumerate(text) if not letter.isspace() and seen[at] != 1]


def test_a_page_is_written_as_the_scorers_read_it(paper, tmp_path):
    segment(paper / "2031-05-06", output=tmp_path / "out")
    record = json.loads((tmp_path / "out" / "01.json").read_text("utf-8"))
    assert record["page"] == "01.txt"
    assert record["encoding"] == "utf-8"
    assert record["issue"]["date"] == "2031-05-06"
    first = record["articles"][0]
    assert first["title"] == "云溪新桥主跨合龙"
    assert first["byline"] == [{"name": "林舟", "role": "reporter"}]
    assert {"name", "mention", "role", "start", "end"} <= first["agencies"][0].keys()
    assert {"start", "end", "role", "rule"} <= first["spans"][0].keys()
    assert lost_letters((paper / "2031-05-06" / "01.txt").read_text("utf-8"), record) == []


def test_people_get_a_dump_they_can_read(paper):
    words = segment(paper / "2031-05-06" / "01.txt", format="text")
    assert "云溪新桥主跨合龙" in words
    assert "title" in words


def test_agencies_beside_the_pages_are_known(paper, tmp_path):
    (paper / "agencies.csv").write_text(
        "name,aliases,level,kind,parent,place\n云溪市市政桥梁处,市政桥梁处,city,government,,云溪市\n",
        encoding="utf-8",
    )
    page = paper / "2031-05-06" / "01.txt"
    page.write_text(page_text(1).replace("市交通运输局", "市政桥梁处"), encoding="utf-8")
    record = json.loads(segment(page))
    assert "云溪市市政桥梁处" in {agency["name"] for agency in record["articles"][0]["agencies"]}


def test_it_needs_no_database(paper, tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "segment", str(paper / "2031-05-06" / "01.txt")],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"]


def test_processes_write_what_one_would(paper, tmp_path):
    segment(paper / "2031-05-06", output=tmp_path / "one")
    segment(paper / "2031-05-06", output=tmp_path / "two", jobs=2)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_page_that_cannot_be_read_is_named_and_the_others_written(paper, tmp_path):
    (paper / "2031-05-06" / "03.txt").write_bytes(b"")
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("segment", str(paper / "2031-05-06"), output=tmp_path / "out", stdout=out, stderr=out)
    assert end.value.code == 1
    assert "03.txt: refused. The file is empty." in out.getvalue()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["01.json", "02.json"]


def test_two_pages_of_one_name_are_not_written_over_each_other(paper, tmp_path):
    with pytest.raises(SystemExit):
        segment(paper, output=tmp_path / "out")
    record = json.loads((tmp_path / "out" / "01.json").read_text("utf-8"))
    assert record["issue"]["date"] == "2031-05-06"


def test_the_sample_is_measured_against_its_answers():
    out = io.StringIO()
    call_command("evaluate", str(ROOT / "seeds"), format="json", stdout=out)
    (figures,) = json.loads(out.getvalue()).values()
    assert figures["lossless"] == 1.0
    assert figures["exact_f1"] > 0.55  # what cutting at short lines gives
    assert 0 < figures["named_f1"] <= 1


def test_a_folder_without_answers_cannot_be_measured(paper):
    with pytest.raises(CommandError, match="no gold"):
        call_command("evaluate", str(paper))


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real pages at {SHARED}")
def test_no_letter_of_a_real_page_is_lost(tmp_path):
    pages = sorted(SHARED.glob("*/pages/*.txt"))
    segment(*pages, output=tmp_path)
    assert pages
    for page in pages:
        record = json.loads((tmp_path / f"{page.stem}.json").read_text("utf-8"))
        assert lost_letters(page.read_text("utf-8"), record) == [], page.name
