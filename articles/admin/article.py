"""Articles: the list an editor works from, and the form where nothing typed is lost."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles import editing, guarding, publishing
from articles.models import Article, Mention

from . import article_panels, article_steps, finding, history, saved_filters
from .article_actions import ArticleActions
from .article_filters import ByAgency, ByPaper, ByTag, Standing, Work
from .article_form import ArticleForm, CreditInline, MentionInline
from .base import NewsroomAdmin
from .meeting import MeetsOthers

SAVE_AND = "_move"


@admin.register(Article)
class ArticleAdmin(ArticleActions, MeetsOthers, NewsroomAdmin):
    form = ArticleForm
    list_display = (
        "name",
        "issue_date",
        "page_label",
        "section",
        "genre",
        "standing",
        "doubts",
        "characters",
    )
    list_display_links = ("name",)
    list_filter = (Standing, Work, "genre", ByPaper, ByTag, ByAgency)
    list_select_related = ("issue", "page", "section")
    date_hierarchy = "issue__date"
    ordering = ("-id",)
    search_fields = finding.HEADLINE
    search_help_text = _("标题里的词或文章编号；已发布的文章也按正文查找。")
    allowed_lookups = (
        "issue__id__exact",
        "page__id__exact",
        "section__id__exact",
        "section__isnull",
        "load__id__exact",
    )
    autocomplete_fields = ("section", "issue", "page", "continues")
    inlines = (CreditInline, MentionInline)
    readonly_fields = ("standing_at",)
    save_on_top = False
    fieldsets = (
        (_("标题"), {"fields": ("kicker", "title", "subtitle")}),
        (_("正文"), {"fields": ("body",)}),
        (_("归类"), {"fields": ("section", "genre")}),
        (_("时间与地点"), {"fields": (("dateline_place", "dateline_date"), "event_date")}),
        (
            _("版面位置与连载"),
            {
                "fields": (
                    "issue",
                    ("page", "order"),
                    ("continues", "continues_confirmed"),
                    ("series", "series_number"),
                ),
                "classes": ("collapse",),
            },
        ),
    )
    change_form_template = "admin/articles/article/change_form.html"
    change_list_template = "admin/articles/article/change_list.html"

    class Media:
        css = {"all": ("newsroom/admin/article.css",)}
        js = ("newsroom/admin/keep.js", "newsroom/admin/article.js")

    # --- lists

    def slim(self, queryset):
        # A list of headlines needs no bodies; page bytes least of all.
        return queryset.with_opening().defer(
            "proposed",
            "offers",
            "touched",
            "page__original",
            "page__loose",
            "page__date_guess",
            "issue__date_evidence",
        )

    def get_search_results(self, request, queryset, search_term):
        """Headlines by their letters; whole texts by the readers' search, which knows the published ones."""
        in_texts = not request.path.endswith("/autocomplete/")
        keys = finding.find_articles(queryset, search_term, in_texts=in_texts)
        if keys is None:
            return queryset, False
        # All other narrowing is done by now: what was found is what will be listed.
        request.rows_found = len(keys)
        return queryset.filter(pk__in=keys), False

    @admin.display(description=_("文章"))
    def name(self, article):
        return article.name

    @admin.display(description=_("日期"), ordering="id")
    def issue_date(self, article):
        return article.issue.date if article.issue else "—"

    @admin.display(description=_("版"))
    def page_label(self, article):
        return article.page.number or "?" if article.page else "—"

    @admin.display(description=_("状态"), ordering="state")
    def standing(self, article):
        label = _("定时待发") if article.is_scheduled else article.get_state_display()
        return format_html('<span class="state state-{}">{}</span>', article.state, label)

    @admin.display(description=_("疑点"))
    def doubts(self, article):
        return len(article.warnings) or ""

    @admin.display(description=_("状态"))
    def standing_at(self, article):
        return self.standing(article)

    def get_actions(self, request):
        actions = super().get_actions(request)
        # Withdrawn articles keep their address and say why; nothing is deleted by the dozen.
        actions.pop("delete_selected", None)
        return actions

    def get_object(self, request, object_id, from_field=None):
        """Return the article with what its form names, in one query."""
        held = ("section", "issue__newspaper", "page__issue__newspaper", "continues", "replaced_by")
        came_from = Exists(Article.objects.filter(replaced_by=OuterRef("pk")).order_by())
        queryset = self.get_queryset(request).select_related(*held).annotate(replaces_others=came_from)
        try:
            return queryset.get(pk=self.model._meta.pk.to_python(object_id))
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    # --- rights

    def has_delete_permission(self, request, obj=None):
        """Let only what no reader ever saw be deleted."""
        if obj is not None and obj.state in {"published", "withdrawn"}:
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Name the articles alone: byline, passages and comments are theirs and of no use without them."""
        return [str(article) for article in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    # --- the form

    def get_urls(self):
        own = article_steps.step_urls(self) + saved_filters.filter_urls(self) + history.history_urls(self)
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, saved_filters.context_for(request) | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except guarding.StaleArticle:
            # Between reading the row and writing it somebody else saved: all was rolled back, ask again.
            request.lost_a_race = True
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if change and obj is not None:
            article_panels.note_presence(self, request, obj)
            context |= article_panels.panels(self, request, obj, form)
            context["seen_beside"] = self.seen_beside(request, context)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if getattr(form, "is_stale", False):
            response.status_code = 409
        return response

    def save_model(self, request, obj, form, change):
        """Write nothing yet: the columns and what stands beside them are one change (save_related)."""
        if not change:
            editing.add_article(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        if change:
            obj = form.instance
            obj.version = form.cleaned_data.get("seen_version") or 0
            beside = {formset: words for formset in formsets if (words := describe_changes(formset))}
            changed = [*form.own_changes, *(name_of(formset) for formset in beside)]
            if changed:
                editing.save_article(obj, changed=changed, by=request.user, beside="；".join(beside.values()))
            else:
                obj.version = form.seen_now
        super().save_related(request, form, formsets, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is not Mention:
            super().save_formset(request, form, formset, change)
            return
        for mention in formset.save(commit=False):
            mention.by_person = True
            mention.save()
        for mention in formset.deleted_objects:
            # Not deleted: the machine would bring it back with the next reading.
            mention.is_refused = mention.by_person = True
            mention.save()
        formset.save_m2m()

    def response_change(self, request, obj):
        name = request.POST.get(SAVE_AND, "")
        if name not in publishing.MOVES or publishing.MOVES[name].needs_reason:
            return super().response_change(request, obj)
        try:
            publishing.make_move(obj, name, by=request.user)
        except guarding.Refused as error:
            self.message_user(request, _now("已保存，但没有“%(move)s”：%(why)s") % {
                "move": publishing.MOVES[name].label, "why": error,
            }, messages.WARNING)  # fmt: skip
            return redirect("admin:articles_article_change", obj.pk)
        return super().response_change(request, obj)


def name_of(formset) -> str:
    """Return the name that touched fields and the history use for a formset."""
    return "agencies" if formset.model is Mention else "credits"


def describe_changes(formset) -> str:
    """Return what was typed into a formset in the history's words: +张慧 −李强 ~王芳."""
    words = []
    for form in formset.forms:
        if not form.has_changed():
            continue
        deleted = formset.can_delete and formset._should_delete_form(form)
        is_new = form in formset.extra_forms
        if deleted and is_new:
            continue
        sign = "−" if deleted else "+" if is_new else "~"
        value = form.cleaned_data.get("agency") or form.cleaned_data.get("name") or form.instance
        words.append(f"{sign}{value}")
    if not words:
        return ""
    return f"{formset.model._meta.verbose_name_plural} {' '.join(words)}"
