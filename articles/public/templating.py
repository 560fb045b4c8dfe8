"""What readers' templates know beyond plain Jinja: sentences, static files, days and the addresses of writers.

Readers' pages are written in Jinja, which Django carries beside its own language and which makes a page in a
fifth of the time; templates are most of what a page costs. The editors' are Django's, as the stock admin has them.
"""

from __future__ import annotations

from django.conf import settings
from django.template.defaultfilters import date
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from jinja2 import Environment


def environment(**options) -> Environment:
    """Return the environment that settings.TEMPLATES asks for."""
    made = Environment(**options)
    made.globals |= {"_": gettext, "static": static, "address_of": address_of}
    made.filters["date"] = date
    return made


def render(name: str, context: dict) -> str:
    """Return a public template filled in. It gets no request: no cookie can be read or set."""
    return get_template(name, using=settings.READERS_TEMPLATES).render(context)


def address_of(view: str, *arguments) -> str:
    """Return the address of a view, empty where there is none for these arguments."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""
