"""Agencies: official names, other names with years, the tree, and merging."""

from functools import partial

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Agency, AgencyName, Mention, Merger

from .base import NamedInline, NewsroomAdmin, count_by
from .vocabulary import Vocabulary, tree_view


class NameInline(NamedInline):
    model = AgencyName
    extra = 1


class Merged(admin.SimpleListFilter):
    """Hide what was merged into another, unless asked."""

    title = _("合并")
    parameter_name = "merged"

    def lookups(self, request, model_admin):
        return (("yes", _("已并入别的")),)

    def queryset(self, request, queryset):
        return queryset.filter(merged_into__isnull=self.value() != "yes")


class ByKind(admin.SimpleListFilter):
    """The kinds in use; one that is empty has no name to click on."""

    title = _("类别")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = Agency.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, kind) for kind in kinds[:40]]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Agency)
class AgencyAdmin(Vocabulary, NewsroomAdmin):
    kind = Merger.Kind.AGENCY
    change_form_template = "admin/articles/vocabulary/change_form.html"
    change_list_template = "admin/articles/vocabulary/change_list.html"
    list_display = ("name", "level", "kind", "place", "parent", "mention_count", "is_proposed")
    list_filter = ("is_proposed", "level", ByKind, Merged)
    list_select_related = ("parent",)
    search_fields = ("name", "names__name", "place")
    autocomplete_fields = ("parent", "successor")
    inlines = (NameInline,)
    actions = ("confirm",)
    readonly_fields = ("merged_into",)
    fieldsets = (
        (None, {"fields": ("name", "kind", "level", "place", "is_proposed")}),
        (
            _("沿革"),
            {"fields": ("parent", "successor", "valid_from", "valid_to", "merged_into")},
        ),
        (_("备注"), {"fields": ("note",), "classes": ("collapse",)}),
    )

    def get_urls(self):
        tree = self.admin_site.admin_view(partial(tree_view, self))
        return [path("tree/", tree, name="articles_agency_tree"), *super().get_urls()]

    def counts_beside(self, keys):
        named = Mention.objects.filter(agency__in=keys, is_refused=False)
        return {"mention_total": count_by(named, "agency")}

    def in_use(self, queryset):
        named = Mention.objects.filter(agency=OuterRef("pk"), is_refused=False)
        return queryset.filter(Exists(named) | Exists(Agency.objects.filter(merged_into=OuterRef("pk"))))

    def get_search_results(self, request, queryset, search_term):
        """Leave merged agencies out of what autocomplete offers."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.standing()
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("文章"))
    def mention_count(self, agency):
        url = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?agency={}">{}</a>', url, agency.pk, agency.mention_total)

    @admin.action(description=_("确认所选机构"), permissions=["change"])
    def confirm(self, request, queryset):
        number = queryset.filter(is_proposed=True).update(is_proposed=False)
        self.message_user(request, _("确认了 %(n)d 个机构。") % {"n": number})
