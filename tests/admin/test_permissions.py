"""Every address of both doors and every action, for every role and method, answers as its row says.

The table is tests/permissions.py. Each form is sent filled in right, in a savepoint that is taken back: who
may changes something, and nobody else writes a single row.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, path

from articles import publishing
from articles.models import Article, SavedFilter
from tests import house as houses
from tests.house import ROLES, SENTINEL, STANDINGS, forget_files
from tests.permissions import ACTIONS_OF, ADDRESSES, CHANGES_OF, STEPS_OF
from tests.right_forms import address_of, article_form, form_for, move_form, step_form

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
OTHER_METHODS = ("put", "patch", "delete", "options", "trace")


def all_routes(patterns=None, before="") -> list[str]:
    """Return every route of the resolver, in full."""
    routes = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        routes += [here] if isinstance(pattern, URLPattern) else all_routes(pattern.url_patterns, here)
    return list(dict.fromkeys(routes))


class Visitor:
    """A client of one role that asks without leaving a trace."""

    def __init__(self, role: str, house):
        self.house, self.client = house, Client()
        self.person = houses.person(role)
        if self.person:
            self.client.force_login(self.person, backend=BACKEND)
        self.cookies = dict(self.client.cookies)

    def ask(self, method: str, address: str, data=None):
        """Return the answer, and the statements that wrote; what was written is taken back."""
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        with transaction.atomic(), watch_writing() as writes:
            answer = getattr(self.client, method)(address, *([] if data is None else [data]))
            answer.text_read = answer.getvalue().decode(errors="replace")
            transaction.set_rollback(True)
        if any("articles_load" in write for write in writes):
            forget_files(self.house)
        return answer, writes


@contextmanager
def watch_writing():
    writes = []

    def watch(execute, sql, params, many, context):
        if sql.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield writes


def lasting(writes: list[str]) -> list[str]:
    """Return what changed more than who has a form open and who is logged in: opening a form says that."""
    return [write for write in writes if "articles_presence" not in write and "session" not in write]


def own_filter(route: str, visitor: Visitor) -> dict:
    """Return the number of a filter of one's own: another's is not there for anybody."""
    if "forget" not in route or not visitor.person:
        return {}
    own, _made = SavedFilter.objects.get_or_create(user=visitor.person, name="自己的", query="x=1")
    return {"pk": own.pk}


def is_refused(answer) -> bool:
    led_to_login = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    return answer.status_code in {403, 405} or led_to_login


def state_of_the_house() -> list:
    """Return every row that a refused request must leave alone."""
    kept = [*apps.get_app_config("articles").get_models(), User, Group]
    return [(model._meta.label, list(model._default_manager.order_by("pk").values())) for model in kept]


# --- every address and every action has a row -----------------------------------------------------


def without_row() -> set[str]:
    return set(all_routes()) ^ set(ADDRESSES)


def test_every_address_has_a_row():
    assert without_row() == set()


def test_an_address_without_a_row_fails(monkeypatch):
    resolver = get_resolver()
    planted = path("back-door/<int:pk>/", lambda request, pk: None)
    monkeypatch.setattr(resolver, "url_patterns", [*resolver.url_patterns, planted])
    assert without_row() == {"back-door/<int:pk>/"}


def actions_without_row() -> set:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    offered = {
        (model._meta.model_name, name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.get_actions(request)
    }
    return offered ^ set(ACTIONS_OF)


def test_every_action_has_a_row():
    assert actions_without_row() == set()


def test_an_action_without_a_row_fails(monkeypatch):
    @admin.action(description="x")
    def open_the_safe(model_admin, request, queryset):
        pass

    monkeypatch.setattr(admin.site._registry[Article], "actions", [open_the_safe])
    assert ("article", "open_the_safe") in actions_without_row()


def test_every_step_and_every_article_action_has_its_line_by_standing():
    assert {name for name, _standing in STEPS_OF} == STEPS
    assert {name for name, _standing in CHANGES_OF} == {n for noun, n in ACTIONS_OF if noun == "article"}
    assert {standing for _name, standing in STEPS_OF} == set(STANDINGS)


# --- looking --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_the_editors_is_looked_at_by_those_of_its_row(role, house):
    visitor, wrong = Visitor(role, house), []
    for number, route in enumerate(route for route in ADDRESSES if route.startswith("admin/")):
        row, address = ADDRESSES[route], address_of(route, house)
        answer, writes = visitor.ask("get", address)
        # A page that is open is made anew for HEAD: one in three is enough to know.
        again = "head" if (is_refused(answer) or number % 3 == 0) and route != "admin/login/" else ""
        head, head_writes = visitor.ask(again, address) if again else (answer, [])
        if role in row.look and route != "admin/login/":
            right = answer.status_code == row.public and not is_refused(answer)
        else:
            right = is_refused(answer) or route == "admin/login/"
        # A refusal names nothing: not even that there is such a row.
        silent = role not in "am" or SENTINEL not in answer.text_read
        if not right or not silent or head.status_code != answer.status_code or (again and head.text_read):
            wrong.append((route, answer.status_code, head.status_code))
        if lasting([*writes, *head_writes]):
            wrong.append((route, "wrote", *writes, *head_writes))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_the_readers_answers_everybody_alike_and_tells_nothing_of_drafts(role, house):
    visitor, wrong = Visitor(role, house), []
    for route in (route for route in ADDRESSES if not route.startswith("admin/")):
        row = ADDRESSES[route]
        for about, expected in ((house.shown, row.public), (house.hidden, row.hidden)):
            address = address_of(route, house, about=about)
            answer, writes = visitor.ask("get", address)
            posted, post_writes = visitor.ask("post", address, form_for(route, house) if row.act else {})
            if answer.status_code != expected:
                wrong.append((address, answer.status_code, expected))
            if bool(post_writes) is not (bool(row.act) and about is house.shown):
                wrong.append((address, "post", posted.status_code, *post_writes))
            told = (SENTINEL in answer.text_read and "?" not in address) or SENTINEL in posted.text_read
            if told or writes or answer.cookies or "Cookie" in answer.get("Vary", ""):
                wrong.append((address, "tells, writes or sets a cookie", *writes))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_no_other_method_changes_anything_or_opens_what_is_shut(role, house):
    visitor, wrong = Visitor(role, house), []
    for number, (route, row) in enumerate(ADDRESSES.items()):
        address = address_of(route, house)
        # All five methods at every address that is open would be most of the suite's time: two in five.
        methods = OTHER_METHODS if role not in row.look else OTHER_METHODS[number % 10 : number % 10 + 1]
        for method in methods:
            answer, writes = visitor.ask(method, address)
            # What a method would be allowed is no secret.
            shut = is_refused(answer) or (method == "options" and not answer.text_read)
            shut = shut or role in row.look or route == "admin/login/"
            if answer.status_code >= 500 or not shut or lasting(writes):
                wrong.append((method, route, answer.status_code, *writes))
    assert wrong == []


# --- acting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_the_editors_is_acted_on_by_those_of_its_row(role, house):
    visitor, wrong = Visitor(role, house), []
    before = state_of_the_house()
    for route in (route for route in ADDRESSES if route.startswith("admin/")):
        row = ADDRESSES[route]
        form = move_form("publish") if "/move/" in route else form_for(route, house)
        with transaction.atomic():
            answer, writes = visitor.ask("post", address_of(route, house, **own_filter(route, visitor)), form)
            transaction.set_rollback(True)
        acted = bool(writes) and answer.status_code < 400
        if acted is not (role in row.act) or answer.status_code >= 500 or (writes and not acted):
            wrong.append((route, answer.status_code, *[write[:80] for write in writes[:3]]))
        if role not in row.look | row.act and not is_refused(answer):
            wrong.append((route, answer.status_code, "should be refused"))
    assert wrong == []
    assert state_of_the_house() == before


STEPS = {
    "change", "delete", "tags", "offers", "comments", "presence", "split", "join", "revert",
    *(name for name in publishing.MOVES if name != publishing.BY_ITSELF),
}  # fmt: skip


def step_of(name: str, article: Article, house) -> tuple[str, dict]:
    """Return the address and the form of a step beside an article."""
    here = f"/admin/articles/article/{article.pk}"
    if name in publishing.MOVES:
        return f"{here}/move/{name}/", move_form(name)
    if name == "revert":
        return f"{here}/history/{article.history.last().pk}/", {"version": 1}
    forms = {"change": article_form(article, title="改过的题"), "delete": {"post": "yes"}}
    return f"{here}/{name}/", forms[name] if name in forms else step_form(name, article)


@pytest.mark.parametrize("role", ROLES)
def test_a_step_beside_an_article_is_taken_by_those_and_from_there_only(role, house):
    visitor, wrong = Visitor(role, house), []
    before = state_of_the_house()
    for (name, standing), who in STEPS_OF.items():
        address, form = step_of(name, house.articles[standing], house)
        answer, writes = visitor.ask("post", address, form)
        acted = bool(writes) and answer.status_code < 400
        if acted is not (role in who) or answer.status_code >= 500:
            wrong.append((name, standing, answer.status_code, "acted" if acted else "did not"))
        if standing == "stale" and role in STEPS_OF[name, "theirs"] and acted and name not in UNVERSIONED:
            wrong.append((name, standing, "wrote over another's save"))
    assert wrong == []
    assert state_of_the_house() == before


# A word to colleagues and one's presence are no change of the text; a deletion asks again first.
UNVERSIONED = {"comments", "presence", "delete"}


@pytest.mark.parametrize("role", ROLES)
def test_an_article_answers_by_its_standing(role, house):
    visitor = Visitor(role, house)
    public = {"published": 200, "withdrawn": 410, "joined": 301}
    for standing, article in house.articles.items():
        answer, _writes = visitor.ask("get", f"/articles/{article.pk}/")
        assert answer.status_code == public.get(standing, 404), standing
        form, _writes = visitor.ask("get", f"/admin/articles/article/{article.pk}/change/")
        assert is_refused(form) is (role in "am"), standing


# --- actions --------------------------------------------------------------------------------------

ANSWERS = {"post": "yes", "apply": "1", "reason": "重复", "paste": "桥梁"}


@pytest.mark.parametrize("role", ROLES)
def test_every_action_is_taken_by_those_of_its_row_even_when_named_in_a_forged_form(role, house):
    visitor, wrong = Visitor(role, house), []
    before = state_of_the_house()
    for (noun, name), who in ACTIONS_OF.items():
        label = next(label for label in house.rows if label.endswith(f"_{noun}"))
        row = house.articles["published"] if name == "withdraw_chosen" else house.rows[label]
        data = {"action": name, "_selected_action": [row.pk], **ANSWERS, "section": house.shown.section.pk}
        data |= {"paste": f"议{'draft'}"} if name == "remove_tags" else {}
        answer, writes = visitor.ask("post", f"/admin/{label.replace('_', '/')}/", data)
        if bool(writes) is not (role in who) or answer.status_code >= 500:
            wrong.append((noun, name, answer.status_code, *[write[:60] for write in writes]))
    assert wrong == []
    assert state_of_the_house() == before


@pytest.mark.parametrize("role", "vlecs")
def test_every_action_is_offered_to_those_of_its_row(role, house):
    request = RequestFactory().get("/")
    request.user = houses.person(role)
    for model, model_admin in admin.site._registry.items():
        offered = set(model_admin.get_actions(request))
        for (noun, name), who in ACTIONS_OF.items():
            if noun == model._meta.model_name:
                assert (name in offered) is (role in who), (noun, name)


@pytest.mark.parametrize("role", ROLES)
def test_an_article_action_changes_those_that_stand_so_and_no_others(role, house):
    visitor, wrong = Visitor(role, house), []
    before = state_of_the_house()
    for (name, standing), who in CHANGES_OF.items():
        article = house.articles[standing]
        data = {
            "action": name,
            "_selected_action": [article.pk],
            **ANSWERS,
            "section": house.shown.section.pk,
        }
        data |= {"paste": f"议{standing}"} if name == "remove_tags" else {}
        with transaction.atomic():
            visitor.client.cookies.clear()
            visitor.client.cookies.update(visitor.cookies)
            visitor.client.post("/admin/articles/article/", data)
            changed = Article.objects.get(pk=article.pk).version != article.version
            transaction.set_rollback(True)
        if changed is not (role in who):
            wrong.append((name, standing, "changed" if changed else "did not"))
    assert wrong == []
    assert state_of_the_house() == before


# --- what may not be left out ----------------------------------------------------------------------


def test_nothing_is_changed_without_the_token_of_the_form(house):
    visitor = Visitor("s", house)
    visitor.client.handler.enforce_csrf_checks = True
    for route in (route for route in ADDRESSES if route.startswith("admin/")):
        answer, writes = visitor.ask("post", address_of(route, house), form_for(route, house))
        assert answer.status_code == 403, route
        assert not writes, route


def test_a_role_taken_away_counts_at_the_next_request(house):
    visitor = Visitor("c", house)
    address = f"/admin/articles/article/{house.articles['draft'].pk}/move/publish/"
    assert visitor.ask("get", address)[0].status_code == 200
    visitor.person.groups.clear()
    answer, writes = visitor.ask("post", address, {"version": 1})
    assert answer.status_code == 403
    assert not writes


@pytest.mark.parametrize("address", ["/static/admin/css/base.css", "/static/newsroom/admin/article.js"])
def test_files_of_the_admin_are_open_to_all_and_only_read(house, address):
    visitor = Visitor("a", house)
    assert visitor.ask("get", address)[0].status_code == 200
    for method in ("post", *OTHER_METHODS):
        answer, writes = visitor.ask(method, address)
        assert answer.status_code in {404, 405}
        assert not writes
