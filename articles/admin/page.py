"""Pages: the text as it was read, with line numbers; those without a date, and a way to give one."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles import arranging, dating
from articles.models import Article, Page
from articles.models.issue import EARLIEST, LATEST

from .arrangement import list_articles, may_move_articles
from .base import NewsroomAdmin, count_by
from .desk.views import desk_urls
from .issue import show_evidence

MOST_ARTICLES = 200


class DateKnown(admin.SimpleListFilter):
    """Pages that wait until somebody knows their date."""

    title = _("日期")
    parameter_name = "dated"

    def lookups(self, request, model_admin):
        return (("no", _("需要日期")), ("yes", _("日期已知")))

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(issue=None, is_current=True)
        if self.value() == "yes":
            return queryset.exclude(issue=None)
        return queryset


class Doubtful(admin.SimpleListFilter):
    title = _("疑点")
    parameter_name = "doubtful"

    def lookups(self, request, model_admin):
        return (("open", _("有疑点，未核定")), ("none", _("没有疑点")), ("accepted", _("已核定")))

    def queryset(self, request, queryset):
        return {
            "open": queryset.filter(doubts__gt=0, accepted_at=None),
            "none": queryset.filter(doubts=0),
            "accepted": queryset.exclude(accepted_at=None),
        }.get(self.value(), queryset)


class PlaceForm(forms.Form):
    """Where a page belongs: the day, and the number as printed."""

    date = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    number = forms.RegexField(
        r"^[A-Za-z]?[0-9]{1,3}$",
        label=_("版次"),
        max_length=10,
        required=False,
        help_text=_("例如 2 或 A02。"),
        error_messages={"invalid": _("版次是一个数字，前面可以有一个字母，例如 2 或 A02。")},
    )
    edition = forms.CharField(label=_("版别"), max_length=20, required=False, help_text=_("例如 号外。"))

    def clean_date(self):
        day = self.cleaned_data["date"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(
                _("%(day)s 不在 %(first)s 与 %(last)s 之间。"),
                params={"day": day, "first": EARLIEST, "last": LATEST},
            )
        return day


@admin.register(Page)
class PageAdmin(NewsroomAdmin):
    list_display = ("label", "issue_date", "newspaper", "article_count", "doubts", "checked", "dating")
    list_display_links = ("label",)
    list_filter = (DateKnown, Doubtful, "newspaper", "is_current")
    date_hierarchy = "issue__date"
    ordering = ("-id",)
    search_fields = ("name", "number", "source", "issue__address")
    search_help_text = _("版名、版次、来源文件或日期（2024-06-14）。")
    allowed_lookups = ("issue__id__exact",)
    readonly_fields = (
        "newspaper",
        "issue",
        "number",
        "characters",
        "numbered_text",
        "articles_here",
        "source",
        "encoding",
        "sha256",
        "loaded_at",
        "supersedes",
        "is_current",
        "segmenter",
        "accepted_at",
        "accepted_by",
    )
    fieldsets = (
        (None, {"fields": ("newspaper", "issue", "number", "name", "articles_here")}),
        (_("版面文字"), {"fields": ("numbered_text",), "classes": ("wide",)}),
        (
            _("来源"),
            {
                "fields": (
                    "source",
                    "encoding",
                    "characters",
                    "sha256",
                    "loaded_at",
                    "supersedes",
                    "is_current",
                    "segmenter",
                    "accepted_at",
                    "accepted_by",
                ),
                "classes": ("collapse",),
            },
        ),
    )
    change_form_template = "admin/articles/page/change_form.html"

    def get_queryset(self, request):
        # Lists, autocompletes and headings all name a page by its issue and paper.
        named = super().get_queryset(request).select_related("issue__newspaper", "newspaper")
        return named.defer("original", "loose")

    def counts_beside(self, keys):
        return {"article_total": count_by(Article.objects.filter(page__in=keys), "page")}

    def has_add_permission(self, request):
        return False  # pages come in by loading only

    def has_delete_permission(self, request, obj=None):
        return False  # what was read is kept; undo a load instead

    def get_urls(self):
        own = [
            path(
                "<int:page_id>/date/",
                self.admin_site.admin_view(self.date_view),
                name="articles_page_date",
            )
        ]
        return own + desk_urls() + super().get_urls()

    @admin.display(description=_("版面"), ordering="position")
    def label(self, page):
        return page.label

    @admin.display(description=_("日期"), ordering="issue__date")
    def issue_date(self, page):
        return page.issue.date if page.issue else "—"

    @admin.display(description=_("文章"))
    def article_count(self, page):
        url = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?page__id__exact={}">{}</a>', url, page.pk, page.article_total)

    @admin.display(description=_("已核定"), boolean=True)
    def checked(self, page):
        return page.accepted_at is not None

    @admin.display(description=_("校读"))
    def dating(self, page):
        if page.issue_id is None:
            return format_html(
                '<a href="{}">{}</a>', reverse("admin:articles_page_date", args=[page.pk]), _("填日期")
            )
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_page_desk", args=[page.pk]), _("校读台")
        )

    @admin.display(description=_("文字"))
    def numbered_text(self, page):
        lines = enumerate(page.text.splitlines() or [""], start=1)
        return format_html(
            '<ol class="page-text">{}</ol>',
            format_html_join(
                "", '<li id="line-{}">{}</li>', ((number, line or " ") for number, line in lines)
            ),
        )

    @admin.display(description=_("版上文章"))
    def articles_here(self, page):
        rows = arranging.in_order(page.articles.for_list())[:MOST_ARTICLES]
        return list_articles(rows, may_move=page.may_move_articles, back="page")

    def get_object(self, request, object_id, from_field=None):
        page = super().get_object(request, object_id, from_field)
        if page is not None:
            page.may_move_articles = may_move_articles(request.user)
        return page

    def date_view(self, request, page_id):
        """Show what is known about a page's date, and take a person's word for it."""
        self.check_change(request)
        page = self.get_object(request, str(page_id))
        if page is None:
            raise Http404
        initial = {"number": page.number, "edition": page.issue.edition if page.issue else ""}
        initial["date"] = page.issue.date if page.issue else page.date_guess.get("date")
        form = PlaceForm(request.POST or None, initial=initial)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    issue = dating.place_page(
                        page,
                        form.cleaned_data["date"],
                        number=form.cleaned_data["number"],
                        edition=form.cleaned_data["edition"],
                        by=request.user,
                    )
                except dating.NotPlaceable as error:
                    form.add_error(None, str(error))
                else:
                    self.log_change(request, page, f"date: {issue}")
                    messages.success(request, _now("已归入 %(issue)s。") % {"issue": issue})
                    return redirect("admin:articles_page_change", page.pk)
        guess = page.date_guess or {}
        context = {
            **self.admin_site.each_context(request),
            "title": _now("这一版是哪一天的？"),
            "opts": self.opts,
            "page": page,
            "form": form,
            "guess": guess,
            "month_day": guess.get("month_day"),
            "confidence": round(100 * guess.get("confidence", 0)),
            "evidence": show_evidence(quote_evidence(page, guess.get("evidence"))),
            "text": self.numbered_text(page),
        }
        return TemplateResponse(request, "admin/articles/page/date.html", context, status=status)


def quote_evidence(page: Page, evidence) -> list[dict]:
    """Return the evidence for a date with the page's own words."""
    return [
        {"quote": page.text[item["start"] : item["end"]], "why": item.get("why", "")}
        for item in evidence or ()
        if "start" in item
    ]
