"""Questions written once answer like questions written each time."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from articles.models import Agency, Article, Credit, Issue, Page, Section, Tag
from articles.public.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(archive):
    section = archive.section("走街串巷")
    return [archive.story(f"第{n}篇", number=str(n), section=section, writers=["向晚"]) for n in (1, 2, 3)]


def test_a_later_value_fills_the_gap(stories):
    @prepared
    def titled(title, moment):
        return Article.objects.published(moment).filter(title=title).values("id", "title", "issue__date")

    moment = now()
    for story in stories:
        found = titled(story.title, moment)
        assert found == [{"id": story.pk, "title": story.title, "issue__date": date(2024, 6, 14)}]
    assert titled("没有的", moment) == []


def test_the_question_is_written_once(stories):
    written = []

    @prepared
    def titled(title):
        written.append(title)
        return Article.objects.filter(title=title)

    for story in stories:
        with CaptureQueriesContext(connection) as captured:
            assert titled(story.title) == [story]
        assert len(captured) == 1
    assert len(written) == 1


def test_instances_come_with_those_they_are_joined_to(stories, django_assert_num_queries):
    @prepared
    def known_as(pk):
        return Article.objects.filter(pk=pk).select_related("issue__newspaper", "section").defer("offers")

    with django_assert_num_queries(1):
        article = known_as(stories[1].pk)[0]
        assert article.issue.newspaper.name == "河口日报"
        assert article.section.name == "走街串巷"
        assert article.publish_at.tzinfo is not None
        assert article.warnings == []
    assert "offers" in article.get_deferred_fields()


def test_rows_can_be_named(stories):
    @prepared
    def bylines(name):
        return Credit.objects.filter(name=name).order_by("pk").values_list("role", "article_id", named=True)

    assert [(row.role, row.article_id) for row in bylines("向晚")] == [
        ("reporter", story.pk) for story in stories
    ]


def test_there_is_a_question_for_each_number_of_values(stories):
    @prepared
    def among(*keys):
        return Article.objects.filter(pk__in=keys).order_by("pk")

    one, two, three = stories
    assert among(one.pk, three.pk) == [one, three]
    assert among(two.pk) == [two]
    assert among(two.pk, one.pk) == [one, two]
    assert among() == []


def test_what_becomes_public_later_is_found_later(stories):
    @prepared
    def public(moment):
        return Article.objects.published(moment).values("id")

    waiting = stories[0]
    Article.objects.filter(pk=waiting.pk).update(publish_at=now() + timedelta(hours=1))
    assert waiting.pk not in {row["id"] for row in public(now())}
    assert waiting.pk in {row["id"] for row in public(now() + timedelta(hours=2))}


def test_a_question_with_a_moment_of_its_own_is_refused():
    @prepared
    def public(pk):
        return Article.objects.published().filter(pk=pk)

    with pytest.raises(ValueError, match="Give the moment as an argument"):
        public(1)


@pytest.mark.parametrize("words", ["it's", "%s", "100%", "a;b", "甲", "x') OR ('1'='1"])
def test_words_of_the_question_itself_stay_what_they_are(archive, words):
    @prepared
    def called(pk):
        return Article.objects.filter(pk=pk, title=words)

    story = archive.story(words)
    assert called(story.pk) == [story]
    assert called(archive.story("别的", number="2").pk) == []


def test_what_is_public_is_no_parameter():
    """SQLite would plan each question anew to see whether the indexes of published articles may be used."""
    sql, parameters = Article.objects.published().values("id").query.sql_with_params()
    assert "'published'" in sql
    assert len(parameters) == 1


def test_addresses_are_those_that_django_would_make(archive, client):
    from django.urls import reverse

    story = archive.story(day="2024-06-14")
    extra = archive.issue("2024-06-15", edition="号外 #1?")
    page = Page(issue=extra, number="A2%")
    assert extra.get_absolute_url() == reverse("public:issue", args=[extra.address])
    assert page.get_absolute_url() == reverse("public:page", args=[extra.address, "A2%"])
    assert story.get_absolute_url() == reverse("public:article", args=[story.pk])
    for name, thing in (("tag", Tag), ("section", Section), ("agency", Agency)):
        assert thing(pk=7).get_absolute_url() == reverse(f"public:{name}", args=[7])
    assert Issue.objects.get(pk=story.issue_id).get_absolute_url() == "/issues/2024-06-14/"


def test_an_article_page_asks_seven_questions_and_none_for_a_column_left_out(archive, client, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"FRESH_SECONDS": 60}
    first = archive.story(day="2024-06-13")
    story = archive.story(
        "码头的下一步",
        kicker="三年之后",
        subtitle="石阶保留",
        section=archive.section(),
        agencies=[archive.agency()],
        tags=[archive.tag()],
        writers=["向晚"],
        continues=first,
        series="码头记",
        series_number=1,
        genre="feature",
    )
    client.get("/robots.txt")
    client.get("/nowhere/")  # what every page remembers is there by now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(story.get_absolute_url()).status_code == 200
    assert len(captured) == 7


def test_the_answer_is_the_same_whether_somebody_watches_or_not(stories):
    @prepared
    def known_as(title):
        return Article.objects.filter(title=title).select_related("issue", "section")

    story = stories[0]
    with CaptureQueriesContext(connection) as captured:
        watched = known_as(story.title)
    unwatched = known_as(story.title)
    assert len(captured) == 1
    assert [vars(each).keys() for each in watched] == [vars(each).keys() for each in unwatched]
    assert watched[0].publish_at == unwatched[0].publish_at == story.publish_at
    assert unwatched[0].section == story.section
    assert not unwatched[0]._state.adding


def test_what_goes_wrong_is_an_error_of_django(stories, monkeypatch):
    @prepared
    def known_as(title):
        return Article.objects.filter(title=title)

    known_as("甲")
    question = next(iter(known_as.written.values()))
    monkeypatch.setattr(question, "sql", "SELECT nonsense = %s")
    monkeypatch.setattr(question, "plain_sql", question.plain_sql and "SELECT nonsense = ?")
    with pytest.raises(DatabaseError), transaction.atomic():
        question.ask(("甲",))
