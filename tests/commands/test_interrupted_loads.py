"""Killed and run again is never killed; two loaders at once are one."""

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from articles.loading import pacing, running, stopping
from articles.loading.options import Options
from articles.models import Article, Issue, Load, LoadedFile, Newspaper, Page, Passage
from tests import canonical
from tests.loading.conftest import page_text

ROOT = Path(__file__).resolve().parents[2]
DAYS, PAGES = 10, 5


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    manage(path, "migrate", "--verbosity", "0").check_returncode()
    return path


@pytest.fixture
def database(empty_database, tmp_path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "news.sqlite3"))


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Path:
    """Enough pages for several commits."""
    folder = tmp_path_factory.mktemp("pages")
    for day in range(1, DAYS + 1):
        (folder / f"2031-05-{day:02}").mkdir()
        for page in range(1, PAGES + 1):
            path = folder / f"2031-05-{day:02}" / f"{page:02}.txt"
            path.write_text(page_text(100 * day + page), encoding="utf-8")
    return folder


def environment(database: Path) -> dict:
    return os.environ | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONUNBUFFERED": "1"}


def manage(database: Path, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=environment(database), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def begin(database: Path, *arguments) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=environment(database), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def contents(database: Path) -> list:
    """Return what the archive holds, without row numbers and clocks."""
    with sqlite3.connect(database) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [
            sorted(rows.execute(query).fetchall())
            for query in (
                "SELECT sha256, number, position, is_current FROM articles_page",
                "SELECT id, title, body, state, sort_key, continued_page FROM articles_article",
                "SELECT article_id, start, end, role FROM articles_passage",
                "SELECT address FROM articles_issue",
                "SELECT article_id, name, role FROM articles_credit",
                "SELECT article_id, name, state FROM articles_tagging JOIN articles_tag t ON t.id = tag_id",
            )
        ]


# --- a crash at any statement --------------------------------------------------------------------


class Crash(BaseException):
    """Stands for a power cut: nothing catches it."""


class CrashAt:
    """Lets so many statements pass and fails at the next one, as `error`."""

    def __init__(self, statement: int, error: type[BaseException] = Crash):
        self.left, self.error, self.seen = statement, error, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.left == 0:
            raise self.error("database or disk is full")
        self.left -= 1
        return execute(sql, params, many, context)


def forget_everything():
    for model in (LoadedFile, Load, Passage, Article, Page, Issue, Newspaper):
        model.objects.all().delete()


def load(folder):
    call_command("load_seeds", str(folder), publish=True, stdout=io.StringIO(), stderr=io.StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [Crash, OperationalError])
def test_a_load_that_fails_at_any_statement_and_is_run_again_never_failed(paper, monkeypatch, error):
    monkeypatch.setattr(pacing, "MOST", 5)
    monkeypatch.setattr(pacing, "FIRST", 5)
    count = CrashAt(-1)
    with connection.execute_wrapper(count):
        load(paper)
    whole = canonical.dump()
    assert count.seen > 50
    # A later load has fewer statements: what is looked up once a process is known by then.
    for point in range(1, count.seen * 4 // 5, count.seen // 6):
        forget_everything()
        with (
            connection.execute_wrapper(CrashAt(point, error)),
            pytest.raises((Crash, CommandError)),
        ):
            load(paper)
        for page in Page.objects.all():
            assert page.articles.exists(), "a page stands without its articles: half a file was stored"
        load(paper)
        assert canonical.dump() == whole, f"failed at statement {point}"


# --- real processes -------------------------------------------------------------------------------


def test_a_killed_load_run_again_is_one_that_was_never_killed(database, empty_database, pages, tmp_path):
    other = Path(shutil.copy(empty_database, tmp_path / "other.sqlite3"))
    assert manage(other, "load_seeds", pages, "--publish").returncode == 0
    for lines in (1, 22):
        process = begin(database, "load_seeds", pages, "--publish")
        for _ in range(lines):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    done = manage(database, "load_seeds", pages, "--publish")
    assert done.returncode == 0, done.stderr
    assert contents(database) == contents(other)
    with sqlite3.connect(database) as rows:
        states = [state for (state,) in rows.execute("SELECT state FROM articles_load ORDER BY id")]
    assert "running" not in states
    assert "interrupted" in states


def test_a_load_told_to_stop_ends_between_two_commits_and_says_so(database, pages):
    process = begin(database, "load_seeds", pages)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    rest, _ = process.communicate(timeout=30)
    # Five seconds on a machine that has nothing else to do; what others do there is no fault of the load.
    assert time.monotonic() - begun < 5 * max(1, os.getloadavg()[0] / os.cpu_count())
    assert process.returncode == 3
    assert "Load again to go on" in rest
    with sqlite3.connect(database) as rows:
        assert rows.execute("SELECT state FROM articles_load").fetchall() == [("interrupted",)]
        (stored,) = rows.execute("SELECT count(*) FROM articles_page").fetchone()
    assert 0 < stored < DAYS * PAGES


@pytest.mark.django_db
@pytest.mark.parametrize("is_stopped", [True, False])
def test_who_stops_a_load_does_not_wait_for_the_index(paper, monkeypatch, is_stopped):
    put_together = []
    monkeypatch.setattr(running, "MANY", 1)
    monkeypatch.setattr(running.search, "compact", lambda **how: put_together.append(how))
    stop = []
    monkeypatch.setattr(
        stopping.Stop, "is_asked", property(lambda self: is_stopped and bool(stop)), raising=False
    )
    monkeypatch.setattr(stopping.Stop, "__init__", lambda self: None)
    options = Options(publish=True, pause=0)
    totals = running.run([str(paper)], options, tell=stop.append)
    assert totals.interrupted is is_stopped
    assert bool(put_together) is not is_stopped


def test_two_loaders_at_once_are_one(database, empty_database, pages, tmp_path):
    other = Path(shutil.copy(empty_database, tmp_path / "other.sqlite3"))
    assert manage(other, "load_seeds", pages, "--publish").returncode == 0
    loaders = [begin(database, "load_seeds", pages, "--publish") for _ in range(2)]
    said = [loader.communicate(timeout=120)[0] for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0], said
    assert "Integrity" not in "".join(said)
    assert contents(database) == contents(other)


def test_a_full_disk_is_named_with_the_file_and_nothing_is_half_done(database, pages):
    with sqlite3.connect(database) as rows:
        (used,) = rows.execute("PRAGMA page_count").fetchone()
    limit = (
        "import sys; from django.db.backends.signals import connection_created as made;"
        f"full = 'PRAGMA max_page_count = {used + 4}';"
        "made.connect(lambda connection, **_: connection.cursor().execute(full), weak=False);"
        "import manage; sys.argv[0] = 'manage.py'; manage.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limit, "load_seeds", str(pages)],
        cwd=ROOT, env=environment(database), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "full" in done.stderr
    assert ".txt" in done.stderr
    with sqlite3.connect(database) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        orphans = "SELECT count(*) FROM articles_page WHERE id NOT IN (SELECT page_id FROM articles_article)"
        assert rows.execute(orphans).fetchone() == (0,)
    assert manage(database, "load_seeds", pages).returncode == 0


def test_a_report_says_of_every_file_what_became_of_it(database, pages, tmp_path):
    report = tmp_path / "report.jsonl"
    manage(database, "load_seeds", pages, "--report", report, "--jobs", "2")
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert len({line["path"] for line in lines}) == len(lines) == DAYS * PAGES
    assert {line["state"] for line in lines} == {"loaded"}
