"""Newspapers and sections: small lists that rarely change."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Issue, Newspaper, Page, Section

from .base import NewsroomAdmin, count_by


@admin.register(Newspaper)
class NewspaperAdmin(NewsroomAdmin):
    list_display = ("name", "city", "province", "is_main", "issue_count")
    search_fields = ("name", "city", "slug")
    fieldsets = (
        (None, {"fields": ("name", "slug", "is_main")}),
        (_("所在地"), {"fields": ("city", "province"), "description": _("“市总工会”由所在城市推知全称。")}),
        (_("报头"), {"fields": ("issn", "publisher", "appears_on", "description")}),
    )

    def counts_beside(self, keys):
        return {"issue_total": count_by(Issue.objects.filter(newspaper__in=keys), "newspaper")}

    def in_use(self, queryset):
        issues, pages = (model.objects.filter(newspaper=OuterRef("pk")) for model in (Issue, Page))
        return queryset.filter(Exists(issues) | Exists(pages))

    @admin.display(description=_("期数"))
    def issue_count(self, newspaper):
        url = reverse("admin:articles_issue_changelist")
        return format_html(
            '<a href="{}?newspaper__id__exact={}">{}</a>', url, newspaper.pk, newspaper.issue_total
        )


@admin.register(Section)
class SectionAdmin(NewsroomAdmin):
    list_display = ("name", "article_count", "is_proposed")
    list_filter = ("is_proposed",)
    search_fields = ("name",)
    actions = ("confirm",)
    hides_delete_of_used = True

    def counts_beside(self, keys):
        return {"article_total": count_by(Article.objects.filter(section__in=keys), "section")}

    def in_use(self, queryset):
        return queryset.filter(Exists(Article.objects.filter(section=OuterRef("pk"))))

    @admin.display(description=_("文章"))
    def article_count(self, section):
        url = reverse("admin:articles_article_changelist")
        return format_html(
            '<a href="{}?section__id__exact={}">{}</a>', url, section.pk, section.article_total
        )

    @admin.action(description=_("确认所选栏目"), permissions=["change"])
    def confirm(self, request, queryset):
        number = queryset.filter(is_proposed=True).update(is_proposed=False)
        self.message_user(request, _("确认了 %(n)d 个栏目。") % {"n": number})
