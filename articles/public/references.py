"""Taking the citation of an article along: a page to copy from, and a file a format."""

from __future__ import annotations

from functools import wraps

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from articles.models import Article

from .caching import public_page
from .citing import bibtex, csl_item, gbt_2015, gbt_2025, refer_to, ris
from .describing import root_of
from .entries import Entry, gather
from .ninjs import news_item
from .open_data import as_json, name_file, open_data
from .showing import show


def find_entry(pk: int) -> Entry:
    """Return a published article with all that is public about it, in four queries."""
    found = gather(Article.objects.published().filter(pk=pk))
    if not found:
        raise Http404
    return found[0]


@public_page
def citation(request, pk: int):
    """Show every form of the citation, each to be copied."""
    entry = find_entry(pk)
    reference = refer_to(entry, root_of(request))
    forms = [
        ("gbt-2025", _("GB/T 7714—2025（印刷版）"), gbt_2025(reference)),
        ("gbt-2025-online", _("GB/T 7714—2025（网络版）"), gbt_2025(reference, online=True)),
        ("gbt-2015", _("GB/T 7714—2015（印刷版）"), gbt_2015(reference)),
        ("gbt-2015-online", _("GB/T 7714—2015（网络版）"), gbt_2015(reference, accessed=localdate())),
        ("bibtex", "BibTeX", bibtex(reference)),
        ("ris", "RIS", ris(reference).replace("\r\n", "\n")),
    ]
    return show(
        "citation",
        {
            "article": entry.article,
            "address": entry.address,
            "forms": [{"name": name, "label": label, "words": words} for name, label, words in forms],
            "has_page": bool(reference.page),
        },
    )


def article_file(ending: str):
    """Wrap what makes a file of an article: named by the article's number and this ending."""

    def wrap(make):
        @wraps(make)
        def view(request, pk: int):
            return name_file(make(find_entry(pk), root_of(request)), f"{pk}.{ending}")

        return open_data(view)

    return wrap


@article_file("bib")
def bibtex_file(entry: Entry, root: str) -> HttpResponse:
    return HttpResponse(
        bibtex(refer_to(entry, root)).encode(), content_type="application/x-bibtex; charset=utf-8"
    )


@article_file("ris")
def ris_file(entry: Entry, root: str) -> HttpResponse:
    return HttpResponse(
        ris(refer_to(entry, root)).encode(), content_type="application/x-research-info-systems; charset=utf-8"
    )


@article_file("csl.json")
def csl_file(entry: Entry, root: str) -> HttpResponse:
    return as_json([csl_item(refer_to(entry, root))], kind="application/vnd.citationstyles.csl+json")


@article_file("ninjs.json")
def ninjs_file(entry: Entry, root: str) -> HttpResponse:
    return as_json(news_item(entry, root))
