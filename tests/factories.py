"""Rows for tests: one small factory a noun, all about an invented paper of an invented city."""

from __future__ import annotations

import hashlib
from datetime import date

import factory
from django.contrib.auth.models import Group, User
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from articles.models import (
    Agency,
    Article,
    Credit,
    Issue,
    Load,
    LoadedFile,
    Mention,
    Newspaper,
    Page,
    Passage,
    Section,
    State,
    Tag,
    Tagging,
)
from articles.models.page import deflate

PAGE_TEXT = """城建快讯
云溪新桥今日合龙

本报讯（记者 林舟）昨日上午，云溪新桥主跨合龙。
市交通局说，大桥年底通车。
"""


class NewspaperFactory(DjangoModelFactory):
    class Meta:
        model = Newspaper
        django_get_or_create = ("slug",)

    name = "云溪日报"
    slug = "yunxi"
    province = "临江省"
    city = "云溪市"
    is_main = True


class IssueFactory(DjangoModelFactory):
    class Meta:
        model = Issue
        django_get_or_create = ("newspaper", "date", "edition")

    newspaper = factory.SubFactory(NewspaperFactory)
    date = date(2031, 5, 6)
    edition = ""


class PageFactory(DjangoModelFactory):
    class Meta:
        model = Page

    class Params:
        text = factory.Sequence(lambda n: PAGE_TEXT + f"第{n}号大样\n")

    newspaper = factory.SubFactory(NewspaperFactory)
    issue = factory.SubFactory(IssueFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    position = factory.LazyAttribute(lambda page: int(page.number) if page.number.isdecimal() else 0)
    encoding = "utf-8"
    original = factory.LazyAttribute(lambda page: deflate(page.text.encode()))
    sha256 = factory.LazyAttribute(lambda page: hashlib.sha256(page.text.encode()).hexdigest())
    characters = factory.LazyAttribute(lambda page: len(page.text))
    source = factory.Sequence(lambda n: f"2031-05-06/{n + 1:02}.txt")


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"栏目{n}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"云溪市第{n}局")


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"标签{n}")


class LoadFactory(DjangoModelFactory):
    class Meta:
        model = Load

    state = Load.State.FINISHED


class LoadedFileFactory(DjangoModelFactory):
    class Meta:
        model = LoadedFile

    load = factory.SubFactory(LoadFactory)
    path = factory.Sequence(lambda n: f"pages/{n}.txt")
    state = LoadedFile.State.LOADED


class ArticleFactory(DjangoModelFactory):
    """An article in any state, with what the database asks of that state."""

    class Meta:
        model = Article

    class Params:
        published = factory.Trait(
            state=State.PUBLISHED,
            publish_at=factory.LazyFunction(now),
            sort_key=factory.LazyAttribute(lambda article: 20310506 * 10**7 + 9_999_999 - article.id % 10**6),
        )

    id = factory.Sequence(lambda n: 2031050600001 + n)
    issue = factory.SubFactory(IssueFactory)
    page = None
    kicker = ""
    title = factory.Sequence(lambda n: f"云溪新桥合龙之{n}")
    body = "云溪新桥主跨昨日合龙。\n市交通局说，大桥年底通车。"
    characters = factory.LazyAttribute(lambda article: len(article.body.replace("\n", "")))
    state = State.IMPORTED

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        # As a load does it: no history is written before the first change.
        article = model_class(*args, **kwargs)
        model_class.objects.bulk_create([article])
        return article


class CreditFactory(DjangoModelFactory):
    class Meta:
        model = Credit

    article = factory.SubFactory(ArticleFactory)
    name = factory.Sequence(lambda n: f"林舟{n}")


class MentionFactory(DjangoModelFactory):
    class Meta:
        model = Mention

    article = factory.SubFactory(ArticleFactory)
    agency = factory.SubFactory(AgencyFactory)


class TaggingFactory(DjangoModelFactory):
    class Meta:
        model = Tagging

    article = factory.SubFactory(ArticleFactory)
    tag = factory.SubFactory(TagFactory)


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = Passage

    article = factory.SubFactory(ArticleFactory)
    page = factory.SubFactory(PageFactory)
    start = 0
    end = 4
    role = "body"


def make_person(name: str, *groups: str, password: str | None = None, **extra) -> User:
    """Return a staff account in these groups; without a password it can only be logged in by force."""
    # Hashing a password takes as long as everything else in a small test.
    person = User.objects.create_user(name, password=password, **{"is_staff": True, **extra})
    person.groups.set([Group.objects.get(name=group) for group in groups])
    return person
