"""No room on the disk: readers notice nothing, editors keep their words, and all goes on once there is room.

Twice: with files of the server that may not grow, which anybody can try; and on a small disk that is full.
"""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.faults.archives import Archive
from tests.faults.forms import Form
from tests.faults.sites import Browser, serving

# Longer than what is free in any page of the database.
LONG = "码头昨天重新开放。\n" * 20_000
PUBLIC = (
    "/",
    "/issues/",
    "/issues/2031-05-01/",
    "/issues/2031-05-01/1/",
    "/sections/",
    "/agencies/",
    "/feed/",
)

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="the disk of PostgreSQL is its own",
)


@pytest.fixture
def stocked(archive, pages):
    archive.manage("load_seeds", pages, "--publish").check_returncode()
    return archive


def make_editor(archive: Archive, name: str) -> str:
    return re.search(r"Password: (\S+)", archive.manage("make_editor", name, "--superuser").stdout)[1]


class NoMoreThanNow:
    """The server's files may not grow: no right is needed to try it."""

    def __init__(self, archive, folder):
        self.archive = archive

    def fill(self, site):
        site.limit_files(1)

    def make_room(self, site):
        site.limit_files(-1)

    def close(self):
        pass


class SmallDisk:
    """A disk of a few megabytes, filled to the last byte."""

    def __init__(self, archive, folder):
        self.folder = folder / "disk"
        self.folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(self.folder)]
        if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no right to mount a disk of one's own")
        for file in archive.place.parent.glob("archive.sqlite3*"):
            shutil.copy(file, self.folder)
        self.archive = Archive(self.folder / "archive.sqlite3")

    def fill(self, site):
        with (self.folder / "rest").open("wb", buffering=0) as rest:
            try:
                while True:
                    rest.write(bytes(4096))
            except OSError:
                return

    def make_room(self, site):
        (self.folder / "rest").unlink()

    def close(self):
        subprocess.run(["umount", "--lazy", self.folder], check=True)


@contextmanager
def disk_of(kind, archive, folder):
    disk = kind(archive, folder)
    try:
        yield disk
    finally:
        disk.close()


@pytest.mark.parametrize("kind", [NoMoreThanNow, pytest.param(SmallDisk, marks=pytest.mark.slow)])
def test_without_room_readers_read_editors_keep_their_words_and_all_goes_on_afterwards(
    kind, stocked, pages, tmp_path
):
    password = make_editor(stocked, "editor")
    with disk_of(kind, stocked, tmp_path) as disk, serving(disk.archive, tmp_path) as site:
        archive, reader, editor, late = disk.archive, Browser(site), Browser(site), Browser(site)
        assert editor.log_in("editor", password).status == 200
        ((key, title),) = archive.ask("SELECT id, title FROM articles_article ORDER BY id LIMIT 1")
        ((other, _),) = archive.ask("SELECT id, title FROM articles_article ORDER BY id DESC LIMIT 1")
        form = f"/admin/articles/article/{key}/change/"
        opened = editor.ask(form)
        fields = Form(opened.text, having="seen_version").fields
        before = archive.ask("SELECT id, version, title, state FROM articles_article ORDER BY id")
        login = late.ask("/admin/login/")
        withdraw = f"/admin/articles/article/{other}/move/withdraw/"

        disk.fill(site)

        for address in PUBLIC:
            assert reader.ask(f"{address}?from={quote('没有地方')}").status == 200, address
            assert reader.ask(address).status == 200, address
        assert reader.ask(f"/articles/{key}/").status == 200
        assert title in reader.ask(f"/search/?q={quote(title)}").text

        # The form comes back with every word, and with a button that sends it again.
        typed = {"body": LONG, "title": "新的题"}
        answer = editor.send(form, [*(fields | typed).items()], fields.pop("csrfmiddlewaretoken"))
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30"), answer.text[:500]
        assert "没有存下" in answer.text
        typed = Form(answer.text, having="seen_version").fields
        assert typed["body"].replace("\r\n", "\n") == LONG
        assert typed["title"] == "新的题"
        assert archive.ask("SELECT id, version, title, state FROM articles_article ORDER BY id") == before

        taken_back = [("words", "有一处写错了，先撤下来改好再说。" * 8), ("version", "1")]
        moved = editor.send(withdraw, taken_back, token_in(opened))
        assert moved.status == 503
        assert "先撤下来改好再说" in moved.text
        assert reader.ask(f"/articles/{other}/").status == 200

        # Whoever comes now is let in, or told why not; a password is never written into a page.
        entered = late.send(
            "/admin/login/", [("username", "editor"), ("password", password)], token_in(login)
        )
        assert entered.status in {200, 503}
        assert password not in entered.text
        assert entered.status == 200 or "存放数据的磁盘" in entered.text

        # A copy and a load on the same disk say so, and leave nothing half done.
        if kind is SmallDisk:
            copied = archive.manage("backup", disk.folder / "a.backup")
            assert copied.returncode == 1
            assert re.search(r"CommandError: .*(full|No space)", copied.stderr), copied.stderr
            assert not list(disk.folder.glob("a.backup*"))
            more = tmp_path / "more"
            shutil.copytree(pages, more)
            for page in more.rglob("*.txt"):
                page.write_text(page.read_text("utf-8").replace("云溪", "临河") * 20, encoding="utf-8")
            loaded = archive.manage("load_seeds", more, "--date", "2032-01-01")
            assert loaded.returncode == 1
            assert "full" in loaded.stderr
        assert archive.is_sound()

        disk.make_room(site)

        again = editor.send(form, [*typed.items()], typed.pop("csrfmiddlewaretoken"))
        assert again.status == 200, again.text[:500]
        assert archive.ask(f"SELECT title FROM articles_article WHERE id = {key}") == [("新的题",)]
        assert late.log_in("editor", password).status == 200
        assert reader.ask(f"/articles/{key}/").status == 200
        assert archive.manage("backup", tmp_path / "after.backup").returncode == 0


def token_in(answer) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)[1]
