"""The parts of a public address: what cannot be one is a 404 before any query is asked."""

from django.urls.converters import StringConverter

from articles.models import Page


class Number(StringConverter):
    """A row's number. Eighteen digits fit every database; a leading zero would be a second address."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value):
        return int(value)


class Name(StringConverter):
    """A name or an issue's address: no control characters (PostgreSQL refuses NUL), not endless."""

    regex = r"[^/\x00-\x1f\x7f]{1,80}"


class Writer(StringConverter):
    """A name in a byline: as it was printed, 本报记者/某某 included."""

    regex = r"[^\x00-\x1f\x7f]{1,80}"


class Year(StringConverter):
    regex = "[0-9]{4}"


class Month(StringConverter):
    regex = "[0-9]{4}-[0-9]{2}"


class Day(StringConverter):
    """A day of any year: 06-14."""

    regex = "[0-9]{2}-[0-9]{2}"


def page_key(number: str, pk: int) -> str:
    """Return what stands for a page in its issue's address."""
    return number or f"p{pk}"


def pages_called(issue, key: str):
    """Return the current readings that `key` can mean within an issue."""
    pages = Page.objects.current().filter(issue=issue)
    if key[:1] == "p" and key[1:].isascii() and key[1:].isdigit() and len(key) <= 19:
        return pages.filter(number="", pk=int(key[1:]))
    return pages.filter(number=key)
