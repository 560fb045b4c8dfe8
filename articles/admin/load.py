"""Loads: what came in, and what became of each file."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Load, LoadedFile

from .base import NewsroomAdmin


@admin.register(Load)
class LoadAdmin(NewsroomAdmin):
    list_display = ("name", "state", "started_at", "started_by", "loaded", "unchanged", "held", "refused")
    list_filter = ("state", "started_at")
    list_select_related = ("started_by",)
    search_fields = ("files__path",)
    readonly_fields = (
        "state",
        "started_at",
        "finished_at",
        "started_by",
        "paths",
        "options",
        "loaded",
        "unchanged",
        "held",
        "refused",
        "files_link",
    )
    fields = readonly_fields

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("装载"), ordering="pk")
    def name(self, load):
        return str(load)

    @admin.display(description=_("各文件"))
    def files_link(self, load):
        url = reverse("admin:articles_loadedfile_changelist")
        return format_html('<a href="{}?load__id__exact={}">{}</a>', url, load.pk, _("查看每个文件的结果"))


@admin.register(LoadedFile)
class LoadedFileAdmin(NewsroomAdmin):
    """Each input file with its one final state; a record, so nothing here can be changed."""

    list_display = ("path", "state", "reason", "page_link", "load")
    list_filter = ("state", "load__state")
    list_select_related = ("load", "page__issue__newspaper")
    search_fields = ("path", "reason")
    allowed_lookups = ("load__id__exact",)
    fields = readonly_fields = ("load", "path", "state", "reason", "sha256", "page_link")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("page__original", "page__loose", "page__date_guess")

    @admin.display(description=_("版面"))
    def page_link(self, file):
        if file.page is None:
            return "—"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_page_change", args=[file.page_id]), file.page
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
