"""Whichever call of a load fails, nothing is half done, and the next load ends as if none had failed.

One clean load is counted call by call; then it is run again and again, each time with another call failing:
once, or from there to the end. POINTS=50 tries so many calls of each kind.
"""

import hashlib
import io
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.faults.archives import SMALL_COMMITS, Archive, opened

POINTS = int(os.environ.get("POINTS", "50"))
KILLED = 128 + 9
# Python's own words for a module that it could not open: the program did not start.
UNSTARTED = re.compile(r"(OSError|ImportError): .*(\.py'?|cannot open shared object file.*)\Z", re.DOTALL)
# Without --seccomp-bpf: strace 6.1 forgets the signals it was to send.
STRACE = ("strace", "-f", "-qq")
COMMAND = ("load_seeds", "--publish", "--skip-checks")


@dataclass(frozen=True)
class Fault:
    """What befalls the calls of one name."""

    call: str
    what: str
    lasting: bool = False  # from the chosen call to the end, as a full disk is

    def __str__(self):
        return f"{self.call}:{self.what}{'+' if self.lasting else ''}"


FAULTS = (
    Fault("pwrite64", "signal=KILL"),
    Fault("pwrite64", "error=ENOSPC"),
    Fault("pwrite64", "error=ENOSPC", lasting=True),
    Fault("pwrite64", "error=EIO"),
    Fault("fdatasync", "error=EIO"),
    Fault("openat", "error=EMFILE"),
    Fault("openat", "error=EMFILE", lasting=True),
)

pytestmark = [
    pytest.mark.usefixtures("strace", "_databases_may_be_opened"),
    pytest.mark.skipif(
        not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        reason="the files of PostgreSQL are its server's: tests/faults/test_lost_server.py",
    ),
]


@pytest.fixture
def _databases_may_be_opened(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def load(archive: Archive, pages: Path, *through):
    """Load the pages in small commits, through a tracer or plainly."""
    return archive.run(*through, sys.executable, "-c", SMALL_COMMITS, *COMMAND, pages)


@pytest.fixture(scope="session")
def calls(empty_archive, pages, strace, tmp_path_factory) -> dict[str, list[int]]:
    """Return the numbers of those calls of a clean load that may fail: see calls_in."""
    folder = tmp_path_factory.mktemp("clean")
    archive = Archive(Path(shutil.copy(empty_archive.place, folder / "archive.sqlite3")))
    names = {fault.call for fault in FAULTS}
    tracer = (*STRACE, "-o", folder / "calls", "-e", f"trace={','.join(sorted(names))}")
    load(archive, pages, *tracer).check_returncode()
    return calls_in((folder / "calls").read_text(errors="replace"))


def calls_in(trace: str) -> dict[str, list[int]]:
    """Return name -> the numbers of its calls, as the tracer counts them, since the database was opened.

    What Python opens before is modules: a failure there is a program that did not start.
    """
    seen, numbers, begun = Counter(), {}, False
    for name, rest in re.findall(r"^\d+\s+(\w+)\((.*)$", trace, re.MULTILINE):
        seen[name] += 1
        begun = begun or "archive.sqlite3" in rest
        if begun:
            numbers.setdefault(name, []).append(seen[name])
    return numbers


def spread(numbers: list[int], wanted: int) -> list[int]:
    """Return so many of the numbers, evenly spaced, the first and the last among them."""
    if len(numbers) <= wanted:
        return numbers
    return [numbers[round(at * (len(numbers) - 1) / max(wanted - 1, 1))] for at in range(wanted)]


def fingerprints(folder: Path) -> dict:
    return {
        path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def whole(empty_archive, pages, tmp_path_factory, django_db_blocker) -> list[str]:
    """Return what stands after a load that nothing befell."""
    place = tmp_path_factory.mktemp("whole") / "archive.sqlite3"
    archive = Archive(Path(shutil.copy(empty_archive.place, place)))
    load(archive, pages).check_returncode()
    with django_db_blocker.unblock():
        return archive.dump()


def what_is_wrong(fault: Fault, number: int, archive: Archive, pages: Path, whole: list[str]) -> list[str]:
    """Let the call of this number fail, then load once more; return what is not as it should be."""
    wrong = []
    before = fingerprints(pages)
    inject = f"inject={fault.call}:{fault.what}:when={number}{'+' if fault.lasting else ''}"
    tracer = (*STRACE, "-o", "/dev/null", "-e", f"trace={fault.call}", "-e", inject)
    done = load(archive, pages, *tracer)
    said = done.stderr.strip()
    if not archive.is_sound():
        wrong.append("The database is damaged.")
    if "KILL" in fault.what:
        if done.returncode not in (KILLED, -9):
            wrong.append(f"Killed, it ended with {done.returncode}.")
    elif done.returncode == 0:
        # A checkpoint that fails is made up for by the next: all is in the log of the database.
        if archive.dump() != whole:
            wrong.append("It says that all is well, and something is missing.")
    else:
        wrong += [f"{problem}\n{said}" for problem in unclear(said, pages)]
    if trouble := load_again(archive, pages):
        wrong.append(f"The next load ends with {trouble}")
    elif archive.dump() != whole:
        wrong.append(f"The next load does not end as one that nothing befell.\n{said}")
    if fingerprints(pages) != before:
        wrong.append("A source was changed.")
    return wrong


def load_again(archive: Archive, pages: Path) -> str:
    """Load once more, nothing failing; return what it ended with, if not well."""
    said = io.StringIO()
    try:
        with opened(archive.place):
            call_command(*COMMAND, str(pages), stdout=said, stderr=said)
    except (CommandError, SystemExit) as error:
        return f"{error!r}: {said.getvalue()}"
    return ""


def unclear(said: str, pages: Path) -> list[str]:
    """Return what a message lacks: the file, the cause, and no more words than a person reads."""
    if UNSTARTED.search(said):
        return []
    wrong = []
    if "Traceback" in said:
        wrong.append("A trace is no message.")
    if not re.search(rf"\.sqlite3|\.csv|/articles/data|{re.escape(str(pages))}", said):
        wrong.append("The message names no file.")
    if not re.search(r"is full|disk I/O error|Too many open files|unable to open|readonly database", said):
        wrong.append("The message names no cause.")
    return wrong


def sweep(fault, points, calls, empty_archive, pages, whole, folder) -> dict[int, list[str]]:
    """Return number of the call -> what was wrong, of those where something was."""
    found = {}
    for number in spread(calls[fault.call], points):
        archive = Archive(Path(shutil.copy(empty_archive.place, folder / f"{number}.archive.sqlite3")))
        if wrong := what_is_wrong(fault, number, archive, pages, whole):
            found[number] = wrong
        for rest in folder.glob(f"{number}.archive.sqlite3*"):
            rest.unlink()
    return found


def test_a_load_in_which_a_call_fails_ends_well_when_it_is_run_again(
    calls, empty_archive, pages, whole, tmp_path
):
    """Twelve calls in all: as many as an ordinary run of the tests has time for."""
    for fault, points in zip(FAULTS, (2, 2, 1, 2, 2, 2, 1), strict=True):
        assert sweep(fault, points, calls, empty_archive, pages, whole, tmp_path) == {}, str(fault)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_load_in_which_any_of_many_calls_fails_ends_well_when_it_is_run_again(
    fault, calls, empty_archive, pages, whole, tmp_path
):
    assert sweep(fault, POINTS, calls, empty_archive, pages, whole, tmp_path) == {}


# --- the controls ---------------------------------------------------------------------------------


def test_a_message_that_says_nothing_is_found():
    pages = Path("/pages")
    assert unclear("/pages/1.txt: the disk is full", pages) == []
    assert unclear("Traceback (most recent call last):\n/pages/1.txt: the disk is full", pages) != []
    assert unclear("CommandError: An error occurred.", pages) != []


def test_a_load_that_loses_a_page_is_found(calls, empty_archive, pages, whole, tmp_path, monkeypatch):
    """The mutant that, run again, thinks a part is all."""
    some = tmp_path / "some"
    shutil.copytree(pages, some, ignore=shutil.ignore_patterns("2031-05-05"))
    (number,) = spread(calls["pwrite64"], 1)
    archive = Archive(Path(shutil.copy(empty_archive.place, tmp_path / "archive.sqlite3")))
    assert what_is_wrong(FAULTS[0], number, archive, some, whole) != []
