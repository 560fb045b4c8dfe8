"""Templates become pages: the paper's name above each, the same bytes for everybody."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from articles.models import Newspaper
from newsroom import stylesheet

from .printable import printable_bytes
from .templating import render

# A new name of the paper shows this soon where no publication came between.
MASTHEAD_SECONDS = 10

# Stand in a page for its parts that are bytes already, and longer than the rest of it, until all is bytes. No
# words of a page can be taken for them: their signs are escaped.
MARKS = {name: mark_safe(f"</the {name}/>") for name in ("style", "timeline", "company")}
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
    """Return a template as a page with the style sheet in it, and with what is `ready` in the context."""
    # None while somebody works on it: the page has a link to its file.
    ready = ({} if settings.DEBUG else {"style": STYLE}) | context.get("ready", {})
    html = render(f"public/{template}.html", {name: MARKS[name] for name in ready} | context)
    body = put_in(printable_bytes(html), ready)
    return HttpResponse(body, content_type="text/html; charset=utf-8", status=status)


def put_in(page: bytes, ready: dict[str, bytes]) -> bytes:
    """Return the page with these parts where their marks are; they come in the order of the page."""
    pieces = []
    for name, part in ready.items():
        before, _mark, page = page.partition(MARKS[name].encode())
        pieces += (before, part)
    return b"".join((*pieces, page))


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
