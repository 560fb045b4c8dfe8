"""One table says who may do what from where; only it makes anything public."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles import guarding, publishing
from articles.models import Article, Comment, State
from tests import factories as make

pytestmark = pytest.mark.django_db

# Every move of the table, by the state it starts from and the groups that may make it.
EDITORS, CHIEFS = {"editor", "chief editor"}, {"chief editor"}
OPEN = {
    ("submit", "imported"): EDITORS,
    ("submit", "draft"): EDITORS,
    ("send_back", "in-review"): CHIEFS,
    ("publish", "imported"): CHIEFS,
    ("publish", "draft"): CHIEFS,
    ("publish", "in-review"): CHIEFS,
    ("publish", "withdrawn"): CHIEFS,
    ("reschedule", "scheduled"): CHIEFS,
    ("unschedule", "scheduled"): CHIEFS,
    ("withdraw", "published"): CHIEFS,
    ("reopen", "withdrawn"): CHIEFS,
}
STANDINGS = ("imported", "draft", "in-review", "scheduled", "published", "withdrawn")
BUTTONS = [name for name in publishing.MOVES if name != publishing.BY_ITSELF]


def article_in(standing: str) -> Article:
    extra = {}
    if standing in {"published", "scheduled"}:
        extra = {"published": True}
        if standing == "scheduled":
            extra["publish_at"] = now() + timedelta(days=1)
    elif standing == "withdrawn":
        extra = {"state": State.WITHDRAWN, "withdrawn_because": "重复"}
    else:
        extra = {"state": standing}
    return make.ArticleFactory(**extra)


@pytest.mark.parametrize("group", ["viewer", "loader", "editor", "chief editor"])
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("name", BUTTONS)
def test_a_move_is_made_by_those_and_from_there_only(group, standing, name):
    person = make.make_person("p", group)
    article = article_in(standing)
    allowed = group in OPEN.get((name, standing), set())
    assert (publishing.MOVES[name] in publishing.moves_open_to(person, article)) is allowed
    if allowed:
        publishing.make_move(article, name, by=person, words="原因", at=now() + timedelta(hours=1))
        assert Article.objects.get(pk=article.pk).state == publishing.MOVES[name].target
    else:
        with pytest.raises(guarding.Refused):
            publishing.make_move(article, name, by=person, words="原因")
        assert Article.objects.get(pk=article.pk).version == 1


@pytest.mark.parametrize("name", [move.name for move in publishing.MOVES.values() if move.needs_reason])
def test_sending_back_and_withdrawing_need_a_word_why(name):
    chief = make.make_person("chief", "chief editor")
    article = article_in("in-review" if name == "send_back" else "published")
    with pytest.raises(publishing.NotPublishable, match="原因"):
        publishing.make_move(article, name, by=chief, words="  ")


def test_the_word_why_is_kept_as_a_comment_and_in_the_history():
    chief = make.make_person("chief", "chief editor")
    article = article_in("in-review")
    publishing.make_move(article, "send_back", by=chief, words="第二段数字请核对")
    assert Comment.objects.get().text == "第二段数字请核对"
    assert article.history.first().history_change_reason == "send_back: 第二段数字请核对"


def test_an_article_without_a_date_is_not_published():
    article = make.ArticleFactory(issue=None)
    with pytest.raises(publishing.NotPublishable, match="日期"):
        publishing.publish(article)


def test_an_article_without_words_is_not_published():
    with pytest.raises(publishing.NotPublishable, match="标题或正文"):
        publishing.publish(make.ArticleFactory(title="", body=""))


def test_a_scheduled_article_is_not_public_before_its_time():
    article = make.ArticleFactory()
    publishing.publish(article, at=now() + timedelta(hours=2))
    assert article.is_scheduled
    assert not Article.objects.published().filter(pk=article.pk).exists()


def test_a_scheduled_article_becomes_public_without_anybody_doing_anything():
    article = make.ArticleFactory(published=True, publish_at=now() + timedelta(hours=2))
    Article.objects.update(publish_at=now() - timedelta(seconds=1))
    assert Article.objects.published().filter(pk=article.pk).exists()


def test_a_move_decided_on_an_older_version_is_refused():
    article = make.ArticleFactory()
    stale = Article.objects.get(pk=article.pk)
    publishing.publish(article)
    with pytest.raises(guarding.Refused):
        publishing.publish(stale)


def second_person(settings):
    settings.NEWSROOM = {**settings.NEWSROOM, "SECOND_PERSON_REVIEW": True}


def test_with_second_person_review_the_last_writer_does_not_publish(settings):
    from articles import editing

    second_person(settings)
    ann, ben = (make.make_person(name, "chief editor") for name in ("ann", "ben"))
    article = make.ArticleFactory()
    article.title = "改过"
    editing.save_article(article, changed=["title"], by=ann)
    publishing.make_move(article, "submit", by=ann)
    with pytest.raises(publishing.NotPublishable, match="另一人"):
        publishing.publish(article, by=ann)
    publishing.publish(article, by=ben)
    assert article.is_public


def test_with_second_person_review_tagging_is_no_work_on_the_text(settings):
    from articles import tagging

    second_person(settings)
    ann = make.make_person("ann", "chief editor")
    article = make.ArticleFactory()
    tagging.add_tags([article.pk], [make.TagFactory()], by=ann)
    article.refresh_from_db()
    publishing.publish(article, by=ann)
    assert article.is_public


def test_without_the_setting_a_chief_editor_publishes_her_own_text():
    from articles import editing

    ann = make.make_person("ann", "chief editor")
    article = make.ArticleFactory()
    article.title = "改过"
    editing.save_article(article, changed=["title"], by=ann)
    publishing.publish(article, by=ann)
    assert article.is_public


def test_publishing_without_doubts_leaves_out_what_somebody_saved_meanwhile():
    mine, doubtful, other = (
        make.ArticleFactory(),
        make.ArticleFactory(warnings=[{"code": "narrow"}]),
        make.ArticleFactory(),
    )
    Article.objects.filter(pk=other.pk).update(version=2)
    assert len(publishing.publish_without_doubts([mine, doubtful, other])) == 1
    assert list(Article.objects.published()) == [mine]


def test_sort_keys_fall_as_one_reads_on():
    first = make.PageFactory(number="1")
    second = make.PageFactory(number="2")
    articles = [
        make.ArticleFactory(page=page, issue=page.issue, order=order)
        for page, order in ((first, 0), (first, 1), (second, 0))
    ]
    for article in reversed(articles):
        publishing.publish(article)
    assert list(Article.objects.newest_first()) == articles
