"""Each editor's own views of the article list: kept and forgotten by plain forms."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles.models import SavedFilter

MOST = 20
LONGEST = 1000


def filter_urls(model_admin) -> list:
    def bound(view):
        def guarded(request, **kwargs):
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if not model_admin.has_view_permission(request):
                raise PermissionDenied
            view(model_admin, request, **kwargs)
            return redirect(reverse("admin:articles_article_changelist"))

        return model_admin.admin_site.admin_view(guarded)

    return [
        path("filters/", bound(keep), name="articles_article_keep_filter"),
        path("filters/<int:pk>/forget/", bound(forget), name="articles_article_forget_filter"),
    ]


def context_for(request) -> dict:
    """Return what the list shows of them, and whether its present view could be kept."""
    query = active_query(request.GET)
    return {
        "saved_filters": list(SavedFilter.objects.filter(user=request.user)),
        "active_query": query,
        "has_active_query": bool(query),
    }


def active_query(data: QueryDict) -> str:
    """Return the query string without what only turns pages."""
    data = data.copy()
    for passing in ("p", "e", "_popup", "_to_field", "_changelist_filters"):
        data.pop(passing, None)
    return data.urlencode()[:LONGEST]


def keep(model_admin, request) -> None:
    name = request.POST.get("name", "").replace("\x00", "").strip()[:40]
    query = active_query(QueryDict(request.POST.get("query", "")[:LONGEST]))
    if not name or not query:
        model_admin.message_user(request, _("请先筛选，再起个名字。"), "warning")
    elif SavedFilter.objects.filter(user=request.user).exclude(name=name).count() >= MOST:
        model_admin.message_user(request, _("常用筛选最多 %(n)d 个，请先删去一个。") % {"n": MOST}, "warning")
    else:
        SavedFilter.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
        model_admin.message_user(request, _("已存为常用筛选“%(name)s”。") % {"name": name})


def forget(model_admin, request, *, pk) -> None:
    """Forget one's own; another's is not there."""
    get_object_or_404(SavedFilter, pk=pk, user=request.user).delete()
