"""Questions that every page asks: written as any other, turned into SQL once a process.

Django takes several times longer to write a question than SQLite takes to answer it. A page that asks the
same eight questions of another article each time need not have them written anew:

    @prepared
    def printed_in(issue, moment):
        return Article.objects.published(moment).filter(issue=issue).as_printed().values(*COLUMNS)

    rows = printed_in(issue.pk, now())

The function is called once, with a gap for each of its arguments; what is asked later fills the gaps. An
argument may stand where a value stands, and nothing may depend on what it is: no `if`, no slice. The moment
for which something is public is an argument like any other: a question with a moment of its own would never
see a later one, and is refused. With `*values` there is a question for each number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import update_wrapper

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.query import (
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    create_namedtuple_class,
)

from articles.models import Article
from articles.models.packed import Seconds, written


class prepared:
    """Wrap a function that returns a queryset: called, it returns the list of what the question finds."""

    def __init__(self, write: Callable[..., QuerySet]):
        update_wrapper(self, write)
        self.write = write
        self.written: dict[tuple, Question] = {}

    def __call__(self, *values) -> list:
        database = router.db_for_read(Article)
        key = database, len(values)
        question = self.written.get(key)
        if question is None:
            queryset = self.write(*map(Gap, range(len(values))))
            try:
                question = self.written[key] = Question(queryset, database)
            except EmptyResultSet:  # among no values nothing is found
                return []
        return question.ask(values)


class Gap(Value):
    """Stands in a question for the value that comes later in this place."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Question:
    """A queryset's SQL for one database, its gaps, and how rows become what the queryset would return."""

    def __init__(self, queryset: QuerySet, database: str):
        self.database = database
        self.compiler = queryset.query.get_compiler(using=database)
        self.sql, self.parameters = self.compiler.as_sql()
        if moments := [each for each in self.parameters if is_moment(each)]:
            raise ValueError(f"The question holds {moments[0]} for good. Give the moment as an argument.")
        is_sqlite = connections[database].vendor == "sqlite"
        self.plain_sql = self.sql % (("?",) * len(self.parameters)) if is_sqlite else ""
        self.converters = self.compiler.get_converters(
            [column for column, _sql, _name in self.compiler.select[: self.compiler.col_count]]
        )
        self.make = MAKERS[queryset._iterable_class](queryset, self.compiler, database)

    def ask(self, values: tuple) -> list:
        """Return what is found when these values stand in the gaps."""
        connection = connections[self.database]
        filled = [
            adapted(values[each.value], connection) if isinstance(each, Gap) else each
            for each in self.parameters
        ]
        rows: Iterable = self.fetch(connection, filled)
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self.make(row) for row in rows]

    def fetch(self, connection, filled: list) -> list[tuple]:
        """Return the rows. SQLite answers before Django has made a cursor of its own to ask it with.

        That one is for whoever watches what is asked, and opens the connection.
        """
        is_watched = connection.queries_logged or connection.execute_wrappers
        if self.plain_sql and connection.connection is not None and not is_watched:
            with connection.wrap_database_errors:
                return connection.connection.execute(self.plain_sql, filled).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            return cursor.fetchall()


def is_moment(value) -> bool:
    return isinstance(value, datetime | Seconds)


def adapted(value, connection):
    """Return a value as this database's driver takes it; whole numbers and words it takes as they are."""
    if isinstance(value, datetime):
        return written(value, connection)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def make_dict(queryset, compiler, database) -> Callable:
    names = list(queryset.query.selected)
    return lambda row: dict(zip(names, row, strict=True))


def make_named(queryset, compiler, database) -> Callable:
    return create_namedtuple_class(*queryset.query.selected)._make


def make_instance(queryset, compiler, database) -> Callable:
    """Return what makes a row an instance, with those it is joined to, as Django's ModelIterable does."""
    annotations = compiler.annotation_col_map or {}
    make_itself = maker(compiler.klass_info, compiler.select, database)

    def make(row):
        made = make_itself(row)
        for name, place in annotations.items():
            setattr(made, name, row[place])
        return made

    return make


def maker(kind: dict, select, database: str) -> Callable:
    """Return what makes an instance of a row, None where the row has none of this kind."""
    model, fields = kind["model"], kind["select_fields"]
    first, after = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _sql, _name in select[first:after]]
    key = first + names.index(model._meta.pk.attname)
    joined = [
        (maker(other, select, database), other["local_setter"], other["remote_setter"])
        for other in kind.get("related_klass_infos", ())
    ]

    def make(row):
        if row[key] is None:
            return None
        # Its constructor would look at each field that there is, and these are the values of fields already.
        made = model.__new__(model)
        made.__dict__.update(zip(names, row[first:after], strict=True))
        made._state = state = ModelState()
        state.db, state.adding = database, False
        for make_other, tell, tell_other in joined:
            other = make_other(row)
            tell(made, other)
            if other is not None:
                tell_other(other, made)
        return made

    return make


MAKERS = {ValuesIterable: make_dict, NamedValuesListIterable: make_named, ModelIterable: make_instance}
