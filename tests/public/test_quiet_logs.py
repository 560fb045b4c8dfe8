"""The log tells of what is wrong with the site, and not of every address that a stranger tries."""

import logging

import pytest

from articles import publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.WARNING)
    return lambda: [record.getMessage() for record in caplog.records]


def test_an_address_that_has_nothing_is_not_logged(client, archive, told):
    article = archive.story()
    publishing.withdraw(article, because="内容有误")
    assert client.get("/articles/1/").status_code == 404
    assert client.get("/no-such-page/").status_code == 404
    assert client.get("/articles/1.json").status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 410
    assert told() == []


def test_what_breaks_is_logged(client, archive, told, monkeypatch):
    def break_down(*arguments):
        raise RuntimeError("a fault of the site")

    monkeypatch.setattr("articles.public.searching.find", break_down)
    client.raise_request_exception = False
    assert client.get("/search/?q=码头").status_code == 500
    assert told() == ["Internal Server Error: /search/"]


def test_what_is_refused_and_what_is_tried_behind_the_editors_door_is_logged(admin_client, told):
    assert admin_client.get("/admin/no-such-page/").status_code == 404
    assert told() == ["Not Found: /admin/no-such-page/"]
