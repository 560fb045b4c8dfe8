"""What can be done to many articles at once: all of a batch or nothing, each with its history."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing, guarding, publishing, tagging
from articles.models import Article, Section, Tag

from .widgets import KeySelect, KeySelectMultiple

# One request does no more: beyond it a list is narrowed first.
MOST = 2000


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("读者打开这些网址时会看到。"),
    )


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label=gettext_lazy("栏目"),
        required=False,
        help_text=gettext_lazy("留空即取消栏目。"),
        widget=KeySelect(Article._meta.get_field("section"), admin.site),
    )


class TagsForm(forms.Form):
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.standing(),
        label=gettext_lazy("标签"),
        required=False,
        widget=KeySelectMultiple(Article._meta.get_field("tags"), admin.site),
    )
    paste = forms.CharField(
        label=gettext_lazy("或直接粘贴"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("用顿号、逗号或换行分开，例如 环保、教育，交通安全。"),
    )

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("tags") and not tagging.split_names(data.get("paste", "")):
            raise forms.ValidationError(_("请选择或粘贴至少一个标签。"))
        return data


class ArticleActions:
    """The actions of the article list; mixed into its admin."""

    actions = (
        "submit_chosen",
        "publish_chosen",
        "withdraw_chosen",
        "set_section",
        "add_tags",
        "remove_tags",
    )

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    @admin.action(description=gettext_lazy("提交审核"), permissions=["change"])
    def submit_chosen(self, request, queryset):
        return self.move_all(request, queryset, "submit")

    @admin.action(description=gettext_lazy("发布"), permissions=["publish"])
    def publish_chosen(self, request, queryset):
        return self.move_all(request, queryset, "publish")

    @admin.action(description=gettext_lazy("撤下…"), permissions=["publish"])
    def withdraw_chosen(self, request, queryset):
        def withdraw(form):
            return self.move_all(request, queryset, "withdraw", words=form.cleaned_data["reason"])

        return self.ask(request, queryset, "withdraw_chosen", _("撤下文章"), ReasonForm, withdraw)

    @admin.action(description=gettext_lazy("设置栏目…"), permissions=["change"])
    def set_section(self, request, queryset):
        def change(form):
            section = form.cleaned_data["section"]
            number = editing.set_section(self.keys(queryset), section, by=request.user)
            self.tell(request, _("改了 %(n)d 篇的栏目。"), number)

        return self.ask(request, queryset, "set_section", _("设置栏目"), SectionForm, change)

    @admin.action(description=gettext_lazy("加标签…"), permissions=["change"])
    def add_tags(self, request, queryset):
        def add(form):
            tags = [*form.cleaned_data["tags"]]
            tags += tagging.find_or_make_tags(tagging.split_names(form.cleaned_data["paste"]))
            number = tagging.add_tags(self.keys(queryset), dict.fromkeys(tags), by=request.user)
            self.tell(request, _("给 %(n)d 篇加了标签。"), number)

        return self.ask(request, queryset, "add_tags", _("加标签"), TagsForm, add)

    @admin.action(description=gettext_lazy("去标签…"), permissions=["change"])
    def remove_tags(self, request, queryset):
        def remove(form):
            named = (tagging.find_tag(name) for name in tagging.split_names(form.cleaned_data["paste"]))
            tags = {*form.cleaned_data["tags"], *filter(None, named)}
            number = tagging.remove_tags(self.keys(queryset), tags, by=request.user)
            self.tell(request, _("从 %(n)d 篇去掉了标签。"), number)

        return self.ask(request, queryset, "remove_tags", _("去标签"), TagsForm, remove)

    def keys(self, queryset) -> list[int]:
        return list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])

    def tell(self, request, words: str, number: int) -> None:
        self.message_user(request, words % {"n": number}, messages.SUCCESS)

    def move_all(self, request, queryset, name: str, *, words: str = ""):
        """Make the same move with every chosen article, or with none and say why."""
        if self.are_too_many(request, queryset):
            return
        problems, done = [], 0
        try:
            with transaction.atomic():
                for article in queryset.select_related("issue", "page"):
                    try:
                        publishing.make_move(article, name, by=request.user, words=words)
                    except guarding.Refused as error:
                        problems.append(str(error))
                    else:
                        done += 1
                if problems:
                    raise guarding.Refused
        except guarding.Refused:
            self.message_user(
                request,
                _("一篇也没有改动。%(n)d 篇不能这样操作：%(why)s")
                % {"n": len(problems), "why": " ".join(problems[:5])},
                messages.ERROR,
            )
        else:
            self.tell(request, _("%(move)s：%%(n)d 篇。") % {"move": publishing.MOVES[name].label}, done)

    def are_too_many(self, request, queryset) -> bool:
        if len(self.keys(queryset)) <= MOST:
            return False
        self.message_user(
            request, _("一次最多处理 %(n)d 篇。请先用筛选缩小范围。") % {"n": MOST}, messages.ERROR
        )
        return True

    def ask(self, request, queryset, action: str, title: str, form_class, change):
        """Ask for what the action needs on a page of its own, then do it."""
        if self.are_too_many(request, queryset):
            return None
        form = form_class(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            try:
                change(form)
            except guarding.Refused as error:
                form.add_error(None, str(error))
            else:
                return None
        chosen = queryset.order_by().values_list("pk", flat=True)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "action": action,
            "number": len(self.keys(queryset)),
            "examples": queryset.select_related(None).only("pk", "title", "kicker", "subtitle", "body")[:8],
            "select_across": request.POST.get("select_across", "0"),
            "chosen": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME) or list(chosen[:1]),
            "media": self.media + form.media,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/articles/article/action.html", context, status=status)
