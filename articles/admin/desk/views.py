"""The desk's addresses: look, mark, undo, redo, accept. Each works as a plain form."""

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles import arranging, correcting, guarding
from articles.models import Article, Page

from ..arrangement import may_move_articles
from .forms import MarkForm
from .table import ROLE_KEYS, ROLE_NAMES, Desk


def desk_urls():
    """Return the desk's addresses, to stand before the page admin's own."""
    return [
        path("<int:page_id>/desk/", desk, name="articles_page_desk"),
        path("<int:page_id>/desk/mark/", mark_page, name="articles_page_mark"),
        path("<int:page_id>/desk/<str:step>/", take_step, name="articles_page_step"),
    ]


@never_cache
@staff_member_required
def desk(request, page_id):
    """Show the page and what it makes; those who may not correct it may still look."""
    if not request.user.has_perm("articles.view_page"):
        raise PermissionDenied
    return show(request, find(page_id))


@require_POST
@staff_member_required
def mark_page(request, page_id):
    page = writable(request, page_id)
    form = MarkForm(request.POST, page=page)
    if not form.is_valid():
        return show(request, page, errors=form.errors, status=422)
    correcting.correct(page, form.mark, by=request.user)
    return answer(request, page_id, around=form.cleaned_data["start"])


@require_POST
@staff_member_required
def take_step(request, page_id, step):
    """Undo, redo, accept the page as it stands, or let two of its articles change places."""
    page = writable(request, page_id)
    if step == "reorder":
        return reorder(request, page)
    if step == "accept":
        version = request.POST.get("version", "")
        try:
            correcting.accept(page, by=request.user, version=int(version) if version.isdecimal() else -1)
        except correcting.StaleDesk as error:
            return show(request, find(page_id), errors={"": [str(error)]}, status=409)
        return answer(request, page_id)
    steps = {"undo": correcting.undo, "redo": correcting.redo}
    if step not in steps:
        raise Http404
    done = steps[step](page, by=request.user)
    return answer(request, page_id, around=done.start if done else None)


def reorder(request, page):
    """Move an article up or down among those of its page; back to where that was asked."""
    if not may_move_articles(request.user):
        raise PermissionDenied
    data = request.POST
    name, up = ("up", True) if "up" in data else ("down", False)
    key, _colon, version = data.get(name, "").partition(":")
    article = Article.objects.filter(pk=int(key), page=page).first() if is_number(key) else None
    if article is None:
        raise Http404
    error = None
    try:
        article.version = int(version) if is_number(version) else -1
        arranging.move_article(article, up=up, by=request.user)
    except guarding.Refused as refused:
        error = refused
    if is_script(request):
        errors = {"": [str(error)]} if error else None
        return show(request, find(page.pk), errors=errors, status=409 if error else 200)
    if error:
        messages.error(request, str(error))
    back = request.GET.get("back")
    if back == "issue" and page.issue_id:
        address = redirect("admin:articles_issue_change", page.issue_id)
    else:
        address = redirect(f"admin:articles_page_{'change' if back == 'page' else 'desk'}", page.pk)
    address["Location"] += f"#article-{article.pk}"
    return address


def is_number(sent: str) -> bool:
    return sent.isascii() and sent.isdecimal() and len(sent) < 19


def find(page_id) -> Page:
    return get_object_or_404(Page.objects.select_related("issue__newspaper", "accepted_by"), pk=page_id)


def writable(request, page_id) -> Page:
    """Return the page if this request may change it."""
    if not request.user.has_perm("articles.correct_page"):
        raise PermissionDenied
    return find(page_id)


def is_script(request) -> bool:
    return request.headers.get("X-Requested-With") == "desk"


def answer(request, page_id, *, around=None):
    """Show the desk as it is now: to a script at once, to a plain form by its own address."""
    if is_script(request):
        return show(request, find(page_id))
    address = redirect("admin:articles_page_desk", page_id=page_id)
    if around is not None:
        address["Location"] += f"#at-{around}"
    return address


def show(request, page, *, errors=None, status=200):
    context = {
        **admin.site.each_context(request),
        "title": _("校读台：%(page)s") % {"page": page},
        "page": page,
        "desk": Desk(page),
        "roles": [
            (role.value, name, key)
            for role, name in ROLE_NAMES.items()
            for key in [next((key for key, keyed in ROLE_KEYS.items() if keyed == role), "")]
        ],
        "scripted": is_script(request),
        # One token for the many forms of a page: masking a fresh one for each costs more than all the rest.
        "token": format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        ),
        "errors": [message for messages in (errors or {}).values() for message in messages],
        "may_correct": request.user.has_perm("articles.correct_page"),
        "may_order": may_move_articles(request.user),
        "can_redo": correcting.redoable(page).exists(),
        "opts": Page._meta,
    }
    template = "admin/articles/page/_desk.html" if is_script(request) else "admin/articles/page/desk.html"
    return TemplateResponse(request, template, context, status=status)
