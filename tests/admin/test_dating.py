"""A page without a date finds its issue by a person's word, and its articles go with it."""

from datetime import date

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Article, Issue
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client):
    person = make.make_person("ann", "editor")
    client.force_login(person)
    return person


def give(client, page, **data):
    return client.post(reverse("admin:articles_page_date", args=[page.pk]), data)


def test_the_form_shows_what_the_text_says(client, ann):
    page = make.PageFactory(
        issue=None,
        number="",
        date_guess={
            "month_day": [5, 6],
            "confidence": 0.3,
            "evidence": [{"start": 0, "end": 4, "why": "题"}],
        },
    )
    html = client.get(reverse("admin:articles_page_date", args=[page.pk])).content.decode()
    assert "5 月 6 日，年份不明" in html
    assert f"<q>{page.text[:4]}</q>" in html


def test_a_page_and_its_articles_move_into_the_issue(client, ann):
    page = make.PageFactory(issue=None, number="")
    article = make.ArticleFactory(page=page, issue=None)
    assert give(client, page, date="2031-05-06", number="a02").status_code == 302
    page.refresh_from_db()
    article.refresh_from_db()
    assert (page.issue.date, page.number, page.position) == (date(2031, 5, 6), "A02", 102)
    assert article.issue == page.issue
    assert page.issue.date_source == "person"
    assert article.history.first().history_user == ann


def test_a_page_of_an_issue_stands_once(client, ann):
    standing = make.PageFactory(number="2")
    page = make.PageFactory(issue=None, number="")
    answer = give(client, page, date=standing.issue.date.isoformat(), number="2")
    assert answer.status_code == 422
    assert standing.source in answer.content.decode()
    page.refresh_from_db()
    assert page.issue is None


@pytest.mark.parametrize(
    "data",
    [{"date": ""}, {"date": "1700-01-01"}, {"date": "99999-01-01"}, {"date": "2031-05-06", "number": "A/2"}],
)
def test_an_impossible_place_is_refused(client, ann, data):
    page = make.PageFactory(issue=None, number="")
    assert give(client, page, **data).status_code == 422
    assert not Issue.objects.exists()


def test_a_guessed_issue_that_nothing_stands_in_any_more_is_gone(client, ann):
    page = make.PageFactory(issue=make.IssueFactory(date=date(2030, 1, 1)))
    give(client, page, date="2031-05-06", number="1")
    assert [issue.date for issue in Issue.objects.all()] == [date(2031, 5, 6)]


def test_published_articles_are_sorted_by_the_new_date(client, ann):
    page = make.PageFactory(issue=make.IssueFactory(date=date(2030, 1, 1)), number="1")
    article = make.ArticleFactory(page=page, issue=page.issue)
    newer = make.ArticleFactory(issue=make.IssueFactory(date=date(2030, 6, 1)))
    for one in (article, newer):
        publishing.publish(one)
    assert list(Article.objects.newest_first()) == [newer, article]
    give(client, page, date="2031-05-06", number="1")
    assert list(Article.objects.newest_first()) == [article, newer]


def test_an_edition_with_a_slash_in_its_name_has_an_address():
    issue = make.IssueFactory(edition="早/晚")
    assert issue.get_absolute_url() == "/issues/2031-05-06-早-晚/" or "%" in issue.get_absolute_url()
