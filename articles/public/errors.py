"""What readers are told when an address has no answer: always the same words, whatever was asked."""

import sys

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from .caching import forget_cookies
from .showing import fill_in, name_of, show
from .unwritable import tell_why, why_not

# What is wrong, and what it means for the reader.
WORDS = {
    400: (_("这个请求看不懂"), _("网址或表单里有本站无法理解的内容。")),
    403: (_("这里不开放"), _("您没有打开这一页的权限。")),
    404: (_("没有这一页"), _("网址可能有误，或者这里从来没有过内容。")),
    429: (_("请稍后再来"), _("短时间内提交的次数太多。")),
    500: (_("本站出了差错"), _("这不是您的问题。请稍后再试。")),
}


def bad_request(request, exception=None):
    return tell(request, 400)


def forbidden(request, exception=None):
    return tell(request, 403)


def not_found(request, exception=None):
    return tell(request, 404)


def too_many(request):
    return tell(request, 429)


def server_error(request):
    """Answer without the database: it may be what broke. If so, give back what was typed."""
    if why := why_not(sys.exc_info()[1]):
        return tell_why(request, why)
    title, sentence = WORDS[500]
    context = {"paper": name_of(None), "code": 500, "title": title, "sentence": sentence}
    return fill_in("error", context, status=500)


def tell(request, code: int) -> HttpResponse:
    """Return the page for a status, never kept by anybody on the way."""
    forget_cookies(request)
    title, sentence = WORDS[code]
    response = show("error", {"code": code, "title": title, "sentence": sentence}, status=code)
    response["Cache-Control"] = "no-store"
    return response
