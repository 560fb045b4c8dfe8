"""Published articles for search tests, made directly: loading and proposing have tests of their own."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.cache import cache

from articles import publishing
from articles.models import Article, Issue, Newspaper

FIRST_DAY = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def write(db):
    """Return a function that writes an article, and publishes it unless told otherwise."""
    numbers = count(1)

    def write(title="", body="", *, day=None, published=True, **fields):
        number = next(numbers)
        paper, _made = Newspaper.objects.get_or_create(
            slug="evening", defaults={"name": "临江晚报", "is_main": True}
        )
        issue, _made = Issue.objects.get_or_create(
            newspaper=paper, date=day or FIRST_DAY + timedelta(days=number % 300)
        )
        article = Article.objects.create(
            pk=2_000_000_000 + number, issue=issue, order=number % 900, title=title, body=body, **fields
        )
        if published:
            publishing.publish(article)
        return article

    return write
