"""Drafts never existed; withdrawn articles say why; merged ones say where they went."""

import pytest
from django.utils.timezone import now, timedelta

from articles import publishing
from articles.models import Article, Tag

pytestmark = pytest.mark.django_db


def test_a_withdrawn_article_answers_410_with_its_reason(client, archive):
    article = archive.story()
    publishing.withdraw(article, because="当事人要求更正")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "当事人要求更正" in response.content.decode()
    assert "老码头" not in response.content.decode()


def test_an_article_merged_into_another_leads_there_even_when_that_was_merged_again(client, archive):
    heir = archive.story("现在的文章", number="1")
    middle = archive.story("中间的文章", number="2")
    first = archive.story("最早的文章", number="3")
    for article, successor in ((first, middle), (middle, heir)):
        publishing.withdraw(article, because="并入另一篇")
        Article.objects.filter(pk=article.pk).update(replaced_by=successor)
    response = client.get(first.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, heir.get_absolute_url())


def test_articles_that_replace_one_another_are_a_withdrawn_page_not_an_endless_search(client, archive):
    one, two = archive.story("甲", number="1"), archive.story("乙", number="2")
    for article, other in ((one, two), (two, one)):
        publishing.withdraw(article, because="重复")
        Article.objects.filter(pk=article.pk).update(replaced_by=other)
    assert client.get(one.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("kind", ["draft", "scheduled", "merged draft"])
def test_what_was_never_public_answers_exactly_like_what_never_was(client, archive, kind):
    public = archive.story("公开的", number="1")
    article = archive.story("没有公开的", number="2", published=False)
    if kind == "scheduled":
        publishing.publish(article, at=now() + timedelta(days=1))
    if kind == "merged draft":
        Article.objects.filter(pk=article.pk).update(replaced_by=public)
    draft, unknown = client.get(article.get_absolute_url()), client.get("/articles/19990101000001/")
    assert draft.status_code == unknown.status_code == 404
    assert draft.content == unknown.content
    assert draft.headers == unknown.headers


@pytest.mark.parametrize("address", ["/issues/2024-06-15/", "/issues/2024-06-14/9/", "/issues/2024-06-14/2/"])
def test_issues_and_pages_of_drafts_only_answer_like_unknown_ones(client, archive, address):
    archive.story("公开的", number="1")
    archive.story("草稿", number="2", published=False)
    archive.story("草稿", day="2024-06-15", published=False)
    assert client.get(address).status_code == 404
    assert client.get(address).content == client.get("/issues/1999-01-01/").content


def test_proposed_names_and_suggested_tags_are_not_public(client, archive):
    section, agency = archive.section(is_proposed=True), archive.agency(is_proposed=True)
    article = archive.story(section=section, agencies=[agency])
    tag = archive.tag()
    article.taggings.create(tag=tag)
    for thing in (section, agency, tag):
        assert client.get(thing.get_absolute_url()).status_code == 404
    html = client.get(article.get_absolute_url()).content.decode()
    for thing in (section, agency, tag):
        assert thing.name not in html


def test_names_that_only_drafts_carry_are_not_public(client, archive):
    section, agency, tag = archive.section(), archive.agency(), archive.tag()
    archive.story(section=section, agencies=[agency], tags=[tag], published=False)
    for thing in (section, agency, tag):
        assert client.get(thing.get_absolute_url()).status_code == 404
    for address in ("/sections/", "/agencies/", "/tags/"):
        html = client.get(address).content.decode()
        assert not any(thing.name in html for thing in (section, agency, tag))


def test_a_merged_tag_leads_to_the_one_it_became(client, archive):
    kept = archive.tag("治水")
    archive.story(tags=[kept])
    middle = archive.tag("河道治理", merged_into=kept)
    first = archive.tag("河道整治", merged_into=middle)
    response = client.get(first.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())


def test_a_tag_merged_into_one_without_public_articles_is_unknown(client, archive):
    kept = archive.tag("治水")
    gone = Tag.objects.create(name="河道治理", merged_into=kept)
    assert client.get(gone.get_absolute_url()).status_code == 404


def test_a_mention_that_an_editor_refused_is_not_public(client, archive):
    agency = archive.agency()
    article = archive.story(agencies=[agency])
    article.mentions.update(is_refused=True)
    assert client.get(agency.get_absolute_url()).status_code == 404
    assert agency.name not in client.get(article.get_absolute_url()).content.decode()
