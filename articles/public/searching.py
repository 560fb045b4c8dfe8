"""The search page: what a reader asked, as the index understands it, and what it found."""

from __future__ import annotations

from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Value
from django.http import Http404, JsonResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import Article, GenreChoice

from .caching import public_page
from .filters import DayInput
from .paging import SIZE, read_key
from .printable import printable
from .rows import page_label, rows_of
from .showing import show
from .timeline import MOST_BARS, picture
from .visible import public_agencies, public_sections, public_tags

LONGEST = 1000
DEEPEST_PAGE = 50
FACETS_SHOWN = 12
SUGGESTED = 9
ORDERS = (("newest", _("新的在前")), ("best", _("最切题的在前")))
LARGEST_ID = 10**18
TYPED = {"type": "search", "autocomplete": "off", "data-suggest": "/search/suggest/"}


class SearchFilter(django_filters.FilterSet):
    """All that a search can be narrowed to. What cannot be understood narrows nothing."""

    q = django_filters.CharFilter(label=_("检索词"), max_length=LONGEST, widget=forms.TextInput(attrs=TYPED))
    since = django_filters.DateFilter(label=_("从"), widget=DayInput)
    until = django_filters.DateFilter(label=_("到"), widget=DayInput)
    genre = django_filters.ChoiceFilter(
        label=_("体裁"), choices=GenreChoice.choices, empty_label=_("全部体裁")
    )
    sort = django_filters.ChoiceFilter(label=_("排序"), choices=ORDERS, empty_label=None)
    year = django_filters.NumberFilter(min_value=1, max_value=9999, widget=forms.HiddenInput)
    section = django_filters.NumberFilter(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    agency = django_filters.NumberFilter(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    tag = django_filters.NumberFilter(min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
    writer = django_filters.CharFilter(max_length=40, widget=forms.HiddenInput)
    # The number of a printed page; `page` turns the leaves of a search.
    sheet = django_filters.CharFilter(max_length=20, widget=forms.HiddenInput)
    tolerant = django_filters.BooleanFilter(label=_("也找认错的字"), widget=forms.CheckboxInput)

    def __init__(self, query):
        super().__init__(query, Article.objects.none())
        self.form.is_valid()
        # NumberFilter reads decimals: 7.0 is 7, and 7.5 is nobody's number.
        self.asked = {
            name: int(value) if name in NUMBERS else value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", False) and (name not in NUMBERS or value == int(value))
        }

    @property
    def words(self) -> str:
        return self.asked.get("q", "")

    @property
    def order(self) -> str:
        return self.asked.get("sort", "newest")

    @property
    def narrowing(self) -> search.Filters:
        """Return the filters as the index takes them."""
        asked = {as_index: self.asked[name] for name, as_index in NARROWING.items() if name in self.asked}
        return search.Filters(date_from=self.asked.get("since"), date_to=self.asked.get("until"), **asked)

    @property
    def is_asking(self) -> bool:
        return bool(self.asked.keys() - {"sort", "tolerant"})

    def without(self, name: str) -> str:
        """Return the query of this search with one narrowing taken away."""
        return self.address(**{name: None})

    def address(self, **changes) -> str:
        """Return the query that asks for this search, changed as told: always in the same order."""
        asked = {name: value for name, value in (self.asked | changes).items() if value not in (None, "")}
        pairs = [(name, asked[name]) for name in (*self.filters, "after", "page") if name in asked]
        return "?" + urlencode([(name, "on" if value is True else value) for name, value in pairs])


NUMBERS = {"year", "section", "agency", "tag"}
# What the index calls each narrowing.
NARROWING = {name: name for name in ("year", "section", "agency", "tag", "genre", "writer")}
NARROWING["sheet"] = "page"
NAMED = {"section": public_sections, "agency": public_agencies, "tag": public_tags}
LABELS = {
    "section": _("栏目"),
    "agency": _("机构"),
    "tag": _("标签"),
    "writer": _("作者"),
    "sheet": _("版次"),
    "year": _("年份"),
    "genre": _("体裁"),
    "article": _("文章"),
}


@public_page
def search_page(request):
    """Answer a search: hits a page at a time, and how to narrow or turn."""
    asked = SearchFilter(request.GET)
    if not asked.is_asking:
        return show("search", {"filter": asked})
    answer, page = find(asked, request.GET)
    older = ""
    if asked.order == "newest":
        older = asked.address(after=answer.next_before) if answer.next_before else ""
    elif len(answer.hits) == SIZE and page < DEEPEST_PAGE:
        older = asked.address(page=page + 1)
    instead = []
    if not answer.hits and asked.words and not answer.timed_out:
        found = search.did_you_mean(asked.words, asked.narrowing)
        instead = [{"words": words, "href": asked.address(q=words)} for words in found]
    is_first = page == 1 and not read_key(request.GET.get("after"))
    return show(
        "search",
        {
            "filter": asked,
            "answer": answer,
            "rows": rows_for(answer.hits),
            "older": older,
            "first": "" if is_first else asked.address(),
            "chips": chips(asked),
            "instead": instead,
            "facets": f"/search/facets/{asked.address()}" if answer.hits else "",
            "feed": f"/search/feed/{asked.address(sort=None)}",
            "same": asked.address(),
        },
    )


@public_page
def facets_page(request):
    """Show what a search spreads over: each value narrows it.

    A page of its own, because it takes longer than the hits: the search page fetches it when it has time.
    """
    asked = SearchFilter(request.GET)
    if not asked.is_asking:
        raise Http404
    tolerant = bool(asked.asked.get("tolerant"))
    facets = search.facets(asked.words, asked.narrowing, tolerant=tolerant)
    counts = {each.value * 100 + 1: each.count for each in facets.years}
    if len(counts) <= MOST_BARS // 12:
        # So few years are drawn month by month; each month is a question to the index.
        months = search.by_month(asked.words, asked.narrowing, tolerant=tolerant)
        counts = {day.year * 100 + day.month: number for day, number in months.counts}
    return show(
        "search_facets",
        {
            "filter": asked,
            "back": f"/search/{asked.address()}",
            "counted": facets.counted,
            "is_exact": facets.is_exact,
            "groups": [group for group in groups_of(asked, facets) if group["values"]],
            "timeline": picture(
                counts, link=lambda since, until: f"/search/{asked.address(since=since, until=until)}"
            ),
        },
    )


def groups_of(asked: SearchFilter, facets: search.Facets) -> list[dict]:
    """Return the facets by kind, each value with the address that narrows the search to it."""
    kinds = (
        ("year", facets.years),
        ("section", facets.sections),
        ("agency", facets.agencies),
        ("tag", facets.tags),
        ("genre", facets.genres),
        ("writer", facets.writers),
        ("sheet", facets.pages),
    )
    return [
        {
            "label": LABELS[kind],
            "values": [
                {
                    "label": page_label(each.label, "") if kind == "sheet" else each.label,
                    "count": each.count,
                    "href": f"/search/{asked.address(**{kind: each.value})}",
                }
                for each in found[:FACETS_SHOWN]
            ],
        }
        for kind, found in kinds
        if kind not in asked.asked
    ]


@public_page
def suggest(request):
    """Return what a few letters may become, as JSON: agencies and tags to open, headlines to read."""
    words = SearchFilter({"q": request.GET.get("q", "")}).words
    found = search.suggest(words, limit=SUGGESTED) if words else []
    places = {"agency": "/agencies/", "tag": "/tags/", "article": "/articles/"}
    rows = [
        {
            "kind": str(LABELS[each.kind]),
            "text": printable(each.text),
            "href": f"{places[each.kind]}{each.key}/",
        }
        for each in found
    ]
    return JsonResponse({"suggestions": rows}, json_dumps_params={"ensure_ascii": False})


def find(asked: SearchFilter, query) -> tuple[search.Answer, int]:
    """Return the answer and its page number: by key newest first, by number best first."""
    page = read_key(query.get("page")) or 1
    page = page if asked.order == "best" and page <= DEEPEST_PAGE else 1
    answer = search.search(
        asked.words,
        filters=asked.narrowing,
        order=asked.order,
        limit=SIZE,
        offset=(page - 1) * SIZE,
        before=read_key(query.get("after")) if asked.order == "newest" else None,
        tolerant=bool(asked.asked.get("tolerant")),
    )
    return answer, page


def rows_for(hits) -> list[dict]:
    """Return the rows of a list in the order of the hits, with every hit marked."""
    rows = {
        row["id"]: row
        for row in rows_of(Article.objects.published().filter(pk__in=[h.article_id for h in hits]))
    }
    found = []
    for hit in hits:
        if row := rows.get(hit.article_id):
            row["headline"], row["snippet"] = (
                marked(hit.title_parts) or escape(row["name"]),
                marked(hit.snippet_parts),
            )
            found.append(row)
    return found


def marked(parts) -> SafeString:
    """Return the words as HTML, hits in <mark>: each part is escaped on its own."""
    return mark_safe(
        "".join(f"<mark>{escape(words)}</mark>" if is_hit else escape(words) for words, is_hit in parts)
    )


def chips(asked: SearchFilter) -> list[dict]:
    """Return what the search is narrowed to beside its form, each with the address that widens it again."""
    found, names = [], names_of(asked)
    for name, value in asked.asked.items():
        if name in NAMED:
            words = names.get(name, str(value))
        elif name == "sheet":
            words = page_label(value, "")
        elif name in ("writer", "year"):
            words = str(value)
        else:
            continue
        found.append({"label": LABELS[name], "words": words, "without": asked.without(name)})
    return found


def names_of(asked: SearchFilter) -> dict[str, str]:
    """Return the names of what the search is narrowed to by number, all in one question.

    A name only where readers may see it: a number tells nothing about what is not public.
    """
    wanted = [
        things().filter(pk=asked.asked[kind]).order_by().values_list(Value(kind), "name")
        for kind, things in NAMED.items()
        if kind in asked.asked
    ]
    return dict(wanted[0].union(*wanted[1:], all=True)) if wanted else {}
