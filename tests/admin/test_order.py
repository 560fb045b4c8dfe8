"""Articles change places on their page: by plain buttons, for good, and for the readers too."""

import re

import pytest
from django.urls import reverse

from articles import arranging, editing, guarding, publishing
from articles.models import Article
from articles.proposing import propose
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = """护河队员上岗

本报讯 6月3日清晨，四十名护河队员在栈桥集合，沿着南岸清理漂浮物。

职工夜校昨晚开课

本报讯 6月3日晚，区职工夜校的第一堂课坐满了人，木工和插花报名最多。

旧书市集周末开张

本报讯 6月4日上午，旧书市集在东关开张，五十个书摊沿街排开，市民可以带书来换。
"""


@pytest.fixture
def page():
    page = make.PageFactory(text=PAGE)
    propose(page)
    return page


@pytest.fixture
def ann(client):
    person = make.make_person("ann", "editor")
    client.force_login(person)
    return person


def titles(page) -> list[str]:
    return [row.title[:2] for row in arranging.in_order(Article.objects.filter(page=page))]


def press(client, article, way, back="", **more):
    address = reverse("admin:articles_page_step", args=[article.page_id, "reorder"])
    return client.post(f"{address}?back={back}", {way: f"{article.pk}:{article.version}"}, **more)


def of(page, words):
    return page.articles.get(title__contains=words)


def test_an_article_moves_up_and_down_and_the_history_says_so(client, ann, page):
    assert titles(page) == ["护河", "职工", "旧书"]
    answer = press(client, of(page, "旧书"), "up", back="page")
    moved = of(page, "旧书")
    assert answer["Location"] == f"/admin/articles/page/{page.pk}/change/#article-{moved.pk}"
    assert titles(page) == ["护河", "旧书", "职工"]
    assert (moved.history.first().history_change_reason, moved.history.first().history_user) == (
        "order: 2",
        ann,
    )
    press(client, of(page, "护河"), "down", back="issue")
    assert titles(page) == ["旧书", "护河", "职工"]


def test_the_first_does_not_move_up_nor_the_last_down(client, ann, page):
    assert "第一篇" in press(client, of(page, "护河"), "up", follow=True).content.decode()
    assert "最后一篇" in press(client, of(page, "旧书"), "down", follow=True).content.decode()
    assert titles(page) == ["护河", "职工", "旧书"]


def test_an_order_given_by_a_person_stays_when_the_page_is_told_apart_again(client, ann, page):
    press(client, of(page, "旧书"), "up")
    propose(page)
    assert titles(page) == ["护河", "旧书", "职工"]


def test_an_order_typed_into_the_form_stays_too(ann, page):
    book = of(page, "旧书")
    book.order = 0
    editing.save_article(book, changed=["order"], by=ann)
    propose(page)
    book.refresh_from_db()
    assert book.order == 0


def test_readers_find_the_new_order(client, ann, page):
    for article in Article.objects.all():
        publishing.publish(article)
    press(client, of(page, "旧书"), "up")
    newest = [row.title[:2] for row in Article.objects.published().newest_first()]
    assert newest == ["护河", "旧书", "职工"]
    html = client.get(page.get_absolute_url()).content.decode()
    assert html.index("旧书市集") < html.index("职工夜校")


def test_a_button_pressed_after_another_saved_moves_nothing(client, ann, page):
    book = of(page, "旧书")
    guarding.write(of(page, "旧书"), {"title": "旧书市集改期"}, by=ann)
    assert "刚被别人改过" in press(client, book, "up", follow=True).content.decode()
    assert titles(page) == ["护河", "职工", "旧书"]


def test_moving_is_no_work_on_the_text(client, page, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"SECOND_PERSON_REVIEW": True}
    chief = make.make_person("chief", "chief editor")
    client.force_login(chief)
    press(client, of(page, "旧书"), "up")
    publishing.publish(of(page, "旧书"), by=chief)
    assert of(page, "旧书").is_public


@pytest.mark.parametrize("who", ["viewer", "loader"])
def test_who_may_not_correct_a_page_finds_no_buttons_and_moves_nothing(client, page, who):
    client.force_login(make.make_person("guest", who))
    assert press(client, of(page, "旧书"), "up").status_code == 403
    for address in (
        reverse("admin:articles_page_change", args=[page.pk]),
        reverse("admin:articles_issue_change", args=[page.issue_id]),
        reverse("admin:articles_page_desk", args=[page.pk]),
    ):
        assert "reorder" not in client.get(address).content.decode()
    assert titles(page) == ["护河", "职工", "旧书"]


@pytest.mark.parametrize("sent", ["", "x", "1", "99999999999999999999:1", "1:1", ":", "\x00:1"])
def test_what_is_no_article_of_the_page_is_not_found(client, ann, page, sent):
    address = reverse("admin:articles_page_step", args=[page.pk, "reorder"])
    assert client.post(address, {"up": sent}).status_code == 404


@pytest.mark.parametrize("place", ["page", "issue"])
def test_page_and_issue_show_a_named_button_for_each_way_that_is_open(client, ann, page, place):
    row = page if place == "page" else page.issue
    html = client.get(reverse(f"admin:articles_{place}_change", args=[row.pk])).content.decode()
    buttons = re.findall(r"<button[^>]*reorder[^>]*>", html)
    assert len(buttons) == 6
    assert sum("disabled" in button for button in buttons) == 2
    assert 'aria-label="上移 旧书市集周末开张"' in html


def test_the_desk_answers_a_press_at_once(client, ann, page):
    address = reverse("admin:articles_page_step", args=[page.pk, "reorder"])
    book = of(page, "旧书")
    data = {"up": f"{book.pk}:{book.version}"}
    answer = client.post(address, data, headers={"X-Requested-With": "desk"})
    assert answer.status_code == 200
    assert "读者所见第 2 篇" in answer.content.decode()
    assert client.post(address, data, headers={"X-Requested-With": "desk"}).status_code == 409
