"""Templates become pages: the paper's name above each, the same bytes for everybody."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from articles.models import Newspaper
from newsroom import stylesheet

from .printable import printable_bytes
from .templating import render

# A new name of the paper shows this soon where no publication came between.
MASTHEAD_SECONDS = 10

# Stands for the style sheet, which is longer than most pages, until a page is bytes. No words of a page can
# be taken for it: their signs are escaped.
MARK = mark_safe("</style sheet/>")
STYLE = stylesheet.TEXT.encode()

# Which entry of the navigation a page stands under, by its template.
PLACES = {
    "home": "home",
    "issues": "issues",
    "month": "issues",
    "sections": "sections",
    "agencies": "agencies",
    "agency_tree": "agencies",
    "tags": "tags",
    "writers": "writers",
}


def show(template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """Return a public page. No request reaches the template: no cookie is read, none is set."""
    return fill_in(template, {"paper": masthead(), "place": PLACES.get(template)} | context, status=status)


def fill_in(template: str, context: dict, *, status: int) -> HttpResponse:
    """Return a template as a page with the style sheet in it."""
    html = render(f"public/{template}.html", {"style": style()} | context)
    body = printable_bytes(html).replace(MARK.encode(), STYLE, 1)
    return HttpResponse(body, content_type="text/html; charset=utf-8", status=status)


def style() -> SafeString:
    """Return the mark for the style sheet; none while somebody works on it, for a link to its file."""
    return SafeString("") if settings.DEBUG else MARK


def masthead() -> dict:
    """Return what stands above every page: the main newspaper's name and home."""
    paper = cache.get("masthead")
    if paper is None:
        paper = name_of(Newspaper.objects.order_by("-is_main", "pk").first())
        cache.set("masthead", paper, MASTHEAD_SECONDS)
    return paper


def name_of(newspaper: Newspaper | None) -> dict:
    """Return the masthead's words; a site without any newspaper has the software's name."""
    return {
        "name": newspaper.name if newspaper else gettext("报馆"),
        "city": newspaper.city if newspaper else "",
        "publisher": newspaper.publisher if newspaper else "",
        "description": newspaper.description if newspaper else "",
        "appears_on": newspaper.appears_on if newspaper else "1234567",
        "contact": settings.NEWSROOM["CONTACT"],
    }
