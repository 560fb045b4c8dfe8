"""Every list and form of the editors' door opens, with a fixed number of queries."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db

NOUNS = ["newspaper", "issue", "page", "article", "section", "agency", "tag", "load", "loadedfile"]


@pytest.fixture
def chief(client):
    person = make.make_person("chief", "chief editor")
    client.force_login(person)
    return client


def fill(rows: int) -> dict:
    """Make `rows` of everything; return one row of each noun."""
    one = {}
    for _row in range(rows):
        page = make.PageFactory()
        article = make.ArticleFactory(page=page, issue=page.issue, section=make.SectionFactory())
        make.PassageFactory(article=article, page=page, start=0, end=4)
        make.CreditFactory(article=article)
        mention = make.MentionFactory(article=article)
        tagging = make.TaggingFactory(article=article)
        file = make.LoadedFileFactory(page=page)
        one = {
            "newspaper": page.newspaper,
            "issue": page.issue,
            "page": page,
            "article": article,
            "section": article.section,
            "agency": mention.agency,
            "tag": tagging.tag,
            "load": file.load,
            "loadedfile": file,
        }
    return one


@pytest.mark.parametrize("noun", NOUNS)
def test_every_list_and_form_opens(chief, noun):
    one = fill(2)[noun]
    assert chief.get(reverse(f"admin:articles_{noun}_changelist")).status_code == 200
    assert chief.get(reverse(f"admin:articles_{noun}_change", args=[one.pk])).status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_a_longer_list_asks_no_more_queries(chief, noun, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(2)
    address = reverse(f"admin:articles_{noun}_changelist")
    chief.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        chief.get(address)
    fill(10)
    with CaptureQueriesContext(connection) as many:
        chief.get(address)
    assert len(many) == len(few) <= 12


def test_every_model_of_the_house_that_people_keep_has_a_list():
    registered = {
        model._meta.model_name for model in admin.site._registry if model._meta.app_label == "articles"
    }
    assert registered == {*NOUNS, "mistakereport"}
    assert apps.get_model("articles", "Mark") not in admin.site._registry


def test_a_page_shows_its_text_with_line_numbers_and_no_field_for_it(chief):
    page = make.PageFactory()
    html = chief.get(reverse("admin:articles_page_change", args=[page.pk])).content.decode()
    assert '<li id="line-2">云溪新桥今日合龙</li>' in html
    assert 'name="text"' not in html
    assert 'name="original"' not in html


TERMS = [
    "",
    "云溪",
    "云溪 合龙",
    "\x00",
    "桥\x00",
    "字 " * 1200,
    "%_" * 5000,
    "x" * 10000,
    '"',
    "'",
    "*",
    "a:b",
    "(",
    "9" * 30,
]


@pytest.mark.parametrize("term", TERMS, ids=range(len(TERMS)))
@pytest.mark.parametrize("noun", ["article", "page", "agency", "tag", "issue"])
def test_the_search_box_survives_anything(chief, noun, term):
    fill(1)
    answer = chief.get(reverse(f"admin:articles_{noun}_changelist"), {"q": term})
    assert answer.status_code in ({400} if "\x00" in term else {200})


def test_the_search_box_finds_a_headline_by_its_letters(chief):
    found = make.ArticleFactory(title="合龙那一刻")
    other = make.ArticleFactory(title="开学第一课", body="")
    html = chief.get(reverse("admin:articles_article_changelist"), {"q": "一刻"}).content.decode()
    assert found.title in html
    assert other.title not in html


def test_the_search_box_finds_a_published_text_by_its_words(chief):
    from articles import publishing

    found = make.ArticleFactory(title="合龙", body="开头。" * 40 + "末段提到观澜渡口。")
    other = make.ArticleFactory(title="开学第一课")
    for article in (found, other):
        publishing.publish(article)
    html = chief.get(reverse("admin:articles_article_changelist"), {"q": "观澜渡口"}).content.decode()
    assert f"/{found.pk}/change/" in html
    assert f"/{other.pk}/change/" not in html


@pytest.mark.parametrize(
    "query",
    [
        "body__regex=(a%2B)%2B",
        "body__icontains=x",
        "history__history_user__password__startswith=p",
        "load__started_by__password__startswith=p",
        "title__exact=x",
        "state__regex=.*",
    ],
)
def test_lookups_outside_the_list_are_refused(chief, query):
    answer = chief.get(reverse("admin:articles_article_changelist") + "?" + query)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "issue__date__year=99999",
        "issue__date__year=0",
        "issue__date__year=" + "9" * 30,
        "issue__date__year=二〇二四",
        "issue__date__year=2024&issue__date__month=13",
        "issue__date__day=5",
        "section__id__exact=" + "9" * 30,
        "section__id__exact=x",
        "issue__id__exact=-1",
        "standing=nothing",
        "tag=" + "9" * 40,
        "tag=x",
        "agency=１２",
        "work=nothing",
        "o=99.-99.x.999999999999999999999",
        "p=" + "9" * 30,
        "p=-1",
        "p=x",
        "all=",
        "_to_field=body",
        "e=1",
        "genre__exact=news&genre__exact=notice",
        "unknown=1",
    ],
)
def test_odd_addresses_answer_without_an_error(chief, query):
    make.ArticleFactory()
    answer = chief.get(reverse("admin:articles_article_changelist") + "?" + query)
    assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize(("field", "noun"), [("section", "section"), ("tags", "tag"), ("agencies", "agency")])
def test_autocomplete_offers_sections_agencies_and_tags(chief, field, noun):
    wanted = {"section": make.SectionFactory, "tag": make.TagFactory, "agency": make.AgencyFactory}[noun](
        name="桥梁局"
    )
    answer = chief.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": field, "term": "桥梁"},
    )
    assert [row["id"] for row in answer.json()["results"]] == [str(wanted.pk)]


def test_autocomplete_leaves_merged_tags_out(chief):
    kept = make.TagFactory(name="环境保护")
    make.TagFactory(name="环境", merged_into=kept)
    answer = chief.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "article", "field_name": "tags", "term": "环境"},
    )
    assert [row["text"] for row in answer.json()["results"]] == ["环境保护"]
