"""A server of the site for as long as something is measured, and how fast it answers."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import monotonic, sleep

from django.conf import settings

CONNECTIONS = 4
HELLO = "/hello/"


class DoesNotAnswer(Exception):
    """The server did not start, or pages of it did not answer; the message says which."""


@dataclass(frozen=True)
class Rate:
    """What one run of requests found: how many a second, and what the server worked for each."""

    a_second: float
    processor_ms: float


class Server:
    """gunicorn as it serves the site, with one worker, so that whoever asks has a core of its own."""

    def __init__(self, port: int, process: subprocess.Popen):
        self.port, self.process = port, process

    def worked(self) -> float:
        """Return the processor time of the worker so far, in seconds."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ticks = 0
        for child in children:
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def ask(self, addresses: Sequence[str], seconds: float, *, coding: str = "") -> Rate:
        """Ask for the addresses in turn for some seconds."""
        before = self.worked()
        answered, took = (ask_with_wrk if shutil.which("wrk") else ask_alone)(
            self.port, addresses, seconds, coding
        )
        if not answered:
            raise DoesNotAnswer(f"{addresses[0]} and others: no answer within {seconds:.0f} s.")
        return Rate(answered / took, (self.worked() - before) * 1000 / answered)


@contextmanager
def serving(*, keep_pages: bool) -> Iterator[Server]:
    """Run a server with or without the cache of whole pages."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "articles.benchmarks.site_settings",
        "KEEP_PAGES": str(int(keep_pages)),
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "HOST": "127.0.0.1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "newsroom/gunicorn.py"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        wait_for(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen, *, patience: float = 60.0) -> None:
    """Return once the server says hello."""
    until = monotonic() + patience
    while monotonic() < until:
        if process.poll() is not None:
            raise DoesNotAnswer(f"The server stopped at its start:\n{process.stderr.read().decode()}")
        try:
            ask_alone(port, [HELLO], 0.0, "")
            return
        except OSError:
            sleep(0.2)
    raise DoesNotAnswer(f"The server did not say hello within {patience:.0f} seconds.")


SCRIPT = """
local addresses, at = {{{addresses}}}, 0
function request()
  at = at % #addresses + 1
  return wrk.format("GET", addresses[at])
end
"""


def ask_with_wrk(port: int, addresses: Sequence[str], seconds: float, coding: str) -> tuple[int, float]:
    """Return how many answers came, and in how many seconds."""
    with NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.format(addresses=", ".join(f'"{address}"' for address in addresses)))
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", script.name]
        command += ["-H", f"Accept-Encoding: {coding}"] if coding else []
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True
        ).stdout
    for trouble in ("Non-2xx", "Socket errors"):
        if trouble in said:
            raise DoesNotAnswer(f"Not every page answered ({addresses[0]} and others):\n{said}")
    found = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", said)
    unit = {"ms": 0.001, "s": 1.0, "m": 60.0}[found[3]]
    return int(found[1]), float(found[2]) * unit


def ask_alone(port: int, addresses: Sequence[str], seconds: float, coding: str) -> tuple[int, float]:
    """The same from here, one request after another: slower than wrk, the ratios are much the same."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    began, answered = monotonic(), 0
    headers = {"Accept-Encoding": coding} if coding else {}
    for address in cycle(addresses):
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise DoesNotAnswer(f"{address} answered {response.status}, not 200.")
        answered += 1
        if monotonic() - began >= seconds:
            break
    connection.close()
    return answered, monotonic() - began
