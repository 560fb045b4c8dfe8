"""Lists of any length: counted to a bound, found by headline or text, and nothing deleted that is in use."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import editing
from articles.admin import counting
from articles.models import Article, Newspaper, State
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture
def chief(client):
    person = make.make_person("chief", "chief editor")
    client.force_login(person)
    return person


@pytest.fixture
def superuser(client):
    person = make.make_person("superuser", is_superuser=True)
    client.force_login(person)
    return person


def names(answer) -> list[str]:
    return [row.name for row in answer.context["cl"].result_list]


def test_a_list_longer_than_the_bound_says_that_it_goes_on(client, chief, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 10)
    for _n in range(12):
        make.ArticleFactory()
    html = client.get(f"{LIST}?standing={State.IMPORTED}").content.decode()
    assert "10+ " in html
    assert "12 文章" in client.get(LIST).content.decode()


def test_a_page_of_a_list_stands_in_the_order_asked_for(client, chief):
    for words in ("丙", "甲", "乙"):
        make.ArticleFactory(title=words, section=make.SectionFactory(name=f"栏{words}"))
    newest_first = ["乙", "甲", "丙"]
    assert names(client.get(LIST)) == newest_first
    by_section = names(client.get(f"{LIST}?o=4"))
    assert by_section == sorted(newest_first, key=lambda word: f"栏{word}")
    assert names(client.get(f"{LIST}?o=-4")) == by_section[::-1]


def test_a_search_finds_headlines_in_every_state_and_counts_them(client, chief):
    for state in ("imported", "draft"):
        make.ArticleFactory(title=f"云溪新桥 {state}", state=state)
    make.ArticleFactory(title="别的", body="正文里的云溪新桥")
    answer = client.get(f"{LIST}?q=云溪 新桥")
    assert sorted(names(answer)) == ["云溪新桥 draft", "云溪新桥 imported"]
    assert answer.context["cl"].result_count == 2


def test_an_article_without_a_headline_is_found_by_its_text(client, chief):
    make.ArticleFactory(title="", body="栈桥今晨开放，不少市民前来。")
    assert len(names(client.get(f"{LIST}?q=栈桥今晨"))) == 1


def test_a_search_keeps_to_the_filters_beside_it(client, chief):
    make.ArticleFactory(title="云溪新桥合龙", state="draft")
    make.ArticleFactory(title="云溪新桥开工")
    assert names(client.get(f"{LIST}?q=新桥&standing=draft")) == ["云溪新桥合龙"]


def test_articles_are_narrowed_to_one_of_several_papers(client, chief):
    evening = Newspaper.objects.create(name="云溪晚报", slug="evening")
    make.ArticleFactory(title="日报的")
    make.ArticleFactory(title="晚报的", issue=make.IssueFactory(newspaper=evening))
    assert names(client.get(f"{LIST}?issue__newspaper__id__exact={evening.pk}")) == ["晚报的"]
    assert names(client.get(f"{LIST}?issue__newspaper__id__exact=x")) == []


@pytest.mark.parametrize("noun", ["newspaper", "issue"])
def test_what_others_stand_on_is_named_and_not_deleted(client, superuser, noun):
    page = make.PageFactory()
    row = page.issue if noun == "issue" else page.newspaper
    address = reverse(f"admin:articles_{noun}_delete", args=[row.pk])
    assert str(row) in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"admin:articles_{noun}_changelist"), data)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_an_article_is_deleted_with_all_that_hangs_on_it_after_few_questions(
    client, chief, django_assert_max_num_queries
):
    article = make.ArticleFactory(title="误录的一篇")
    for _n in range(3):
        make.MentionFactory(article=article)
        make.CreditFactory(article=article)
        article.comments.create(author=chief, text="请核对")
        article.mistake_reports.create(words="错字", sender="a")
    address = reverse("admin:articles_article_delete", args=[article.pk])
    client.get(address)
    with django_assert_max_num_queries(12):
        assert "误录的一篇" in client.get(address).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Article.objects.filter(pk=article.pk).exists()


def test_an_account_that_has_worked_is_kept_and_an_unused_one_goes(client, superuser):
    worked, unused = make.make_person("worked", "editor"), make.make_person("unused", "editor")
    article = make.ArticleFactory()
    article.title = "改过"
    editing.save_article(article, changed=["title"], by=worked)
    for person in (worked, unused):
        client.post(reverse("admin:auth_user_delete", args=[person.pk]), {"post": "yes"})
    assert [user.username for user in User.objects.filter(pk__in=[worked.pk, unused.pk])] == ["worked"]
    assert article.history.first().history_user == worked


def test_the_picture_of_pages_without_articles_has_its_bars(client, chief):
    make.PageFactory()
    assert "2031" in client.get("/admin/reports/pages-without-articles.svg").content.decode()


def test_a_report_names_pages_and_articles_as_they_call_themselves(client, chief):
    page = make.PageFactory(name="要闻")
    article = make.ArticleFactory(page=page, issue=page.issue, title="", body="没有标题的一段。还有一句。")
    bare = make.PageFactory(issue=None, number="", position=0)
    Article.objects.filter(pk=article.pk).update(warnings=[{"code": "narrow", "severity": 0.4}])
    article.refresh_from_db()
    assert article.name in client.get("/admin/reports/doubtful-text.csv").content.decode()
    article.kicker = "引"
    editing.save_article(article, changed=["kicker"], by=chief)
    assert str(page) in client.get("/admin/reports/corrections.csv").content.decode()
    assert str(bare) in client.get("/admin/reports/pages-without-articles.csv").content.decode()
