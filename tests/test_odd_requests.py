"""No view of either door answers anything odd with an error of ours, or thinks about it for a second."""

from __future__ import annotations

import random
import re
import time
from urllib.parse import quote, quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client

from tests import house as houses
from tests.house import forget_files
from tests.permissions import ADDRESSES
from tests.right_forms import PART, address_of, form_for

pytestmark = pytest.mark.django_db

ODD = (
    "", "0", "-1", "1" * 30, str(2**31), str(2**63), "１２", "1.5", "1e9", "NaN", "0000-00-00", "99999-01-01",
    "2024-02-30", "２０２４-01-01", "\x00", "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe",
    "甲" * 3000, "甲 " * 1200, "%_" * 2000, "\"'*^():-NEAR AND OR NOT{}[]\\", '标题:"', "' OR 1=1 --",
    "<script>alert(1)</script>", "../../etc/passwd", "\u202e\u2066\u200b\ufffe", "(a+)+$", "None", "true",
)  # fmt: skip
# What the views read from an address; a view that reads another is found by its own tests.
READERS_ASK = (
    "q", "page", "after", "before", "year", "month", "since", "until", "genre", "sort", "section", "agency",
    "tag", "writer", "level", "tolerant", "limit", "format", "word", "words", "by", "kind", "newspaper",
    "day", "from", "to",
)  # fmt: skip
EDITORS_ASK = (
    "q", "o", "p", "e", "all", "_facets", "standing", "work", "tag", "agency", "genre__exact", "dated",
    "doubtful", "issue__date__year", "issue__date__gte", "date__year", "made_at__year", "started_at__gte",
    "issue__id__exact", "section__id__exact", "issue__newspaper__id__exact", "is_current__exact",
    "state__exact", "merged", "used", "kind", "level__exact", "term", "app_label", "model_name", "field_name",
    "_changelist_filters", "days", "since", "who",
)  # fmt: skip
LOOKUPS = (
    "body__regex", "title__iregex", "password__startswith", "user__password__regex", "pk__in", "id__range",
)  # fmt: skip
# A second of work, not of waiting: the machine may have other things to do.
SECOND = 1.0


def encoded(value) -> str:
    return quote_from_bytes(value) if isinstance(value, bytes) else quote(value)


class Asker:
    """A client that notes what it was answered with an error, or kept thinking about."""

    def __init__(self, role: str):
        self.client, self.wrong, self.asked = Client(raise_request_exception=False), [], 0
        if person := houses.person(role):
            self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, address: str, *, method="get", data=None, **headers) -> None:
        self.asked += 1
        begun = time.process_time()
        if data is None:
            answer = self.client.generic(method.upper(), address, headers=headers)
        else:
            answer = self.client.post(address, data)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        took = time.process_time() - begun
        if answer.status_code >= 500 or took > SECOND or b"Traceback" in body:
            self.wrong.append((method, address[:120], answer.status_code, f"{took:.2f} s"))


def lists_of(role: str) -> list[str]:
    """Return the routes that this role looks at, without those that lead away or out."""
    left_out = {"admin/logout/", "favicon.ico"}
    return [route for route, row in ADDRESSES.items() if role in row.look and route not in left_out]


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_an_odd_value_in_every_parameter_at_once_is_answered(house, every):
    """Every view, one odd value at a time in all that it could be asked; each value meets a view in eight."""
    asker = Asker("s")
    routes = [
        route for route in lists_of("s") if "/history/" not in route and "<path:object_id>/" not in route
    ]
    for number, route in enumerate(routes):
        names = EDITORS_ASK if route.startswith("admin/") else READERS_ASK
        address = address_of(route, house).partition("?")[0]
        for value in ODD[number % every :: every]:
            asker.ask(f"{address}?{'&'.join(f'{name}={encoded(value)}' for name in names)}")
    assert asker.wrong == []
    assert asker.asked > 200


@pytest.mark.parametrize("number", [40, pytest.param(3000, marks=pytest.mark.slow)])
def test_odd_values_put_together_by_chance_are_answered(house, number):
    for seed in range(number):
        chance, asker = random.Random(seed), Asker("s") if seed % 20 == 0 else asker  # noqa: F821
        route = chance.choice(lists_of("s"))
        names = EDITORS_ASK + LOOKUPS if route.startswith("admin/") else READERS_ASK
        query = [(chance.choice(names), chance.choice(ODD)) for _one in range(chance.randint(1, 5))]
        query *= chance.choice((1, 1, 2, 200))
        asker.ask(
            f"{address_of(route, house)}?{'&'.join(f'{name}={encoded(value)}' for name, value in query)}"
        )
        assert asker.wrong == [], f"seed {seed}"


@pytest.mark.parametrize("name", LOOKUPS)
def test_lookups_that_no_list_offers_are_refused_by_every_list(house, name):
    client = Client(raise_request_exception=False)
    client.force_login(houses.person("s"), backend="django.contrib.auth.backends.ModelBackend")
    for route in ADDRESSES:
        if re.fullmatch(r"admin/articles/\w+/", route):
            begun = time.process_time()
            answer = client.get(f"/{route}?{name}=(a%2B)%2B$")
            assert answer.status_code in {302, 400, 403}, route
            assert time.process_time() - begun < SECOND


def test_an_odd_part_of_an_address_is_unknown_or_refused(house):
    asker = Asker("s")
    for route in ADDRESSES:
        if not PART.search(route) or route.endswith("/password/"):
            continue
        for value in ODD[len(route) % 6 :: 6]:
            if value:
                address = address_of(PART.sub("@", route, count=1), house)
                asker.ask(address.replace("%40", encoded(value), 1))
    assert asker.wrong == []


@pytest.mark.parametrize("role", "as")
def test_odd_values_in_every_field_of_every_form_are_answered(house, role):
    asker = Asker(role)
    for route, row in ADDRESSES.items():
        if role not in row.act or route in {"admin/logout/", "admin/password_change/", "admin/login/"}:
            continue
        form = form_for(route, house) or {"version": 1}
        for value in ODD[len(route) % 8 :: 8] if role == "s" else ODD:
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            odd = {name: text if not name.endswith("_FORMS") else kept for name, kept in form.items()}
            with transaction.atomic():
                asker.ask(address_of(route, house), data=odd)
                transaction.set_rollback(True)
            forget_files(house)
    assert asker.wrong == []


HEADERS = {
    "accept-language": ["zh" * 5000, "x" * 9000, "\x00", "zh;q=9" * 50, "*"],
    "accept": ["text/html," * 2000, "\x00", "*/*;q=x"],
    "accept-encoding": ["gzip," * 3000, "br;q=1e999", ";;;", "identity;q=0, *;q=0"],
    "cookie": ["a" * 9000, "sessionid=" + "x" * 4000, "sessionid=\x00", "csrftoken=; csrftoken==;;"],
    "if-none-match": ["x" * 9000, '"' * 5000, 'W/"a",' * 2000, "*", ""],
    "if-modified-since": ["never", "9" * 30, "Thu, 01 Jan 0000 00:00:00 GMT"],
    "range": ["bytes=0-" + "9" * 40, "bytes=-1", "x"],
    "host": ["evil.example", "localhost:99999", "a" * 300, "localhost@evil.example", "[::1"],
    "x-forwarded-host": ["evil.example"],
    "content-type": ["multipart/form-data; boundary=", "text/" + "x" * 4000],
    "origin": ["null", "x" * 4000],
}


@pytest.mark.parametrize("name", HEADERS)
def test_odd_headers_are_answered(house, name):
    asker = Asker("s")
    shown = house.shown.article.pk
    for value in HEADERS[name]:
        for address in (
            "/",
            f"/articles/{shown}/",
            "/search/?q=桥",
            "/feed/",
            "/articles.json",
            "/admin/",
            "/nowhere/",
        ):
            asker.ask(address, **{name: value})
    assert asker.wrong == []


@pytest.mark.parametrize(
    "host", ["evil.example", "newsroom.example.evil.example", "a" * 300, "localhost@evil.example"]
)
def test_a_forged_host_stands_on_no_page(house, settings, host):
    settings.ALLOWED_HOSTS = ["newsroom.example"]
    client = Client()
    for address in (
        "/",
        "/feed/",
        "/sitemap.xml",
        "/articles.json",
        f"/articles/{house.shown.article.pk}.json",
    ):
        assert client.get(address, headers={"host": host}).status_code == 400
        told = client.get(address, headers={"host": "newsroom.example", "x-forwarded-host": host})
        assert told.status_code == 200
        assert host.encode() not in told.content


FOREIGN = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example",
    "https:evil.example",
    "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "/%09/evil.example", "\t//evil.example",
    " //evil.example", "http://newsroom@evil.example", "//evil.example\\@localhost", "http:///evil.example",
    "ftp://evil.example", "//evil%E3%80%82example", "\x00//evil.example", "/%2f/evil.example\r\nx:1",
    "//[::1]@evil.example",
)  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_a_login_leads_to_our_own_pages_only(house, target):
    client = Client()
    data = {"username": "colleague", "password": houses.PASSWORD, "next": target}
    answer = client.post(f"/admin/login/?next={quote(target)}", data)
    assert answer.status_code == 302
    place = answer["Location"]
    assert place.startswith("/admin/") or (place.startswith("/") and place[1:2] not in "/\\"), place
