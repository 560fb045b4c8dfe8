"""Eight editors save one article at the same moment, over and over: every save counts or is refused."""

import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from articles import editing, guarding
from articles.models import Article
from tests import factories as make

THREADS, ROUNDS = 8, 12

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database_of_its_own(tmp_path, django_db_blocker):
    """Threads need one database on disk: an in-memory one is shared by handing the connection about."""
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.databases["default"]
    name = settings["NAME"]
    with django_db_blocker.unblock():
        from django.core.management import call_command

        # The database in memory lives as long as a connection to it: put by, not closed.
        in_memory, connection.connection = connection.connection, None
        settings["NAME"] = connection.settings_dict["NAME"] = str(Path(tmp_path) / "saves.sqlite3")
        connection.connect()
        call_command("migrate", verbosity=0)
        yield
        connection.close()
        settings["NAME"] = connection.settings_dict["NAME"] = name
        connection.connection = in_memory


def save_in_rounds(article_id: int, people: list, write=editing.save_article) -> tuple[list, list]:
    """Let every person save once a round, all at once; return the accepted and the refused texts."""
    accepted, refused, errors = [], [], []
    start = threading.Barrier(len(people))

    def work(person):
        try:
            for number in range(ROUNDS):
                start.wait(timeout=60)
                article = Article.objects.get(pk=article_id)
                article.title = f"{person.username} {number}"
                try:
                    with transaction.atomic():
                        write(article, changed=["title"], by=person)
                except guarding.StaleArticle:
                    refused.append(article.title)
                else:
                    accepted.append(article.title)
        except Exception as error:
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return accepted, refused


@pytest.fixture
def eight(database_of_its_own):
    return [make.make_person(f"editor-{number}", "editor") for number in range(THREADS)]


def test_no_save_vanishes_when_eight_save_at_once(eight):
    article = make.ArticleFactory()
    accepted, refused = save_in_rounds(article.pk, eight)
    article.refresh_from_db()
    assert len(accepted) + len(refused) == THREADS * ROUNDS
    assert article.version == 1 + len(accepted)
    kept = set(article.history.values_list("title", flat=True))
    assert kept == {*accepted, make_title(article)}
    assert refused, "Nothing collided: the test shows nothing."


def make_title(article) -> str:
    return article.history.last().title


def test_dropping_the_version_from_the_condition_is_noticed(eight, monkeypatch):
    """The mutant that writes whatever the version loses saves: the count above would not hold."""
    article = make.ArticleFactory()
    right = guarding.write

    def without_condition(article, values, **rest):
        row = Article.objects.select_for_update().filter(pk=article.pk)
        article.version = row.values_list("version", flat=True).get()
        return right(article, values, **rest)

    monkeypatch.setattr(guarding, "write", without_condition)
    _accepted, refused = save_in_rounds(article.pk, eight)
    assert len(refused) < THREADS, "The mutant refused as much as the guard does."
