"""No editor's save is ever lost: a stale one is refused with both versions, its own text kept."""

import pytest
from django.urls import reverse

from articles import guarding, merging, tagging
from articles.models import Article, Mention, State
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make.make_person("ann", "editor", last_name="安", first_name="宁")


@pytest.fixture
def ben():
    return make.make_person("ben", "editor", last_name="毕", first_name="文")


@pytest.fixture
def article():
    page = make.PageFactory()
    return make.ArticleFactory(page=page, issue=page.issue, title="旧题", body="第一段。\n第二段。")


def address(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def form_of(client, article) -> dict:
    """Return what a browser would send back from the article's form, unchanged."""
    form = client.get(address(article)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items() if value is not False}
    for prefix in ("credits", "mentions"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data


def test_a_save_keeps_what_was_typed_and_says_who_in_the_history(client, ann, article):
    client.force_login(ann)
    answer = client.post(address(article), form_of(client, article) | {"title": "新题"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.version, article.state) == ("新题", 2, State.DRAFT)
    assert article.touched == ["title"]
    last, first = article.history.all()
    assert (last.title, last.history_user, last.history_change_reason) == ("新题", ann, "edit")
    assert (first.title, first.history_user) == ("旧题", None)


def test_a_save_without_changes_writes_nothing(client, ann, article):
    client.force_login(ann)
    assert client.post(address(article), form_of(client, article)).status_code == 302
    article.refresh_from_db()
    assert article.version == 1
    assert not article.history.exists()


def test_saving_the_body_keeps_excerpt_and_count_in_step(client, ann, article):
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"body": "■小题\r\n改过的一段。\r\n"})
    article.refresh_from_db()
    assert article.body == "■小题\n改过的一段。"
    assert (article.excerpt, article.characters) == ("改过的一段。", 9)


def test_a_stale_save_is_refused_with_both_versions_and_the_own_text_kept(client, ann, ben, article):
    client.force_login(ben)
    bens = form_of(client, article)
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"title": "安宁的题"})
    client.force_login(ben)
    answer = client.post(address(article), bens | {"title": "毕文的题"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "安宁的题" in html
    assert 'value="毕文的题"' in html
    article.refresh_from_db()
    assert article.title == "安宁的题"


def test_a_refused_save_can_be_made_after_looking(client, ann, ben, article):
    client.force_login(ben)
    bens = form_of(client, article)
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"title": "安宁的题"})
    client.force_login(ben)
    form = client.post(address(article), bens | {"title": "毕文的题"}).context["adminform"].form
    again = bens | {"title": "毕文的题", "seen_version": form["seen_version"].value()}
    assert client.post(address(article), again).status_code == 302
    article.refresh_from_db()
    assert article.title == "毕文的题"
    assert "安宁的题" in article.history.values_list("title", flat=True)


def test_what_only_the_other_changed_is_taken_into_the_refused_form(client, ann, ben, article):
    """Otherwise saving again would quietly put the old body back."""
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"kicker": "引"})
    client.force_login(ben)
    bens = form_of(client, article)
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"body": "安宁改的正文。"})
    client.force_login(ben)
    form = client.post(address(article), bens | {"title": "毕文的题"}).context["adminform"].form
    assert form["body"].value() == "安宁改的正文。"
    assert form["title"].value() == "毕文的题"


def test_a_double_click_saves_once_and_is_no_conflict(client, ann, article):
    client.force_login(ann)
    data = form_of(client, article) | {"title": "新题"}
    assert [client.post(address(article), data).status_code for _click in range(2)] == [302, 302]
    assert article.history.count() == 2  # as it was loaded, and the save


def test_going_back_and_saving_an_old_form_is_refused(client, ann, article):
    client.force_login(ann)
    old = form_of(client, article)
    client.post(address(article), old | {"title": "二稿"})
    assert client.post(address(article), old | {"body": "旧表单里的正文。"}).status_code == 409


def test_a_form_saved_after_looking_at_the_preview_is_refused_when_another_saved_meanwhile(
    client, ann, ben, article
):
    client.force_login(ben)
    bens = form_of(client, article)
    client.get(reverse("admin:articles_article_preview", args=[article.pk]))
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"title": "安宁的题"})
    client.force_login(ben)
    # The preview was made of what stood then; looking at it again makes the old form no newer.
    client.get(reverse("admin:articles_article_preview", args=[article.pk]))
    assert client.post(address(article), bens | {"title": "毕文的题"}).status_code == 409


def test_a_form_without_a_version_saves_nothing(client, ann, article):
    client.force_login(ann)
    data = form_of(client, article) | {"title": "没有版本号"}
    del data["seen_version"]
    assert client.post(address(article), data).status_code == 409
    article.refresh_from_db()
    assert article.title == "旧题"


@pytest.mark.parametrize("what", ["tags", "section", "merge", "publish"])
def test_a_form_opened_before_a_bulk_change_is_refused(client, ann, ben, article, what):
    tag, other = make.TagFactory(), make.TagFactory()
    make.TaggingFactory(article=article, tag=tag, state="accepted")
    client.force_login(ben)
    bens = form_of(client, article)
    if what == "tags":
        tagging.add_tags([article.pk], [other], by=ann)
    elif what == "merge":
        merging.merge_tags(tag, other, by=ann)
    elif what == "section":
        from articles import editing

        editing.set_section([article.pk], make.SectionFactory(), by=ann)
    else:
        from articles import publishing

        publishing.publish(Article.objects.get(pk=article.pk), by=None)
    answer = client.post(address(article), bens | {"title": "毕文的题"})
    assert answer.status_code == 409
    assert 'value="毕文的题"' in answer.content.decode()


def test_a_form_opened_before_the_page_was_read_again_is_refused(client, ann, ben):
    """The desk's marks change what nobody touched; a form from before must not put it back."""
    from articles.correcting import correct
    from articles.proposing import propose
    from articles.segmenter.story import Mark, MarkKind
    from articles.segmenter.text import Span

    page = make.PageFactory(
        text="云溪新桥今日合龙\n\n本报讯（记者 林舟）昨日上午，云溪新桥主跨合龙，两岸市民围观。\n"
    )
    propose(page)
    article = page.articles.get()
    client.force_login(ben)
    bens = form_of(client, article)
    start = page.text.index("今日")
    correct(page, Mark(MarkKind.READ_AS, Span(start, start + 2), "昨日"), by=ann)
    answer = client.post(address(article), bens | {"body": "毕文的正文。"})
    article.refresh_from_db()
    assert answer.status_code == 409
    assert article.title == "云溪新桥昨日合龙"
    assert answer.context["adminform"].form["body"].value() == "毕文的正文。"


def test_the_guard_is_one_statement_on_the_version(ann, article, django_assert_num_queries):
    """Without the condition on the version the second write would go through."""
    first, second = Article.objects.get(pk=article.pk), Article.objects.get(pk=article.pk)
    guarding.write(first, {"title": "先"}, by=ann)
    with pytest.raises(guarding.StaleArticle):
        guarding.write(second, {"title": "后"}, by=ann)
    article.refresh_from_db()
    assert (article.title, article.version) == ("先", 2)


def test_an_agency_taken_away_is_refused_for_good_and_can_come_back(client, ann, article):
    client.force_login(ann)
    mention = make.MentionFactory(article=article)
    data = form_of(client, article) | {
        "mentions-TOTAL_FORMS": "1",
        "mentions-INITIAL_FORMS": "1",
        "mentions-0-id": mention.pk,
        "mentions-0-article": article.pk,
        "mentions-0-agency": mention.agency_id,
        "mentions-0-part": "mentioned",
        "mentions-0-DELETE": "on",
    }
    client.post(address(article), data)
    assert Mention.objects.get(pk=mention.pk).is_refused
    back = form_of(client, article) | {
        "mentions-TOTAL_FORMS": "1",
        "mentions-INITIAL_FORMS": "0",
        "mentions-0-article": article.pk,
        "mentions-0-agency": mention.agency_id,
        "mentions-0-part": "actor",
    }
    assert client.post(address(article), back).status_code == 302
    mention.refresh_from_db()
    assert (mention.is_refused, mention.part, mention.by_person) == (False, "actor", True)
    article.refresh_from_db()
    assert article.touched == ["agencies"]
    assert "+" in article.history.first().history_change_reason


def test_a_byline_change_is_in_the_history_and_raises_the_version(client, ann, article):
    client.force_login(ann)
    data = form_of(client, article) | {
        "credits-TOTAL_FORMS": "1",
        "credits-0-article": article.pk,
        "credits-0-name": "林舟",
        "credits-0-role": "reporter",
        "credits-0-order": "0",
    }
    assert client.post(address(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.version, article.touched) == (2, ["credits"])
    assert "+林舟" in article.history.first().history_change_reason


def test_two_names_with_a_stroke_between_them_are_no_byline(client, ann, article):
    client.force_login(ann)
    data = form_of(client, article) | {
        "credits-TOTAL_FORMS": "1",
        "credits-0-article": article.pk,
        "credits-0-name": "林舟/安宁",
        "credits-0-role": "reporter",
        "credits-0-order": "0",
    }
    assert "斜线" in client.post(address(article), data).content.decode()
    assert not article.credits.exists()


def test_save_and_publish_in_one_press(client, article):
    client.force_login(make.make_person("chief", "chief editor"))
    client.post(address(article), form_of(client, article) | {"title": "新题", "_move": "publish"})
    article.refresh_from_db()
    assert (article.title, article.is_public) == ("新题", True)


def test_save_and_publish_by_who_may_not_publish_saves_only(client, ann, article):
    client.force_login(ann)
    client.post(address(article), form_of(client, article) | {"title": "新题", "_move": "publish"})
    article.refresh_from_db()
    assert (article.title, article.state) == ("新题", State.DRAFT)


def test_fields_that_are_not_in_the_form_cannot_be_sent(client, ann, article):
    client.force_login(ann)
    forged = {
        "state": "published",
        "publish_at": "2031-01-01",
        "version": "9",
        "touched": "[]",
        "title": "新题",
    }
    client.post(address(article), form_of(client, article) | forged)
    article.refresh_from_db()
    assert (article.state, article.publish_at, article.version) == (State.DRAFT, None, 2)


def test_a_new_article_is_a_draft_in_its_writers_name(client, ann):
    client.force_login(ann)
    data = {
        "title": "补录的一篇",
        "body": "正文。",
        "genre": "news",
        "order": "0",
        "state": "published",
        **{
            f"{prefix}-{kind}_FORMS": "0"
            for prefix in ("credits", "mentions")
            for kind in ("TOTAL", "INITIAL")
        },
    }
    assert client.post(reverse("admin:articles_article_add"), data).status_code == 302
    article = Article.objects.get()
    assert (article.title, article.state, article.excerpt) == ("补录的一篇", State.DRAFT, "正文。")
    assert article.history.first().history_user == ann
