"""The doctor names what is wrong, each thing by its own check, and its exit status can be watched."""

import hashlib
import json
import os
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from articles import diagnosing, search
from articles.models import Article, Issue, Load, Newspaper, Page
from articles.models.page import deflate
from articles.publishing import publish

pytestmark = pytest.mark.django_db


def findings(**options) -> dict[str, diagnosing.Finding]:
    return {finding.check: finding for finding in diagnosing.examine(**options)}


@pytest.fixture
def page():
    raw = "春耕在即\n".encode()
    return Page.objects.create(
        newspaper=Newspaper.objects.create(name="试版日报"),
        original=deflate(raw),
        encoding="utf-8",
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def test_a_sound_archive_has_nothing_bad(capsys, page):
    call_command("doctor", "--whole")
    assert "BAD" not in capsys.readouterr().out


def test_a_spoiled_page_is_named_and_fails_the_command(capsys, page):
    Page.objects.filter(pk=page.pk).update(original=deflate("春耕在望\n".encode()))
    with pytest.raises(CommandError, match="originals"):
        call_command("doctor", "--format", "json")
    said = {line["check"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert said["originals"]["health"] == "bad"
    assert str(page.pk) in said["originals"]["message"]
    assert said["schema"]["health"] == "good"


@pytest.mark.parametrize("original", [b"", b"no deflated bytes", deflate(b"\xff\xfe\xff")])
def test_a_page_that_cannot_be_read_back_is_bad_not_a_crash(page, original):
    Page.objects.filter(pk=page.pk).update(original=original)
    assert findings()["originals"].health == "bad"


def test_a_row_that_points_nowhere_is_bad(page):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds its foreign keys by itself")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute("UPDATE articles_page SET newspaper_id = 987654")
    assert "articles_page" in findings()["database"].message
    Page.objects.update(newspaper=Newspaper.objects.get())


def test_an_index_out_of_step_is_bad():
    issue = Issue.objects.create(newspaper=Newspaper.objects.create(name="试版日报"), date=date(2024, 6, 14))
    article = Article.objects.create(id=1, title="春耕在即", issue=issue)
    publish(article)
    assert findings()["search"].health == "good"
    search.forget_articles([article.pk])
    assert findings()["search"].health == "bad"
    assert "rebuild_search" in findings()["search"].message


def test_a_load_that_hangs_is_looked_at():
    load = Load.objects.create()
    assert findings()["loads"].health == "good"
    Load.objects.update(started_at=now() - timedelta(days=2))
    assert findings()["loads"].health == "look"
    assert str(load.pk) in findings()["loads"].message


def test_a_change_from_the_future_means_a_wrong_clock():
    Article.objects.create(id=1, title="春耕")
    assert findings()["clock"].health == "good"
    Article.objects.update(updated_at=now() + timedelta(days=2))
    assert findings()["clock"].health == "bad"


def test_copies_are_missed_then_aged(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    assert findings()["backup"].health == "look"
    copy = tmp_path / "var" / "backups" / "newsroom-20240614.backup"
    copy.parent.mkdir(parents=True)
    copy.touch()
    assert findings()["backup"].health == "good"
    os.utime(copy, (0, 0))
    assert findings()["backup"].health == "look"


def test_little_room_is_looked_at_and_none_is_bad(monkeypatch):
    for free, health in [(10**12, "good"), (300 * 2**20, "look"), (1, "bad")]:
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(diagnosing.shutil, "disk_usage", lambda folder, usage=usage: usage)
        assert findings()["room"].health == health


def test_a_disk_that_takes_no_more_files_is_bad(monkeypatch):
    room = dict.fromkeys(("f_blocks", "f_bfree", "f_bavail"), 10**9) | {"f_frsize": 4096}
    full = SimpleNamespace(**room, f_files=1000, f_favail=3)
    monkeypatch.setattr(diagnosing.os, "statvfs", lambda folder: full)
    assert findings()["room"].health == "bad"
    # Some file systems do not count: they say there are none at all.
    full.f_files = 0
    assert findings()["room"].health == "good"


@pytest.mark.parametrize(("version", "health"), [((3, 40, 1), "look"), ((3, 53, 1), "good")])
def test_an_sqlite_with_a_known_fault_is_looked_at(monkeypatch, version, health):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL")
    monkeypatch.setattr(diagnosing.sqlite3, "sqlite_version_info", version)
    assert findings()["versions"].health == health
