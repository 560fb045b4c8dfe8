"""A section's months are counted by stretches of its index: the same numbers as counting its articles."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from articles.benchmarks.corpus import records
from articles.benchmarks.storing import store
from articles.models import Article, Section, State
from articles.public.timeline import count_by_month, count_section

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
        years = Counter()
        for month, number in count_by_month(Article.objects.published().filter(section=section)).items():
            years[month // 100 * 100 + 1] += number
        assert len(years) > 5
        assert count_section(section) == years


def test_a_section_without_articles_has_no_months():
    assert count_section(Section.objects.create(name="空").pk) == {}
