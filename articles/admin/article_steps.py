"""The small steps beside an article's form: moves, tags, offers, comments, presence, preview.

Each is an address of its own that a plain form can reach; a script only saves the page turn.
"""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import guarding, offering, publishing, tagging
from articles.models import Article, Comment, Presence, Tag, TaggingState

from .preview import preview
from .rejoin import join_view, split_view

LATEST_SCHEDULE = timedelta(days=366)


def step_urls(model_admin) -> list:
    """Return the addresses, each behind the staff login."""
    steps = {
        "move/<str:name>": move,
        "tags": decide_tags,
        "offers": decide_offer,
        "comments": comment,
        "presence": presence,
        "preview": preview,
        "split": split_view,
        "join": join_view,
    }
    return [
        path(
            f"<int:article_id>/{route}/",
            model_admin.admin_site.admin_view(bind(model_admin, view)),
            name=f"articles_article_{route.split('/')[0]}",
        )
        for route, view in steps.items()
    ]


def bind(model_admin, view):
    def bound(request, article_id, **kwargs):
        article = find(model_admin, request, article_id)
        return view(model_admin, request, article, **kwargs)

    return bound


def find(model_admin, request, article_id) -> Article:
    """Return the article if this person may see it: absent and forbidden must not differ for others."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    article = model_admin.get_queryset(request).select_related("issue", "page").filter(pk=article_id).first()
    if article is None:
        raise Http404
    return article


class MoveForm(forms.Form):
    """What a move needs: a word why, a time, and the version its maker saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("留言"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    publish_at = forms.SplitDateTimeField(
        label=gettext_lazy("发布时间"),
        required=False,
        help_text=gettext_lazy("留空即马上发布。"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": gettext_lazy("发布日期")},
            time_attrs={"type": "time", "aria-label": gettext_lazy("发布时刻")},
        ),
    )

    def __init__(self, *args, move, **kwargs):
        super().__init__(*args, **kwargs)
        if move.name not in {"publish", "reschedule"}:
            del self.fields["publish_at"]
        if move.needs_reason:
            self.fields["words"].required = True
            self.fields["words"].label = gettext_lazy("原因")
        if move.name == "withdraw":
            self.fields["words"].help_text = gettext_lazy("读者打开这个网址时会看到。")
        if move.name == "reschedule":
            self.fields["publish_at"].required = True

    def clean_publish_at(self):
        at = self.cleaned_data["publish_at"]
        if at and at < now() - timedelta(minutes=1):
            raise forms.ValidationError(
                _("%(at)s 已经过去。留空即马上发布。"), params={"at": f"{at:%Y-%m-%d %H:%M}"}
            )
        if at and at > now() + LATEST_SCHEDULE:
            raise forms.ValidationError(_("最多定到一年以后。"))
        return at


def move(model_admin, request, article, *, name):
    """Ask for what the move needs, and make it."""
    if name not in publishing.MOVES or name == publishing.BY_ITSELF:
        raise Http404
    step = publishing.MOVES[name]
    if not request.user.has_perm(step.permission):
        raise PermissionDenied
    form = MoveForm(request.POST or None, move=step, initial={"version": article.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                seen(article, form.cleaned_data["version"])
                publishing.make_move(
                    article,
                    name,
                    by=request.user,
                    words=form.cleaned_data["words"],
                    at=form.cleaned_data.get("publish_at"),
                )
            except guarding.Refused as error:
                status = 409 if isinstance(error, guarding.StaleArticle) else 422
                form.add_error(None, str(error))
            else:
                model_admin.message_user(
                    request, _("“%(name)s”：%(move)s。") % {"name": article.name, "move": step.label}
                )
                return back(article)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{step.label}：{article.name}",
        "opts": model_admin.opts,
        "article": article,
        "move": step,
        "is_open": step.starts_from(article),
        "missing": publishing.what_is_missing(article) if step.target == "published" else [],
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/move.html", context, status=status)


def changing(model_admin, request, article):
    """Let pass only a POST by somebody who may change this article, with the version she saw."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    return None


def seen(article: Article, version) -> None:
    """Refuse what was decided in view of another version."""
    if str(version) != str(article.version):
        raise guarding.StaleArticle(article)


def decide_tags(model_admin, request, article):
    """Accept or refuse suggestions, take tags away, add what was chosen or pasted."""
    if refusal := changing(model_admin, request, article):
        return refusal
    data = request.POST
    try:
        seen(article, data.get("version"))
        if "accept_all" in data:
            waiting = article.taggings.filter(state=TaggingState.SUGGESTED).select_related("tag")
            tagging.decide_tags(article, accept=[row.tag for row in waiting], by=request.user)
        else:
            added = tagging.find_or_make_tags(tagging.split_names(data.get("paste", "")[:2000]))
            tagging.decide_tags(
                article,
                accept=dict.fromkeys([*chosen(data.getlist("accept")), *added]),
                refuse=chosen(data.getlist("refuse")),
                by=request.user,
            )
    except guarding.Refused as error:
        return refuse(model_admin, request, article, error)
    return answer(model_admin, request, article)


def chosen(keys: list[str]) -> list[Tag]:
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    return list(Tag.objects.standing().filter(pk__in=numbers))


def decide_offer(model_admin, request, article):
    """Take over what the machine says now, or decline it."""
    if refusal := changing(model_admin, request, article):
        return refusal
    try:
        seen(article, request.POST.get("version"))
        if name := request.POST.get("take"):
            offering.take_offer(article, name, by=request.user)
        elif name := request.POST.get("decline"):
            offering.decline_offer(article, name, by=request.user)
    except guarding.Refused as error:
        return refuse(model_admin, request, article, error)
    return back(article)


def comment(model_admin, request, article):
    """Leave a word for colleagues."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm("articles.add_comment"):
        raise PermissionDenied
    words = request.POST.get("text", "").replace("\x00", "").strip()
    if words:
        Comment.objects.create(article=article, author=request.user, text=words[:2000])
    return back(article, "comments")


def presence(model_admin, request, article):
    """Note that this form is open, and say who else has it open."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    from .article_panels import describe_presence

    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    Presence.objects.note(article, request.user)
    others = [describe_presence(row) for row in article.presences.beside(request.user)[:5]]
    return JsonResponse({"others": others, "version": article.version})


def is_script(request) -> bool:
    return request.headers.get("X-Requested-With") == "newsroom"


def answer(model_admin, request, article):
    """Show the tags as they are now: to a script at once, to a plain form by the article's address."""
    if not is_script(request):
        return back(article, "tags")
    taggings = list(article.taggings.select_related("tag"))
    context = {
        "original": article,
        "accepted_tags": [row for row in taggings if row.state == TaggingState.ACCEPTED],
        "suggested_tags": [row for row in taggings if row.state == TaggingState.SUGGESTED],
        "may_change": True,
    }
    return TemplateResponse(request, "admin/articles/article/_tags.html", context)


def refuse(model_admin, request, article, error):
    """Say why not, where it was asked."""
    if is_script(request):
        status = 409 if isinstance(error, guarding.StaleArticle) else 422
        return JsonResponse({"error": str(error)}, status=status)
    words = str(error)
    if typed := request.POST.get("paste", "").replace("\x00", "").strip()[:200]:
        # Nobody types them twice: without a script the field comes back empty.
        words = _("%(error)s没有加上的标签：%(tags)s") % {"error": words, "tags": typed}
    model_admin.message_user(request, words, "error")
    return back(article)


def back(article: Article, place: str = ""):
    address = redirect("admin:articles_article_change", article.pk)
    if place:
        address["Location"] += f"#{place}"
    return address
