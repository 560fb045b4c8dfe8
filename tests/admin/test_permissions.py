"""Who may do what behind the editors' door: one table of every address and every action.

An address or an action without a row fails: whoever adds one says here who may use it.
"""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from articles.models import Article, Comment, Merger, MistakeReport, SavedFilter, State
from tests import factories as make
from tests.test_publishing import BUTTONS, OPEN, STANDINGS, article_in

pytestmark = pytest.mark.django_db

# a anonymous, m member without staff, v viewer, l loader, e editor, c chief editor, s superuser
ROLES = "amvlecs"
ALL, STAFF, NOBODY = set(ROLES), set("vlecs"), set()
EDIT, CHIEF, SUPER = set("ecs"), set("cs"), set("s")
LOADS, SETTLE = set("lcs"), set("ecs")

# noun: who may see it, add one, change one, delete one
NOUNS = {
    "articles_article": (STAFF, EDIT, EDIT, CHIEF),
    "articles_page": (STAFF, NOBODY, EDIT, NOBODY),
    "articles_issue": (STAFF, set("lecs"), EDIT, SUPER),
    "articles_newspaper": (STAFF, CHIEF, CHIEF, SUPER),
    "articles_section": (STAFF, EDIT, EDIT, CHIEF),
    "articles_agency": (STAFF, EDIT, EDIT, CHIEF),
    "articles_tag": (STAFF, EDIT, EDIT, CHIEF),
    "articles_load": (STAFF, LOADS, LOADS, NOBODY),
    "articles_loadedfile": (STAFF, NOBODY, NOBODY, NOBODY),
    "articles_mistakereport": (set("vecs"), NOBODY, SETTLE, SUPER),
    "auth_user": (SUPER, SUPER, SUPER, SUPER),
    "auth_group": (SUPER, SUPER, SUPER, SUPER),
    "axes_accessattempt": (SUPER, NOBODY, SUPER, SUPER),
    "axes_accesslog": (SUPER, NOBODY, SUPER, SUPER),
    "axes_accessfailurelog": (SUPER, NOBODY, SUPER, SUPER),
}
# address: who may look (GET), who may act (POST)
ADDRESSES = {
    "index": (STAFF, STAFF),
    "login": (ALL, ALL),
    "logout": (set("am"), ALL),  # GET leads strangers to the door, and nobody out
    "password_change": (STAFF, STAFF),
    "password_change_done": (STAFF, NOBODY),
    "autocomplete": (STAFF, NOBODY),
    "jsi18n": (STAFF, NOBODY),
    "view_on_site": (STAFF, STAFF),
    "app_list": (STAFF, STAFF),
    "reports": (STAFF, STAFF),
    "report": (STAFF, STAFF),
    "report_csv": (STAFF, STAFF),
    "report_svg": (STAFF, STAFF),
    "auth_user_password_change": (SUPER, SUPER),
    "articles_article_move": (CHIEF, CHIEF),  # publish; every other move below
    "articles_article_tags": (NOBODY, EDIT),
    "articles_article_offers": (NOBODY, EDIT),
    "articles_article_comments": (NOBODY, EDIT),
    "articles_article_presence": (NOBODY, EDIT),
    "articles_article_preview": (STAFF, STAFF),
    "articles_article_split": (EDIT, EDIT),
    "articles_article_join": (EDIT, EDIT),
    "articles_article_keep_filter": (NOBODY, STAFF),
    "articles_article_forget_filter": (NOBODY, STAFF),
    "articles_article_simple_history": (STAFF, EDIT),
    "articles_page_date": (EDIT, EDIT),
    "articles_page_desk": (STAFF, STAFF),
    "articles_page_mark": (NOBODY, EDIT),
    "articles_page_step": (NOBODY, EDIT),
    "articles_load_retry": (LOADS, LOADS),
    "articles_load_run": (LOADS, LOADS),
    "articles_load_undo": (LOADS, LOADS),
    "articles_agency_tree": (STAFF, STAFF),
    "articles_agency_near": (STAFF, STAFF),
    "articles_agency_mergers": (STAFF, STAFF),
    "articles_agency_merge": (CHIEF, CHIEF),
    "articles_agency_undo_merger": (CHIEF, CHIEF),
    "articles_tag_near": (STAFF, STAFF),
    "articles_tag_mergers": (STAFF, STAFF),
    "articles_tag_merge": (CHIEF, CHIEF),
    "articles_tag_undo_merger": (CHIEF, CHIEF),
}
for noun, (see, add, change, delete) in NOUNS.items():
    ADDRESSES |= {
        f"{noun}_changelist": (see, see),
        f"{noun}_history": (see, see),
        f"{noun}_add": (add, add),
        f"{noun}_change": (see, change),
        f"{noun}_delete": (delete, delete),
    }
# action: who is offered it
ACTIONS = {
    ("article", "submit_chosen"): EDIT,
    ("article", "publish_chosen"): CHIEF,
    ("article", "withdraw_chosen"): CHIEF,
    ("article", "set_section"): EDIT,
    ("article", "add_tags"): EDIT,
    ("article", "remove_tags"): EDIT,
    ("section", "confirm"): EDIT,
    ("section", "delete_selected"): CHIEF,
    ("agency", "confirm"): EDIT,
    ("agency", "delete_selected"): CHIEF,
    ("tag", "delete_selected"): CHIEF,
    ("issue", "delete_selected"): SUPER,
    ("newspaper", "delete_selected"): SUPER,
    ("mistakereport", "accept"): SETTLE,
    ("mistakereport", "refuse"): SETTLE,
    ("mistakereport", "delete_selected"): SUPER,
    ("user", "delete_selected"): SUPER,
    ("group", "delete_selected"): SUPER,
    ("accessattempt", "cleanup_expired_attempts"): SUPER,
    ("accessattempt", "delete_selected"): SUPER,
    ("accesslog", "delete_selected"): SUPER,
    ("accessfailurelog", "delete_selected"): SUPER,
}


def person(role: str):
    groups = {"v": "viewer", "l": "loader", "e": "editor", "c": "chief editor"}
    if role == "a":
        return AnonymousUser()
    if role == "s":
        return User.objects.create(username="superuser", is_staff=True, is_superuser=True)
    if role == "m":
        return User.objects.create(username="member")
    return make.make_person(f"person-{role}", groups[role])


def client_for(role: str, **options) -> Client:
    client = Client(raise_request_exception=True, **options)
    if role != "a":
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def admin_addresses() -> dict[str, list[str]]:
    """Return every named address behind /admin/ with the names of its parts."""

    def walk(patterns, inside=False):
        for pattern in patterns:
            here = inside or getattr(pattern, "namespace", None) == "admin"
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, here)
            elif here and pattern.name:
                parts = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
                yield pattern.name, parts

    return dict(walk(get_resolver().url_patterns))


@pytest.fixture
def rows():
    """Make one row of each noun; return what an address may be about."""
    page = make.PageFactory()
    article = make.ArticleFactory(page=page, issue=page.issue)
    make.PassageFactory(article=article, page=page)
    article.history.model.objects.create(
        id=article.pk, title="旧", history_date=article.updated_at, history_type="+", version=1
    )
    file = make.LoadedFileFactory(page=page)
    tag, agency = make.TagFactory(), make.AgencyFactory()
    owner = User.objects.create(username="owner")
    merger = Merger.objects.create(kind="tag", gone_id=tag.pk, kept_id=0, gone_name="a", kept_name="b")
    Merger.objects.create(pk=merger.pk + 1, kind="agency", gone_id=0, kept_id=0, gone_name="a", kept_name="b")
    return {
        "articles_article": article,
        "articles_page": page,
        "articles_issue": page.issue,
        "articles_newspaper": page.newspaper,
        "articles_section": make.SectionFactory(),
        "articles_agency": agency,
        "articles_tag": tag,
        "articles_load": file.load,
        "articles_loadedfile": file,
        "articles_mistakereport": MistakeReport.objects.create(article=article, words="错字"),
        "auth_user": owner,
        "auth_group": Group.objects.first(),
        "article": article,
        "page": page,
        "load": file.load,
        "merger": merger,
        "row": article.history.first(),
        "filter": SavedFilter.objects.create(user=owner, name="甲", query="standing=draft"),
        "tag": tag,
        "agency": agency,
    }


def address_of(name: str, parts: list[str], rows: dict) -> str:
    """Return an address with real rows in it."""
    values = {}
    for part in parts:
        noun = name.rsplit("_", 1)[0]
        if part == "object_id":
            found = rows.get(noun) or rows.get(name.replace("_simple_history", ""))
            values[part] = found.pk if found else 1
        elif part in {"article_id", "page_id", "load_id"}:
            values[part] = rows[part.removesuffix("_id")].pk
        elif part == "row_id":
            values[part] = rows["row"].pk
        elif part == "pk":
            key = "filter" if "filter" in name else "merger" if "undo" in name else noun.split("_")[-1]
            values[part] = rows[key].pk + ("agency_undo" in name)
        elif part == "name":
            values[part] = "publish" if "move" in name else "doubtful-text"
        else:
            values[part] = {"app_label": "articles", "step": "undo", "id": rows["auth_user"].pk}.get(part, 1)
    address = reverse(f"admin:{name}", kwargs=values)
    if name == "autocomplete":
        address += "?app_label=articles&model_name=article&field_name=section"
    return address


def is_refused(answer) -> bool:
    to_login = answer.status_code == 302 and "/login/" in answer["Location"]
    return answer.status_code in {403, 405} or to_login


def state_of_the_house() -> list:
    """Return every row that a refused request must leave alone."""
    from django.apps import apps

    kept = [*apps.get_app_config("articles").get_models(), User, Group]
    left_out = {"last_login"}
    return [
        (model._meta.label, [{k: v for k, v in row.items() if k not in left_out} for row in rows])
        for model in kept
        if model._meta.model_name != "presence"
        for rows in [list(model._default_manager.order_by("pk").values())]
    ]


def test_every_address_has_a_row():
    assert set(admin_addresses()) == set(ADDRESSES)


def test_every_action_has_a_row():
    offered = set()
    request = RequestFactory().get("/")
    request.user = person("s")
    for model, model_admin in admin.site._registry.items():
        offered |= {(model._meta.model_name, name) for name in model_admin.get_actions(request)}
    assert offered == set(ACTIONS)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_open_to_those_of_its_row_for_looking(role, rows):
    client, wrong = client_for(role), []
    for name, parts in admin_addresses().items():
        answer = client.get(address_of(name, parts, rows))
        assert answer.status_code < 500, name
        may = role in ADDRESSES[name][0]
        # What is not there answers 404; who may not look must not learn even that.
        if is_refused(answer) is may:
            wrong.append((name, answer.status_code, "should be open" if may else "should be shut"))
    assert wrong == [], wrong


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_open_to_those_of_its_row_for_acting(role, rows):
    client, wrong = client_for(role), []
    before = state_of_the_house()
    # Those that are shut first: what they leave behind is compared once.
    for name, parts in sorted(admin_addresses().items(), key=lambda item: role in ADDRESSES[item[0]][1]):
        if name in {"logout", "login"}:
            continue
        may = role in ADDRESSES[name][1]
        if may and before is not None:
            assert state_of_the_house() == before
            before = None
        answer = client.post(address_of(name, parts, rows))
        assert answer.status_code < 500, name
        if is_refused(answer) is may:
            wrong.append((name, answer.status_code, "should be open" if may else "should be shut"))
    assert wrong == [], wrong
    if before is not None:
        assert state_of_the_house() == before


@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing(role, rows):
    client, before = client_for(role), state_of_the_house()
    for name, parts in admin_addresses().items():
        client.get(address_of(name, parts, rows))
    assert state_of_the_house() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_odd_methods_change_nothing_and_break_nothing(method, rows):
    client, before = client_for("a"), state_of_the_house()
    for name, parts in admin_addresses().items():
        answer = getattr(client, method)(address_of(name, parts, rows))
        assert answer.status_code < 500, name
    assert state_of_the_house() == before


def test_nothing_is_changed_without_the_token_of_the_form(rows):
    client = client_for("s", enforce_csrf_checks=True)
    before = state_of_the_house()
    for name, parts in admin_addresses().items():
        assert client.post(address_of(name, parts, rows)).status_code == 403, name
    assert state_of_the_house() == before


@pytest.mark.parametrize("role", "vlecs")
def test_every_action_is_offered_to_those_of_its_row(role):
    request = RequestFactory().get("/")
    request.user = person(role)
    for model, model_admin in admin.site._registry.items():
        offered = set(model_admin.get_actions(request))
        for (noun, name), allowed in ACTIONS.items():
            if noun == model._meta.model_name:
                assert (name in offered) is (role in allowed), (noun, name)


# What an action on one article of that standing does, for those who may: it changes it, or refuses.
CHANGES = {
    "submit_chosen": {"imported", "draft"},
    "publish_chosen": {"imported", "draft", "in-review", "withdrawn"},
    "withdraw_chosen": {"published"},
    "set_section": set(STANDINGS),
    "add_tags": set(STANDINGS),
    "remove_tags": set(),
}


@pytest.mark.parametrize("role", "vlecs")
@pytest.mark.parametrize("standing", STANDINGS)
def test_an_action_named_in_a_forged_form_does_only_what_its_row_allows(role, standing):
    client, section = client_for(role), make.SectionFactory()
    for action, changes in CHANGES.items():
        article = article_in(standing)
        data = {
            "action": action,
            "_selected_action": [article.pk],
            "apply": "1",
            "reason": "重复",
            "section": section.pk,
            "paste": "桥梁",
        }
        client.post(reverse("admin:articles_article_changelist"), data)
        changed = Article.objects.get(pk=article.pk).version != article.version
        assert changed is (role in ACTIONS["article", action] and standing in changes), action


@pytest.mark.parametrize("role", "vlecs")
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_move_by_its_address_is_made_by_those_and_from_there_only(role, standing):
    names = {"v": "viewer", "l": "loader", "e": "editor", "c": "chief editor", "s": "chief editor"}
    client = client_for(role)
    for name in BUTTONS:
        article = article_in(standing)
        data = {"version": 1, "words": "原因"}
        if name == "reschedule":
            data |= {"publish_at_0": "2026-12-31", "publish_at_1": "08:00"}
        address = reverse("admin:articles_article_move", args=[article.pk, name])
        assert client.post(address, data).status_code < 500
        moved = Article.objects.get(pk=article.pk).version != 1
        assert moved is (names[role] in OPEN.get((name, standing), set())), (name, standing)


@pytest.mark.parametrize("standing", ["published", "withdrawn"])
def test_what_readers_once_had_is_not_deleted(standing):
    article = article_in(standing)
    client = client_for("s")
    client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_mixed_batch_is_refused_whole():
    good, bad = make.ArticleFactory(), make.ArticleFactory(issue=None)
    client = client_for("c")
    client.post(
        reverse("admin:articles_article_changelist"),
        {"action": "publish_chosen", "_selected_action": [good.pk, bad.pk]},
    )
    assert not Article.objects.filter(state=State.PUBLISHED).exists()


def test_a_tag_that_articles_carry_is_not_deleted():
    tagging = make.TaggingFactory(state="accepted")
    client = client_for("c")
    data = {"action": "delete_selected", "_selected_action": [tagging.tag_id], "post": "yes"}
    client.post(reverse("admin:articles_tag_changelist"), data)
    tagging.refresh_from_db()


def test_another_articles_byline_cannot_be_changed_through_this_ones_form():
    mine, theirs = make.ArticleFactory(), make.CreditFactory(name="林舟")
    client = client_for("e")
    data = {
        "title": mine.title,
        "body": mine.body,
        "genre": "news",
        "order": 0,
        "seen_version": 1,
        "credits-TOTAL_FORMS": 1,
        "credits-INITIAL_FORMS": 1,
        "credits-0-id": theirs.pk,
        "credits-0-article": theirs.article_id,
        "credits-0-name": "改掉的名字",
        "credits-0-role": "reporter",
        "credits-0-order": 0,
        "mentions-TOTAL_FORMS": 0,
        "mentions-INITIAL_FORMS": 0,
    }
    client.post(reverse("admin:articles_article_change", args=[mine.pk]), data)
    theirs.refresh_from_db()
    assert theirs.name == "林舟"


def test_whoever_may_change_accounts_does_not_make_herself_a_superuser():
    from django.contrib.auth.models import Permission

    ann = make.make_person("ann", "chief editor")
    ann.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = Client()
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("change", "password_change", "delete", "history"):
        arguments = [ann.pk]
        assert client.post(reverse(f"admin:auth_user_{name}", args=arguments)).status_code == 403
    group = Group.objects.get(name="viewer")
    assert client.post(reverse("admin:auth_group_change", args=[group.pk])).status_code == 403
    ann.refresh_from_db()
    assert not ann.is_superuser


def test_a_role_taken_away_counts_at_the_next_request():
    article = make.ArticleFactory()
    client = client_for("c")
    address = reverse("admin:articles_article_move", args=[article.pk, "publish"])
    assert client.get(address).status_code == 200
    User.objects.get(username="person-c").groups.clear()
    assert client.post(address, {"version": 1}).status_code == 403


def test_comments_of_a_refused_visitor_are_not_kept(rows):
    client_for("v").post(reverse("admin:articles_article_comments", args=[rows["article"].pk]), {"text": "x"})
    assert not Comment.objects.exists()
