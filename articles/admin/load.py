"""Loads: files sent in, what became of each, retrying the refused, and taking a whole load back."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles import guarding, uploading
from articles.models import Load, LoadedFile, Newspaper

from .base import NewsroomAdmin

REFUSED_SHOWN = 100


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFiles(forms.FileField):
    """Several files in one field."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        single = super().clean
        return [single(item, initial) for item in data] if isinstance(data, (list, tuple)) else [single(data)]


class UploadForm(forms.Form):
    files = ManyFiles(
        label=_("文件"),
        # An empty page is refused by the loader, with the others loaded.
        allow_empty_file=True,
        help_text=_("一个或多个 .txt，或一个 .zip；可带上 newspaper.toml 和 agencies.csv。"),
        widget=ManyFilesInput(attrs={"accept": ".txt,.zip,.toml,.csv", "multiple": True}),
    )
    newspaper = forms.ModelChoiceField(
        Newspaper.objects.all(),
        label=_("报纸"),
        required=False,
        help_text=_("没有 newspaper.toml 时要选。"),
    )
    date = forms.DateField(
        label=_("日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("都属于同一天时填写；否则由文件名、文件夹或文字得出。"),
    )
    publish = forms.BooleanField(label=_("没有疑点的直接发布"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not user.has_perm("articles.publish_article"):
            del self.fields["publish"]


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
        "came_from",
        "loaded",
        "unchanged",
        "held",
        "refused",
        "files_link",
    )
    fields = readonly_fields
    change_form_template = "admin/articles/load/change_form.html"

    def has_delete_permission(self, request, obj=None):
        return False  # a load is a record; what it brought can be taken back

    def get_urls(self):
        steps = {"retry": self.retry, "undo": self.undo, "run": self.run_now}
        own = [
            path(
                f"<int:load_id>/{name}/",
                self.admin_site.admin_view(self.step(view, name)),
                name=f"articles_load_{name}",
            )
            for name, view in steps.items()
        ]
        return own + super().get_urls()

    @admin.display(description=_("装载"), ordering="pk")
    def name(self, load):
        return str(load)

    @admin.display(description=_("输入"))
    def came_from(self, load):
        return "、".join(str(item) for item in load.paths[:20]) or "—"

    @admin.display(description=_("各文件"))
    def files_link(self, load):
        url = reverse("admin:articles_loadedfile_changelist")
        return format_html('<a href="{}?load__id__exact={}">{}</a>', url, load.pk, _("查看每个文件的结果"))

    def add_view(self, request, form_url="", extra_context=None):
        """Take files in; a few pages are loaded while the sender waits."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    load = self.take(request, form.cleaned_data)
                except guarding.Refused as error:
                    form.add_error("files", str(error))
                else:
                    return redirect("admin:articles_load_change", load.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _now("上传版面"),
            "opts": self.opts,
            "form": form,
            "largest": settings.NEWSROOM["MAX_PAGE_BYTES"] // 1024,
        }
        return TemplateResponse(request, "admin/articles/load/upload.html", context, status=status)

    def take(self, request, data) -> Load:
        load = uploading.receive(
            data["files"],
            by=request.user,
            newspaper=data["newspaper"].name if data.get("newspaper") else "",
            day=data.get("date"),
            publish=bool(data.get("publish")),
        )
        self.log_addition(request, load, "upload")
        if uploading.is_small(load):
            self.run_it(request, load)
        else:
            self.message_user(request, _now("已排队，由 manage.py run_loads 装载。刷新本页看进度。"))
        return load

    def run_it(self, request, load: Load) -> None:
        from articles.loading.stopping import Stopped

        try:
            uploading.run_load(load)
        except Stopped as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        load.refresh_from_db()
        self.message_user(
            request,
            _now("装载了 %(loaded)d 版，%(held)d 版待定日期，%(unchanged)d 个文件未变，拒收 %(refused)d 个。")
            % {
                "loaded": load.loaded,
                "held": load.held,
                "unchanged": load.unchanged,
                "refused": load.refused,
            },
            messages.WARNING if load.refused else messages.SUCCESS,
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        load = self.get_object(request, object_id)
        extra = {"title": str(load) if load else ""}
        if load is not None:
            extra |= {
                "refused_files": list(load.files.filter(state=LoadedFile.State.REFUSED)[:REFUSED_SHOWN]),
                "may_retry": self.has_add_permission(request) and load.refused,
                "may_undo": self.has_change_permission(request, load)
                and load.state in (Load.State.FINISHED, Load.State.INTERRUPTED),
                "may_run": self.has_add_permission(request) and load.state == Load.State.QUEUED,
            }
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def step(self, view, name):
        """Let a step be taken by POST only, by those who may, on a load that is there."""

        def bound(request, load_id):
            if not self.has_view_permission(request):
                raise PermissionDenied
            load = Load.objects.filter(pk=load_id).first()
            if load is None:
                raise Http404
            may = (
                self.has_change_permission(request, load)
                if name == "undo"
                else self.has_add_permission(request)
            )
            if not may:
                raise PermissionDenied
            if request.method != "POST":
                return redirect("admin:articles_load_change", load.pk)
            try:
                return view(request, load)
            except guarding.Refused as error:
                self.message_user(request, str(error), messages.ERROR)
                return redirect("admin:articles_load_change", load.pk)

        return bound

    def retry(self, request, load):
        again = uploading.retry_refused(load, by=request.user)
        if uploading.is_small(again):
            self.run_it(request, again)
        return redirect("admin:articles_load_change", again.pk)

    def run_now(self, request, load):
        if uploading.is_small(load):
            self.run_it(request, load)
        else:
            self.message_user(request, _now("文件较多，请用 manage.py run_loads 装载。"), messages.WARNING)
        return redirect("admin:articles_load_change", load.pk)

    def undo(self, request, load):
        pages, articles = uploading.undo_load(load, by=request.user)
        self.log_change(request, load, f"undo: {pages} pages, {articles} articles")
        self.message_user(
            request,
            _now("已撤销：%(pages)d 版、%(articles)d 篇文章。") % {"pages": pages, "articles": articles},
        )
        return redirect("admin:articles_load_change", load.pk)


@admin.register(LoadedFile)
class LoadedFileAdmin(NewsroomAdmin):
    """Each input file with its one final state; a record, so nothing here can be changed."""

    list_display = ("path", "state", "reason", "page_link", "load")
    list_filter = ("state",)
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
