"""Eight editors save one article at the same moment, over and over: every save counts or is refused."""

import inspect
import threading

import pytest
from django.db import connection, transaction

from articles import editing, guarding
from articles.models import Article
from tests import factories as make

THREADS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def save_in_rounds(article_id: int, people: list, rounds: int) -> tuple[list, list]:
    """Let every person save once a round, all at once; return the accepted and the refused texts."""
    accepted, refused, errors = [], [], []
    start = threading.Barrier(len(people))

    def work(person):
        try:
            for number in range(rounds):
                article = Article.objects.get(pk=article_id)
                article.title = f"{person.username} {number}"
                # All have read the same version before anybody writes.
                start.wait(timeout=60)
                try:
                    with transaction.atomic():
                        editing.save_article(article, changed=["title"], by=person)
                except guarding.StaleArticle:
                    refused.append(article.title)
                else:
                    accepted.append(article.title)
                start.wait(timeout=60)
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


def what_vanished(article: Article, accepted: list, refused: list) -> list[str]:
    """Return what is wrong: a save that was accepted and is not there, or counted twice."""
    article.refresh_from_db()
    kept = list(article.history.exclude(history_user=None).values_list("title", flat=True))
    wrong = []
    if article.version != 1 + len(accepted):
        wrong.append(f"{len(accepted)} saves were accepted, but the version is {article.version}.")
    if sorted(kept) != sorted(accepted):
        wrong.append(f"The history holds {len(kept)} of {len(accepted)} accepted texts.")
    if set(kept) & set(refused):
        wrong.append("A refused text was written.")
    if article.title not in accepted:
        wrong.append(f"What stands is nobody's: {article.title}")
    return wrong


@pytest.fixture
def eight(database_on_disk):
    return [make.make_person(f"editor-{number}", "editor") for number in range(THREADS)]


@pytest.mark.parametrize("rounds", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_no_save_vanishes_when_eight_save_at_once(eight, rounds):
    article = make.ArticleFactory()
    accepted, refused = save_in_rounds(article.pk, eight, rounds)
    assert len(accepted) + len(refused) == THREADS * rounds
    assert what_vanished(article, accepted, refused) == []
    # All read one version, so of each round's saves one is right and seven come too late.
    assert len(accepted) == rounds


def test_a_write_that_does_not_ask_for_the_version_is_caught(eight, monkeypatch):
    """The mutant whose UPDATE has no version: what the test above asks of the guard, it does not keep."""
    source = inspect.getsource(guarding.write)
    assert source.count("pk=article.pk, version=seen") == 1
    mutant = dict(vars(guarding))
    exec(source.replace("pk=article.pk, version=seen", "pk=article.pk"), mutant)
    monkeypatch.setattr(guarding, "write", mutant["write"])
    article = make.ArticleFactory()
    accepted, refused = save_in_rounds(article.pk, eight, 4)
    assert what_vanished(article, accepted, refused) != []
    assert len(accepted) > 4, "The mutant refused as much as the guard does."
