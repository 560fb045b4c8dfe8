"""Forms that no page of ours would send change nothing that their sender may not change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from articles.models import Article, Comment, SavedFilter, State
from tests import factories as make
from tests import house as houses
from tests.right_forms import article_form, inlines, move_form, user_form

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
ARTICLES = "/admin/articles/article/"


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(houses.person(role), backend=BACKEND)
    return client


def change(article) -> str:
    return f"{ARTICLES}{article.pk}/change/"


# --- fields that are not in the form ----------------------------------------------------------------


def test_columns_that_the_form_does_not_show_cannot_be_sent(house):
    article = house.articles["draft"]
    forged = {
        "state": "published", "publish_at": "2020-01-01", "publish_at_0": "2020-01-01",
        "publish_at_1": "08:00", "sort_key": 1, "version": 99, "id": 7, "pk": 7, "touched": "[]",
        "offers": "{}", "confidence": 0,
        "replaced_by": house.shown.article.pk, "withdrawn_because": "x", "load": house.loads["finished"].pk,
    }  # fmt: skip
    before = {
        name: getattr(article, name)
        for name in ("state", "publish_at", "sort_key", "replaced_by_id", "load_id")
    }
    answer = client_of("e").post(change(article), article_form(article, title="新题", **forged))
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.version) == ("新题", 2)
    assert {name: getattr(article, name) for name in before} == before


def test_a_page_keeps_its_text_its_place_and_who_accepted_it(house):
    page, before = house.page, (house.page.text, house.page.number, house.page.issue_id, house.page.sha256)
    forged = {
        "text": "别的",
        "original": "x",
        "number": "9",
        "issue": "",
        "sha256": "0" * 64,
        "accepted_by": 1,
    }
    client_of("e").post(f"/admin/articles/page/{page.pk}/change/", {"name": "新版名", **forged})
    page.refresh_from_db()
    assert (page.text, page.number, page.issue_id, page.sha256) == before
    assert (page.name, page.accepted_by) == ("新版名", None)


def test_a_load_and_a_report_keep_what_they_record(house):
    load, report = house.loads["finished"], house.rows["articles_mistakereport"]
    client_of("l").post(
        f"/admin/articles/load/{load.pk}/change/", {"state": "undone", "loaded": 99, "paths": "[]"}
    )
    client_of("e").post(
        f"/admin/articles/mistakereport/{report.pk}/change/",
        {"note": "x", "words": "改掉", "state": "accepted"},
    )
    for row in (load, report):
        before = (row.state, getattr(row, "words", ""))
        row.refresh_from_db()
        assert (row.state, getattr(row, "words", "")) == before


def test_a_tag_is_not_merged_by_its_form(house):
    tag = house.rows["articles_tag"]
    data = {"name": tag.name, "merged_into": house.shown.tag.pk, **inlines("synonyms")}
    client_of("c").post(f"/admin/articles/tag/{tag.pk}/change/", data)
    tag.refresh_from_db()
    assert tag.merged_into is None


def test_a_list_takes_no_edits(house):
    """As a list with `list_editable` would: none of ours has it."""
    article = house.articles["draft"]
    data = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": article.pk, "form-0-title": "改掉",
        "form-0-state": "published", "_save": "1",
    }  # fmt: skip
    client_of("c").post(ARTICLES, data)
    article.refresh_from_db()
    assert (article.version, article.state) == (1, State.DRAFT)


# --- rows of another ---------------------------------------------------------------------------------


@pytest.mark.parametrize("parent", ["mine", "theirs"])
def test_a_byline_of_another_article_is_not_changed_through_this_ones_form(house, parent):
    mine, theirs = house.articles["draft"], house.shown.article.credits.get()
    row = {
        "id": theirs.pk,
        "article": mine.pk if parent == "mine" else theirs.article_id,
        "name": "改掉的名字",
    }
    data = article_form(mine) | {"credits-TOTAL_FORMS": 1, "credits-INITIAL_FORMS": 1}
    data |= {f"credits-0-{name}": value for name, value in (row | {"role": "reporter", "order": 0}).items()}
    for extra in ({}, {"credits-0-DELETE": "on"}):
        assert client_of("e" if not extra else "c").post(change(mine), data | extra).status_code < 500
        name, article = theirs.name, theirs.article_id
        theirs.refresh_from_db()
        assert (theirs.name, theirs.article_id) == (name, article)


def test_a_mention_of_another_article_is_not_refused_through_this_ones_form(house):
    mine, theirs = house.articles["draft"], house.shown.article.mentions.get()
    row = {
        "id": theirs.pk,
        "article": mine.pk,
        "agency": theirs.agency_id,
        "words": "x",
        "part": "actor",
        "DELETE": "on",
    }
    data = article_form(mine) | {"mentions-TOTAL_FORMS": 1, "mentions-INITIAL_FORMS": 1}
    data |= {f"mentions-0-{name}": value for name, value in row.items()}
    assert client_of("e").post(change(mine), data).status_code < 500
    theirs.refresh_from_db()
    assert (theirs.article, theirs.is_refused) == (house.shown.article, False)


def test_a_name_of_another_agency_is_not_taken_through_this_ones_form(house):
    mine = house.rows["articles_agency"]
    theirs = house.shown.agency.names.create(name="简称")
    data = {"name": mine.name, "names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": 1, "names-0-id": theirs.pk}
    data |= {"names-0-agency": mine.pk, "names-0-name": "改掉"}
    assert client_of("e").post(f"/admin/articles/agency/{mine.pk}/change/", data).status_code < 500
    theirs.refresh_from_db()
    assert (theirs.agency, theirs.name) == (house.shown.agency, "简称")


def test_a_filter_of_another_is_not_forgotten_and_not_told_from_none(house):
    client = client_of("s")
    theirs = client.post(f"{ARTICLES}filters/{house.filters['theirs'].pk}/forget/")
    none = client.post(f"{ARTICLES}filters/999999/forget/")
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content
    assert SavedFilter.objects.filter(pk=house.filters["theirs"].pk).exists()


def test_a_comment_is_left_in_ones_own_name(house):
    article = house.articles["draft"]
    forged = {"text": "请核对", "author": house.owner.pk, "user": house.owner.pk, "about": "publish"}
    client_of("e").post(f"{ARTICLES}{article.pk}/comments/", forged)
    assert article.comments.get().author.username == "person-e"


@pytest.mark.parametrize("step", ["join", "split", "move/publish", "tags", "offers", "preview", "comments"])
def test_a_step_on_an_article_that_is_not_there_is_not_found_or_refused_alike(house, step):
    for role in "vle":
        client = client_of(role)
        absent = client.post(f"{ARTICLES}77777/{step}/", {"version": 1})
        assert absent.status_code in {403, 404}, role
        assert absent.status_code == 404 or role != "v" or step == "move/publish"


def test_an_article_is_not_joined_into_one_of_another_page(house):
    article = house.articles["draft"]
    data = {"version": 1, "other": house.hidden.article.pk}
    assert client_of("e").post(f"{ARTICLES}{article.pk}/join/", data).status_code == 422
    article.refresh_from_db()
    assert article.replaced_by is None


def test_a_history_row_of_another_article_brings_nothing_back(house):
    mine, theirs = house.articles["draft"], house.articles["theirs"]
    answer = client_of("e").post(f"{ARTICLES}{mine.pk}/history/{theirs.history.last().pk}/", {"version": 1})
    assert answer.status_code == 404
    mine.refresh_from_db()
    assert mine.version == 1


def test_a_merger_of_agencies_is_not_undone_as_one_of_tags(house):
    answer = client_of("c").post(f"/admin/articles/tag/mergers/{house.mergers['agency'].pk}/undo/")
    assert answer.status_code == 404
    house.mergers["agency"].refresh_from_db()
    assert house.mergers["agency"].undone_at is None


# --- what Django's own forms understand ---------------------------------------------------------------


@pytest.mark.parametrize("field", ["password", "body", "state", "nowhere", "version", "pk\x00", "id__in"])
@pytest.mark.parametrize("noun", ["articles/article", "articles/tag", "articles/issue", "auth/user"])
def test_a_popup_gives_out_no_field_but_the_key(house, noun, field):
    """`_to_field` names a column whose value a popup answers with: a password's hash, if it could."""
    for method in ("get", "post"):
        address = f"/admin/{noun}/add/?_popup=1&_to_field={field}"
        answer = getattr(client_of("s" if method == "get" else "c"), method)(address)
        assert answer.status_code in {400, 403}, (method, answer.status_code)


def test_a_popup_gives_nobody_more(house):
    for role in "vl":
        answer = client_of(role).post(f"{ARTICLES}add/?_popup=1", article_form(title="x") | {"_popup": "1"})
        assert answer.status_code == 403
    article = house.articles["draft"]
    answer = client_of("v").post(f"{change(article)}?_popup=1", article_form(article, title="x", _popup="1"))
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.version == 1


@pytest.mark.parametrize("role", ["v", "e"])
def test_saving_as_new_makes_no_second_article(house, role):
    article, before = house.articles["published"], Article.objects.count()
    data = article_form(article, title="副本", _saveasnew="1", state="published")
    client_of(role).post(change(article), data)
    client_of("l").post(f"{ARTICLES}add/", data)
    assert Article.objects.count() == before


@pytest.mark.parametrize("name", ["publish", "withdraw", "reopen", "edit", "nothing", "__class__"])
def test_a_move_sent_with_a_save_is_made_by_those_who_may_only(house, name):
    for standing in ("draft", "published", "withdrawn"):
        article = house.articles[standing]
        before = article.state
        client_of_role = Client(raise_request_exception=False)
        client_of_role.force_login(house.colleague, backend=BACKEND)
        answer = client_of_role.post(change(article), article_form(article, title=f"题{name}", _move=name))
        assert answer.status_code == 302
        article.refresh_from_db()
        assert article.state == before


def test_the_autocomplete_names_only_what_its_field_may_hold(house):
    client = client_of("v")
    for model, field in (
        ("article", "body"),
        ("user", "groups"),
        ("article", "nowhere"),
        ("load", "started_by"),
    ):
        query = {"app_label": "articles", "model_name": model, "field_name": field}
        assert client.get("/admin/autocomplete/", query).status_code in {403, 404}


# --- many at once ---------------------------------------------------------------------------------------


def act(client, action: str, rows, **more):
    data = {"action": action, "_selected_action": [getattr(row, "pk", row) for row in rows], **more}
    return client.post(ARTICLES, data)


def test_a_mixed_batch_is_refused_whole(house):
    good = [house.articles[name] for name in ("draft", "in-review", "open")]
    bad = make.ArticleFactory(issue=None)
    assert act(client_of("c"), "publish_chosen", [*good, bad]).status_code < 500
    assert not Article.objects.filter(pk__in=[row.pk for row in (*good, bad)], state=State.PUBLISHED).exists()


def test_a_batch_of_the_whole_list_is_no_way_round(house):
    """`select_across` means every row the list shows, and never more than the sender may."""
    for role in "vle":
        act(client_of(role), "publish_chosen", [house.articles["draft"]], select_across="1", index="0")
    assert Article.objects.filter(state=State.PUBLISHED).count() == 3
    client = client_of("c")
    client.post(
        f"{ARTICLES}?standing=in-review",
        {"action": "publish_chosen", "_selected_action": [house.articles["draft"].pk], "select_across": "1"},
    )
    assert Article.objects.get(pk=house.articles["in-review"].pk).state == State.PUBLISHED
    assert Article.objects.get(pk=house.articles["draft"].pk).state == State.DRAFT


@pytest.mark.parametrize("chosen", [["0"], ["x"], ["1" * 30], ["-1"], ["\x00"], [""], ["1"] * 1500, ["１"]])
def test_odd_keys_in_a_batch_change_nothing_and_break_nothing(house, chosen):
    answer = act(client_of("c"), "publish_chosen", chosen)
    assert answer.status_code < 500
    assert Article.objects.filter(state=State.PUBLISHED).count() == 3


@pytest.mark.parametrize(
    "action", ["delete_selected", "delete_model", "get_queryset", "move_all", "", "x" * 500]
)
def test_a_name_that_is_no_action_does_nothing(house, action):
    before = Article.objects.count()
    assert act(client_of("s"), action, house.articles.values(), post="yes").status_code < 500
    assert Article.objects.count() == before
    assert (
        not Article.objects.exclude(pk__in=[row.pk for row in house.articles.values()])
        .filter(version=2)
        .exists()
    )


def test_a_tag_that_articles_carry_is_not_deleted_with_others_that_none_does(house):
    data = {
        "action": "delete_selected",
        "_selected_action": [house.shown.tag.pk, house.rows["articles_tag"].pk],
    }
    client_of("c").post("/admin/articles/tag/", data | {"post": "yes"})
    house.shown.tag.refresh_from_db()
    house.rows["articles_tag"].refresh_from_db()


# --- roles ------------------------------------------------------------------------------------------------


def test_nobody_but_an_administrator_changes_roles_whatever_permissions_she_was_given(house):
    for role in "vlec":
        client = client_of(role)
        ann = User.objects.get(username=f"person-{role}")
        ann.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
        groups = set(ann.groups.values_list("name", flat=True))
        forged = user_form(
            ann, is_superuser="on", is_staff="on", groups=[group.pk for group in Group.objects.all()]
        )
        assert client.post(f"/admin/auth/user/{ann.pk}/change/", forged).status_code == 403
        assert (
            client.post(f"/admin/auth/user/{ann.pk}/change/?_popup=1", forged | {"_popup": 1}).status_code
            == 403
        )
        group = ann.groups.get()
        assert client.post(f"/admin/auth/group/{group.pk}/change/", {"name": group.name}).status_code == 403
        ann.refresh_from_db()
        assert (ann.is_superuser, set(ann.groups.values_list("name", flat=True))) == (False, groups)
        assert group.permissions.exists()


@pytest.mark.parametrize("address", ["password_change/", "login/"])
def test_a_form_about_oneself_takes_no_role(house, address):
    client = client_of("e")
    client.post(
        f"/admin/{address}",
        {
            "username": "person-e", "password": houses.PASSWORD, "old_password": houses.PASSWORD,
            "new_password1": "x-very-long-and-new", "new_password2": "x-very-long-and-new",
            "is_superuser": "on", "is_staff": "on", "groups": [1, 2, 3],
        },
    )  # fmt: skip
    ann = User.objects.get(username="person-e")
    assert (ann.is_superuser, ann.groups.get().name) == (False, "editor")


@pytest.mark.parametrize("standing", ["published", "withdrawn", "scheduled", "joined"])
def test_what_readers_had_or_will_have_is_not_deleted(house, standing):
    article = house.articles[standing]
    client_of("s").post(f"{ARTICLES}{article.pk}/delete/", {"post": "yes"})
    article.refresh_from_db()


def test_a_scheduled_article_that_went_into_another_does_not_come_out_at_its_time(house):
    gone, into = house.articles["scheduled"], house.articles["draft"]
    client_of("c").post(f"{ARTICLES}{gone.pk}/join/", {"version": 1, "other": into.pk})
    gone.refresh_from_db()
    assert (gone.replaced_by, gone.state, gone.publish_at) == (into, State.DRAFT, None)


def test_a_move_from_an_old_form_is_refused(house):
    article = house.articles["stale"]
    answer = client_of("c").post(f"{ARTICLES}{article.pk}/move/publish/", move_form("publish"))
    assert answer.status_code == 409
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_words_of_a_refused_visitor_are_not_kept(house):
    before = Comment.objects.count()
    client_of("v").post(f"{ARTICLES}{house.articles['draft'].pk}/comments/", {"text": "x"})
    assert Comment.objects.count() == before
