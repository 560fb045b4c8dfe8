"""A session is one person's, from her login to her leaving, and no form is sent for her by another site."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Presence
from tests import canonical
from tests import factories as make
from tests import house as houses
from tests.permissions import ADDRESSES
from tests.right_forms import address_of, form_for, mistake_form

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = houses.PASSWORD
INDEX = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ann():
    return make.make_person("ann", "editor", password=PASSWORD)


def log_in(client: Client, password: str = PASSWORD) -> Client:
    answer = client.post("/admin/login/?next=/admin/", {"username": "ann", "password": password})
    assert answer.status_code == 302
    return client


def with_key(key: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = key
    return client


def is_in(client: Client) -> bool:
    return client.get(INDEX).status_code == 200


# --- a session's life -----------------------------------------------------------------------------------


def test_a_login_brings_a_new_key_and_leaves_a_planted_one_worthless(ann):
    stranger = log_in(Client())
    stranger.logout()
    planted = "planted0000000000000000000000000"
    Session.objects.create(session_key=planted, session_data="", expire_date="2099-01-01T00:00Z")
    client = log_in(with_key(planted))
    assert client.cookies["sessionid"].value != planted
    assert is_in(client)
    assert not is_in(with_key(planted))


def test_a_second_login_in_the_same_browser_brings_a_new_key(ann):
    client = log_in(Client())
    first = client.cookies["sessionid"].value
    client.post("/admin/logout/")
    log_in(client)
    assert client.cookies["sessionid"].value != first
    assert not is_in(with_key(first))


def leave(ann, client):
    client.post("/admin/logout/")


def change_password(ann, client):
    new = "another long and quiet password"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", data).status_code == 302


def be_given_a_password(ann, client):
    root = Client()
    root.force_login(
        User.objects.create_superuser("root"), backend="django.contrib.auth.backends.ModelBackend"
    )
    new = "another long and quiet password"
    data = {"usable_password": "true", "password1": new, "password2": new}
    assert root.post(f"/admin/auth/user/{ann.pk}/password/", data).status_code == 302


def be_deactivated(ann, client):
    User.objects.filter(pk=ann.pk).update(is_active=False)


def lose_the_staff_role(ann, client):
    User.objects.filter(pk=ann.pk).update(is_staff=False)


def lose_the_groups(ann, client):
    ann.groups.clear()


def be_deleted(ann, client):
    ann.delete()


@pytest.mark.parametrize(
    "happens",
    [
        leave,
        change_password,
        be_given_a_password,
        be_deactivated,
        lose_the_staff_role,
        lose_the_groups,
        be_deleted,
    ],
)
def test_an_old_cookie_is_worthless_at_the_next_request_after(ann, happens):
    client = log_in(Client())
    other = log_in(Client())
    old = other.cookies["sessionid"].value
    if happens is leave:
        old = client.cookies["sessionid"].value
    assert is_in(with_key(old))
    happens(ann, client)
    assert not is_in(with_key(old))


def test_a_session_ends_by_itself_and_is_not_kept_alive_by_looking(ann):
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert not settings.SESSION_SAVE_EVERY_REQUEST
    client = log_in(Client())
    before = Session.objects.get().expire_date
    is_in(client)
    assert Session.objects.get().expire_date == before
    Session.objects.update(expire_date="2000-01-01T00:00Z")
    assert not is_in(client)


def test_a_key_is_not_taken_from_an_address(ann):
    key = log_in(Client()).cookies["sessionid"].value
    assert Client().get(f"{INDEX}?sessionid={key}").status_code == 302


IN_PRODUCTION = """
import django, json
django.setup()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
from django.test import Client
User.objects.create_superuser("ann", password="x")
client = Client()
form = client.get("/admin/login/", secure=True, headers={"host": "newsroom.example"})
answer = client.post("/admin/login/?next=/admin/", {"username": "ann", "password": "x"}, secure=True,
                     headers={"host": "newsroom.example"})
page = client.get("/admin/articles/article/", secure=True, headers={"host": "newsroom.example"})
plain = client.get("/admin/", headers={"host": "newsroom.example"})
forged = client.get("/", secure=True, headers={"host": "evil.example"})
flags = ("secure", "httponly", "samesite", "path", "domain")
print(json.dumps({
    "cookies": {name: {flag: morsel[flag] for flag in flags} for name, morsel in client.cookies.items()},
    "statuses": [each.status_code for each in (form, answer, page, plain, forged)],
    "admin_cache": page.headers["Cache-Control"], "plain_to": plain.headers["Location"],
    "hsts": page.headers["Strict-Transport-Security"],
}))
"""


def test_in_production_the_cookies_are_bound_to_the_host_and_to_tls():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": "sqlite:///:memory:", "DEBUG": "0",
        "HTTPS": "1", "ALLOWED_HOSTS": "newsroom.example", "SECRET_KEY": "only-for-this-test-" * 4,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["statuses"] == [200, 302, 200, 301, 400]
    assert set(told["cookies"]) == {"__Host-session", "__Host-csrf"}
    for flags in told["cookies"].values():
        assert flags == {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert "no-store" in told["admin_cache"]
    assert told["plain_to"].startswith("https://newsroom.example/")
    assert "max-age=31536000" in told["hsts"]


# --- forms sent by another site ---------------------------------------------------------------------------

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def token_of(client: Client) -> str:
    return TOKEN.search(client.get("/admin/password_change/").content.decode())[1]


def strict(role: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(houses.person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("how", ["wrong", "another's", "another origin", "another referer"])
def test_a_form_with_a_token_that_is_not_its_senders_is_refused_everywhere(house, how):
    client, other = strict("s"), strict("c")
    own, theirs = token_of(client), token_of(other)
    token = {"wrong": "x" * 64, "another's": theirs}.get(how, own)
    headers = {
        "another origin": {"origin": "https://evil.example"},
        "another referer": {"referer": "https://evil.example/admin/"},
    }.get(how, {})
    before = canonical.fingerprint()
    for route in (route for route, row in ADDRESSES.items() if route.startswith("admin/") and row.act):
        answer = client.post(
            address_of(route, house),
            form_for(route, house) | {"csrfmiddlewaretoken": token},
            headers=headers,
            # A referer is asked for where the page came over TLS.
            secure=how == "another referer",
        )
        assert answer.status_code == 403, route
    assert canonical.fingerprint() == before
    # The control: with her own token from our own pages the same client is heard.
    answer = client.post("/admin/articles/section/add/", {"name": "新栏目", "csrfmiddlewaretoken": own})
    assert answer.status_code == 302


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303)])
def test_a_readers_report_is_not_sent_from_another_site(house, site, status):
    """It needs no session, so there is no token to steal; browsers say where a form comes from."""
    address = f"/articles/{house.shown.article.pk}/mistake/"
    answer = Client(enforce_csrf_checks=True).post(
        address, mistake_form(house), headers={"sec-fetch-site": site}
    )
    assert answer.status_code == status


# --- looking changes nothing --------------------------------------------------------------------------------

LINK = re.compile(r'href="([^"]+)"')
MOST = 400


def every_row() -> list:
    """Return every row of every table but who looks at what just now, and the archive's canonical dump."""
    kept = [model for model in apps.get_models() if model not in (Session, Presence)]
    rows = [(model._meta.label, list(model._default_manager.order_by("pk").values())) for model in kept]
    return [rows, canonical.dump()]


def test_following_every_link_as_administrator_changes_nothing(house):
    client = Client()
    client.force_login(houses.person("s"), backend="django.contrib.auth.backends.ModelBackend")
    before = every_row()
    waiting, seen, shapes = ["/admin/"], set(), {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        # Read to its end: a download that is left holds its place.
        body = answer.getvalue().decode(errors="replace")
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for found in LINK.findall(body):
            link, _fragment = urldefrag(urljoin(f"http://testserver{address}", unescape(found)))
            parts = urlsplit(link)
            # Ten of each shape: lists link to every row, and sorts of sorts have no end.
            shape = re.sub(r"\d+", "0", f"{parts.path}?{'&'.join(sorted(parts.query.split('&')))[:40]}")
            if parts.netloc == "testserver" and not parts.path.startswith("/static/"):
                shapes[shape] = shapes.get(shape, 0) + 1
                if shapes[shape] <= 10:
                    waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert len(seen) > 150
    assert every_row() == before


def test_a_view_that_writes_when_looked_at_would_be_noticed(house):
    before = every_row()
    make.TagFactory()
    assert every_row() != before
