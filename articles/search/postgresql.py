"""The index on PostgreSQL: the numbers of an article's tokens as an array under a GIN index, a table a year.

GIN collects all that answers before the newest can be taken. In a table for each year that is a year's
answers: the newest year is asked first, and the next one only when more are wanted.

The planner is left one way to look a token up, as the others unpack the array of each row they come by. It
cannot walk back by number, for that index is not sorted, nor read all rows (see bounds.stop_postgresql).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import now

from .codes import code
from .numbers import HIGHEST
from .tokens import EVERY_ARTICLE

# A store offers what its tables need, too.
from .yearly import (  # noqa: F401
    BITS,
    add,
    complete,
    create,
    drop,
    empty,
    ensure,
    is_complete,
    lay_out,
    merge,
    name,
    remove,
    watch,
)

AT_FIRST = 100  # rows of the first portion of a walk that may go on


@dataclass(frozen=True)
class Expression:
    """What is asked of arrays: all of some numbers, one of each group, none of others."""

    every: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    none: tuple[int, ...] = ()

    def __str__(self):
        """Return the condition. It is made of whole numbers, so nothing a person typed can stand in it."""
        parts = [f"grams @> {array(self.every)}"] if self.every else []
        parts += [f"grams && {array(group)}" for group in self.groups]
        parts += [f"NOT grams && {array(self.none)}"] if self.none else []
        return " AND ".join(parts)

    @property
    def is_of_days_only(self) -> bool:
        return self == Expression((EVERY,))


EVERY = code(EVERY_ARTICLE)


def literal(numbers: Iterable[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


def array(numbers: Iterable[int]) -> str:
    return f"'{literal(numbers)}'::bigint[]"


def expression(every: Iterable[Iterable[str]], none: Iterable[str] = ()) -> Expression:
    """Return the question for articles with one token of each group in `every`, and none of `none`."""
    groups = [tuple(map(code, group)) for group in every]
    return Expression(
        tuple(group[0] for group in groups if len(group) == 1),
        tuple(group for group in groups if len(group) > 1),
        tuple(map(code, none)),
    )


def answering(table: str, question: Expression) -> str:
    """Return the rows that answer, by number, as what follows FROM; two parameters: lowest and highest."""
    if question.is_of_days_only:
        return "articles_searchdocument WHERE number BETWEEN %s AND %s"
    return f"{name(table)} WHERE {question} AND number BETWEEN %s AND %s"


FIRST_OF_YEAR = f"((make_date({{}}, 1, 1) - date '0001-01-01' + 1)::bigint << {BITS})"
YEAR_OF = f"extract(year FROM date '0001-01-01' + (({{}} >> {BITS}) - 1)::integer)::integer"
YEARS = f"""generate_series(
(SELECT {YEAR_OF.format("max(number)")} FROM articles_searchdocument WHERE number <= %(high)s),
(SELECT {YEAR_OF.format("min(number)")} FROM articles_searchdocument WHERE number >= %(low)s),
-1)"""
# Year by year, each asked only when those before it did not give enough: a loop that the planner keeps to,
# as it may not put years in an order of its own.
NEWEST = f"""SELECT of_year.number FROM {YEARS} AS year CROSS JOIN LATERAL (
SELECT number FROM {{table}} WHERE {{question}}
AND number >= greatest(%(low)s, {FIRST_OF_YEAR.format("year")})
AND number < least(%(high)s + 1, {FIRST_OF_YEAR.format("year + 1")})
ORDER BY number DESC LIMIT %(limit)s) AS of_year LIMIT %(limit)s"""


def newest(table: str, question: Expression | str) -> str:
    """Return the statement for the newest numbers that answer: by the parameters low, high and limit."""
    if isinstance(question, Expression) and question.is_of_days_only:
        return (
            "SELECT number FROM articles_searchdocument WHERE number BETWEEN %(low)s AND %(high)s"
            " ORDER BY number DESC LIMIT %(limit)s"
        )
    return NEWEST.format(table=name(table), question=question)


def numbers(
    cursor, table: str, question: Expression, *, low: int, high: int, limit: int, offset: int = 0
) -> list[int]:
    """Return the numbers of the newest articles that answer, highest first, low <= number <= high."""
    cursor.execute(
        f"{newest(table, question)} OFFSET %(offset)s",
        {"low": low, "high": high, "limit": offset + limit, "offset": offset},
    )
    return [number for (number,) in cursor.fetchall()]


def count(cursor, table: str, question: Expression, *, low: int, high: int, most: int = -1) -> int:
    """Return how many articles answer, counting no further than `most`."""
    found = f"SELECT 1 FROM {answering(table, question)}" + (f" LIMIT {most:d}" if most >= 0 else "")
    cursor.execute(f"SELECT count(*) FROM ({found}) AS found", [low, high])
    return cursor.fetchone()[0]


def spread_each(
    cursor,
    table: str,
    questions: Sequence[Expression],
    *,
    periods: Iterable[tuple[int, int, int]],
    places: int,
) -> list[dict[int, int]]:
    """Return for each question how many articles answer in each (period, low, high): in one pass, by day."""
    periods = list(periods)
    found: list[dict[int, int]] = [{} for _question in questions]
    if not periods:
        return found
    low, high = min(low for _period, low, _high in periods), max(high for *_rest, high in periods)
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT {place}, number >> {places:d} AS day, count(*) FROM {answering(table, question)}"
            " GROUP BY day"
            for place, question in enumerate(questions)
        ),
        [low, high] * len(questions),
    )
    starts = sorted((low, period) for period, low, _high in periods)
    for place, day, counted in cursor.fetchall():
        at = bisect_right(starts, (day << places, HIGHEST)) - 1
        period = starts[max(at, 0)][1]
        found[place][period] = found[place].get(period, 0) + counted
    return found


def walk(
    connection,
    table: str,
    question: Expression,
    columns: str,
    *,
    low: int,
    high: int,
    limit: int = -1,
) -> Iterator[tuple]:
    """Yield columns of the articles (a) and documents (d) that answer and are public, highest number first.

    In growing portions, or all at once where all are wanted: this server works out all of an answer before
    it sends the first row.
    """
    size = AT_FIRST if limit < 0 else limit
    while limit:
        with connection.cursor() as cursor:
            cursor.execute(
                # The numbers first: whatever comes with them, they are looked up in one way.
                f"WITH found AS MATERIALIZED ({newest(table, question)})"
                # And articles by their keys: by what is published they would be gone through for each number.
                " SELECT found.number, a.state = 'published' AND a.publish_at <= %(now)s,"
                f" {columns} FROM found JOIN articles_searchdocument d ON d.number = found.number"
                " LEFT JOIN articles_article a ON a.id = d.article_id ORDER BY found.number DESC",
                {"low": low, "high": high, "limit": size, "now": now()},
            )
            found = cursor.fetchall()
        for _number, is_public, *row in found:
            if is_public and limit:
                limit -= 1
                yield tuple(row)
        if len(found) < size:
            return
        high, size = found[-1][0] - 1, max(size, AT_FIRST) * 4


def newest_of_each(
    cursor, table: str, questions: Iterable[Expression], *, low: int, high: int, limit: int
) -> list[list[int]]:
    """Return the numbers of the newest articles that answer each question, as `numbers` does for one."""
    questions = list(questions)
    alike = ask_alike(questions)
    if alike is None:
        return [numbers(cursor, table, each, low=low, high=high, limit=limit) for each in questions]
    operator, arrays = alike
    cursor.execute(
        f"SELECT ARRAY({newest(table, f'grams {operator} asked::bigint[]')})"
        " FROM unnest(%(asked)s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
        {"low": low, "high": high, "limit": limit, "asked": arrays},
    )
    return [found for (found,) in cursor.fetchall()]


def which_are_public(connection, table: str, questions: Iterable[Expression]) -> list[bool]:
    """Return for each question whether any article that the public may read answers it."""
    operator, arrays = ask_alike(list(questions))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {name(table)} f"
            " JOIN articles_searchdocument d ON d.number = f.number"
            f" JOIN articles_article a ON a.id = d.article_id WHERE f.grams {operator} asked::bigint[]"
            " AND a.state = 'published' AND a.publish_at <= %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS questions(asked, place) ORDER BY place",
            [now(), arrays],
        )
        return [found for (found,) in cursor.fetchall()]


def ask_alike(questions: list[Expression]) -> tuple[str, list[str]] | None:
    """Return the operator and the arrays by which one statement asks all of these; None where it cannot.

    Written out question by question, every year would have to be planned for anew in each.
    """
    if all(each.every and not each.groups and not each.none for each in questions):
        return "@>", [literal(each.every) for each in questions]
    if all(len(each.every) + len(each.groups) == 1 and not each.none for each in questions):
        return "&&", [literal(each.every or each.groups[0]) for each in questions]
    return None


def still_hidden(connection, table: str, question: Expression, *, low: int, high: int) -> list[int]:
    """Return the numbers of the articles that answer and come out only later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.number FROM articles_article a JOIN articles_searchdocument d ON d.article_id = a.id"
            f" JOIN {name(table)} f ON f.number = d.number"
            " WHERE a.state = 'published' AND a.publish_at > %s AND d.number BETWEEN %s AND %s"
            f" AND {question}",
            [now(), low, high],
        )
        return [number for (number,) in cursor.fetchall()]


# For `IN`, with members() as the parameter: a statement that is the same for any number of values.
MEMBERS = "(SELECT unnest(%s::bigint[]))"


def members(values: Iterable[int]) -> list[int]:
    return list(values)


def moment(connection):
    """Return the present as a statement takes it."""
    return now()


def every_number(cursor, table: str, question: Expression) -> Iterator[int]:
    cursor.execute(f"SELECT number FROM {name(table)}")
    while found := cursor.fetchmany(10_000):
        yield from (number for (number,) in found)
