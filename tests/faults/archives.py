"""An archive in a file of its own, worked on by processes of their own: what a fault is tried on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

from tests import canonical

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300  # seconds that a command may take

# Few articles a commit: pages that are quickly read make many commits.
SMALL_COMMITS = (
    "import sys; from articles.loading import pacing; pacing.FIRST = pacing.FEWEST = pacing.MOST = 6;"
    "import manage; sys.argv[0] = 'manage.py'; manage.main()"
)


class Archive:
    """An SQLite file with its tables."""

    python = sys.executable

    def __init__(self, place: Path):
        self.place = place

    @property
    def url(self) -> str:
        return f"sqlite:///{self.place}"

    def environment(self, **more: str) -> dict:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        ours = {"DATABASE_URL": self.url, "SECRET_KEY": "only-for-this-test-" * 4}
        return inherited | ours | {"PYTHONUNBUFFERED": "1", "DEBUG": "0"} | more

    def run(self, *command, **more) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=self.environment(**more), capture_output=True,
            text=True, errors="replace", timeout=LONGEST, check=False,
        )  # fmt: skip

    def manage(self, *arguments, **more) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "manage.py", *arguments, **more)

    def begin(self, *arguments, **more) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=self.environment(**more),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def ask(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.place)) as rows:
            return rows.execute(query).fetchall()

    def is_sound(self) -> bool:
        return self.ask("PRAGMA integrity_check") == [("ok",)]

    def dump(self) -> list[str]:
        """Return the canonical dump, public addresses of articles and issues in it."""
        with opened(self.place):
            return canonical.dump()


@contextmanager
def opened(place: Path):
    """Let this process ask the database at `place` for a moment. Tests must be let near databases."""
    ours = connections["default"]
    connections["default"] = other = ours.copy()
    other.settings_dict = other.settings_dict | {"NAME": str(place)}
    try:
        yield
    finally:
        other.close()
        connections["default"] = ours
