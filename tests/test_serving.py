"""The production server's settings: they load, and open no door that was not asked for."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "newsroom" / "gunicorn.py"


@pytest.fixture
def configured(monkeypatch):
    def configured(**environment):
        for name in ("HOST", "PORT", "WEB_WORKERS", "WEB_THREADS", "ACCESS_LOG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(CONFIG))

    return configured


def test_without_settings_only_this_machine_is_served(configured):
    assert configured()["bind"] == "127.0.0.1:8000"


def test_host_and_port_come_from_the_environment(configured):
    assert configured(HOST="0.0.0.0", PORT="9000")["bind"] == "0.0.0.0:9000"


def test_gunicorn_takes_the_whole_file():
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "--print-config"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {"HOST", "PORT"}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = dict(line.split("=", 1) for line in done.stdout.replace(" ", "").splitlines() if "=" in line)
    assert shown["control_socket_disable"] == "True"
    assert shown["wsgi_app"] == "newsroom.wsgi"
    assert shown["worker_class"] == "gthread"


def start_with(**told) -> str:
    """Return what the settings say to whoever starts with these; "" if they start."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-c", "import newsroom.settings"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=environment | {"DATABASE_URL": "sqlite:///:memory:", "HTTPS": "1", "DEBUG": "0"} | told,
    )  # fmt: skip
    return done.stderr


def test_a_public_server_does_not_start_with_what_is_for_trying():
    good = "k3y-0f-th1s-t3st-0nly" * 3
    assert start_with(SECRET_KEY=good) == ""
    assert "DEBUG=1 with HTTPS=1" in start_with(SECRET_KEY=good, DEBUG="1")
    for key in ("", "…", "changeme", "a" * 60, f"{'x1y2z3w4v5' * 6}…"):
        assert "SECRET_KEY" in start_with(SECRET_KEY=key), key
