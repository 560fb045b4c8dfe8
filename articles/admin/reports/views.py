"""Each report as a page, as a picture, and as a table for spreadsheets."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ..tables import bars_svg, csv_response
from .gaps import ArticlesWithoutPlace, MissingIssues, PagesWithoutArticles
from .table import Report
from .work import ChangedByWhom, Corrections, DoubtfulText

SHOWN = 300
MOST_ROWS = 10_000  # in the file
BARS_IN_WORDS = 24
REPORTS = {
    report.name: report
    for report in (
        MissingIssues,
        PagesWithoutArticles,
        ArticlesWithoutPlace,
        DoubtfulText,
        ChangedByWhom,
        Corrections,
    )
}


def allowed(request, name: str | None = None) -> Report | None:
    """Return the report for those who may see articles at all."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    if name is None:
        return None
    if name not in REPORTS:
        raise Http404
    return REPORTS[name]()


def all_reports(request):
    """List the reports."""
    allowed(request)
    context = {**admin.site.each_context(request), "title": _("报表"), "reports": REPORTS.values()}
    return TemplateResponse(request, "admin/reports/all.html", context)


def report(request, name):
    """Show one report as a list with its picture."""
    wanted = allowed(request, name)
    rows = list(wanted.rows(SHOWN))
    bars = wanted.picture()
    number = max(wanted.number() or 0, len(rows))
    context = {
        **admin.site.each_context(request),
        "title": wanted.title,
        "report": wanted,
        "rows": [(wanted.address(key), cells) for key, cells in rows[:SHOWN]],
        "has_picture": bool(bars),
        "number": number,
        "is_cut": number > SHOWN,
        "in_file": min(number, MOST_ROWS),
        "summary": "；".join(f"{label} {value:g}" for label, value in bars[:BARS_IN_WORDS]),
    }
    return TemplateResponse(request, "admin/reports/report.html", context)


def as_csv(request, name):
    wanted = allowed(request, name)
    rows = (cells for _key, cells in wanted.rows(MOST_ROWS))
    return csv_response(name, [str(word) for word in wanted.head], rows)


def as_svg(request, name):
    wanted = allowed(request, name)
    return HttpResponse(bars_svg(str(wanted.title), wanted.picture()), content_type="image/svg+xml")
