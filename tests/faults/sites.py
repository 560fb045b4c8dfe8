"""The site as it is served, on an archive in a file: started, asked over HTTP, stopped."""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from tests.faults.archives import ROOT

STARTS_WITHIN = 90  # seconds
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    text: str


class Site:
    """A running server."""

    def __init__(self, process: subprocess.Popen, address: str, log: Path):
        self.process, self.address, self.log = process, address, log

    @property
    def processes(self) -> list[int]:
        """Return the server's own number and its workers'."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]

    def limit_files(self, size: int) -> None:
        """Let no file of the server grow beyond `size` bytes; -1 lets them grow again."""
        for process in self.processes:
            _soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size if size >= 0 else hard, hard))

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")


class Browser:
    """Somebody with a browser: keeps cookies, sends forms."""

    def __init__(self, site: Site):
        self.site = site
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, address: str, data: bytes | None = None, headers=()) -> Answer:
        asked = urllib.request.Request(self.site.address + address, data, dict(headers))
        try:
            with self.opener.open(asked, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, dict(answer.headers), answer.read().decode("utf-8", "replace"))

    def send(self, address: str, fields, token: str = "") -> Answer:
        """Send a form; its token is taken from the page at the address, where none is given."""
        token = token or TOKEN.search(self.ask(address).text)[1]
        body = urllib.parse.urlencode([("csrfmiddlewaretoken", token), *fields]).encode()
        return self.ask(address, body, {"Referer": self.site.address + address})

    def log_in(self, name: str, password: str) -> Answer:
        return self.send("/admin/login/", [("username", name), ("password", password), ("next", "/admin/")])


@contextmanager
def serving(archive, folder: Path, **settings):
    """Serve the archive with two workers, as in production but over plain HTTP."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    log = folder / "server.log"
    told = {"PORT": str(port), "WEB_WORKERS": "2"} | settings
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "newsroom/gunicorn.py"], cwd=ROOT,
            env=archive.environment(**told), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        site = Site(process, f"http://127.0.0.1:{port}", log)
        try:
            wait_until_it_answers(site)
            yield site
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def wait_until_it_answers(site: Site) -> None:
    begun = time.monotonic()
    while True:
        try:
            urllib.request.urlopen(f"{site.address}/robots.txt", timeout=10).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            assert site.process.poll() is None, site.said()
            assert time.monotonic() - begun < STARTS_WITHIN, site.said()
            time.sleep(0.1)
