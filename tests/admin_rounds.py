"""Every screen of the editors' door, found by walking: lists with all that narrows them, forms, steps."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.reports import REPORTS
from articles.models import Article, Issue, Page
from articles.publishing import BY_ITSELF, MOVES
from tests.questions import count_questions

# Found nowhere, everywhere, one letter, a date, a number, two words at once.
SEARCHES = ("没有这样的词", "云溪", "老", "2001-02", "20010203", "大桥 验收", "%_")
HOW_MANY = 12  # rows on the longest page that is asked for by number


@dataclass(frozen=True)
class Visit:
    """One screen opened: where, how it answered, its database questions and its work in seconds."""

    address: str
    status: int
    queries: int
    seconds: float
    is_answer_to_a_form: bool = False

    def __str__(self):
        return f"{self.seconds * 1000:6.0f} ms {self.queries:3} queries {self.status} {self.address}"


def visit(client, address: str, data=None) -> tuple[Visit, object]:
    """Open an address (POST where data is given) and say what it took; rendering included."""
    with CaptureQueriesContext(connection) as asked:
        began = time.process_time()
        answer = client.get(address) if data is None else client.post(address, data)
        took = time.process_time() - began
    return Visit(address, answer.status_code, count_questions(asked), took, data is not None), answer


def walk(client, *, thorough: bool = True, apps: tuple[str, ...] = ()) -> Iterator[Visit]:
    """Yield a visit to every screen that this client's person may open, or those of some apps only.

    A walk that is not thorough opens one of each kind: what it asks does not depend on which.
    """
    if not apps:
        for address in places():
            yield visit(client, address)[0]
    for model, model_admin in admin.site._registry.items():
        if not apps or model._meta.app_label in apps:
            yield from walk_list(client, model, model_admin, thorough)
            yield from walk_row(client, model, thorough)
    if not apps:
        yield from walk_steps(client)


def places() -> list[str]:
    """Return the addresses that belong to no list."""
    found = [reverse(f"admin:{name}") for name in ("index", "password_change", "reports", "jsi18n")]
    found += [reverse("admin:app_list", args=[label]) for label in ("articles", "auth", "axes")]
    for name in REPORTS:
        found += [reverse(f"admin:{kind}", args=[name]) for kind in ("report", "report_csv", "report_svg")]
    for noun in ("tag", "agency"):
        found += [reverse(f"admin:articles_{noun}_{kind}") for kind in ("near", "mergers")]
    return [*found, reverse("admin:articles_agency_tree"), *autocompletes()]


def autocompletes() -> list[str]:
    base = reverse("admin:autocomplete")
    found = []
    for model, model_admin in admin.site._registry.items():
        holders = [(model, model_admin), *((inline.model, inline) for inline in model_admin.inlines)]
        for holder, options in holders:
            for name in getattr(options, "autocomplete_fields", ()):
                meta = holder._meta
                which = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={name}"
                found += [f"{base}?{which}&term={term}" for term in ("", "云", "没有", "2001-02", "第12局")]
                found.append(f"{base}?{which}&page=3")
    return found


def name_of(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def walk_list(client, model, model_admin, thorough) -> Iterator[Visit]:
    """Open a list bare, by each filter, order, search, date, page; and what its actions ask."""
    base = reverse(f"admin:{name_of(model)}_changelist")
    first, answer = visit(client, base)
    yield first
    if answer.status_code != 200:
        return
    orders = [f"?{ORDER_VAR}={sign}{n}" for n in range(1, 10) for sign in ("", "-")][: 18 if thorough else 3]
    filters = filters_of(answer.content.decode(), 12 if thorough else 2)
    terms = SEARCHES if thorough else SEARCHES[1:3]
    searches = [f"?{SEARCH_VAR}={term}" for term in terms if model_admin.search_fields]
    # A filter and a search together, and a filter in another order than its index has.
    mixed = [f"{query}&{SEARCH_VAR}=云溪" for query in filters if searches and thorough]
    ordered = [f"{query}&{ORDER_VAR}={order}" for query in filters for order in ("1", "-2") if thorough]
    pages = [f"?{PAGE_VAR}=2", f"?{PAGE_VAR}={HOW_MANY}", f"?{PAGE_VAR}=99999", "?all=", "?_facets=True"]
    narrowed = [*filters, *dates(model_admin), *links(model)]
    for query in [*orders, *narrowed, *searches, *mixed, *ordered, *pages]:
        yield visit(client, base + query)[0]
    row = model._default_manager.order_by("pk").last()
    for action in model_admin.get_actions(answer.wsgi_request) if row else ():
        if action in ASKING:
            yield visit(client, base, {"action": action, "_selected_action": [row.pk]})[0]


def filters_of(html: str, most: int) -> list[str]:
    """Return the queries behind the links beside a list: at most so many of each filter."""
    _before, _here, beside = html.partition('id="changelist-filter"')
    found = []
    for group in beside.split("<details")[1:]:
        found += re.findall(r'href="(\?[^"]+)"', group)[:most]
    return [unescape(query) for query in dict.fromkeys(found)]


# Actions that answer with a screen of their own.
ASKING = {"delete_selected", "withdraw_chosen", "set_section", "add_tags", "remove_tags"}


def dates(model_admin) -> list[str]:
    field = model_admin.date_hierarchy
    if not field:
        return []
    day = Issue.objects.order_by("-date").values_list("date", flat=True).first()
    if day is None:
        return []
    year, month = f"{field}__year={day.year}", f"{field}__month={day.month}"
    return [f"?{year}", f"?{year}&{month}", f"?{year}&{month}&{field}__day={day.day}"]


def links(model) -> list[str]:
    """Return the narrowings that other screens link to."""
    article = Article.objects.select_related("page", "issue").exclude(section=None).order_by("pk").last()
    if model is Page and article:
        return [f"?issue__id__exact={article.issue_id}", "?doubtful=open&dated=yes"]
    if model is not Article or article is None:
        return []
    tag = article.taggings.values_list("tag", flat=True).first()
    agency = article.mentions.values_list("agency", flat=True).first()
    return [
        f"?issue__id__exact={article.issue_id}",
        f"?page__id__exact={article.page_id}",
        f"?section__id__exact={article.section_id}",
        "?section__isnull=True",
        f"?load__id__exact={article.load_id}",
        f"?tag={tag}",
        f"?agency={agency}",
        f"?tag={tag}&agency={agency}&standing=published",
        f"?standing=published&work=doubts&section__id__exact={article.section_id}",
        "?standing=published&work=no-tags&q=云溪",
    ]


def walk_row(client, model, thorough) -> Iterator[Visit]:
    """Open the first, middle and last row of a list: form, history, what deleting it would take along."""
    name = name_of(model)
    yield visit(client, reverse(f"admin:{name}_add"))[0]
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    number = keys.count()
    rows = {0, number // 2, number - 1} if thorough else {number - 1}
    for at in sorted(rows if number else ()):
        for kind in ("change", "history", "delete"):
            yield visit(client, reverse(f"admin:{name}_{kind}", args=[keys[at]]))[0]
    if any(isinstance(field, ForeignKey) and field.name == "merged_into" for field in model._meta.fields):
        yield visit(client, reverse(f"admin:{name}_merge", args=[keys[number // 2]]))[0]


def walk_steps(client) -> Iterator[Visit]:
    """Open what stands around an article and a page: moves, preview, splitting, old texts, the desk."""
    for state in dict.fromkeys(Article.objects.order_by().values_list("state", flat=True).distinct()):
        article = Article.objects.filter(state=state, page__isnull=False).order_by("pk").last()
        if article is None:
            continue
        moves = [name for name, move in MOVES.items() if name != BY_ITSELF and move.starts_from(article)]
        for move in moves:
            yield visit(client, reverse("admin:articles_article_move", args=[article.pk, move]))[0]
        for step in ("change", "history", "preview", "split", "join"):
            yield visit(client, reverse(f"admin:articles_article_{step}", args=[article.pk]))[0]
    row = Article.history.model.objects.order_by("-pk").first()
    if row is not None:
        yield visit(client, reverse("admin:articles_article_simple_history", args=[row.id, row.pk]))[0]
        yield visit(client, reverse("admin:articles_article_history", args=[row.id]) + "?p=2")[0]
    dated = Page.objects.exclude(issue=None).order_by("pk")
    for page in (dated.first(), dated.last(), Page.objects.filter(issue=None).first()):
        if page is not None:
            for step in ("desk", "date", "change"):
                yield visit(client, reverse(f"admin:articles_page_{step}", args=[page.pk]))[0]
