"""A reason that is nobody's fault is told in words, with what was typed; a fault of the program stays one."""

import errno
import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from articles.public import unwritable

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(admin_client, monkeypatch):
    """Return a client behind whose every save the database fails with the error that is set."""
    admin_client.raise_request_exception = False

    def fail_with(error):
        def fail(*arguments, **options):
            raise error

        monkeypatch.setattr("articles.admin.tag.TagAdmin.save_model", fail)
        return admin_client

    return fail_with


def full_disk() -> OperationalError:
    """Return the error of a database that may not grow; ours would lose its transaction by it."""
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("CREATE TABLE t (words)")
        other.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("INSERT INTO t VALUES (zeroblob(99999))")
    error = OperationalError(*caught.value.args)
    error.__cause__ = caught.value
    return error


TYPED = {"name": "春耕", "description": "<b>第一行</b>\n第二行", "_save": "1"}


def add(client, **headers):
    typed = TYPED | {"synonyms-TOTAL_FORMS": "0", "synonyms-INITIAL_FORMS": "0"}
    return client.post("/admin/articles/tag/add/", typed, headers=headers)


def test_a_full_disk_gives_back_what_was_typed(broken):
    answer = add(broken(full_disk()))
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")
    page = answer.content.decode()
    assert "存放数据的磁盘满了" in page
    assert 'value="春耕"' in page
    assert 'action="/admin/articles/tag/add/"' in page


def test_what_was_typed_is_no_markup(broken):
    client = broken(OSError(errno.ENOSPC, "No space left on device"))
    page = add(client).content.decode()
    assert "&lt;b&gt;第一行&lt;/b&gt;" in page
    assert "<b>第一行</b>" not in page


def test_a_script_of_the_form_is_told_in_its_own_way(broken):
    answer = add(broken(full_disk()), x_requested_with="newsroom")
    assert answer.status_code == 503
    assert "磁盘满了" in answer.json()["error"]


@pytest.mark.parametrize(
    "error",
    [ValueError("a fault"), DatabaseError("a fault"), IntegrityError("a fault"), OSError(errno.ENOENT, "x")],
)
def test_a_fault_of_the_program_stays_one(broken, error):
    assert unwritable.why_not(error) == ""
    assert add(broken(error)).status_code == 500


def test_a_password_is_never_written_into_a_page(client, monkeypatch):
    error = full_disk()

    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr("newsroom.login.LoginForm.clean", fail)
    client.raise_request_exception = False
    answer = client.post("/admin/login/", {"username": "editor", "password": "a long and quiet password"})
    assert answer.status_code == 503
    assert "a long and quiet password" not in answer.content.decode()
    assert "<form method" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [("DiskFull", "磁盘满了"), ("ReadOnlySqlTransaction", "只能读"), ("AdminShutdown", "没有应答"),
     ("TooManyConnections", "没有应答"), ("UndefinedTable", "")],
)  # fmt: skip
def test_what_postgresql_says_is_understood(name, words):
    errors = pytest.importorskip("psycopg.errors")
    error = OperationalError("x")
    error.__cause__ = getattr(errors, name)("x")
    assert (words in unwritable.why_not(error)) is True
    assert bool(unwritable.why_not(error)) is bool(words)


def test_a_server_that_is_gone_is_understood():
    psycopg = pytest.importorskip("psycopg")
    error = OperationalError("x")
    error.__cause__ = psycopg.OperationalError("server closed the connection unexpectedly")
    assert "没有应答" in unwritable.why_not(error)
