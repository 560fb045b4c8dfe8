"""The lists of sections, agencies, tags and writers, read as they are: their questions are written once.

What stands around a list is the same on each of its leaves: it is made once until what is public changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.timezone import now
from django.utils.translation import get_language

from .caching import until_published
from .company import company_of
from .paging import QUESTIONS, SIZE
from .prepared import prepared
from .printable import printable_bytes
from .templating import render
from .timeline import months_of, picture
from .visible import Under, standing_of_agency, standing_of_tag, standing_of_writer

# The articles of a thing, by its key.
KINDS: dict[str, Callable] = {
    "section": Under,
    "agency": standing_of_agency,
    "tag": standing_of_tag,
    "writer": standing_of_writer,
}


def articles_of(kind: str, key, moment=None, *, is_common: bool):
    """Return the public articles of a thing, looked for as befits how many they are."""
    articles = KINDS[kind](key)
    return articles.from_newest(moment) if is_common else articles.all(moment)


def asked_of(kind: str, key, *, is_common: bool) -> Callable:
    """Return what puts the questions of `paging.turn` to a thing's articles."""
    return lambda side, *sort_key: question(kind, side, is_common)(key, now(), *sort_key)


@cache
def question(kind: str, side: str, is_common: bool) -> prepared:
    """Return one of the three questions about the articles of such things, common or rare."""

    def write(key, moment, *sort_key):
        return QUESTIONS[side](articles_of(kind, key, moment, is_common=is_common), *sort_key)

    return prepared(write)


def surroundings(kind: str, key) -> dict:
    """Return what stands around the articles of a thing, on each leaf: parts of its page, in this language.

    {"total", "is_common", "ready"}
    """

    def make():
        articles = KINDS[kind](key)
        timeline = picture(months_of(kind, key, articles))
        return {
            "total": timeline["total"],
            "is_common": articles.is_common(SIZE),
            "ready": {
                "timeline": part("_timeline", timeline=timeline),
                "company": part("_company", company=company_of(kind, key, articles)),
            },
        }

    return until_published(f"beside:{kind}:{key}:{get_language()}", make)


def part(template: str, **context) -> bytes:
    return printable_bytes(render(f"public/{template}.html", context))
