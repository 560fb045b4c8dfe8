"""What is missing, doubtful or much corrected: each as a list, a picture and a table for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Issue, Mark, Mention, Page
from articles.models.doubt import WORDS, worst_first

from .tables import bars_svg, csv_response

SHOWN = 300
MOST_ROWS = 20_000  # in the file
MOST_COUNTED = 2000  # newest articles whose doubts make the picture
EXPECTED = 0.6  # an issue on this share of a weekday's dates in a year makes that weekday a day of the paper
EVERY_DAY = "1234567"  # what a newspaper says as long as nobody said otherwise
LOOK_BACK = timedelta(days=90)


@dataclass
class Table:
    """One report as found: rows of cells, the address a row opens, and bars for the picture."""

    head: tuple[str, ...]
    rows: list[tuple] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    bars: list[tuple[str, float]] = field(default_factory=list)
    total: int | None = None  # where not all rows were fetched

    def add(self, address: str, *cells) -> None:
        self.rows.append(cells)
        self.addresses.append(address)


@dataclass(frozen=True)
class Report:
    name: str
    title: str
    about: str
    find: Callable[[int], Table]


def missing_issues(most: int) -> Table:
    """Return days on which an issue would be expected, by the weekdays of its paper in that year."""
    table = Table((_("报纸"), _("日期"), _("星期")))
    dates: dict[tuple[int, str, str], set[date]] = {}
    columns = ("newspaper_id", "newspaper__name", "newspaper__appears_on", "date")
    for *paper, day in Issue.objects.order_by().values_list(*columns):
        dates.setdefault(tuple(paper), set()).add(day)
    months: Counter[str] = Counter()
    add = reverse("admin:articles_issue_add")
    for (paper, name, appears_on), days in sorted(dates.items()):
        for day in missing_days(days, appears_on=appears_on):
            table.add(f"{add}?newspaper={paper}&date={day}", name, day.isoformat(), weekday(day))
            months[f"{day:%Y-%m}"] += 1
    table.bars = sorted(months.items())[-24:]
    return table


def missing_days(days: set[date], *, appears_on: str = EVERY_DAY) -> list[date]:
    """Return the days between the first and the last that a paper of these days should have had.

    The paper's own days are believed where somebody wrote them down; otherwise each year shows its pattern.
    """
    if len(days) < 3:
        return []
    first, last = min(days), max(days)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    possible = Counter((day.year, day.weekday()) for day in every)
    had = Counter((day.year, day.weekday()) for day in days)
    if appears_on != EVERY_DAY:
        usual = {key for key in possible if str(key[1] + 1) in appears_on}
    else:
        usual = {key for key, number in possible.items() if had[key] / number >= EXPECTED}
    return [day for day in every if day not in days and (day.year, day.weekday()) in usual]


def weekday(day: date) -> str:
    return _("星期") + "一二三四五六日"[day.weekday()]


def pages_without_articles(most: int) -> Table:
    table = Table((_("版面"), _("来源文件"), _("字数")))
    here = Article.objects.filter(page=OuterRef("pk"))
    pages = Page.objects.current().filter(~Exists(here)).select_related("issue__newspaper")
    years: Counter[str] = Counter()
    for page in pages.defer("original", "loose", "date_guess").order_by("-issue__date", "pk")[:most]:
        table.add(desk(page.pk), str(page), page.source, page.characters)
        years[f"{page.issue.date:%Y}" if page.issue else _("日期待定")] += 1
    table.total = pages.count()
    table.bars = sorted(years.items())
    return table


def desk(page_id: int) -> str:
    return reverse("admin:articles_page_desk", args=[page_id])


def change(article_id: int) -> str:
    return reverse("admin:articles_article_change", args=[article_id])


def articles_without_place(most: int) -> Table:
    table = Table((_("文章"), _("日期"), _("栏目"), _("机构")))
    named = Mention.objects.filter(article=OuterRef("pk"), is_refused=False)
    articles = (
        Article.objects.filter(replaced_by=None)
        .annotate(is_named=Exists(named))
        .filter(Q(section=None) | Q(is_named=False))
        .for_list()
        .order_by("-id")
    )
    for article in articles[:most]:
        lacks = (article.section is None, not article.is_named)
        day = article.issue.date.isoformat() if article.issue else ""
        table.add(change(article.pk), article.name, day, *(_("没有") if lack else _("有") for lack in lacks))
    bare = articles.order_by()
    table.total = bare.count()
    both = bare.filter(section=None, is_named=False).count()
    table.bars = [
        (_("没有栏目"), bare.filter(section=None).count() - both),
        (_("没有机构"), bare.filter(is_named=False).count() - both),
        (_("都没有"), both),
    ]
    return table


def doubtful_text(most: int) -> Table:
    table = Table((_("文章"), _("日期"), _("疑点")))
    articles = Article.objects.filter(replaced_by=None).exclude(warnings=[]).select_related("issue")
    wanted = articles.with_opening().only("title", "kicker", "subtitle", "warnings", "issue__date")
    for article in wanted.order_by("confidence", "-id")[:most]:
        day = article.issue.date.isoformat() if article.issue else ""
        table.add(change(article.pk), article.name, day, "；".join(worst_first(article.warnings)))
    table.total = articles.order_by().count()
    codes: Counter[str] = Counter()
    for warnings in articles.order_by("-id").values_list("warnings", flat=True)[:MOST_COUNTED]:
        codes.update({doubt.get("code", "") for doubt in warnings if isinstance(doubt, dict)})
    table.bars = [
        (str(WORDS.get(code, code)).replace("%(detail)s", "…"), number)
        for code, number in codes.most_common()
    ]
    return table


def changed_by_whom(most: int) -> Table:
    table = Table((_("编辑"), _("改动"), _("文章")))
    rows = (
        Article.history.model.objects.filter(history_date__gte=now() - LOOK_BACK)
        .exclude(history_user=None)
        .values("history_user__username", "history_user__last_name", "history_user__first_name")
        .annotate(changes=Count("pk"), articles=Count("id", distinct=True))
        .order_by("-changes")
    )
    mine = reverse("admin:articles_article_changelist")
    for row in rows[:most]:
        full = row["history_user__last_name"] + row["history_user__first_name"]
        name = full or row["history_user__username"]
        table.add(mine, name, row["changes"], row["articles"])
        table.bars.append((name, row["changes"]))
    return table


def corrections(most: int) -> Table:
    """Return pages by what had to be corrected on them: marks, and saves of their articles by people."""
    table = Table((_("版面"), _("标注"), _("修改"), _("字数"), _("每千字")))
    marks = dict(
        Mark.objects.standing()
        .order_by()
        .values_list("page")
        .annotate(n=Count("pk"))
        .values_list("page", "n")
    )
    edits = dict(
        Article.history.model.objects.exclude(history_user=None)
        .exclude(page=None)
        .filter(Q(history_change_reason__startswith="edit") | Q(history_change_reason__startswith="take"))
        .order_by()
        .values_list("page")
        .annotate(n=Count("pk"))
        .values_list("page", "n")
    )
    pages = (
        Page.objects.current().filter(pk__in=[*marks, *edits][:MOST_ROWS]).select_related("issue__newspaper")
    )
    rated = []
    for page in pages.defer("original", "loose", "date_guess"):
        marked, edited = marks.get(page.pk, 0), edits.get(page.pk, 0)
        rate = round(1000 * (marked + edited) / max(page.characters, 1), 2)
        rated.append((rate, page, marked, edited))
    rated.sort(key=lambda row: (-row[0], row[1].pk))
    for rate, page, marked, edited in rated:
        table.add(desk(page.pk), str(page), marked, edited, page.characters, rate)
    table.bars = [(str(page), rate) for rate, page, _marked, _edited in rated]
    return table


REPORTS = {
    report.name: report
    for report in (
        Report(
            "missing-issues",
            gettext_lazy("缺少的各期"),
            gettext_lazy("按各报每年出报的星期推算：这一天本该有一期。"),
            missing_issues,
        ),
        Report(
            "pages-without-articles",
            gettext_lazy("没有文章的版面"),
            gettext_lazy("已装载，但没有切出一篇文章。"),
            pages_without_articles,
        ),
        Report(
            "articles-without-section-or-agency",
            gettext_lazy("没有栏目或机构的文章"),
            gettext_lazy("读者从栏目页、机构页找不到它们。"),
            articles_without_place,
        ),
        Report(
            "doubtful-text",
            gettext_lazy("文字有疑点"),
            gettext_lazy("机器把握最小的在前。"),
            doubtful_text,
        ),
        Report(
            "changed-by-whom",
            gettext_lazy("谁改了多少"),
            gettext_lazy("最近 90 天里各人的改动。"),
            changed_by_whom,
        ),
        Report(
            "corrections",
            gettext_lazy("每千字改动"),
            gettext_lazy("版面标注与文章修改之和，除以版面字数。"),
            corrections,
        ),
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
    return REPORTS[name]


def frame(request) -> dict:
    from django.contrib import admin

    return admin.site.each_context(request)


def all_reports(request):
    """List the reports."""
    allowed(request)
    context = {**frame(request), "title": _("报表"), "reports": REPORTS.values()}
    return TemplateResponse(request, "admin/reports/all.html", context)


def report(request, name):
    """Show one report as a list with its picture."""
    wanted = allowed(request, name)
    table = wanted.find(SHOWN)
    number = max(table.total or 0, len(table.rows))
    context = {
        **frame(request),
        "title": wanted.title,
        "report": wanted,
        "table": table,
        "rows": list(zip(table.addresses, table.rows, strict=True))[:SHOWN],
        "number": number,
        "is_cut": number > SHOWN,
        "summary": "；".join(f"{label} {value:g}" for label, value in table.bars[:24]),
    }
    return TemplateResponse(request, "admin/reports/report.html", context)


def as_csv(request, name):
    table = allowed(request, name).find(MOST_ROWS)
    return csv_response(name, table.head, table.rows)


def as_svg(request, name):
    wanted = allowed(request, name)
    return HttpResponse(bars_svg(str(wanted.title), wanted.find(0).bars), content_type="image/svg+xml")
