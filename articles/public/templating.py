"""Readers' templates: Jinja, and what it is told of sentences, static files, days and writers' addresses.

Jinja makes a page in a fraction of the time that Django's templates take, and templates are most of what a
page costs. The editors' templates are Django's own, as the stock admin has them. What is the same each time
is put into a template when it is read, once a process and language: its sentences, the addresses of static
files and the templates that it includes.
"""

from __future__ import annotations

from functools import cache, lru_cache

from django.conf import settings
from django.template.defaultfilters import date
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext
from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import _escape_inner as escape

# Called with a word that stands in the template, they return the same each time.
KNOWN = {"_": gettext, "static": static}


def render(name: str, context: dict) -> str:
    """Return a public template filled in. It gets no request: no cookie can be read or set."""
    return environment(get_language()).get_template(name).render(context)


@cache
def environment(language: str | None) -> Environment:
    """Return what makes pages in one language: the one that is spoken when they are made."""
    made = ReadersEnvironment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        autoescape=True,
        # Read anew for each page while somebody works on them.
        cache_size=0 if settings.DEBUG else 400,
    )
    made.globals["address_of"] = address_of
    made.filters["whole"] = lambda text: text
    made.filters["date"] = lru_cache(maxsize=4000)(date)
    return made


class Writing(CodeGenerator):
    """Writes templates as Python. What they print is only joined: nobody need be told that it is escaped."""

    def _output_child_pre(self, node, frame, finalize):
        self.write("environment.printed(")


class ReadersEnvironment(Environment):
    """Jinja, where `row.name` is a dictionary's key before it is anything else: rows are dictionaries."""

    code_generator_class = Writing

    @staticmethod
    def printed(value) -> str:
        """Return a value as it stands in a page."""
        if type(value) is str:
            return escape(value)
        return value.__html__() if hasattr(value, "__html__") else escape(str(value))

    def getattr(self, obj, attribute):
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source, name, filename):
        return PutTogether(self).visit(super()._parse(source, name, filename))


class PutTogether(NodeTransformer):
    """Puts into a template what is known before it is filled in."""

    def __init__(self, environment: ReadersEnvironment):
        self.environment = environment

    def visit_Block(self, block):
        """Let a block be a list of its pieces: to ask for each of them by itself takes longer."""
        self.generic_visit(block)
        whole = nodes.Filter(None, "whole", [], [], None, None)
        block.body = [nodes.FilterBlock(block.body, whole, lineno=block.lineno)]
        return block

    def visit_Include(self, include):
        name = include.template.value
        source, filename, _uptodate = self.environment.loader.get_source(self.environment, name)
        return nodes.Scope(self.environment._parse(source, name, filename).body, lineno=include.lineno)

    def visit_Call(self, call):
        self.generic_visit(call)
        known = KNOWN.get(getattr(call.node, "name", ""))
        return nodes.Const(known(call.args[0].value), lineno=call.lineno) if known else call


@lru_cache(maxsize=4000)
def address_of(view: str, *arguments) -> str:
    """Return the address of a view, empty where there is none for these arguments."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return ""
