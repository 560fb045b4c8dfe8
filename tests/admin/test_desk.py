"""The page desk: a mark is kept, the rest of the page follows, and nothing is lost on the way."""

import re

import pytest
from django.contrib.auth.models import Group, User

from articles.models import Article, Mark, Page, State


@pytest.fixture
def editor(db):
    user = User.objects.create_user("editor", password="a-long-password-1", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def desk(client, editor, page):
    client.force_login(editor)
    return f"/admin/articles/page/{page.pk}/desk/"


def place(page, words):
    start = page.text.index(words)
    return start, start + len(words)


def block(page, words):
    """Return start, end of the passage that holds these words."""
    start = page.text.index(words)
    passage = page.passages.get(start__lte=start, end__gt=start)
    return passage.start, passage.end


def mark(client, desk, page, kind, words, value=""):
    start, end = block(page, words)
    return client.post(
        f"{desk}mark/",
        {"kind": kind, "start": start, "end": end, "quote": page.text[start:end], "value": value},
    )


def bodies(page):
    return [article.body for article in Article.objects.on_page(page).as_printed()]


def test_the_desk_shows_every_stretch_of_the_page(client, desk, page):
    html = client.get(desk).content.decode()
    strips = re.findall(r'data-start="(\d+)"\s+data-end="(\d+)"', html)
    shown = "".join(page.text[int(start) : int(end)] for start, end in strips)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", page.text)


def test_a_new_story_begins_where_the_editor_says(client, desk, page):
    before = Article.objects.on_page(page).count()
    response = mark(client, desk, page, "new-story", "巡查发现")
    assert response.status_code == 302
    assert Article.objects.on_page(page).count() == before + 1
    assert any(body.startswith("巡查发现") for body in bodies(page))


def test_undo_brings_back_what_stood_before_and_redo_does_it_again(client, desk, page):
    before = bodies(page)
    mark(client, desk, page, "new-story", "巡查发现")
    after = bodies(page)
    client.post(f"{desk}undo/")
    assert bodies(page) == before != after
    client.post(f"{desk}redo/")
    assert bodies(page) == after


def test_a_mark_and_its_undoing_leave_no_scraps(client, desk, page):
    before = set(Article.objects.values_list("pk", flat=True))
    mark(client, desk, page, "new-story", "巡查发现")
    client.post(f"{desk}undo/")
    assert set(Article.objects.values_list("pk", flat=True)) == before


def test_an_article_somebody_worked_on_stays_when_its_story_is_gone(client, desk, page, editor):
    mark(client, desk, page, "new-story", "巡查发现")
    made = Article.objects.get(body__startswith="巡查发现")
    Article.objects.filter(pk=made.pk).update(touched=["title"])
    client.post(f"{desk}undo/")
    made.refresh_from_db()
    assert made.is_unmatched


def test_a_mark_that_is_taken_back_is_kept(client, desk, page):
    mark(client, desk, page, "new-story", "巡查发现")
    client.post(f"{desk}undo/")
    assert [row.state for row in Mark.objects.all()] == [Mark.State.WITHDRAWN]


def test_a_later_answer_overrules_an_earlier_one_until_it_is_undone(client, desk, page):
    mark(client, desk, page, "role", "课表排到了", value="caption")
    mark(client, desk, page, "role", "课表排到了", value="body")
    states = dict(Mark.objects.values_list("value", "state"))
    assert states == {"caption": Mark.State.SUPERSEDED, "body": Mark.State.STANDING}
    client.post(f"{desk}undo/")
    states = dict(Mark.objects.values_list("value", "state"))
    assert states == {"caption": Mark.State.STANDING, "body": Mark.State.WITHDRAWN}


def test_a_paragraph_moves_to_the_article_the_editor_names(client, desk, page):
    target = page.passages.get(start=page.text.index("职工夜校昨晚开课")).start
    mark(client, desk, page, "move", "巡查发现", value=str(target))
    home = Article.objects.get(title="职工夜校昨晚开课")
    assert "巡查发现" in home.body
    assert "巡查发现" not in Article.objects.get(title="护河队员上岗").body


def test_a_block_is_split_where_the_cursor_stood(client, desk, page):
    _, end = block(page, "本报讯 6月3日清晨")
    at = page.text.index("队长说")
    response = client.post(f"{desk}mark/", {"kind": "split", "start": at, "end": end, "quote": ""})
    assert response.status_code == 302
    assert page.passages.filter(start=at).exists()


def test_a_recognition_error_reads_right_in_the_article_and_stays_on_the_page(client, desk, page):
    start, end = place(page, "十二吨")
    client.post(f"{desk}mark/", {"kind": "read-as", "start": start, "end": end, "value": "十三吨"})
    assert "十三吨" in Article.objects.get(title="护河队员上岗").body
    assert "十二吨" in Page.objects.get(pk=page.pk).text


def test_a_mark_follows_on_a_published_page_too(client, desk, page):
    Article.objects.update(state=State.DRAFT)
    from articles.publishing import publish

    for article in Article.objects.all():
        publish(article)
    target = page.passages.get(start=page.text.index("职工夜校昨晚开课")).start
    mark(client, desk, page, "move", "巡查发现", value=str(target))
    assert "巡查发现" in Article.objects.get(title="职工夜校昨晚开课").body


def test_words_that_do_not_stand_there_are_refused_with_the_words(client, desk, page):
    response = client.post(f"{desk}mark/", {"kind": "join", "start": 0, "end": 6, "quote": "护河队员下岗"})
    assert response.status_code == 422
    assert "护河队员下岗" in response.content.decode()
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "role", "start": 0, "end": 6, "value": "poem"},
        {"kind": "move", "start": 0, "end": 6, "value": "99999"},
        {"kind": "move", "start": 0, "end": 6, "value": "-1"},
        {"kind": "dance", "start": 0, "end": 6},
        {"kind": "join", "start": 6, "end": 6},
        {"kind": "join", "start": 0, "end": 10**9},
        {"kind": "join", "start": "", "end": "x"},
        {"kind": "read-as", "start": 0, "end": 2, "value": "两\n行"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(client, desk, page, wrong):
    before = bodies(page)
    assert client.post(f"{desk}mark/", wrong).status_code == 422
    assert bodies(page) == before
    assert not Mark.objects.exists()


def test_a_viewer_may_look_and_not_touch(client, page):
    viewer = User.objects.create_user("viewer", password="a-long-password-2", is_staff=True)
    viewer.groups.add(Group.objects.get(name="viewer"))
    client.force_login(viewer)
    desk = f"/admin/articles/page/{page.pk}/desk/"
    assert client.get(desk).status_code == 200
    assert mark(client, desk, page, "new-story", "巡查发现").status_code == 403
    for step in ("undo", "redo", "accept"):
        assert client.post(f"{desk}{step}/").status_code == 403
    assert not Mark.objects.exists()


def test_accepting_says_who_and_when_and_a_later_mark_takes_it_back(client, desk, page, editor):
    client.post(f"{desk}accept/", {"version": page.version})
    page.refresh_from_db()
    assert page.accepted_by == editor
    mark(client, desk, page, "new-story", "巡查发现")
    page.refresh_from_db()
    assert page.accepted_at is None


def test_a_page_is_not_accepted_as_it_no_longer_stands(client, desk, page):
    mark(client, desk, page, "new-story", "巡查发现")
    response = client.post(f"{desk}accept/", {"version": page.version})
    assert response.status_code == 409
    page.refresh_from_db()
    assert page.accepted_at is None


def test_looking_changes_nothing(client, desk, page):
    assert client.get(f"{desk}undo/").status_code == 405
    assert client.get(f"{desk}mark/").status_code == 405


def test_the_desk_opens_in_a_fixed_number_of_queries(client, desk, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(desk)


def test_words_say_where_a_block_is_split_without_a_cursor(client, desk, page):
    start, end = block(page, "队长说")
    sent = {"kind": "split", "start": start, "end": end, "words": "队长说，这样的巡查"}
    assert client.post(f"{desk}mark/", sent).status_code == 302
    assert Mark.objects.get().start == page.text.index("队长说")
    assert block(page, "队长说")[0] == page.text.index("队长说")


def test_words_say_what_is_read_wrongly_without_a_cursor(client, desk, page):
    start, end = block(page, "护河队员上岗")
    sent = {"kind": "read-as", "start": start, "end": end, "words": "上岗", "value": "出发"}
    assert client.post(f"{desk}mark/", sent).status_code == 302
    assert Article.objects.filter(title="护河队员出发").exists()


@pytest.mark.parametrize("words", ["不在这里的字", "护河队员"])
def test_words_that_are_not_there_or_begin_the_block_split_nothing(client, desk, page, words):
    start, end = block(page, "护河队员上岗")
    answer = client.post(f"{desk}mark/", {"kind": "split", "start": start, "end": end, "words": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Mark.objects.exists()
