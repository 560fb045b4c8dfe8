"""Readers' templates: Jinja, and what it is told of sentences, static files, days and writers' addresses.

Jinja comes with Django as its second language and makes a page in a fraction of the time; templates are most
of what a page costs. The editors' templates are Django's own, as the stock admin has them. What is the same
on every page is worked out once a process.
"""

from __future__ import annotations

from functools import cache, lru_cache

from django.conf import settings
from django.template.defaultfilters import date
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext
from jinja2 import Environment


class ReadersEnvironment(Environment):
    """Jinja, where `row.name` is a dictionary's key before it is anything else: rows are dictionaries."""

    def getattr(self, obj, attribute):
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options) -> Environment:
    """Return the environment that settings.TEMPLATES asks for."""
    made = ReadersEnvironment(**options)
    made.globals |= {"static": static if settings.DEBUG else cache(static), "address_of": address_of}
    made.filters["date"] = written_day
    return made


def render(name: str, context: dict) -> str:
    """Return a public template filled in. It gets no request: no cookie can be read or set."""
    template = get_template(name, using=settings.READERS_TEMPLATES)
    return template.render(context | {"_": sentences(get_language()).__getitem__})


class Sentences(dict):
    """The sentences of templates in one language, each looked up once."""

    def __missing__(self, words: str) -> str:
        return self.setdefault(words, gettext(words))


@cache
def sentences(language: str) -> Sentences:
    return Sentences()


def written_day(day, form: str) -> str:
    """Return a day as Django's filter `date` writes it, in the language of the page."""
    return dated(day, form, get_language())


@lru_cache(maxsize=4000)
def dated(day, form: str, language: str) -> str:
    return date(day, form)


@lru_cache(maxsize=4000)
def address_of(view: str, *arguments) -> str:
    """Return the address of a view, empty where there is none for these arguments."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""
