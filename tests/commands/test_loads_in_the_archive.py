"""manage.py run_loads and export_originals: what waits is loaded, and what was loaded comes back."""

import errno
import io
import os
import socket

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles import uploading
from articles.loading import leftovers
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
    loader = User.objects.filter(username="loader").first() or make_person("loader", "loader")
    return uploading.receive([SimpleUploadedFile(name, page_text(1).encode())], by=loader)


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


def running_in(load: Load, process: int) -> None:
    options = {**load.options, "process": f"{socket.gethostname()}:{process}"}
    Load.objects.filter(pk=load.pk).update(state=Load.State.RUNNING, options=options)


def test_a_load_that_is_running_is_left_alone(monkeypatch):
    load = upload()
    running_in(load, os.getppid())
    call("run_loads")
    running_in(load, os.getpid())
    monkeypatch.setattr(leftovers, "under_way", {load.pk})
    call("run_loads")
    assert not Page.objects.exists()


def test_a_load_that_this_process_could_not_even_say_it_gave_up_is_gone_on_with():
    load = upload()
    running_in(load, os.getpid())
    assert "1 loaded" in call("run_loads")


def test_any_load_queues_a_dead_upload_again_and_does_not_give_it_up(paper):
    load = upload()
    running_in(load, 2**22 + 1)
    call("load_seeds", paper)
    load.refresh_from_db()
    assert load.state == Load.State.QUEUED


def fail(*arguments, **options):
    raise OperationalError("database or disk is full")


def test_a_load_that_the_disk_stopped_waits_and_is_gone_on_with(monkeypatch):
    load = upload()
    with monkeypatch.context() as patch:
        patch.setattr("articles.loading.running.store", fail)
        with pytest.raises(CommandError, match="1 loads could not be finished"):
            call("run_loads")
    load.refresh_from_db()
    assert load.state == Load.State.QUEUED
    assert "1 loaded" in call("run_loads")
    load.refresh_from_db()
    assert (load.state, load.loaded) == (Load.State.FINISHED, 1)
    assert [file.path for file in load.files.all()] == ["2031-05-06_01.txt"]


def test_files_that_cannot_be_kept_are_no_load(settings, monkeypatch):
    def half(self, *arguments):
        yield b"half of it"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SimpleUploadedFile, "chunks", half)
    with pytest.raises(OSError, match="No space"):
        upload()
    assert not Load.objects.exists()
    assert list((settings.MEDIA_ROOT / "loads").iterdir()) == []


def test_the_folder_of_an_upload_that_a_crash_cut_short_stands_in_nobodys_way(settings):
    number = upload().pk
    (settings.MEDIA_ROOT / "loads" / f"upload-{number + 1}").mkdir()
    (settings.MEDIA_ROOT / "loads" / f"upload-{number + 1}" / "half.txt").write_text("half")
    load = upload()
    assert [path.name for path in uploading.folder_of(load).iterdir()] == ["2031-05-06_01.txt"]


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
