"""What the article list can be narrowed to."""

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from articles.models import Agency, Article, Issue, Mention, Newspaper, State, Tag, Tagging, TaggingState


class Standing(admin.SimpleListFilter):
    """Where it stands, with the two questions that a state alone does not answer."""

    title = _("状态")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return (
            *State.choices,
            ("scheduled", _("定时待发")),
            ("unmatched", _("版面上已无对应")),
        )

    def queryset(self, request, queryset):
        value = self.value()
        if value in State.values:
            return queryset.filter(state=value)
        if value == "scheduled":
            return queryset.filter(state=State.PUBLISHED, publish_at__gt=now())
        if value == "unmatched":
            return queryset.filter(is_unmatched=True)
        return queryset


class Work(admin.SimpleListFilter):
    """What may still be waiting for a person."""

    title = _("待处理")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return (
            ("doubts", _("有疑点")),
            ("offers", _("机器有新建议")),
            ("odd", _("和机器的读法不同")),
            ("no-section", _("没有栏目")),
            ("no-agency", _("没有机构")),
            ("no-tags", _("没有采用标签")),
            ("mine", _("我改过的")),
        )

    def queryset(self, request, queryset):
        value = self.value()
        if value == "mine":
            mine = Article.history.model.objects.filter(history_user=request.user)
            return queryset.filter(pk__in=mine.values("id"))
        return queryset.filter(CONDITIONS[value]) if value in CONDITIONS else queryset


CONDITIONS = {
    "doubts": ~Q(warnings=[]),
    "offers": ~Q(offers={}),
    "odd": ~Q(offers={}) | Q(is_unmatched=True, replaced_by=None),
    "no-section": Q(section=None),
    # Asked of one article after the other: the newest fifty are found without looking at the rest.
    "no-agency": ~Exists(Mention.objects.filter(article=OuterRef("pk"), is_refused=False)),
    "no-tags": ~Exists(Tagging.objects.filter(article=OuterRef("pk"), state=TaggingState.ACCEPTED)),
}


class ByPaper(admin.SimpleListFilter):
    """The paper it stands in, by its issues: these are few, and articles are indexed by them."""

    title = _("报纸")
    parameter_name = "issue__newspaper__id__exact"

    def lookups(self, request, model_admin):
        if self.parameter_name in request.GET:
            return list_papers()
        papers = cache.get_or_set(PAPERS, list_papers, PAPERS_STAY)
        return papers if len(papers) > 1 else ()

    def queryset(self, request, queryset):
        value = self.value()
        if not value:
            return queryset
        if not is_key(value):
            return queryset.none()
        return queryset.filter(issue__in=Issue.objects.filter(newspaper=int(value)).order_by())


PAPERS, PAPERS_STAY = "admin-papers", 60


def list_papers() -> list[tuple[int, str]]:
    # As text, like what stands in an address: Django counts each choice with its own value.
    return [(str(key), name) for key, name in Newspaper.objects.values_list("pk", "name")[:40]]


def is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19


class Chosen(admin.SimpleListFilter):
    """One tag or agency, chosen by a link: the whole vocabulary would be no filter."""

    model: type
    rows: type

    def lookups(self, request, model_admin):
        value = request.GET.get(self.parameter_name, "")
        if not is_key(value):
            return ()
        chosen = self.model.objects.filter(pk=int(value)).first()
        return ((value, str(chosen)),) if chosen else ()

    def queryset(self, request, queryset):
        value = self.value()
        if not value:
            return queryset
        if not is_key(value):
            return queryset.none()
        return queryset.filter(pk__in=self.keys(int(value)))


class ByTag(Chosen):
    title = _("标签")
    parameter_name = "tag"
    model = Tag

    def keys(self, pk):
        return Tagging.objects.filter(tag=pk, state=TaggingState.ACCEPTED).values("article")


class ByAgency(Chosen):
    title = _("机构")
    parameter_name = "agency"
    model = Agency

    def keys(self, pk):
        return Mention.objects.filter(agency=pk, is_refused=False).values("article")
