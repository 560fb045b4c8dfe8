"""Public reads go to the replica, and to the main database while it is lost."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from articles.models import Article
from newsroom import routers

pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")


class Cursor:
    def __init__(self, replica):
        self.replica = replica

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False

    def execute(self, _statement):
        self.replica.asked += 1
        if self.replica.is_lost:
            raise OperationalError("server closed the connection unexpectedly")


class Replica:
    """Stands for the connection to the replica; can be lost and found again."""

    alias = "replica"

    def __init__(self):
        self.is_lost, self.asked, self.connection = False, 0, object()

    def cursor(self):
        return Cursor(self)

    def is_usable(self):
        return not self.is_lost

    def close(self):
        self.connection = None

    close_if_unusable_or_obsolete = close


@pytest.fixture
def replica(settings, monkeypatch):
    settings.DATABASES = settings.DATABASES | {"replica": settings.DATABASES["default"]}
    stands_for_it = Replica()
    monkeypatch.setattr(routers, "connections", {"replica": stands_for_it})
    monkeypatch.setattr(routers, "health", routers.Health())
    return stands_for_it


@contextmanager
def clock(monkeypatch, moment):
    monkeypatch.setattr(routers, "monotonic", lambda: moment)
    yield


class Match:
    def __init__(self, app_name):
        self.app_name = app_name


def ask(view, *, method="get", app_name="public"):
    """Send a request through the middleware as Django does, and return the answer."""

    def get_response(request):
        request.resolver_match = Match(app_name)
        middleware.process_view(request, view, (), {})
        try:
            return view(request)
        except Exception as error:
            response = middleware.process_exception(request, error)
            if response is None:
                raise
            return response

    middleware = routers.ReplicaMiddleware(get_response)
    return middleware(getattr(RequestFactory(), method)("/"))


def database_used(_request=None):
    return HttpResponse(routers.ReplicaRouter().db_for_read(Article) or "default")


def test_public_pages_read_from_the_replica(replica):
    assert ask(database_used).content == b"replica"


@pytest.mark.parametrize("asked", [{"method": "post"}, {"app_name": "admin"}])
def test_editors_and_writers_read_from_the_main_database(replica, asked):
    assert ask(database_used, **asked).content == b"default"


def test_after_a_public_page_the_same_worker_serves_editors_from_the_main_database(replica):
    ask(database_used)
    assert database_used().content == b"default"


def test_nothing_is_written_or_migrated_on_the_replica():
    router = routers.ReplicaRouter()
    assert router.db_for_write(Article) is None
    assert router.allow_migrate("replica", "articles") is False
    assert router.allow_migrate("default", "articles") is None


def test_a_lost_replica_is_left_alone_for_a_while_and_then_tried_again(replica, monkeypatch):
    replica.is_lost = True
    with clock(monkeypatch, 100.0):
        assert ask(database_used).content == b"default"
        assert ask(database_used).content == b"default"
    assert replica.asked == 1
    replica.is_lost, replica.connection = False, object()
    with clock(monkeypatch, 109.0):
        assert ask(database_used).content == b"default"
    with clock(monkeypatch, 111.0):
        assert ask(database_used).content == b"replica"


def test_a_replica_that_is_lost_during_a_page_does_not_spoil_the_page(replica):
    def view(request):
        answer = database_used()
        if answer.content == b"replica":
            replica.is_lost = True
            raise OperationalError("server closed the connection unexpectedly")
        return answer

    assert ask(view).content == b"default"
    assert ask(database_used).content == b"default"


def test_a_question_that_the_replica_cancelled_is_put_to_the_main_database(replica):
    def view(request):
        answer = database_used()
        if answer.content == b"replica":
            raise OperationalError("canceling statement due to conflict with recovery")
        return answer

    assert ask(view).content == b"default"
    assert ask(database_used).content == b"replica"


def test_an_error_that_is_not_the_replicas_is_not_hidden(replica):
    def view(request):
        raise OperationalError("no such table")

    with pytest.raises(OperationalError):
        ask(view)


def test_the_middleware_takes_itself_out_without_a_replica():
    with pytest.raises(MiddlewareNotUsed):
        routers.ReplicaMiddleware(lambda request: None)


@pytest.mark.django_db
def test_the_site_answers_while_the_replica_is_lost(client, settings, replica):
    settings.DATABASE_ROUTERS = ["newsroom.routers.ReplicaRouter"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "newsroom.routers.ReplicaMiddleware"]
    replica.is_lost = True
    assert client.get("/").status_code == 200
    assert client.get("/search/?q=食堂").status_code == 200
    assert replica.asked == 1
