"""A PostgreSQL server of a test's own, as durable as one in earnest, to be stopped at any moment."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class NoServer(Exception):
    """There is no PostgreSQL on this machine."""


class Server:
    """Started, stopped at once as by a power cut, started again."""

    def __init__(self):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), reverse=True)
        if not found:
            raise NoServer("no PostgreSQL on this machine: apt-get install postgresql")
        self.tools = found[0].parent
        self.home = Path(tempfile.mkdtemp(prefix="newsroom-faults."))
        self.owner = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self.home, owner.pw_uid, owner.pw_gid)
            self.owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.run("initdb", "-D", self.data, "-U", "newsroom", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "newsroom", "newsroom")

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        return f"postgresql://newsroom@127.0.0.1:{self.port}/newsroom"

    def run(self, tool: str, *arguments) -> None:
        subprocess.run(
            [self.tools / tool, *map(str, arguments)], cwd=self.home, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.owner,
        )  # fmt: skip

    def start(self) -> None:
        listen = f"-h 127.0.0.1 -p {self.port} -k {self.home}"
        self.run("pg_ctl", "-D", self.data, "-s", "-w", "-l", self.home / "log", "-o", listen, "start")

    def stop(self, how: str = "immediate") -> None:
        self.run("pg_ctl", "-D", self.data, "-s", "-m", how, "stop")

    def close(self) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
