"""Readers' reports of mistakes: the list of what waits, and settling it."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import MistakeReport
from articles.moderating import settle

from .base import NewsroomAdmin


@admin.register(MistakeReport)
class MistakeReportAdmin(NewsroomAdmin):
    list_display = ("short_words", "article_link", "state", "made_at", "settled_by")
    list_filter = ("state",)
    list_select_related = ("article", "settled_by")
    date_hierarchy = "made_at"
    search_fields = ("words", "quote")
    readonly_fields = (
        "article_link", "quote", "words", "contact", "state", "made_at", "settled_at", "settled_by",
    )  # fmt: skip
    fields = (*readonly_fields, "note")
    actions = ("accept", "refuse")

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("哪里不对"))
    def short_words(self, report):
        return str(report)

    @admin.display(description=_("文章"), ordering="article")
    def article_link(self, report):
        address = reverse("admin:articles_article_change", args=[report.article_id])
        return format_html('<a href="{}">{}</a>', address, report.article)

    @admin.action(description=_("采纳（已改正）"), permissions=["change"])
    def accept(self, request, queryset):
        self.tell(request, settle(queryset, accepted=True, by=request.user))

    @admin.action(description=_("不采纳"), permissions=["change"])
    def refuse(self, request, queryset):
        self.tell(request, settle(queryset, accepted=False, by=request.user))

    def tell(self, request, settled: int):
        words = ngettext("处理了%(count)d条报错。", "处理了%(count)d条报错。", settled) % {"count": settled}
        self.message_user(request, words, messages.SUCCESS if settled else messages.WARNING)
