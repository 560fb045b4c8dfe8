"""How soon a page is seen on a slow connection, and that nothing moves: the served site, in a real browser.

The connection is Chromium's own profile “Slow 4G”: each request waits 562 ms, then 1.44 Mbit a second come.
The processor is not slowed down. The site is served as `make run` serves it, with the sample paper.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browsing import open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 750e3 / 8 * 0.9,
}
MOST_MS = 1000
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
# What a reader waits for is not what a busy machine waits for: the best of some visits counts.
VISITS = 3

# Runs before anything of the page: what was painted largest, and what moved without the reader's doing.
WATCH = """
window.seen = {largest: 0, moved: 0};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) seen.largest = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.moved += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve the sample paper; the address of the site."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    environment |= {
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('served')}/newsroom.sqlite3",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "for-this-test-only",
        "PORT": str(port),
    }

    def manage(*words):
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True, capture_output=True
        )

    manage("migrate", "--verbosity", "0")
    manage("load_agencies", "seeds/agencies.csv")
    manage("load_seeds", "--publish")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "newsroom/gunicorn.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(150):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def addresses(site):
    """One page of each kind, found by following the site's own links."""
    from lxml import html

    def first(page, start, *, but=()):
        links = html.fromstring(urllib.request.urlopen(f"{site}{page}").read()).xpath("//main//a/@href")
        return next(link for link in links if link.startswith(start) and link not in but)

    issue = first("/", "/issues/")
    section = first("/sections/", "/sections/")
    return {
        "home": "/",
        "issue": issue,
        "page": first(issue, issue, but={issue}),
        "article": first("/", "/articles/"),
        "list": section,
        "search": "/search/?q=%E7%A4%BE%E5%8C%BA",
    }


def visit(browser, url: str, size: dict) -> tuple[float, float]:
    """Return when the largest thing was painted, in milliseconds, and how much moved."""
    context = browser.new_context(viewport=size)
    tab = context.new_page()
    tab.add_init_script(WATCH)
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    tab.goto(url, wait_until="load")
    tab.wait_for_timeout(1500)  # what scripts fetch comes later, and must not push anything about
    seen = tab.evaluate("seen")
    context.close()
    return seen["largest"], seen["moved"]


@pytest.mark.parametrize("kind", ["home", "issue", "page", "article", "list", "search"])
def test_a_page_is_seen_within_a_second_on_a_slow_connection_and_nothing_moves(site, addresses, kind):
    urllib.request.urlopen(f"{site}{addresses[kind]}").close()
    with open_browser() as browser:
        for size in SIZES:
            seen = [visit(browser, f"{site}{addresses[kind]}", size) for _visit in range(VISITS)]
            largest = min(painted for painted, _moved in seen)
            print(f"{kind} {size['width']}: {largest:.0f} ms, moved {max(moved for _painted, moved in seen)}")
            assert 0 < largest <= MOST_MS
            assert max(moved for _painted, moved in seen) == 0
