"""A small archive to read: pages composed of stories, so that every passage is right by construction."""

from datetime import date
from itertools import count

import pytest
from django.core.cache import cache

from articles import publishing
from articles.models import (
    Agency,
    Article,
    Credit,
    Issue,
    Mention,
    Newspaper,
    Page,
    Passage,
    Section,
    Tag,
    Tagging,
    TaggingState,
)
from articles.models.page import deflate

BODY = "河边的老码头昨天重新开放。\n前来散步的居民说，等了三年，值得。"


class Archive:
    """Makes stories the way loading and proposing do, and publishes them when asked."""

    def __init__(self):
        self.paper = Newspaper.objects.create(name="河口日报", slug="hekou", city="河口市", is_main=True)
        self.numbers = count(1)

    def issue(self, day="2024-06-14", **fields):
        return Issue.objects.get_or_create(
            newspaper=self.paper,
            date=date.fromisoformat(day),
            edition=fields.pop("edition", ""),
            defaults=fields,
        )[0]

    def sheet(self, *stories, day="2024-06-14", number="1", name="要闻", between=""):
        """Print the stories on one page and return the articles; `between` stands after each, nobody's."""
        issue, text, placed = self.issue(day), "", []
        for story in stories:
            spans = []
            for role in ("kicker", "title", "subtitle", "body"):
                for line in filter(None, story.get(role, "").split("\n")):
                    spans.append((len(text), len(text) + len(line), role))
                    text += f"{line}\n"
            text += f"{between}\n"
            placed.append((story, spans))
        page = Page.objects.create(
            newspaper=self.paper,
            issue=issue,
            number=number,
            position=int("".join(filter(str.isdigit, number)) or 0),
            name=name,
            original=deflate(text.encode()),
            encoding="utf-8",
            sha256=f"{next(self.numbers):064d}",
            characters=len(text),
        )
        return [self.keep(story, spans, page, order) for order, (story, spans) in enumerate(placed, start=1)]

    def keep(self, story, spans, page, order):
        day = page.issue.date
        number = (day.year * 10000 + day.month * 100 + day.day) * 10**6 + page.position * 1000 + order
        body = story.get("body", "")
        article = Article.objects.create(
            id=story.get("id", number),
            issue=page.issue,
            page=page,
            order=order,
            characters=len(body),
            **{name: story[name] for name in ARTICLE_FIELDS if name in story},
        )
        Passage.objects.bulk_create(
            Passage(article=article, page=page, order=place, start=start, end=end, role=role)
            for place, (start, end, role) in enumerate(spans)
        )
        for name in story.get("writers", ()):
            Credit.objects.create(article=article, name=name)
        for agency in story.get("agencies", ()):
            Mention.objects.create(article=article, agency=agency, words=agency.name)
        for tag in story.get("tags", ()):
            Tagging.objects.create(article=article, tag=tag, state=TaggingState.ACCEPTED)
        if story.get("published", True):
            publishing.publish(article)
        return article

    def story(self, title="老码头重新开放", body=BODY, day="2024-06-14", number="1", **fields):
        """Print one story on a page of its own."""
        return self.sheet(fields | {"title": title, "body": body}, day=day, number=number)[0]

    def section(self, name="走街串巷", **fields):
        return Section.objects.create(name=name, **fields)

    def agency(self, name="河口市水务局", **fields):
        return Agency.objects.create(name=name, **fields)

    def tag(self, name="治水", **fields):
        return Tag.objects.create(name=name, **fields)


ARTICLE_FIELDS = (
    "kicker", "title", "subtitle", "body", "section", "genre", "series", "series_number", "continues",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Begin with empty caches: pages outlive the database of the test that asked for them."""
    cache.clear()


@pytest.fixture
def archive(db):
    return Archive()


@pytest.fixture
def reader(client):
    return client
