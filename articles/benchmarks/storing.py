"""Made-up articles into the database, published and indexed, in batches. For measuring and tests only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from time import perf_counter, process_time

from django.db import connection, transaction
from django.db.models import AutoField
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

BATCH = 2000


@dataclass
class Stored:
    """What storing took, in seconds, and how much text it was."""

    articles: int = 0
    text_bytes: int = 0
    rows_took: float = 0.0
    index_took: float = 0.0
    # The same of this process's work alone: on a busy machine the clock on the wall counts others' too.
    rows_worked: float = 0.0
    index_worked: float = 0.0


def store(records: Iterable[Record], *, batch: int = BATCH, indexed: bool = True) -> Stored:
    """Write the records as published articles and index them; return what it took.

    Where all of an archive is indexed afterwards, `indexed` is False (see running.build).
    """
    done = Stored()
    keeper = Keeper()
    for some in batches(records, batch):
        with transaction.atomic():
            began, worked = perf_counter(), process_time()
            ids = keeper.write(some)
            done.rows_took += perf_counter() - began
            done.rows_worked += process_time() - worked
            began, worked = perf_counter(), process_time()
            if indexed:
                search.index_ids(ids)
            done.index_took += perf_counter() - began
            done.index_worked += process_time() - worked
        done.articles += len(some)
        done.text_bytes += sum(record.text_bytes for record in some)
    return done


class Table:
    """Writes rows of one model as the database takes them: model objects take five times as long."""

    def __init__(self, model, varies: tuple[str, ...], **same):
        usual = model(**same)
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
        fixed = [field for field in fields if field.attname not in varies]
        self.fixed = [field.get_db_prep_save(field.pre_save(usual, True), connection) for field in fixed]
        self.varying = [model._meta.get_field(name.removesuffix("_id")) for name in varies]
        columns = [connection.ops.quote_name(field.column) for field in (*fixed, *self.varying)]
        into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)})"
        self.statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})"
        self.copying = f"COPY {into} FROM STDIN"

    def write(self, rows: Iterable[tuple]) -> None:
        """Insert rows of what varies, in the order it was named."""
        made = [
            [
                *self.fixed,
                *(
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(self.varying, row, strict=True)
                ),
            ]
            for row in rows
        ]
        with connection.cursor() as cursor:
            if connection.vendor != "postgresql":
                cursor.executemany(self.statement, made)
                return
            with cursor.copy(self.copying) as copy:
                for row in made:
                    copy.write_row(row)


class Keeper:
    """Makes what articles hang on once, and remembers its keys."""

    def __init__(self):
        self.paper, _made = Newspaper.objects.get_or_create(
            slug="bench", defaults={"name": "临江晚报", "is_main": not Newspaper.objects.exists()}
        )
        self.issues: dict = {}
        self.pages: dict = {}
        self.known: dict = {Section: {}, Agency: {}, Tag: {}}
        moment = now().replace(microsecond=0)  # as a load writes it
        self.articles = Table(Article, ARTICLE, state=State.PUBLISHED, publish_at=moment, updated_at=moment)
        self.mentions = Table(Mention, ("article_id", "agency_id", "words"))
        self.taggings = Table(Tagging, ("article_id", "tag_id"), state=TaggingState.ACCEPTED)
        self.credits = Table(Credit, ("article_id", "name"))

    def learn(self, model, names: set[str]) -> None:
        """Have a key for each of the names."""
        known = self.known[model]
        new = names - known.keys()
        known.update(model.objects.filter(name__in=new).values_list("name", "pk"))
        made = model.objects.bulk_create(model(name=name) for name in sorted(new - known.keys()))
        known.update((each.name, each.pk) for each in made)

    def make_pages(self, records: list[Record]) -> None:
        """Make the issues and pages of these records; records come in order, so only the last are kept."""
        last = max(self.issues, default=None)
        self.issues = {day: issue for day, issue in self.issues.items() if day == last}
        self.pages = {place: page for place, page in self.pages.items() if place[0] == last}
        days = {record.day for record in records} - self.issues.keys()
        standing = Issue.objects.filter(newspaper=self.paper, date__in=days)
        self.issues.update((issue.date, issue) for issue in standing)
        for day in sorted(days - self.issues.keys()):
            self.issues[day] = Issue.objects.create(newspaper=self.paper, date=day)
        places = {(record.day, record.page) for record in records} - self.pages.keys()
        pages = Page.objects.bulk_create(self.page(day, number) for day, number in sorted(places))
        self.pages.update(zip(sorted(places), pages, strict=True))

    def page(self, day: date, number: int) -> Page:
        return Page(
            newspaper=self.paper,
            issue=self.issues[day],
            number=str(number),
            position=number,
            original=deflate(f"{day} {number}".encode()),
            encoding="utf-8",
            sha256=f"{day}-{number}",
        )

    def write(self, records: list[Record]) -> list[int]:
        """Write the rows of these records; return the ids of their articles."""
        self.make_pages(records)
        self.learn(Section, {record.section for record in records if record.section})
        self.learn(Agency, {name for record in records for name in record.agencies})
        self.learn(Tag, {name[:40] for record in records for name in record.tags})
        agencies, tags = self.known[Agency], self.known[Tag]
        made = [(record, *keys_of(record)) for record in records]
        self.articles.write(self.article(*each) for each in made)
        self.mentions.write(
            (pk, agencies[name], name[:120]) for record, pk, _key in made for name in record.agencies
        )
        self.taggings.write((pk, tags[name[:40]]) for record, pk, _key in made for name in record.tags)
        self.credits.write((pk, name[:40]) for record, pk, _key in made for name in record.writers)
        return [pk for _record, pk, _key in made]

    def article(self, record: Record, pk: int, sort_key: int) -> tuple:
        """Return what varies of an article's row, as ARTICLE names it."""
        return (
            pk,
            sort_key,
            self.issues[record.day].pk,
            self.pages[record.day, record.page].pk,
            record.order,
            record.kicker,
            record.title,
            record.subtitle,
            record.body,
            self.known[Section][record.section] if record.section else None,
            record.genre,
            len(record.body),
        )


ARTICLE = (
    "id", "sort_key", "issue_id", "page_id", "order", "kicker", "title", "subtitle", "body", "section_id",
    "genre", "characters",
)  # fmt: skip


def keys_of(record: Record) -> tuple[int, int]:
    """Return the id and the sort_key of a record's article."""
    day = record.day.year * 10000 + record.day.month * 100 + record.day.day
    return (
        day * 100_000 + record.page * 1000 + record.order,
        (day * 1000 + 999 - record.page) * 10_000 + (999 - record.order) * 10 + 9,
    )


def batches(items: Iterable, size: int) -> Iterator[list]:
    items = iter(items)
    while some := list(islice(items, size)):
        yield some
