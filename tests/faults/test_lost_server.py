"""PostgreSQL stopped at once while editors save: what was acknowledged is there, nobody sees a trace."""

import random
import re
import threading
import time
from urllib.parse import quote

import pytest

from tests.faults.archives import Archive
from tests.faults.editors import Editor
from tests.faults.postgres import NoServer, Server
from tests.faults.sites import Browser, serving

EDITORS = 4
STOPS = 3
BACK_WITHIN = 5.0  # seconds after the server is back

pytestmark = pytest.mark.slow


@pytest.fixture
def server():
    try:
        server = Server()
    except NoServer as error:
        pytest.skip(str(error))
    yield server
    server.close()


class OnServer(Archive):
    """The archive on a PostgreSQL server."""

    def __init__(self, server: Server):
        self.server = server

    @property
    def url(self):
        return self.server.url

    def ask(self, query):
        import psycopg

        with psycopg.connect(self.url) as door:
            return door.execute(query).fetchall()


def wait_for_saves(editors: list[Editor], more: int = 3) -> None:
    """Wait until each has had some more saves acknowledged."""
    wanted = [len(editor.acknowledged) + more for editor in editors]
    begun = time.monotonic()
    while any(len(editor.acknowledged) < goal for editor, goal in zip(editors, wanted, strict=True)):
        assert time.monotonic() - begun < 120, [(len(e.acknowledged), e.odd) for e in editors]
        time.sleep(0.1)


def cut_connections(archive: Archive) -> None:
    archive.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND random() < 0.7"
    )


def test_no_acknowledged_save_is_lost_when_the_server_stops_at_once(server, pages, tmp_path):
    archive = OnServer(server)
    archive.manage("migrate", "--verbosity", "0").check_returncode()
    archive.manage("load_seeds", pages, "--publish").check_returncode()
    keys = [key for (key,) in archive.ask(f"SELECT id FROM articles_article ORDER BY id LIMIT {EDITORS}")]
    people = {}
    for number in range(EDITORS):
        said = archive.manage("make_editor", f"editor{number}").stdout
        people[f"editor{number}"] = re.search(r"Password: (\S+)", said)[1]
    ended, readers_saw, chance = threading.Event(), [], random.Random(7)
    with serving(archive, tmp_path) as site:
        editors = [
            Editor(site, name, password, key, ended)
            for (name, password), key in zip(people.items(), keys, strict=True)
        ]

        def read():
            reader = Browser(site)
            while not ended.is_set():
                try:
                    answer = reader.ask(f"/search/?q={quote('电梯')}&page={len(readers_saw)}")
                    readers_saw.append((answer.status, "Retry-After" in answer.headers))
                except OSError as error:
                    readers_saw.append((repr(error), False))
                time.sleep(0.05)

        threads = [*editors, threading.Thread(target=read)]
        for thread in threads:
            thread.start()
        outages = []
        try:
            for _stop in range(STOPS):
                wait_for_saves(editors)
                server.stop("immediate")
                time.sleep(chance.uniform(0.2, 1.5))
                server.start()
                outages.append(time_until_it_answers(site))
                wait_for_saves(editors)
                cut_connections(archive)
        finally:
            ended.set()
            for thread in threads:
                thread.join(60)
        assert "Traceback" not in "".join(str(editor.odd) for editor in editors)
    kept = {title for (title,) in archive.ask("SELECT title FROM articles_historicalarticle")}
    told = [title for editor in editors for title in editor.acknowledged]
    refused = sum(editor.refused for editor in editors)
    print(f"{len(told)} saves acknowledged, {refused} refused, seconds until it answered: {outages}")
    assert len(told) >= EDITORS * 3
    assert [title for title in told if title not in kept] == []
    assert [editor.odd for editor in editors if editor.odd] == []
    assert {seen for seen in readers_saw if seen[0] != 200} <= {(503, True)}
    assert max(outages) <= BACK_WITHIN


def time_until_it_answers(site) -> float:
    """Return how long after now the site needs to answer readers and editors again."""
    begun = time.monotonic()
    while time.monotonic() - begun < 60:
        if all(
            Browser(site).ask(address).status == 200
            for address in (f"/search/?q={quote('电梯')}", "/admin/login/")
        ):
            break
    return time.monotonic() - begun


def test_a_load_that_lost_its_server_ends_well_when_it_is_run_again(server, pages):
    archive = OnServer(server)
    archive.manage("migrate", "--verbosity", "0").check_returncode()
    load = archive.begin("load_seeds", pages, "--publish")
    load.stdout.readline()
    server.stop("immediate")
    said = load.communicate(timeout=120)[0]
    server.start()
    if load.returncode:
        assert "Traceback" not in said, said
        assert "Load again" in said or "load again" in said, said
    again = archive.manage("load_seeds", pages, "--publish")
    assert again.returncode == 0, again.stderr
    assert archive.ask("SELECT count(*) FROM articles_page") == [(5,)]
    assert archive.ask("SELECT count(*) FROM articles_article") == [(10,)]
