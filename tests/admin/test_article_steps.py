"""The small steps beside an article's form: moves, tags, offers, comments, presence, split and join."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from articles.models import Article, Comment, Presence, SavedFilter, State, Tagging
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client):
    person = make.make_person("ann", "editor", last_name="安", first_name="宁")
    client.force_login(person)
    return person


@pytest.fixture
def article():
    page = make.PageFactory()
    article = make.ArticleFactory(page=page, issue=page.issue, title="云溪新桥今日合龙")
    make.PassageFactory(article=article, page=page, start=5, end=13, role="title")
    return article


def to(article, step, *rest) -> str:
    return reverse(f"admin:articles_article_{step}", args=[article.pk, *rest])


# --- moves


def test_a_withdrawal_asks_for_its_reason(client):
    client.force_login(make.make_person("chief", "chief editor"))
    article = make.ArticleFactory(published=True)
    address = to(article, "move", "withdraw")
    assert client.post(address, {"version": 1, "words": " "}).status_code == 422
    assert client.post(address, {"version": 1, "words": "与另一篇重复"}).status_code == 302
    article.refresh_from_db()
    assert (article.state, article.withdrawn_because) == (State.WITHDRAWN, "与另一篇重复")


def test_a_publication_can_be_scheduled_but_not_for_the_past(client):
    client.force_login(make.make_person("chief", "chief editor"))
    article = make.ArticleFactory()
    address = to(article, "move", "publish")
    past = {"version": 1, "publish_at_0": "2001-01-01", "publish_at_1": "08:00"}
    assert client.post(address, past).status_code == 422
    day = f"{now() + timedelta(days=3):%Y-%m-%d}"
    client.post(address, {"version": 1, "publish_at_0": day, "publish_at_1": "08:00"})
    article.refresh_from_db()
    assert article.is_scheduled


def test_a_move_decided_on_an_older_version_is_refused(client, article):
    client.force_login(make.make_person("chief", "chief editor"))
    Article.objects.filter(pk=article.pk).update(version=4, title="已改")
    assert client.post(to(article, "move", "publish"), {"version": 1}).status_code == 409


# --- tags


def test_a_suggestion_is_accepted_with_one_press_without_a_script(client, ann, article):
    row = make.TaggingFactory(article=article)
    answer = client.post(to(article, "tags"), {"version": 1, "accept": row.tag_id})
    assert answer.status_code == 302
    assert Tagging.objects.get().state == "accepted"


def test_tags_are_pasted_together(client, ann, article):
    client.post(to(article, "tags"), {"version": 1, "paste": "环保、教育，交通 安全"})
    assert set(article.tags.values_list("name", flat=True)) == {"环保", "教育", "交通 安全"}


def test_a_script_gets_the_tags_alone_with_the_new_version(client, ann, article):
    row = make.TaggingFactory(article=article)
    answer = client.post(
        to(article, "tags"), {"version": 1, "refuse": row.tag_id}, headers={"X-Requested-With": "newsroom"}
    )
    assert 'data-version="2"' in answer.content.decode()


def test_a_stale_press_is_refused_and_says_so(client, ann, article):
    Article.objects.filter(pk=article.pk).update(version=3)
    row = make.TaggingFactory(article=article)
    answer = client.post(
        to(article, "tags"), {"version": 1, "accept": row.tag_id}, headers={"X-Requested-With": "newsroom"}
    )
    assert answer.status_code == 409
    assert Tagging.objects.get().state == "suggested"


# --- offers


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("title", "云溪新桥合龙", lambda article: article.title),
        ("section", "云溪新桥合龙", lambda article: article.section.name),
        ("event_date", "2031-05-05", lambda article: article.event_date.isoformat()),
        (
            "credits",
            [["林舟", "reporter"]],
            lambda article: [list(row) for row in article.credits.values_list("name", "role")],
        ),
        ("agencies", [{"name": "云溪市交通局", "words": "市交通局", "part": "source"}], None),
        ("tags", [["桥梁", 0.9]], None),
    ],
)
def test_an_offer_is_taken_over_field_by_field(client, ann, article, field, value, read):
    Article.objects.filter(pk=article.pk).update(offers={field: value}, touched=[field])
    html = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'name="take" value="{field}"' in html
    client.post(to(article, "offers"), {"version": 1, "take": field})
    article = Article.objects.get(pk=article.pk)
    assert article.offers == {}
    if read:
        assert read(article) == value
    elif field == "tags":
        assert [str(row.tag) for row in article.taggings.filter(state="accepted")] == ["桥梁"]
    else:
        assert [row.agency.name for row in article.mentions.all()] == ["云溪市交通局"]
    assert article.history.first().history_change_reason.startswith("take-over")


def test_a_declined_offer_is_gone_and_the_field_stays(client, ann, article):
    Article.objects.filter(pk=article.pk).update(offers={"title": "别的题"}, touched=["title"])
    client.post(to(article, "offers"), {"version": 1, "decline": "title"})
    article.refresh_from_db()
    assert (article.offers, article.title) == ({}, "云溪新桥今日合龙")


# --- colleagues


def test_a_comment_is_kept_and_shown_as_text(client, ann, article):
    client.post(to(article, "comments"), {"text": "<script>alert(1)</script>"})
    html = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert Comment.objects.get().author == ann
    assert "&lt;script&gt;alert(1)" in html


def test_tags_pasted_too_late_are_said_again(client, ann, article):
    from articles import guarding

    guarding.write(article, {"title": "别人改的题"}, by=ann)
    answer = client.post(to(article, "tags"), {"version": 1, "paste": "桥梁、交通"}, follow=True)
    assert "没有加上的标签：桥梁、交通" in answer.content.decode()
    assert not article.tags.exists()


def test_a_ping_says_who_is_there(client, ann, article):
    assert client.post(to(article, "presence")).json() == {"others": [], "version": 1}
    client.force_login(make.make_person("ben", "editor"))
    assert "安" in client.post(to(article, "presence")).json()["others"][0]


def test_opening_a_form_tells_who_opens_it_next_without_a_script(client, ann, article):
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert "也打开" not in client.get(address).content.decode()
    client.get(address)
    Presence.objects.update(seen_at=now() - timedelta(minutes=3))
    client.force_login(make.make_person("ben", "editor"))
    assert f"{ann.last_name}{ann.first_name} 3 分钟前也打开了" in client.get(address).content.decode()


def test_a_refused_save_says_who_else_has_it_open(client, ann, article):
    address = reverse("admin:articles_article_change", args=[article.pk])
    client.get(address)
    client.force_login(make.make_person("ben", "editor"))
    forms = {f"{name}-{kind}_FORMS": 0 for name in ("credits", "mentions") for kind in ("TOTAL", "INITIAL")}
    refused = client.post(address, {"title": "毕文的题", "genre": "news", "order": 0, **forms})
    assert refused.status_code == 409
    assert "此刻也打开着" in refused.content.decode()


def test_who_only_looks_is_not_said_to_be_there(client, article):
    client.force_login(make.make_person("guest", "viewer"))
    client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert not Presence.objects.exists()


def test_who_left_long_ago_is_not_there(client, ann, article):
    client.post(to(article, "presence"))
    Presence.objects.update(seen_at=now() - timedelta(minutes=11))
    client.force_login(make.make_person("ben", "editor"))
    assert client.post(to(article, "presence")).json()["others"] == []


# --- split and join


def test_a_split_article_keeps_its_address_and_both_say_what_happened(client, ann, article):
    answer = client.post(to(article, "split"), {"version": 1, "at": 1, "title": "通车"})
    first = Article.objects.get(pk=article.pk)
    second = Article.objects.exclude(pk=article.pk).get()
    assert answer.status_code == 302
    assert (first.body, second.body, second.title) == (
        "云溪新桥主跨昨日合龙。",
        "市交通局说，大桥年底通车。",
        "通车",
    )
    assert (second.page, second.issue, second.state) == (first.page, first.issue, State.DRAFT)
    assert first.history.first().history_change_reason.startswith("split")


def test_a_joined_article_leads_on_to_the_other(client, article):
    client.force_login(make.make_person("chief", "chief editor"))
    gone = make.ArticleFactory(
        page=article.page, issue=article.issue, title="又一段", body="余文。", published=True
    )
    tagging = make.TaggingFactory(article=gone, state="accepted")
    client.post(to(gone, "join"), {"version": 1, "other": article.pk})
    article.refresh_from_db()
    gone.refresh_from_db()
    assert article.body.endswith("■又一段\n余文。")
    assert (gone.replaced_by, gone.state) == (article, State.WITHDRAWN)
    assert tagging.tag in article.tags.all()


def test_an_editor_does_not_join_a_public_article_away(client, ann, article):
    gone = make.ArticleFactory(page=article.page, issue=article.issue, published=True)
    assert client.post(to(gone, "join"), {"version": 1, "other": article.pk}).status_code == 422
    gone.refresh_from_db()
    assert gone.is_public


def test_the_preview_shows_what_readers_will_see_and_is_kept_nowhere(client, ann, article):
    answer = client.get(to(article, "preview"))
    assert article.title in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("lacks", ["issue", "page", "title"])
def test_the_preview_opens_for_what_is_not_complete_yet(client, ann, lacks):
    made = {"issue": None} if lacks == "issue" else {"title": ""} if lacks == "title" else {"page": None}
    article = make.ArticleFactory(**made)
    make.MentionFactory(article=article, agency=make.AgencyFactory(is_proposed=True))
    make.CreditFactory(article=article)
    answer = client.get(to(article, "preview"))
    assert answer.status_code == 200
    assert "云溪新桥主跨昨日合龙" in answer.content.decode()


# --- history


def test_the_history_shows_what_changed_letter_by_letter(client, ann, article):
    from articles import editing

    article.title = "云溪新桥明日合龙"
    editing.save_article(article, changed=["title"], by=ann)
    html = client.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "<del>今</del><ins>明</ins>" in html


def test_an_old_text_comes_back_without_its_state(client, ann, article):
    from articles import editing, publishing

    publishing.publish(article, by=None)
    article.title = "改坏了"
    editing.save_article(article, changed=["title"], by=ann)
    row = article.history.last()
    address = reverse("admin:articles_article_simple_history", args=[article.pk, row.pk])
    assert client.get(address).status_code == 200
    article.refresh_from_db()
    assert client.post(address, {"version": article.version}).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.state) == ("云溪新桥今日合龙", State.PUBLISHED)
    assert article.history.first().history_change_reason.startswith("revert")


@pytest.mark.parametrize("group", ["viewer", "loader"])
def test_who_may_only_look_cannot_save_through_the_history(client, article, group):
    from articles import editing

    article.title = "改过"
    editing.save_article(article, changed=["title"], by=make.make_person("ann", "editor"))
    client.force_login(make.make_person("looker", group))
    address = reverse("admin:articles_article_simple_history", args=[article.pk, article.history.last().pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": 2, "title": "x"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "改过"


def test_a_revert_decided_on_an_older_version_is_refused(client, ann, article):
    from articles import editing

    article.title = "改过"
    editing.save_article(article, changed=["title"], by=ann)
    address = reverse("admin:articles_article_simple_history", args=[article.pk, article.history.last().pk])
    assert client.post(address, {"version": 1}).status_code == 409


# --- own views


def test_a_filter_is_kept_for_its_maker_alone(client, ann):
    client.post(
        reverse("admin:articles_article_keep_filter"), {"name": "要闻待审", "query": "standing=draft"}
    )
    kept = SavedFilter.objects.get()
    listing = reverse("admin:articles_article_changelist")
    assert "要闻待审" in client.get(listing).content.decode()
    client.force_login(make.make_person("ben", "editor"))
    assert "要闻待审" not in client.get(listing).content.decode()
    assert client.post(reverse("admin:articles_article_forget_filter", args=[kept.pk])).status_code == 404


def test_an_article_that_nobody_changed_has_a_history_page(client, ann, article):
    article.history.all().delete()
    answer = client.get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "没有人改过" in answer.content.decode()
