"""Tags: the vocabulary that editors keep, its synonyms, use counts, and merging."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import Merger, Tag, Tagging, TaggingState, TagSynonym

from .agency import Merged
from .base import NamedInline, NewsroomAdmin
from .vocabulary import Vocabulary


class SynonymInline(NamedInline):
    model = TagSynonym
    extra = 1


class Used(admin.SimpleListFilter):
    title = _("使用")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return (("yes", _("用过")), ("no", _("没有文章采用")))

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(Exists(carried()))
        if self.value() == "no":
            return queryset.filter(~Exists(carried()))
        return queryset


def carried(state=TaggingState.ACCEPTED):
    """Return the articles' tags of that state, to be tied to a query about tags."""
    return Tagging.objects.filter(tag=OuterRef("pk"), state=state).order_by()


def count_of(state) -> Coalesce:
    """Return how many articles have a tag in that state: one by one for the tags asked for, not all."""
    return Coalesce(Subquery(carried(state).values("tag").annotate(n=Count("*")).values("n")), 0)


@admin.register(Tag)
class TagAdmin(Vocabulary, NewsroomAdmin):
    kind = Merger.Kind.TAG
    change_form_template = "admin/articles/vocabulary/change_form.html"
    change_list_template = "admin/articles/vocabulary/change_list.html"
    list_display = ("name", "use_count", "suggested_count")
    list_filter = (Used, Merged)
    search_fields = ("name", "synonyms__name")
    inlines = (SynonymInline,)
    readonly_fields = ("merged_into",)
    fields = ("name", "description", "merged_into")

    def get_queryset(self, request):
        counts = {"_used": count_of(TaggingState.ACCEPTED), "_suggested": count_of(TaggingState.SUGGESTED)}
        return super().get_queryset(request).annotate(**counts)

    def in_use(self, queryset):
        return queryset.filter(Exists(carried()) | Exists(Tag.objects.filter(merged_into=OuterRef("pk"))))

    def get_search_results(self, request, queryset, search_term):
        """Leave merged tags out of what autocomplete offers."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.standing()
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("已采用"), ordering="_used")
    def use_count(self, tag):
        url = reverse("admin:articles_article_changelist")
        return format_html('<a href="{}?tag={}">{}</a>', url, tag.pk, tag._used)

    @admin.display(description=_("待定建议"), ordering="_suggested")
    def suggested_count(self, tag):
        return tag._suggested
