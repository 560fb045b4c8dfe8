from datetime import timedelta

import pytest
from django.utils.timezone import now

from articles import publishing, search
from articles.models import Article

pytestmark = pytest.mark.django_db


def found(text, **options):
    return [hit.article_id for hit in search.search(text, **options).hits]


def test_a_published_article_is_found_and_a_draft_is_not(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    write("社区食堂停业", "没有发布的稿子。", published=False)
    assert found("社区食堂") == [article.pk]
    assert search.compare() == ([], [])


def test_a_withdrawn_article_is_gone_from_hits_counts_and_index(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    assert search.search("食堂").total == 1
    publishing.withdraw(article, because="重复")
    assert found("食堂") == []
    assert search.search("食堂").total == 0
    assert search.compare() == ([], [])


def test_an_edited_article_is_found_by_its_new_words_only(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    Article.objects.filter(pk=article.pk).update(body="河道清淤完工。")
    search.index_articles([article])
    assert found("清淤") == [article.pk]
    assert found("饭菜") == []
    assert search.count_exactly("饭菜") == 0
    assert search.compare() == ([], [])


def test_an_article_edited_twice_before_it_is_indexed_leaves_no_old_word(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    for body in ("第一次改动。", "第二次修订。"):
        Article.objects.filter(pk=article.pk).update(body=body)
    search.index_articles([article])
    for gone in ("饭菜", "改动"):
        assert search.count_exactly(gone) == 0
    assert found("修订") == [article.pk]


def test_an_article_deleted_from_the_database_can_be_forgotten(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    Article.objects.filter(pk=article.pk).delete()
    assert found("食堂") == []
    search.forget_articles([article.pk])
    assert search.count_exactly("食堂") == 0
    assert search.compare() == ([], [])


def test_a_scheduled_article_is_neither_found_nor_counted_before_its_time(write):
    article = write("社区食堂开张", "老人们说饭菜可口。", published=False)
    publishing.publish(article, at=now() + timedelta(hours=1))
    before = search.generation()
    assert found("食堂") == []
    assert found("饭菜可口") == []
    assert search.search("食堂").total == 0
    assert search.count_exactly("食堂") == 0
    Article.objects.filter(pk=article.pk).update(publish_at=now() - timedelta(seconds=1))
    assert search.generation() != before
    assert found("食堂") == [article.pk]
    assert search.count_exactly("食堂") == 1


def test_indexing_the_same_article_again_changes_nothing(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    for _time in range(3):
        search.index_articles([article])
    assert search.count_exactly("饭菜") == 1
    assert search.compare() == ([], [])


def test_an_article_the_index_was_not_told_about_is_reported(write):
    article = write("社区食堂开张", "老人们说饭菜可口。")
    other = write("河道清淤", "完工。")
    Article.objects.filter(pk=article.pk).update(state="draft")
    search.forget_articles([other.pk])
    assert search.compare() == ([other.pk], [article.pk])
