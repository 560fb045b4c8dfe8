"""A crowd within seconds, clients slow on purpose, workers that change meanwhile: nobody is turned away.

CROWD_ARCHIVE names a larger SQLite archive to try it on; it is copied. Figures are printed: pytest -s.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.archives import ROOT, Archive
from tests.faults.crowd import Crowd, look_around
from tests.faults.editors import Editor
from tests.faults.sites import serving
from tests.loading.conftest import page_text

SLOW = 200  # clients
KEPT_BY_NGINX = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

pytestmark = pytest.mark.slow


@pytest.fixture
def stocked(archive, pages, tmp_path):
    if named := os.environ.get("CROWD_ARCHIVE"):
        archive = Archive(Path(shutil.copy(named, tmp_path / "large.sqlite3")))
        archive.manage("migrate", "--verbosity", "0").check_returncode()
        return archive
    archive.manage("load_seeds", pages, "--publish").check_returncode()
    return archive


def memory(site) -> int:
    """Return the bytes that the server and its workers hold, without the file of the database."""
    told = [Path(f"/proc/{pid}/status").read_text() for pid in site.processes]
    return sum(int(re.search(r"RssAnon:\s+(\d+)", status)[1]) * 1024 for status in told)


def size_of_log(archive: Archive) -> int:
    """Return the bytes of what SQLite has not yet put in its place; it never shrinks while the site runs."""
    return archive.place.with_name(f"{archive.place.name}-wal").stat().st_size


def test_a_crowd_within_seconds_is_served(stocked, tmp_path):
    with serving(stocked, tmp_path) as site:
        crowd = Crowd(site.address, *look_around(site.address))
        calm = asyncio.run(crowd.come(2, 10))
        before = memory(site)
        rush = asyncio.run(crowd.come(150, 20))
        after = asyncio.run(crowd.come(2, 10))
        grown = memory(site) - before
        size = size_of_log(stocked)
    print(f"\nload average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", calm, rush, after, sep="\n  ")
    print(f"  memory grew by {grown / 2**20:.0f} MB, the log of the database is {size / 2**20:.1f} MB")
    assert calm.errors + rush.errors + after.errors == []
    assert grown < 256 * 2**20
    assert size < 64 * 2**20
    if os.getloadavg()[0] < os.cpu_count() * 2:  # a machine that does other work says nothing of waits
        assert rush.at(0.99) <= 1.0
        assert after.at(0.5) <= max(2 * calm.at(0.5), 0.05)


# --- slow on purpose ------------------------------------------------------------------------------


def rules_of_the_docs(port: int) -> str:
    """Return the locations that docs/running.md gives to nginx, for a server on this port."""
    told = (ROOT / "docs" / "running.md").read_text("utf-8")
    block = re.search(r"nginx, in the `server`.*?\n\n((?:    .*\n|\n)+)", told)[1]
    return block.replace("127.0.0.1:8000", f"127.0.0.1:{port}")


@contextmanager
def behind_nginx(site, folder: Path):
    """Serve a site through nginx as docs/running.md says; yield the port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    inner = int(site.address.rsplit(":", 1)[1])
    config = folder / "nginx.conf"
    kept = "".join(f"{name}_temp_path {folder}/{name};\n" for name in KEPT_BY_NGINX)
    config.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ access_log off; limit_req_zone $binary_remote_addr zone=search:10m rate=5r/s;\n{kept}"
        f"server {{ listen 127.0.0.1:{port};\n{rules_of_the_docs(inner)}\n}} }}\n",
        encoding="utf-8",
    )
    folder.chmod(0o755)
    with subprocess.Popen(["nginx", "-c", config, "-p", folder], stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as door:
                    if door.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()


@contextmanager
def slow_clients(port: int, address: str):
    """Keep many connections that send, or read, one byte a second."""
    doors, ended = [], threading.Event()
    asked = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".encode() + b"a" * 10_000
    body = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n"
    for number in range(SLOW):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        door.connect(("127.0.0.1", port))
        door.setblocking(False)
        doors.append((door, number % 3))
        if number % 3 == 1:
            door.send(body)
        elif number % 3 == 2:
            door.send(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def dawdle():
        at = 0
        while not ended.wait(1.0):
            for door, kind in doors:
                try:
                    door.recv(1) if kind == 2 else door.send(asked[at : at + 1] if kind == 0 else b"a")
                except OSError:
                    continue
            at += 1

    thread = threading.Thread(target=dawdle)
    thread.start()
    time.sleep(3)
    yield
    ended.set()
    thread.join()
    for door, _kind in doors:
        door.close()


def test_slow_clients_hold_nobody_up_behind_the_proxy_of_the_docs(stocked, nginx, tmp_path):
    with serving(stocked, tmp_path, PROXY_COUNT="1") as site, behind_nginx(site, tmp_path) as port:
        articles, words = look_around(site.address)
        crowd = Crowd(f"http://127.0.0.1:{port}", articles, words)
        alone = asyncio.run(crowd.come(5, 10))
        with slow_clients(port, articles[0]):
            beside = asyncio.run(crowd.come(5, 10))
    print(f"\nload average {os.getloadavg()[0]:.1f}\n  alone {alone}\n  beside {SLOW} slow clients {beside}")
    assert alone.errors + beside.errors == []
    if os.getloadavg()[0] < os.cpu_count() * 2:
        assert beside.at(0.5) <= max(2 * alone.at(0.5), 0.05)


# --- workers that change --------------------------------------------------------------------------


def test_workers_that_are_replaced_lose_no_request(stocked, tmp_path):
    with serving(stocked, tmp_path) as site:
        # Whose request is lost hears of it at once; who only waits is another matter.
        crowd = Crowd(site.address, *look_around(site.address), patience=60)
        first = set(site.processes)

        def replace():
            for _ in range(3):
                time.sleep(5)
                os.kill(site.process.pid, signal.SIGHUP)

        thread = threading.Thread(target=replace)
        thread.start()
        seen = asyncio.run(crowd.come(10, 25))
        thread.join()
        assert len(first & set(site.processes)) == 1, "The workers are the same as before."
    print(f"\n  {seen}")
    assert seen.errors == []


# --- everything at once ---------------------------------------------------------------------------

MINUTES = float(os.environ.get("MINUTES", "3"))


def test_readers_a_load_editors_and_a_copy_together_leave_nothing_growing(stocked, tmp_path):
    more = tmp_path / "more"
    for number in range(1, 29):
        for page in range(1, 9):
            path = more / f"2032-02-{number:02}" / f"{page:02}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page_text(100 * number + page), encoding="utf-8")
    password = re.search(r"Password: (\S+)", stocked.manage("make_editor", "busy", "--superuser").stdout)[1]
    with serving(stocked, tmp_path) as site:
        crowd = Crowd(site.address, *look_around(site.address), patience=30)
        ended = threading.Event()
        keys = re.findall(r"\d+", " ".join(crowd.articles[-2:]))
        editors = [Editor(site, "busy", password, key, ended, pause=0.5) for key in keys]
        asyncio.run(crowd.come(10, 10))
        before, files = memory(site), descriptors(site)
        loads = []

        def load():
            while not ended.is_set():
                done = stocked.manage("load_seeds", more, "--publish")
                loads.append((done.returncode, done.stdout.strip().split("\n")[-1]))
                stocked.manage("backup", tmp_path / f"{len(loads)}.backup").check_returncode()
                time.sleep(5)

        threads = [*editors, threading.Thread(target=load)]
        for thread in threads:
            thread.start()
        seen = asyncio.run(crowd.come(10, MINUTES * 60))
        ended.set()
        for thread in threads:
            thread.join()
        grown, more_files = memory(site) - before, descriptors(site) - files
        size = size_of_log(stocked)
    saves = sum(len(editor.acknowledged) for editor in editors)
    print(f"\nload average {os.getloadavg()[0]:.1f}\n  {seen}\n  {saves} saves, loads {loads}")
    print(f"  memory +{grown / 2**20:.0f} MB, descriptors {more_files:+}, log {size / 2**20:.1f} MB")
    assert seen.errors == []
    assert [editor.odd for editor in editors if editor.odd] == []
    assert saves
    assert {code for code, _said in loads} == {0}
    assert grown < 256 * 2**20
    assert more_files <= 16
    assert size < 64 * 2**20


def descriptors(site) -> int:
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in site.processes)
