"""manage.py run_loads and export_originals: what waits is loaded, and what was loaded comes back."""

import io
import socket

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from articles import uploading
from articles.models import Load, Page
from tests.factories import make_person
from tests.loading.conftest import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def call(name, *arguments, **options) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def upload(name: str = "2031-05-06_01.txt") -> Load:
    return uploading.receive(
        [SimpleUploadedFile(name, page_text(1).encode())], by=make_person("loader", "loader")
    )


def test_what_waits_is_loaded_once():
    load = upload()
    assert "1 loaded" in call("run_loads")
    load.refresh_from_db()
    assert (load.state, load.loaded) == (Load.State.FINISHED, 1)
    assert Page.objects.count() == 1
    assert call("run_loads") == ""


def test_a_load_whose_process_died_is_gone_on_with():
    load = upload()
    process = f"{socket.gethostname()}:{2**22 + 1}"  # beyond the largest process number
    Load.objects.filter(pk=load.pk).update(
        state=Load.State.RUNNING, options={**load.options, "process": process}
    )
    assert "1 loaded" in call("run_loads")


def test_a_load_that_is_running_is_left_alone():
    load = upload()
    from articles.loading.leftovers import this_process

    Load.objects.filter(pk=load.pk).update(
        state=Load.State.RUNNING, options={**load.options, "process": this_process()}
    )
    call("run_loads")
    assert not Page.objects.exists()


def test_originals_come_back_byte_for_byte(paper, tmp_path):
    (paper / "2031-05-06" / "01.txt").write_bytes(page_text(7).encode("gb18030"))
    (paper / "2031-05-06" / "02.txt").write_bytes(page_text(8).replace("\n", "\r\n").encode("utf-16"))
    call("load_seeds", paper)
    assert "4 pages written" in call("export_originals", tmp_path / "out")
    for path in paper.rglob("*.txt"):
        assert (tmp_path / "out" / path.relative_to(paper)).read_bytes() == path.read_bytes()


def test_an_older_reading_is_written_beside_the_newer(paper, tmp_path):
    call("load_seeds", paper)
    page = paper / "2031-05-06" / "01.txt"
    page.write_text(page.read_text("utf-8").replace("八百米", "八百余米"), encoding="utf-8")
    call("load_seeds", paper)
    call("export_originals", tmp_path / "all")
    assert len(list((tmp_path / "all" / "2031-05-06").iterdir())) == 3
    call("export_originals", tmp_path / "current", current=True)
    assert (tmp_path / "current" / "2031-05-06" / "01.txt").read_bytes() == page.read_bytes()


def test_a_damaged_page_is_named_and_not_written(paper, tmp_path):
    call("load_seeds", paper)
    Page.objects.filter(number="2", issue__date="2031-05-06").update(sha256="0" * 64)
    with pytest.raises(CommandError, match="damaged"):
        call("export_originals", tmp_path / "out")


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call("export_originals", tmp_path)
