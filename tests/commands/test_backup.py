"""A copy is the archive at one moment; a damaged copy is refused before anything is touched."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Tag
from articles.safekeeping import faults_in, fingerprint

ROOT = Path(__file__).resolve().parents[2]


class Archive:
    """An archive of its own, worked on in processes of its own: restoring replaces the database file."""

    def __init__(self, place: Path):
        self.place = place

    def manage(self, *arguments, code=0) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": f"sqlite:///{self.place}", "SECRET_KEY": "for-this-test-only"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, *names, description=""):
        with closing(sqlite3.connect(self.place)) as door, door:
            rows = [(name, description) for name in names]
            door.executemany("INSERT INTO articles_tag (name, description) VALUES (?, ?)", rows)

    def names(self) -> list[str]:
        with closing(sqlite3.connect(self.place)) as door:
            return [row[0] for row in door.execute("SELECT name FROM articles_tag ORDER BY name")]


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory):
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        pytest.skip("PostgreSQL is copied by its own tools: see the last test here")
    archive = Archive(tmp_path_factory.mktemp("empty") / "newsroom.sqlite3")
    archive.manage("migrate", "--verbosity", "0")
    return archive


@pytest.fixture
def archive(empty_archive, tmp_path):
    (tmp_path / "var").mkdir()
    return Archive(Path(shutil.copy(empty_archive.place, tmp_path / "var" / "newsroom.sqlite3")))


def test_what_was_saved_before_comes_back_and_what_came_after_is_kept_aside(archive, tmp_path):
    archive.write("春耕", "防汛")
    archive.manage("backup", tmp_path / "one.backup")
    archive.write("秋收")
    said = archive.manage("restore", tmp_path / "one.backup")
    assert archive.names() == ["春耕", "防汛"]
    (aside,) = archive.place.parent.glob("*.before-*")
    assert str(aside) in said
    archive.place = aside
    assert archive.names() == ["春耕", "秋收", "防汛"]


def test_a_copy_made_while_somebody_writes_is_whole(archive, tmp_path):
    archive.write("已存")
    writer = sqlite3.connect(archive.place, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO articles_tag (name, description) VALUES ('未存', '')")
    archive.manage("backup", tmp_path / "busy.backup")
    writer.execute("COMMIT")
    writer.close()
    assert faults_in(tmp_path / "busy.backup") == ""
    archive.manage("restore", tmp_path / "busy.backup")
    assert archive.names() == ["已存"]


def flip_a_bit(copy: Path) -> None:
    raw = bytearray(copy.read_bytes())
    raw[raw.rindex("春耕".encode("utf-16-be"))] ^= 1
    copy.write_bytes(raw)


def cut_short(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-4096])


def lose_the_checksum(copy: Path) -> None:
    copy.with_name(f"{copy.name}.sha256").unlink()


@pytest.mark.parametrize("damage", [flip_a_bit, cut_short, lose_the_checksum, Path.unlink])
def test_a_damaged_copy_is_refused_and_nothing_is_touched(archive, tmp_path, damage):
    archive.write("春耕")
    copy = tmp_path / "one.backup"
    archive.manage("backup", copy)
    archive.write("防汛")
    before = fingerprint(archive.place)
    damage(copy)
    assert "one.backup" in archive.manage("restore", copy, code=1)
    assert fingerprint(archive.place) == before
    assert not list(archive.place.parent.glob("*.before-*"))


def test_a_flipped_bit_in_a_text_is_seen_by_the_checksum_alone(archive, tmp_path):
    """Why there is a checksum: SQLite itself finds nothing wrong."""
    archive.write("农事", description="春耕在即")
    archive.manage("backup", tmp_path / "one.backup")
    flip_a_bit(tmp_path / "one.backup")
    assert faults_in(tmp_path / "one.backup") == ""


def test_an_archive_in_use_is_not_replaced(archive, tmp_path):
    archive.manage("backup", tmp_path / "one.backup")
    site = sqlite3.connect(archive.place)
    site.execute("SELECT count(*) FROM articles_tag").fetchone()
    assert "Stop the site" in archive.manage("restore", tmp_path / "one.backup", code=1)
    site.close()
    archive.manage("restore", tmp_path / "one.backup")


def test_a_copy_of_a_newer_release_is_refused(archive, tmp_path):
    with closing(sqlite3.connect(archive.place)) as door, door:
        later = ("articles", "9999_later", "2099-01-01")
        door.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", later)
    archive.manage("backup", tmp_path / "one.backup")
    assert "articles.9999_later" in archive.manage("restore", tmp_path / "one.backup", code=1)


def test_a_ruined_archive_can_be_restored(archive, tmp_path):
    archive.write("春耕")
    archive.manage("backup", tmp_path / "one.backup")
    archive.place.write_bytes(b"no database any more" * 300)
    archive.manage("restore", tmp_path / "one.backup")
    assert archive.names() == ["春耕"]


def test_a_copy_is_never_overwritten(archive, tmp_path):
    (tmp_path / "one.backup").write_text("the only good copy")
    assert "Name a new file" in archive.manage("backup", tmp_path / "one.backup", code=1)
    assert (tmp_path / "one.backup").read_text() == "the only good copy"


def test_checking_changes_nothing(archive, tmp_path):
    archive.manage("backup", tmp_path / "one.backup")
    assert "is whole" in archive.manage("restore", tmp_path / "one.backup", "--check")
    assert not list(archive.place.parent.glob("*.before-*"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_postgres_goes_through_its_own_tools(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("DATABASE_URL names no PostgreSQL; make test-postgres does")
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    Tag.objects.create(name="春耕")
    call_command("backup", tmp_path / "one.backup")
    Tag.objects.create(name="秋收")
    connection.close()
    call_command("restore", tmp_path / "one.backup")
    assert list(Tag.objects.values_list("name", flat=True)) == ["春耕"]
    (tmp_path / "one.backup").write_bytes(b"cut short")
    with pytest.raises(CommandError, match="not what was written"):
        call_command("restore", tmp_path / "one.backup")
