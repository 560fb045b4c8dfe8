"""Readers report mistakes without an account; machines and storms are kept out; editors settle."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from articles import moderating
from articles.models import MistakeReport
from articles.public import mistakes

pytestmark = pytest.mark.django_db

WORDS = "“码头”应为“渡口”。"


@pytest.fixture
def article(archive):
    return archive.story()


@pytest.fixture
def address(article):
    return f"/articles/{article.pk}/mistake/"


def token(article, *, age=60):
    """Return the token of a form that was opened `age` seconds ago."""
    signer = mistakes.TimestampSigner(salt=mistakes.signer.salt)
    signer.timestamp = lambda: mistakes_timestamp(now() - timedelta(seconds=age))
    return signer.sign(str(article.pk))


def mistakes_timestamp(moment):
    from django.core.signing import b62_encode

    return b62_encode(int(moment.timestamp()))


def test_a_report_without_account_or_cookie_reaches_the_editors(article, address):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(address)
    assert not page.cookies
    response = strict.post(address, {"words": WORDS, "quote": "老码头", "token": token(article)})
    assert response.status_code == 303
    assert strict.get(response["Location"]).status_code == 200
    report = MistakeReport.objects.get()
    assert (report.words, report.quote, report.state) == (WORDS, "老码头", MistakeReport.State.WAITING)


def test_the_address_of_the_reader_is_not_kept(client, article, address):
    client.post(address, {"words": WORDS, "token": token(article)}, REMOTE_ADDR="203.0.113.77")
    report = MistakeReport.objects.get()
    assert "203.0.113" not in " ".join(str(value) for value in vars(report).values())


@pytest.mark.parametrize(
    "why",
    [
        "no token",
        "another article's token",
        "too quick",
        "too old",
        "hidden field",
        "no words",
        "too long",
        "NUL",
    ],
)
def test_what_no_person_sends_is_refused_and_the_words_are_kept_in_the_form(
    client, archive, article, address, why
):
    other = archive.story("别的文章", number="2")
    sent = {"words": WORDS, "token": token(article)} | {
        "no token": {"token": ""},
        "another article's token": {"token": token(other)},
        "too quick": {"token": token(article, age=0)},
        "too old": {"token": token(article, age=25 * 60 * 60)},
        "hidden field": {"website": "http://spam.example"},
        "no words": {"words": " "},
        "too long": {"words": "错" * 1001},
        "NUL": {"words": "错\x00"},
    }[why]
    response = client.post(address, sent)
    assert response.status_code == 422
    assert not MistakeReport.objects.exists()
    if why.startswith("too ") and why != "too long":
        assert WORDS in response.content.decode()


def test_a_form_on_another_site_cannot_send_for_its_visitors(client, article, address):
    sent = {"words": WORDS, "token": token(article)}
    assert client.post(address, sent, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_same_report_twice_is_one(client, article, address):
    for _time in range(2):
        client.post(address, {"words": WORDS, "token": token(article)})
    assert MistakeReport.objects.count() == 1


def test_a_sender_who_goes_on_and_on_is_asked_to_wait(client, article, address):
    for number in range(moderating.A_SENDER_AN_HOUR):
        assert client.post(address, {"words": f"错{number}", "token": token(article)}).status_code == 303
    response = client.post(address, {"words": "还有", "token": token(article)})
    assert response.status_code == 429
    # Somebody else is not made to wait.
    sent = {"words": "别人说的", "token": token(article)}
    assert client.post(address, sent, REMOTE_ADDR="203.0.113.5").status_code == 303


def test_articles_that_are_not_public_take_no_reports(client, archive):
    draft = archive.story(published=False)
    address = f"/articles/{draft.pk}/mistake/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"words": WORDS, "token": token(draft)}).status_code == 404
    assert client.get(f"{address}thanks/").status_code == 404


def test_a_report_is_settled_once(article, django_user_model):
    editor, other = (django_user_model.objects.create_user(name) for name in ("editor", "other"))
    moderating.report_mistake(article, words=WORDS, sender="x")
    assert moderating.settle(MistakeReport.objects.all(), accepted=True, by=editor) == 1
    assert moderating.settle(MistakeReport.objects.all(), accepted=False, by=other) == 0
    report = MistakeReport.objects.get()
    assert (report.state, report.settled_by) == (MistakeReport.State.ACCEPTED, editor)


def test_reports_never_show_on_public_pages(client, article, address):
    client.post(address, {"words": WORDS, "token": token(article)})
    for page in (article.get_absolute_url(), address, "/"):
        assert "渡口" not in client.get(page).content.decode()


def test_the_list_of_reports_opens_for_editors(admin_client, article):
    moderating.report_mistake(article, words=WORDS, sender="x")
    assert WORDS in admin_client.get("/admin/articles/mistakereport/").content.decode()
