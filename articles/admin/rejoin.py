"""Splitting an article and joining two, as plain forms."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import guarding, splitting
from articles.models import Article


class SplitForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.IntegerField(min_value=1)
    title = forms.CharField(label=gettext_lazy("新文章的主题"), max_length=200, required=False)


class JoinForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    other = forms.ModelChoiceField(
        Article.objects.none(),
        label=gettext_lazy("并入哪一篇"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = splitting.candidates_to_join(article)
        self.fields["other"].label_from_instance = lambda row: f"{row.name}（{row.get_state_display()}）"


def split_view(model_admin, request, article):
    """Let a new article begin at a paragraph of this one."""
    form = SplitForm(request.POST or None, initial={"version": article.version})

    def split():
        second = splitting.split_article(
            article, at=form.cleaned_data["at"], title=form.cleaned_data["title"], by=request.user
        )
        return second, _("已分出新文章。请补上标题。")

    lines = [line for line in article.body.split("\n") if line.strip()]
    return take(model_admin, request, article, form, split, "split", {"paragraphs": lines})


def join_view(model_admin, request, article):
    """Put this article at the end of another one."""
    form = JoinForm(request.POST or None, article=article, initial={"version": article.version})

    def join():
        other = form.cleaned_data["other"]
        splitting.join_articles(article, other, by=request.user)
        return other, _("已并入“%(name)s”；旧网址会指到这里。") % {"name": other.name}

    return take(model_admin, request, article, form, join, "join", {})


def take(model_admin, request, article, form, step, name, extra):
    """Show the form, or take the step if nobody saved since it was shown."""
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if form.cleaned_data["version"] != article.version:
                    raise guarding.StaleArticle(article)
                result, words = step()
            except guarding.Refused as error:
                status = 409 if isinstance(error, guarding.StaleArticle) else 422
                form.add_error(None, str(error))
            else:
                model_admin.message_user(request, words)
                return redirect("admin:articles_article_change", result.pk)
    titles = {"split": _("拆分：%(name)s"), "join": _("合并：%(name)s")}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": titles[name] % {"name": article.name},
        "opts": model_admin.opts,
        "article": article,
        "form": form,
        **extra,
    }
    return TemplateResponse(request, f"admin/articles/article/{name}.html", context, status=status)
