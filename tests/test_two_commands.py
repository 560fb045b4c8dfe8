"""`make run` from a clean checkout, with nothing but Python: the paper answers within three minutes."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 180

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path):
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no git checkout to take a clean copy of")
    subprocess.run(["git", "clone", "--quiet", ROOT, tmp_path / "newsroom"], check=True)
    return tmp_path / "newsroom"


@pytest.fixture
def run(checkout):
    """Start `make run` as on a machine without anybody's settings; stop it and all it started at the end."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    log = checkout.parent / "log"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(checkout.parent), "PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"], cwd=checkout, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        yield process, f"http://127.0.0.1:{port}", log
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def ask(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read().decode()


def test_the_paper_answers_within_three_minutes_and_lets_the_editor_in(run):
    process, site, log = run
    begun = time.monotonic()
    while True:
        try:
            status, home = ask(f"{site}/")
            break
        except urllib.error.URLError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() - begun < LIMIT, log.read_text()
            time.sleep(0.5)
    assert status == 200
    (title,) = re.findall(r"<title>(.+?)</title>", home, re.DOTALL)
    assert title.strip()
    assert ask(f"{site}/search/?q=%E5%B8%82")[0] == 200

    password = re.search(r"^Password: (\S+)$", log.read_text(), re.MULTILINE).group(1)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{site}/admin/", timeout=20) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode()).group(1)
        address = answer.url
    form = f"csrfmiddlewaretoken={token}&username=editor&password={password}&next=/admin/"
    with browser.open(address, form.encode(), timeout=20) as answer:
        assert answer.url == f"{site}/admin/"
        assert "/admin/articles/article/" in answer.read().decode()
