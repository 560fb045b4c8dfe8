"""A badly damaged page, put right at the desk by keyboard alone, as a new editor would."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, Page
from tests.browsing import open_browser, open_page, session_cookie

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = ROOT / "seeds" / "wanglan-20240614-A04.txt"
GOLD = json.loads((ROOT / "seeds" / "gold" / f"{EXERCISE.stem}.json").read_text(encoding="utf-8"))
MOST_PRESSES = 25

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

APART = {"section", "duplicate"}


@pytest.fixture
def groups(db):
    # A transactional test starts from empty tables: the migration's groups are gone.
    if not Group.objects.exists():
        from importlib import import_module

        from django.apps import apps

        import_module("articles.migrations.0002_groups").make_groups(apps, None)


@pytest.fixture
def page(groups, db):
    call_command("load_seeds", str(EXERCISE), verbosity=0)
    return Page.objects.get()


@pytest.fixture
def cookies(client, live_server, groups):
    user = User.objects.create_user("editor", password="a-long-password-1", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return [session_cookie(client, live_server.url)]


def wanted_stories() -> set[frozenset[int]]:
    """Return, for each article of the gold, the characters that belong to it and to no other."""
    text = GOLD["text"]
    return {
        frozenset(
            place
            for span in article["spans"]
            if span["role"] not in APART
            for place in range(span["start"], span["end"])
            if not text[place].isspace()
        )
        for article in GOLD["articles"]
    }


def standing_stories(page) -> set[frozenset[int]]:
    text = page.text
    stories = {}
    for passage in page.passages.exclude(role__in=APART):
        places = (place for place in range(passage.start, passage.end) if not text[place].isspace())
        stories.setdefault(passage.article_id, set()).update(places)
    return {frozenset(places) for places in stories.values()}


class Keyboard:
    """Presses keys on the desk and counts them."""

    def __init__(self, tab):
        self.tab, self.pressed = tab, 0

    def press(self, key):
        self.tab.keyboard.press(key)
        self.pressed += 1

    def go_to(self, start: int):
        """Walk down to the strip that begins there."""
        for _step in range(100):
            here = int(self.tab.locator(".strip[tabindex='0']").get_attribute("data-start"))
            if here == start:
                return
            self.press("ArrowDown" if here < start else "ArrowUp")
        raise AssertionError(f"no strip begins at {start}")

    def mark(self, key):
        with self.tab.expect_response("**/desk/mark/") as answer:
            self.press(key)
        assert answer.value.status == 200
        self.tab.locator("#desk:not([aria-busy])").wait_for()


def moves_to_gold(tab) -> list[tuple[int, int]]:
    """Return (strip start, number of its article) for strips that stand in the wrong article.

    What an editor sees by reading, the test reads off the gold: the article of most of a story's
    characters is its own, and its number is on the screen.
    """
    strips = [
        (int(start), int(end), number)
        for start, end, number in tab.evaluate(
            "[...document.querySelectorAll('.strip')]"
            ".map(({ dataset }) => [dataset.start, dataset.end, dataset.number])"
        )
    ]
    wrong = []
    for article in GOLD["articles"]:
        mine = [
            strip
            for strip in strips
            for span in article["spans"]
            if strip[2] and span["role"] not in APART and strip[0] < span["end"] and span["start"] < strip[1]
        ]
        weight = {}
        for start, end, number in mine:
            weight[number] = weight.get(number, 0) + end - start
        home = max(weight, key=weight.get)
        wrong += [(start, int(home)) for start, _end, number in mine if number != home]
    return sorted(wrong)


def test_the_exercise_is_damaged_before(page):
    assert standing_stories(page) != wanted_stories()


def test_the_exercise_comes_right_by_keyboard_in_at_most_25_presses(live_server, page, cookies):
    with open_browser() as browser, open_page(browser, cookies=cookies) as tab:
        tab.goto(live_server.url + reverse("admin:articles_page_desk", args=[page.pk]))
        keyboard = Keyboard(tab)
        for start, number in moves_to_gold(tab):
            keyboard.go_to(start)
            keyboard.mark(str(number))
    assert standing_stories(page) == wanted_stories()
    assert keyboard.pressed <= MOST_PRESSES
    titles = {article.title for article in Article.objects.on_page(page)}
    assert titles == {article["title"] for article in GOLD["articles"]}


def test_undo_by_key_and_accept_by_key(live_server, page, cookies):
    with open_browser() as browser, open_page(browser, cookies=cookies) as tab:
        tab.goto(live_server.url + reverse("admin:articles_page_desk", args=[page.pk]))
        before = standing_stories(page)
        keyboard = Keyboard(tab)
        keyboard.press("ArrowDown")
        keyboard.mark("n")
        assert standing_stories(page) != before
        with tab.expect_response("**/desk/undo/"):
            keyboard.press("z")
        tab.locator("#desk:not([aria-busy])").wait_for()
        assert standing_stories(page) == before
        with tab.expect_response("**/desk/accept/"):
            keyboard.press("A")
    page.refresh_from_db()
    assert page.accepted_by.username == "editor"


def test_the_desk_works_without_a_script(live_server, page, cookies):
    with open_browser() as browser, open_page(browser, cookies=cookies, java_script_enabled=False) as tab:
        tab.goto(live_server.url + reverse("admin:articles_page_desk", args=[page.pk]))
        count = Article.objects.on_page(page).count()
        tab.locator(".strip").nth(1).get_by_role("button", name="由此另起一篇").click()
        assert tab.locator(".strip").count() > 1
    assert Article.objects.on_page(page).count() == count + 1
