"""Made-up articles into the database, published and indexed, in batches. For measuring and tests only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

from django.db import transaction
from django.utils.timezone import now

from articles import search
from articles.models import (
    Agency,
    Article,
    Credit,
    Issue,
    Mention,
    Newspaper,
    Page,
    Section,
    State,
    Tag,
    Tagging,
    TaggingState,
)
from articles.models.page import deflate

from .corpus import Record

BATCH = 400


@dataclass
class Stored:
    """What storing took, in seconds, and how much text it was."""

    articles: int = 0
    text_bytes: int = 0
    rows_took: float = 0.0
    index_took: float = 0.0
    names: dict = field(default_factory=dict)


def store(records: Iterable[Record], *, batch: int = BATCH) -> Stored:
    """Write the records as published articles and index them; return what it took."""
    done = Stored()
    keeper = Keeper()
    for some in batches(records, batch):
        with transaction.atomic():
            began = perf_counter()
            articles = keeper.write(some)
            done.rows_took += perf_counter() - began
            began = perf_counter()
            search.index_articles(articles)
            done.index_took += perf_counter() - began
        done.articles += len(some)
        done.text_bytes += sum(record.text_bytes for record in some)
    return done


class Keeper:
    """Makes what articles hang on once, and remembers its keys."""

    def __init__(self):
        self.paper, _made = Newspaper.objects.get_or_create(
            slug="bench", defaults={"name": "临江晚报", "is_main": not Newspaper.objects.exists()}
        )
        self.issues: dict = {}
        self.pages: dict = {}
        self.known: dict = {Section: {}, Agency: {}, Tag: {}}

    def key(self, model, name: str) -> int:
        known = self.known[model]
        if name not in known:
            known[name] = model.objects.get_or_create(name=name)[0].pk
        return known[name]

    def page(self, record: Record) -> Page:
        """Return the page of a record; pages come in order, so only the last issue's are kept."""
        if record.day not in self.issues:
            self.issues = {record.day: Issue.objects.get_or_create(newspaper=self.paper, date=record.day)[0]}
            self.pages = {}
        issue = self.issues[record.day]
        if record.page not in self.pages:
            raw = f"{record.day} {record.page}".encode()
            self.pages[record.page] = Page.objects.create(
                newspaper=self.paper,
                issue=issue,
                number=str(record.page),
                position=record.page,
                original=deflate(raw),
                encoding="utf-8",
                sha256=f"{record.day}-{record.page}",
            )
        return self.pages[record.page]

    def write(self, records: list[Record]) -> list[Article]:
        moment = now()
        articles = [self.article(record, moment) for record in records]
        Article.objects.bulk_create(articles, batch_size=100)
        pairs = list(zip(articles, records, strict=True))
        Mention.objects.bulk_create(
            Mention(article=article, agency_id=self.key(Agency, name), words=name[:120])
            for article, record in pairs
            for name in record.agencies
        )
        Tagging.objects.bulk_create(
            Tagging(article=article, tag_id=self.key(Tag, name[:40]), state=TaggingState.ACCEPTED)
            for article, record in pairs
            for name in record.tags
        )
        Credit.objects.bulk_create(
            Credit(article=article, name=name[:40]) for article, record in pairs for name in record.writers
        )
        return articles

    def article(self, record: Record, moment) -> Article:
        page = self.page(record)
        day = record.day
        written_day = day.year * 10000 + day.month * 100 + day.day
        return Article(
            pk=written_day * 100_000 + record.page * 1000 + record.order,
            sort_key=((written_day * 1000 + 999 - record.page) * 10000) + (999 - record.order) * 10 + 9,
            issue=page.issue,
            page=page,
            order=record.order,
            kicker=record.kicker,
            title=record.title,
            subtitle=record.subtitle,
            body=record.body,
            section_id=self.key(Section, record.section) if record.section else None,
            genre=record.genre,
            characters=len(record.body),
            state=State.PUBLISHED,
            publish_at=moment,
        )


def batches(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, size)):
        yield some
