"""The page as it was read: public articles marked in it, everything else left out."""

import pytest

from articles import publishing
from articles.models import Article

pytestmark = pytest.mark.django_db

ADDRESS = "/issues/2024-06-14/1/"


@pytest.fixture
def stories(archive):
    return archive.sheet(
        {"title": "老码头重新开放", "body": "河边的老码头昨天重新开放。"},
        {"title": "不能公开的标题", "body": "不能公开的正文。", "published": False},
        {"title": "新桥合龙", "body": "跨河新桥昨天合龙。"},
        between="无主的一行字",
    )


def test_the_page_shows_the_text_of_public_articles_where_it_stands(client, stories):
    html = client.get(ADDRESS).content.decode()
    start = stories[2].page.text.index("跨河新桥")
    assert f'id="p{start}">跨河新桥昨天合龙。' in html
    assert f'id="a{stories[0].pk}"' in html


def test_words_of_drafts_and_of_nobody_are_left_out_and_the_gap_is_told(client, stories):
    html = client.get(ADDRESS).content.decode()
    assert "不能公开" not in html
    assert "无主" not in html
    assert html.count("此处文字未公开") == 2


def test_words_of_a_withdrawn_article_leave_its_page_too(client, stories):
    publishing.withdraw(Article.objects.get(pk=stories[0].pk), because="当事人要求")
    assert "老码头" not in client.get(ADDRESS).content.decode()


def test_each_paragraph_of_an_article_leads_to_its_place(client, archive):
    article = archive.story(body="第一段。\n第二段。")
    html = client.get(article.get_absolute_url()).content.decode()
    for words in ("第一段", "第二段"):
        assert f'href="{ADDRESS}#p{article.page.text.index(words)}"' in html


def test_a_body_written_anew_leads_nowhere_rather_than_to_a_wrong_place(client, archive):
    article = archive.story(body="第一段。\n第二段。")
    Article.objects.filter(pk=article.pk).update(body="编辑写的一段。")
    assert "#p" not in client.get(article.get_absolute_url()).content.decode()


def test_a_second_reading_of_a_page_takes_the_place_of_the_first(client, archive):
    first = archive.story("旧读本的文章")
    type(first.page).objects.filter(pk=first.page.pk).update(is_current=False)
    archive.sheet({"title": "新读本的文章", "id": 20240614001900, "body": "新的文字。"})
    html = client.get(ADDRESS).content.decode()
    assert 'id="p0">新读本的文章' in html
