"""What became of an article, change by change, and back to any of them.

simple-history's own form lets whoever may only look save through it; this one writes through editing.
"""

from __future__ import annotations

from itertools import zip_longest

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing, guarding, publishing
from articles.models import Article, Section

from .diff import diff_html
from .names import name_of

PER_PAGE = 20
SHOWN = (
    *editing.PROPOSED,
    "issue",
    "page",
    "order",
    "state",
    "publish_at",
    "withdrawn_because",
    "replaced_by",
)
# What a change was, by the code its reason begins with (publishing.MOVES adds the moves).
REASONS = {
    "": gettext_lazy("修改"),
    "loaded": gettext_lazy("装载"),
    "proposed": gettext_lazy("机器更新"),
    "add": gettext_lazy("新建"),
    "edit": gettext_lazy("修改"),
    "tags": gettext_lazy("标签"),
    "section": gettext_lazy("栏目"),
    "merge": gettext_lazy("合并标签或机构"),
    "date": gettext_lazy("归入一期"),
    "order": gettext_lazy("版内次序"),
    "split": gettext_lazy("拆分"),
    "join": gettext_lazy("合并文章"),
    "take-over": gettext_lazy("采用机器建议"),
    "decline": gettext_lazy("不采用机器建议"),
    "revert": gettext_lazy("恢复旧文"),
}


def history_urls(model_admin) -> list:
    """Return the two addresses under their stock names, so that every stock link finds them."""

    def guarded(view):
        def bound(request, object_id, **kwargs):
            if not model_admin.has_view_permission(request):
                raise PermissionDenied
            article = model_admin.get_object(request, object_id)
            if article is None:
                raise Http404
            return view(model_admin, request, article, **kwargs)

        return model_admin.admin_site.admin_view(bound)

    return [
        path("<path:object_id>/history/", guarded(history), name="articles_article_history"),
        path(
            "<path:object_id>/history/<int:row_id>/",
            guarded(version),
            name="articles_article_simple_history",
        ),
    ]


def history(model_admin, request, article):
    """Show each change with what was different from the one before."""
    rows = article.history.select_related("history_user")
    number = request.GET.get("p", "1")
    page = Paginator(rows, PER_PAGE).get_page(number if len(number) < 9 else "1")
    shown = list(page.object_list)
    # The row before the last shown one belongs to the next page, but its text is compared with.
    before = list(rows[page.end_index() : page.end_index() + 1]) if shown else []
    names = names_of([*shown, *before])
    older = [*shown[1:], *before] if len(shown) + len(before) > 1 else []
    entries = [describe(row, one, names) for row, one in zip_longest(shown, older[: len(shown)])]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("变更历史：%(name)s") % {"name": article.name},
        "opts": model_admin.opts,
        "article": article,
        "object": article,
        "entries": entries,
        "page": page,
        "may_change": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def version(model_admin, request, article, *, row_id):
    """Show an old state against what stands; a POST by somebody who may change it goes back to it."""
    row = article.history.filter(pk=row_id).select_related("history_user").first()
    if row is None:
        raise Http404
    may_change = model_admin.has_change_permission(request, article)
    status, error = 200, ""
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        try:
            if request.POST.get("version") != str(article.version):
                raise guarding.StaleArticle(article)
            revert(article, row, by=request.user)
        except guarding.Refused as refused:
            status, error = 409, str(refused)
        else:
            model_admin.message_user(request, _("已恢复到所选的一稿。状态没有改变。"))
            return redirect("admin:articles_article_change", article.pk)
    names = names_of([row, article])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("恢复旧文：%(name)s") % {"name": article.name},
        "opts": model_admin.opts,
        "article": article,
        "row": row,
        "what": what_happened(row),
        "differences": differences(article, row, names, editing.PROPOSED),
        "may_change": may_change,
        "error": error,
    }
    return TemplateResponse(request, "admin/articles/article/version.html", context, status=status)


def revert(article: Article, row, *, by) -> None:
    """Bring back the text of an old row. Never its state: what is public is for publishing to say."""
    changed = []
    for name in editing.PROPOSED:
        field = Article._meta.get_field(name)
        old = getattr(row, field.attname)
        if old != getattr(article, field.attname):
            if field.is_relation and old and not field.related_model.objects.filter(pk=old).exists():
                continue  # the section or article it pointed at is gone
            setattr(article, field.attname, old)
            changed.append(name)
    editing.save_article(
        article, changed=changed, by=by, reason="revert", beside=f"{row.history_date:%F %H:%M}"
    )


def describe(row, older, names) -> dict:
    return {
        "row": row,
        "who": who(row),
        "what": what_happened(row),
        "differences": differences(older, row, names, SHOWN) if older is not None else [],
        "is_first": older is None,
    }


def who(row) -> str:
    return name_of(row.history_user) or _("程序")


def what_happened(row) -> str:
    """Return the change's kind in words, and the words its maker left."""
    code, _colon, words = (row.history_change_reason or "").partition(":")
    code = code.strip()
    label = REASONS.get(code) or (publishing.MOVES[code].label if code in publishing.MOVES else code)
    return f"{label}：{words.strip()}" if words.strip() else str(label)


def differences(before, after, names, fields) -> list[dict]:
    """Return (field, diff) for the columns in which two states of an article differ."""
    found = []
    for name in fields:
        field = Article._meta.get_field(name)
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old == new:
            continue
        found.append(
            {
                "label": field.verbose_name,
                "diff": diff_html(in_words(field, old, names), in_words(field, new, names)),
            }
        )
    return found


def in_words(field, value, names) -> str:
    if value in (None, ""):
        return ""
    if field.name == "section":
        return names.get(value, str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def names_of(rows) -> dict[int, str]:
    """Return the names of the sections that some states point at, in one query."""
    keys = {row.section_id for row in rows if row is not None and row.section_id}
    return dict(Section.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
