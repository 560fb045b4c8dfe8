"""What is counted by an index alone is what counting the articles themselves says."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import Count
from django.utils.timezone import now

from articles import search
from articles.benchmarks.corpus import records
from articles.benchmarks.storing import store
from articles.models import Article, Mention, SearchState, Section, State, Tagging, TaggingState
from articles.public.timeline import count_by_month, count_section, months_of
from articles.public.visible import Standing, standing_of_agency, standing_of_tag

pytestmark = pytest.mark.django_db

FIRST = date(2019, 11, 28)


def fill(*, days_apart: int) -> list[int]:
    """Publish 60 articles in two sections, and let some of them not be public; return the sections."""
    store(
        replace(
            record, day=FIRST + timedelta(days=record.number * days_apart), section=f"栏目{record.number % 2}"
        )
        for record in records(60)
    )
    keys = list(Article.objects.order_by("sort_key").values_list("pk", flat=True))
    Article.objects.filter(pk__in=keys[7:60:9]).update(state=State.DRAFT)
    Article.objects.filter(pk__in=keys[5:60:11]).update(publish_at=now() + timedelta(hours=1))
    # The first and the last of all are scheduled: the ends of a section need not be public.
    Article.objects.filter(pk__in=(keys[0], keys[-1])).update(publish_at=now() + timedelta(days=1))
    return list(Section.objects.values_list("pk", flat=True))


def test_a_section_of_a_few_years_is_counted_by_month():
    for section in fill(days_apart=20):
        months = count_by_month(Article.objects.published().filter(section=section))
        assert len(months) > 12
        assert count_section(section) == months


def test_a_section_of_many_years_is_counted_by_year():
    for section in fill(days_apart=60):
        years = by_year(count_by_month(Article.objects.published().filter(section=section)))
        assert len(years) > 5
        assert count_section(section) == years


@pytest.mark.parametrize("days_apart", [20, 60])
@pytest.mark.parametrize(("kind", "named"), [("agency", standing_of_agency), ("tag", standing_of_tag)])
def test_a_common_name_is_counted_by_the_search_index(monkeypatch, days_apart, kind, named):
    monkeypatch.setattr(Standing, "is_common", lambda self, wanted: True)
    fill(days_apart=days_apart)
    mentions, taggings = Mention.objects.order_by("pk"), Tagging.objects.order_by("pk")
    mentions.filter(pk__in=[each.pk for each in mentions[::7]]).update(is_refused=True)
    taggings.filter(pk__in=[each.pk for each in taggings[::7]]).update(state=TaggingState.REFUSED)
    search.index_ids(Article.objects.values_list("pk", flat=True))
    uses = mentions if kind == "agency" else taggings
    keys = (
        uses.values(kind).annotate(number=Count("pk")).order_by("-number").values_list(kind, flat=True)[:12]
    )
    are_years = set()
    for key in keys:
        months, counted = count_by_month(named(key).all()), months_of(kind, key, named(key))
        assert counted in (months, by_year(months))
        are_years.add(counted != months)
    assert (True in are_years) is (days_apart == 60)


def test_without_a_search_index_a_common_name_is_counted_by_its_articles(monkeypatch):
    monkeypatch.setattr(Standing, "is_common", lambda self, wanted: True)
    fill(days_apart=20)
    SearchState.objects.all().delete()
    public = Tagging.objects.filter(article__in=Article.objects.published())
    tag = public.first().tag_id
    assert months_of("tag", tag, standing_of_tag(tag)) == count_by_month(standing_of_tag(tag).all()) != {}


def by_year(months: dict[int, int]) -> dict[int, int]:
    years = Counter()
    for month, number in months.items():
        years[month // 100 * 100 + 1] += number
    return dict(years)


def test_a_section_without_articles_has_no_months():
    assert count_section(Section.objects.create(name="空").pk) == {}
