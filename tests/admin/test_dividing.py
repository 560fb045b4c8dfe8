"""What is divided or joined in an article's form is said of the page too, and held to."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import correcting, editing, proposing
from articles.models import Article, Mark, Page
from tests import factories as make


@pytest.fixture
def ann(db, client):
    person = make.make_person("ann", "editor")
    client.force_login(person)
    return person


def titled(words):
    return Article.objects.get(title__contains=words)


def step(client, article, name, **data):
    address = reverse(f"admin:articles_article_{name}", args=[article.pk])
    return client.post(address, {"version": article.version, **data})


def texts():
    rows = Article.objects.filter(replaced_by=None, is_unmatched=False).order_by("pk")
    return {row.pk: (row.title, row.body) for row in rows}


def place(article):
    return list(article.passages.order_by("start").values_list("start", "end"))


def test_a_split_made_in_the_form_stands_when_the_page_is_told_apart_again(client, ann, page):
    river = titled("护河")
    assert step(client, river, "split", at=1, title="垃圾清理十二吨").status_code == 302
    second = titled("十二吨")
    assert [(row.kind, row.made_by) for row in Mark.objects.standing()] == [("new-story", ann)]
    before, places = texts(), (place(river), place(second))
    outcome = proposing.propose(page)
    assert (outcome.made, outcome.unmatched) == ([], [])
    assert texts() == before
    assert (place(river), place(second)) == places
    assert page.text[places[1][0][0] :].startswith("巡查发现的问题")


def test_a_split_made_in_the_form_is_carried_to_a_better_reading_of_the_page(client, ann, page, tmp_path):
    river = titled("护河")
    step(client, river, "split", at=1, title="垃圾清理十二吨")
    path = tmp_path / "2031-06-04_02.txt"
    path.write_text(f"要闻\n\n{page.text.replace('清晨', '清早')}", encoding="utf-8")
    call_command("load_seeds", str(path), newspaper="江城日报", verbosity=0)
    better = Page.objects.get(is_current=True)
    assert better.supersedes == page
    second = titled("十二吨")
    assert second.page == better
    assert better.text[place(second)[0][0] :].startswith("巡查发现的问题")
    river.refresh_from_db()
    assert "巡查发现" not in river.body


def test_a_split_within_a_stretch_of_page_begins_at_its_own_words(client, ann, page):
    river = titled("护河")
    first, second = river.body.split("\n")
    head, tail = first.split("队长说", 1)
    river.body = "\n".join([head, f"队长说{tail}", second])
    editing.save_article(river, changed=["body"], by=ann)
    step(client, river, "split", at=1, title="风雨不停")
    divided = titled("风雨")
    assert page.text[place(divided)[0][0] :].startswith("队长说")
    before = texts()
    proposing.propose(page)
    assert texts() == before


def test_a_join_made_in_the_form_stands_when_the_page_is_told_apart_again(client, ann, page):
    river, school = titled("护河"), titled("夜校")
    assert step(client, school, "join", other=river.pk).status_code == 302
    assert {row.kind for row in Mark.objects.standing()} == {"move"}
    river.refresh_from_db()
    assert "■职工夜校昨晚开课" in river.body
    before = texts()
    outcome = proposing.propose(page)
    assert outcome.made == []
    assert texts() == before
    school.refresh_from_db()
    assert school.replaced_by == river
    assert not school.passages.exists()


def test_neither_asks_the_editor_about_what_she_just_decided(client, ann, page):
    river, school = titled("护河"), titled("夜校")
    step(client, river, "split", at=1, title="垃圾清理十二吨")
    school.refresh_from_db()
    step(client, school, "join", other=titled("十二吨").pk)
    assert list(Article.objects.exclude(offers={})) == []


def test_a_split_is_taken_back_at_the_desk(client, ann, page):
    river = titled("护河")
    body = river.body
    step(client, river, "split", at=1, title="")
    correcting.undo(page, by=ann)
    river.refresh_from_db()
    # Her text stays as she divided it; the page offers the whole again.
    assert river.body != body
    assert river.offers["body"] == body


def test_a_paragraph_that_stands_nowhere_on_the_page_is_divided_without_a_mark(client, ann, page):
    river = titled("护河")
    river.body += "\n编者按：以上全文由本馆重新录入。"
    editing.save_article(river, changed=["body"], by=ann)
    assert step(client, river, "split", at=2, title="按语").status_code == 302
    assert not Mark.objects.exists()
