"""What a compiled template does while it runs: find what a name stands for, and show it.

The common cases are short; whatever is not common is left to Django, so that both always agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from html import escape
from types import MethodType

from django.template import Context, Variable, VariableDoesNotExist
from django.template.base import render_value_in_context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime

has_markup = re.compile("[&<>\"']").search
MISSING = object()  # what a name stands for that nobody gave


def dig(otherwise, value, *names):
    """Return `value.name.name…` as a template means it, `otherwise` where there is none."""
    for name in names:
        value = attribute(MISSING, value, name)
    return otherwise if value is MISSING else value


def attribute(otherwise, value, name: str):
    """Return `value.name` as a template means it, `otherwise` where there is none."""
    kind = type(value)
    if kind is dict and name in value:
        found = value[name]
    elif hasattr(kind, "__getitem__"):
        found = MISSING
    else:
        try:
            found = getattr(value, name, MISSING)
        except Exception:  # a template forgives some of them: Django knows which
            found = MISSING
    if found is MISSING or callable(found):
        found = call(found) if type(found) is MethodType else step_as_django_does(value, name)
    return otherwise if found is MISSING else found


def call(method: MethodType):
    """Return what a method returns; one that changes data is not called."""
    return "" if getattr(method, "alters_data", False) else method()


def step_as_django_does(value, name: str):
    if value is MISSING:
        return MISSING
    try:
        return step(name).resolve(Context({"value": value}))
    except VariableDoesNotExist:
        return MISSING


@lru_cache(maxsize=1000)
def step(name: str) -> Variable:
    return Variable(f"value.{name}")


def shown(value) -> str:
    """Return a value as it stands in a page: escaped, unless it is marked as safe."""
    kind = type(value)
    if kind is str:
        return escape(value) if has_markup(value) else value
    if kind is SafeString:
        return value
    if kind is int:
        return str(value)
    return render_value_in_context(value, Context())


def listed(value):
    """Return what a loop goes over, nothing for None."""
    if value is None:
        return ()
    return value if hasattr(value, "__len__") else list(value)


def safely(compare: Callable[[], object]):
    """Return what a comparison says, False for things that cannot be compared."""
    try:
        return compare()
    except Exception:  # as in Django's own
        return False


def filtered(apply: Callable, language: str, value, *arguments):
    """Return a value through a filter, with what the filter wants to be told."""
    if type(value) is date:
        return filtered_day(apply, language, value, *arguments)
    if getattr(apply, "expects_localtime", False):
        value = template_localtime(value, None)
    if getattr(apply, "needs_autoescape", False):
        found = apply(value, *arguments, autoescape=True)
    else:
        found = apply(value, *arguments)
    is_safe = getattr(apply, "is_safe", False) and isinstance(value, SafeData)
    return mark_safe(found) if is_safe else found


@lru_cache(maxsize=4000)
def filtered_day(apply: Callable, language: str, day: date, *arguments):
    # The same few days are written on every page of an issue, in the same few ways.
    return apply(day, *arguments)


@lru_cache(maxsize=4000)
def address_of(view: str, *arguments) -> str:
    """Return the address of a view, empty where there is none for these arguments."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""
