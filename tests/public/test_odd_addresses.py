"""No address and no parameter, however odd, is answered with an error of ours."""

import pytest

pytestmark = pytest.mark.django_db

ODD = [
    "",
    "0",
    "-1",
    "1" * 30,
    str(10**30),
    str(2**31),
    str(2**63),
    "１２",
    "1.5",
    "1e9",
    "NaN",
    "Infinity",
    "0000-00-00",
    "99999-01-01",
    "2024-02-30",
    "２０２４-01-01",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "甲" * 3000,
    "甲 " * 1200,
    "%_" * 2000,
    "\"'*^():-NEAR AND OR NOT{}[]\\",
    '标题:"',
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\u202e\u2066\u200b\ufffe",
]
ADDRESSES = {
    "/": ("page", "x"),
    "/issues/": ("year",),
    "/sections/": ("after",),
    "/agencies/": ("q", "level", "after"),
    "/tags/": ("q", "after"),
    "/writers/": ("q", "after"),
    "/writers/林一苇/": ("since", "until", "genre", "after", "before"),
    "/search/": (
        "q", "since", "until", "genre", "sort", "year", "section", "agency", "tag", "writer", "tolerant",
        "after", "page",
    ),
    "/search/feed/": ("q", "year", "section"),
}  # fmt: skip


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_an_odd_value_in_any_parameter_is_answered(client, archive, value):
    archive.story(writers=["林一苇"])
    for address, names in ADDRESSES.items():
        for name in names:
            response = client.get(address, {name: value})
            assert response.status_code in (200, 404), (address, name)


@pytest.mark.parametrize("name", ["q", "after", "since", "section"])
def test_a_parameter_given_a_thousand_times_is_answered(client, archive, name):
    archive.story()
    assert client.get("/search/?" + "&".join([f"{name}=1"] * 1000)).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/articles/0/",
        "/articles/007/",
        "/articles/99999999999999999999999999/",
        "/articles/1/x.css",
        "/issues/0000/",
        "/issues/99999/",
        "/issues/2024-13/",
        "/issues/2024-00/",
        "/issues/9999-12/",
        "/on-this-day/00-00/",
        "/on-this-day/06-00/",
        "/on-this-day/13-01/",
        "/on-this-day/02-30/",
        "/issues/2024-06-14/p99999999999999999999/",
        "/issues/2024-06-14/%00/",
        "/issues/%00/",
        "/issues/%ff%fe/",
        "/writers/%00/",
        "/writers/" + "甲" * 500 + "/",
        "/sections/%E2%80%AE/",
        "/sitemaps/x.xml",
        "/sitemaps/articles-9999-99.xml",
        "/sitemaps/articles-2024-01.xml",
    ],
)
def test_an_address_that_cannot_be_one_is_simply_unknown(client, archive, address):
    archive.story()
    assert client.get(address).status_code == 404


def test_a_value_that_cannot_be_one_narrows_nothing_but_the_rest_does(client, archive):
    archive.story("去年的事", day="2023-06-14", writers=["林一苇"])
    archive.story("今年的事", day="2024-06-14", writers=["林一苇"])
    html = client.get("/writers/林一苇/", {"since": "2024-01-01", "genre": "nonsense"}).content.decode()
    assert "今年的事" in html
    assert "去年的事" not in html
