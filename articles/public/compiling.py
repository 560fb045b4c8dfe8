"""Readers' templates as Python functions: the same text, in a tenth of the time.

Django walks a template's nodes for each page, asks of each name anew what it is, and of each sentence how it
is translated. Here that walk is made once for each template and language; what comes out is a function that
joins strings. Parents, blocks and included parts are written in place; sentences and the addresses of static
files are plain text by then.

The templates stay Django's, and each tag that readers' pages use means what it means there: a test renders
each page both ways. A template with a tag that is not known here is left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import count

from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.defaulttags import (
    CommentNode,
    ForNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from . import resolving


class UnknownTag(Exception):
    """A tag has no counterpart here; the message names it."""


def render(name: str, context: dict) -> str:
    """Return a template filled in: compiled, or by Django while somebody works on the templates."""
    if settings.DEBUG:
        return get_template(name).render(context)
    return compiled(name, get_language())(context)


@cache
def compiled(name: str, language: str) -> Callable[[dict], str]:
    """Return the function that fills in a template in a language."""
    try:
        return Writing(name, language).function()
    except UnknownTag:
        return get_template(name).render


LOOP = {
    "counter": "{at} + 1",
    "counter0": "{at}",
    "first": "{at} == 0",
    "last": "{at} == len({all}) - 1",
}
COMPARISONS = {"in", "not in", "is", "is not", "==", "!=", "<", "<=", ">", ">="}


class Scope(dict):
    """The Python names of what a stretch of template knows, and the loop that it stands in."""

    def __init__(self, *given, closed: bool = False, loop: dict | None = None, changed: str = ""):
        super().__init__(*given)
        self.closed, self.loop, self.changed = closed, loop, changed

    def within(self, **changes) -> Scope:
        return Scope(self, **{"closed": self.closed, "loop": self.loop, "changed": self.changed} | changes)


class Writing:
    """One template on its way to being a function."""

    def __init__(self, name: str, language: str):
        self.engine = engines["django"].engine
        self.name, self.language = name, language
        self.lines: list[str] = []
        self.depth, self.numbers = 1, count(1)
        # What comes out next: texts, and Python for what is worked out between them.
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.constants: dict[str, object] = {name: getattr(resolving, name) for name in RUNNING}
        self.given: dict[str, str] = {}
        self.blocks: dict[str, BlockNode] = {}

    def function(self) -> Callable[[dict], str]:
        """Return the template as a function of its context."""
        self.nodes(self.inherited(self.engine.get_template(self.name).nodelist), Scope())
        return self.finish()

    def finish(self) -> Callable[[dict], str]:
        """Return what was written so far as a function."""
        self.flush()
        head = ["def filled(context):", "    parts = []", "    add = parts.extend"]
        head += [f"    {mine} = context.get({name!r}, MISSING)" for name, mine in self.given.items()]
        source = "\n".join([*head, *self.lines, "    return ''.join(parts)"])
        exec(compile(source, f"<compiled {self.name}>", "exec"), self.constants)
        return self.constants["filled"]

    def inherited(self, nodelist) -> Iterable:
        """Return the nodes of the topmost parent; blocks are remembered as the youngest has them."""
        child = next((node for node in nodelist if isinstance(node, ExtendsNode)), None)
        if child is None:
            return nodelist
        self.blocks = child.blocks | self.blocks
        return self.inherited(self.engine.get_template(constant(child.parent_name)).nodelist)

    # --- Lines ----------------------------------------------------------------------------

    def line(self, code: str) -> None:
        self.flush()
        self.lines.append("    " * self.depth + code)

    def text(self, text: str) -> None:
        self.texts.append(text)

    def piece(self, code: str) -> None:
        """Put out what Python works out."""
        self.end_text()
        self.pieces.append(code)

    def end_text(self) -> None:
        if self.texts:
            self.pieces.append(repr("".join(self.texts)))
            self.texts = []

    def flush(self) -> None:
        """Write what has gathered, in one line."""
        self.end_text()
        if self.pieces:
            self.lines.append("    " * self.depth + f"add(({', '.join(self.pieces)},))")
            self.pieces = []

    def block(self, head: str, nodes, scope: Scope) -> None:
        """Write nodes below a line that ends in a colon."""
        self.line(head)
        self.depth += 1
        self.nodes(nodes, scope)
        self.line("pass")
        self.depth -= 1

    def new_name(self, value: str = "") -> str:
        name = f"_{next(self.numbers)}"
        if value:
            self.line(f"{name} = {value}")
        return name

    def keep(self, thing) -> str:
        """Return a name for a thing that the function uses as it is."""
        name = self.new_name()
        self.constants[name] = thing
        return name

    # --- Values ---------------------------------------------------------------------------

    def value(self, expression: FilterExpression, scope: Scope, *, otherwise: str = "''") -> str:
        """Return Python for an expression; `otherwise` stands for what nobody gave."""
        code = self.variable(expression.var, scope, otherwise) if expression.is_var else repr(expression.var)
        for apply, arguments in expression.filters:
            given = [
                self.variable(each, scope, "''") if is_name else self.keep(mark_safe(each))
                for is_name, each in arguments
            ]
            code = f"filtered({', '.join([self.keep(apply), repr(self.language), code, *given])})"
        return code

    def variable(self, variable: Variable, scope: Scope, otherwise: str) -> str:
        if variable.translate:
            raise UnknownTag(f"_({variable.var!r})")
        if variable.lookups is None:
            return self.keep(variable.literal)
        first, *names = variable.lookups
        if first == "forloop":
            if scope.loop is None or len(names) != 1 or names[0] not in LOOP:
                raise UnknownTag(variable.var)
            return f"({LOOP[names[0]].format_map(scope.loop)})"
        mine = self.name_of(first, scope)
        if len(names) == 1:
            return f"attribute({otherwise}, {mine}, {names[0]!r})"
        if names:
            return f"dig({otherwise}, {mine}, {', '.join(map(repr, names))})"
        return f"({otherwise} if {mine} is MISSING else {mine})"

    def name_of(self, name: str, scope: Scope) -> str:
        if name in scope:
            return scope[name]
        if name in BUILT_IN:
            return name
        if scope.closed:
            return "MISSING"
        return self.given.setdefault(name, f"given_{len(self.given)}")

    def condition(self, token, scope: Scope) -> str:
        """Return Python for the condition of an `if`."""
        if token.id == "literal":
            return self.value(token.value, scope, otherwise="None")
        first = self.condition(token.first, scope)
        if token.id == "not":
            return f"(not {first})"
        second = self.condition(token.second, scope)
        if token.id in {"and", "or"}:
            return f"({first} {token.id} {second})"
        if token.id in COMPARISONS:
            return f"safely(lambda: {first} {token.id} {second})"
        raise UnknownTag(token.id)

    # --- Nodes ----------------------------------------------------------------------------

    def nodes(self, nodes: Iterable, scope: Scope) -> None:
        for node in nodes:
            write = WRITERS.get(type(node))
            if write is None:
                raise UnknownTag(type(node).__name__)
            write(self, node, scope)

    def text_node(self, node: TextNode, scope: Scope) -> None:
        self.text(node.s)

    def nothing(self, node, scope: Scope) -> None:
        pass

    def variable_node(self, node: VariableNode, scope: Scope) -> None:
        self.piece(f"shown({self.value(node.filter_expression, scope)})")

    def block_node(self, node: BlockNode, scope: Scope) -> None:
        self.nodes(self.blocks.get(node.name, node).nodelist, scope.within())

    def if_node(self, node: IfNode, scope: Scope) -> None:
        for place, (condition, nodelist) in enumerate(node.conditions_nodelists):
            word = "if" if place == 0 else "elif"
            head = "else:" if condition is None else f"{word} {self.condition(condition, scope)}:"
            self.block(head, nodelist, scope)

    def for_node(self, node: ForNode, scope: Scope) -> None:
        if node.is_reversed:
            raise UnknownTag("for … reversed")
        everything = self.new_name(f"listed({self.value(node.sequence, scope, otherwise='None')})")
        changed = self.new_name("MISSING")
        at = self.new_name()
        mine = {name: self.new_name() for name in node.loopvars}
        inner = scope.within(loop={"at": at, "all": everything}, changed=changed)
        inner.update(mine)
        each = f"({', '.join(mine.values())})" if len(mine) > 1 else next(iter(mine.values()))
        self.block(f"for {at}, {each} in enumerate({everything}):", node.nodelist_loop, inner)
        if node.nodelist_empty:
            self.block(f"if not len({everything}):", node.nodelist_empty, scope.within())

    def if_changed_node(self, node: IfChangedNode, scope: Scope) -> None:
        if not node._varlist or not scope.changed:
            raise UnknownTag("ifchanged outside a loop, or without a value")
        values = ", ".join(self.value(each, scope, otherwise="None") for each in node._varlist)
        now = self.new_name(f"[{values}]")
        self.line(f"if {now} != {scope.changed}:")
        self.depth += 1
        self.line(f"{scope.changed} = {now}")
        self.nodes(node.nodelist_true, scope)
        self.flush()
        self.depth -= 1
        if node.nodelist_false:
            self.block("else:", node.nodelist_false, scope)

    def with_node(self, node: WithNode, scope: Scope) -> None:
        self.nodes(node.nodelist, self.extended(scope.within(), node.extra_context, scope))

    def include_node(self, node: IncludeNode, scope: Scope) -> None:
        inner = Scope(closed=True) if node.isolated_context else scope.within()
        included = self.engine.get_template(constant(node.template)).nodelist
        self.nodes(included, self.extended(inner, node.extra_context, scope))

    def extended(self, inner: Scope, given: dict, scope: Scope) -> Scope:
        """Add to a scope what `with` gives, worked out where it is given."""
        inner.update({name: self.new_name(self.value(each, scope)) for name, each in given.items()})
        return inner

    def translate_node(self, node: TranslateNode, scope: Scope) -> None:
        variable = node.filter_expression.var
        if node.asvar or node.message_context or node.filter_expression.filters or variable.lookups:
            raise UnknownTag("translate of more than a sentence")
        # As Django does it: what is translated is a literal of the template, and needs no escape.
        self.text(gettext(variable.literal.replace("%", "%%")).replace("%%", "%"))

    def block_translate_node(self, node: BlockTranslateNode, scope: Scope) -> None:
        if node.plural or node.asvar or node.message_context:
            raise UnknownTag("blocktranslate with more than values")
        sentence, names = node.render_token_list(node.singular)
        inner = self.extended(scope.within(), node.extra_context, scope)
        values = [f"{name!r}: shown({self.variable(Variable(name), inner, repr(''))})" for name in names]
        self.piece(f"{gettext(sentence)!r} % {{{', '.join(values)}}}")

    def static_node(self, node: StaticNode, scope: Scope) -> None:
        if node.varname:
            raise UnknownTag("static … as")
        self.text(conditional_escape(StaticNode.handle_simple(constant(node.path))))

    def url_node(self, node: URLNode, scope: Scope) -> None:
        if not node.asvar or node.kwargs:
            raise UnknownTag("url without “as”")
        arguments = [repr(constant(node.view_name)), *(self.value(each, scope) for each in node.args)]
        scope[node.asvar] = self.new_name(f"address_of({', '.join(arguments)})")


def constant(expression: FilterExpression) -> str:
    """Return the text that a tag was given in quotes."""
    if expression.is_var or expression.filters:
        raise UnknownTag(f"{expression} where a text in quotes was expected")
    return str(expression.var)


RUNNING = ("MISSING", "address_of", "attribute", "dig", "filtered", "listed", "safely", "shown")
BUILT_IN = {"True", "False", "None"}
WRITERS = {
    TextNode: Writing.text_node,
    LoadNode: Writing.nothing,
    CommentNode: Writing.nothing,
    VariableNode: Writing.variable_node,
    BlockNode: Writing.block_node,
    IfNode: Writing.if_node,
    ForNode: Writing.for_node,
    IfChangedNode: Writing.if_changed_node,
    WithNode: Writing.with_node,
    IncludeNode: Writing.include_node,
    TranslateNode: Writing.translate_node,
    BlockTranslateNode: Writing.block_translate_node,
    StaticNode: Writing.static_node,
    URLNode: Writing.url_node,
}
