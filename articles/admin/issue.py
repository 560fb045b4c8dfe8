"""Issues: one day's edition, its pages in order, and where its date came from."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import arranging, dating
from articles.models import Article, Issue, Page

from .arrangement import list_articles, may_move_articles
from .base import NewsroomAdmin, count_by

MOST_ARTICLES = 400


class PageInline(admin.TabularInline):
    """The pages of an issue, to see and open; they are loaded, not typed."""

    model = Page
    fields = ("number", "name", "characters", "doubts", "accepted_at")
    readonly_fields = fields
    ordering = ("position", "pk")
    extra = max_num = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = _("本期版面")

    def get_queryset(self, request):
        return super().get_queryset(request).current().without_bytes().select_related("issue__newspaper")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Issue)
class IssueAdmin(NewsroomAdmin):
    list_display = ("date", "newspaper", "edition", "page_count", "article_count", "date_source")
    list_display_links = ("date",)
    list_filter = ("newspaper", "date_source")
    date_hierarchy = "date"
    search_fields = ("address", "number", "edition")
    search_help_text = _("日期（2024-06-14）、总期号或版别。")
    autocomplete_fields = ("newspaper",)
    readonly_fields = ("address", "date_source", "date_confidence", "evidence", "articles_here")
    fieldsets = (
        (None, {"fields": ("newspaper", "date", "edition", "number", "expected_pages", "address")}),
        (_("本期文章"), {"fields": ("articles_here",)}),
        (_("日期从何而来"), {"fields": ("date_source", "date_confidence", "evidence")}),
    )
    inlines = (PageInline,)

    def counts_beside(self, keys):
        return {
            "page_total": count_by(Page.objects.current().filter(issue__in=keys), "issue"),
            "article_total": count_by(Article.objects.filter(issue__in=keys), "issue"),
        }

    def get_queryset(self, request):
        # Lists, autocompletes and headings all name an issue by its paper.
        return super().get_queryset(request).select_related("newspaper")

    def in_use(self, queryset):
        pages, articles = (model.objects.filter(issue=OuterRef("pk")) for model in (Page, Article))
        return queryset.filter(Exists(pages) | Exists(articles))

    @admin.display(description=_("版数"))
    def page_count(self, issue):
        return f"{issue.page_total}/{issue.expected_pages}" if issue.expected_pages else issue.page_total

    @admin.display(description=_("文章"))
    def article_count(self, issue):
        url = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?issue__id__exact={}">{}</a>', url, issue.pk, issue.article_total)

    @admin.display(description=_("依据"))
    def evidence(self, issue):
        return show_evidence(issue.date_evidence)

    @admin.display(description=_("先后"))
    def articles_here(self, issue):
        if issue.pk is None:
            return "—"
        rows = arranging.in_order(issue.articles.for_list().exclude(page=None))[:MOST_ARTICLES]
        return list_articles(rows, may_move=issue.may_move_articles, back="issue")

    def get_object(self, request, object_id, from_field=None):
        issue = super().get_object(request, object_id, from_field)
        if issue is not None:
            issue.may_move_articles = may_move_articles(request.user)
        return issue

    def save_model(self, request, obj, form, change):
        if change and "date" in form.changed_data:
            dating.redate_issue(obj, by=request.user)
        else:
            super().save_model(request, obj, form, change)


def show_evidence(evidence) -> str:
    """Return what a date was worked out from, one line each."""
    lines = [
        (item.get("quote") or item.get("words") or "", item.get("why", ""))
        if isinstance(item, dict)
        else ("", item)
        for item in evidence or ()
    ]
    if not lines:
        return "—"
    return format_html('<ul class="evidence">{}</ul>', format_html_join("", "<li><q>{}</q> {}</li>", lines))
