from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing, search
from articles.models import Agency, Credit, Mention, Page, Section, Tag, Tagging, TaggingState
from tests.questions import count_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(write):
    """Three articles about a canteen in two years, in a section, with an agency and a tag."""
    section = Section.objects.create(name="民生")
    agency = Agency.objects.create(name="临江市民政局")
    tag = Tag.objects.create(name="养老")
    made = []
    for number, day in enumerate((date(2023, 3, 1), date(2024, 3, 5), date(2024, 6, 9))):
        article = write(
            f"食堂消息{number}", "老人食堂开张。", day=day, section=section, genre="news", published=False
        )
        Mention.objects.create(article=article, agency=agency, words="市民政局")
        if number:
            Tagging.objects.create(article=article, tag=tag, state=TaggingState.ACCEPTED)
        publishing.publish(article)
        made.append(article)
    return made


def counts(values):
    return {value.label: value.count for value in values}


def test_facets_count_the_hits_by_year_section_agency_tag_and_genre(archive, write):
    write("别的事", "与它们无关。", day=date(2022, 1, 1))
    facets = search.facets("食堂")
    assert counts(facets.years) == {"2024": 2, "2023": 1}
    assert [year.value for year in facets.years] == [2024, 2023]
    assert counts(facets.sections) == {"民生": 3}
    assert counts(facets.agencies) == {"临江市民政局": 3}
    assert counts(facets.tags) == {"养老": 2}
    assert [genre.value for genre in facets.genres] == ["news"]
    assert facets.is_exact


def test_facets_count_writers_and_pages_too(write):
    paper = None
    for number, (day, page, writers) in enumerate(
        [(1, "1", ["张三"]), (2, "A2", ["张三", "John Smith"]), (3, "A2", ["李乾"])]
    ):
        article = write(f"食堂{number}", "开张。", day=date(2024, 6, day), published=False)
        paper = article.issue.newspaper
        article.page = Page.objects.create(
            newspaper=paper, issue=article.issue, number=page, position=1, sha256=str(number)
        )
        article.save()
        for name in writers:
            Credit.objects.create(article=article, name=name)
        publishing.publish(article)
    facets = search.facets("食堂")
    assert counts(facets.writers) == {"张三": 2, "John Smith": 1, "李乾": 1}
    assert counts(facets.pages) == {"A2": 2, "1": 1}
    assert search.search("食堂", filters=search.Filters(page="A2")).total == 2
    assert search.search("食堂", filters=search.Filters(writer="john smith")).total == 1
    assert [search.search(text).total for text in ("版:a2", "版次:1 食堂", "page:A2 作者:李乾")] == [2, 1, 1]
    assert search.search("版:7").messages == ["没有第“7”版的文章。"]


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda article: search.facets("食堂"), 6),
        (lambda article: search.by_month("食堂"), 6),
        (lambda article: search.suggest("食"), 6),
        (lambda article: search.did_you_mean("老人食堂开业"), 6),
        (lambda article: search.related(article), 4),
        (lambda article: search.usage(["食堂", "老人", "开张", "老人食堂", "消息"]), 6),
        (lambda article: search.search("食堂").total, 5),
        (lambda article: search.search("老人食堂").total, 5),
        (lambda article: search.search("食堂 航天").total, 5),
    ],
    ids=["facets", "months", "suggest", "other words", "related", "uses", "word", "phrase", "nothing"],
)
def test_an_answer_takes_few_questions(archive, ask, most):
    with CaptureQueriesContext(connection) as captured:
        ask(archive[0])
    assert count_questions(captured) <= most


def test_facets_of_a_phrase_that_must_be_read_are_the_same(archive):
    facets = search.facets("老人食堂开张")
    assert counts(facets.years) == {"2024": 2, "2023": 1}
    assert counts(facets.tags) == {"养老": 2}


def test_hits_by_month_add_up_to_the_hits(archive):
    months = search.by_month("食堂")
    assert months.counts == [(date(2023, 3, 1), 1), (date(2024, 3, 1), 1), (date(2024, 6, 1), 1)]
    assert search.by_month("老人食堂").counts == months.counts


def test_facets_follow_a_publication(archive):
    assert counts(search.facets("食堂").years)["2024"] == 2
    publishing.withdraw(archive[2], because="重复")
    assert counts(search.facets("食堂").years)["2024"] == 1


def test_a_merged_tag_counts_and_filters_as_the_one_it_became(archive):
    old = Tag.objects.get(name="养老")
    new = Tag.objects.create(name="养老服务")
    old.merged_into = new
    old.save()
    search.publication_changed()
    assert counts(search.facets("食堂").tags) == {"养老服务": 2}
    assert search.search("标签:养老服务").total == 2
    assert search.search("食堂", filters=search.Filters(tag=new.pk)).total == 2


def test_a_proposed_agency_is_not_shown_to_readers(archive):
    Agency.objects.update(is_proposed=True)
    search.publication_changed()
    assert search.facets("食堂").agencies == []
    assert search.search("机构:民政局").messages == ["没有名为“民政局”的机构。"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"year": 2024}, 2),
        ({"year": 2023}, 1),
        ({"date_from": date(2024, 3, 5)}, 2),
        ({"date_to": date(2024, 3, 5)}, 2),
        ({"date_from": date(2024, 3, 5), "date_to": date(2024, 3, 5)}, 1),
        ({"genre": "news"}, 3),
        ({"genre": ("news", "notice")}, 3),
        ({"genre": "notice"}, 0),
        ({"year": 99999}, 0),
        ({"tag": 10**30}, 0),
    ],
)
def test_filters_narrow_a_search(archive, filters, expected):
    assert search.search("食堂", filters=search.Filters(**filters)).total == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("机构:民政局", 3),
        ("机构：临江市民政局 食堂", 3),
        ("栏目:民生 -2", 2),
        ("标签:养老", 2),
        ("食堂 日期:2024", 2),
        ("食堂 日期:2024-03", 1),
        ("食堂 日期:2023..2024-03", 2),
        ("日期:2024年6月9日", 1),
        ("标题:消息", 3),
        ("标题:开张", 0),
    ],
)
def test_fields_in_the_query_narrow_it_too(archive, text, expected):
    assert search.search(text).total == expected


def test_suggestions_begin_as_typed_and_are_public(archive):
    Agency.objects.create(name="临江市文物局")
    kinds = {(each.kind, each.text) for each in search.suggest("临江")}
    assert kinds == {("agency", "临江市民政局")}
    assert ("article", "食堂消息0") in {(each.kind, each.text) for each in search.suggest("食堂")}


def test_words_that_find_nothing_are_answered_with_words_that_do(archive):
    assert "食堂" in search.did_you_mean("食堂 航天")
    assert search.did_you_mean("老人食堂开业") != []


def test_related_articles_share_agencies_tags_or_headline_words(archive, write):
    write("别的事", "与它们无关。")
    assert set(search.related(archive[0])) == {archive[1].pk, archive[2].pk}
