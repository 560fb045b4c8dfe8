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

STYLE = mark_safe(stylesheet.TEXT)

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
    context = {"paper": masthead(), "place": PLACES.get(template), "style": style()} | context
    html = render(f"public/{template}.html", context)
    return HttpResponse(printable_bytes(html), content_type="text/html; charset=utf-8", status=status)


def style() -> SafeString:
    """Return the style sheet to stand in a page; none while somebody works on it, for a link to its file."""
    return "" if settings.DEBUG else STYLE


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
