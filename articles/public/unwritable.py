"""When the archive cannot be written or asked: why, and back with what somebody typed.

A full disk, a database that only reads or is gone: no fault of the one who sent the form, nor of a view.
Nothing here asks the database.
"""

from __future__ import annotations

import errno
import sqlite3

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .showing import fill_in, name_of

RETRY_AFTER = "30"  # seconds

FULL = _("存放数据的磁盘满了")
READ_ONLY = _("数据库现在只能读，不能写")
BROKEN = _("存放数据的磁盘读写出错")
BUSY = _("数据库正忙，等了很久也没有轮到")
LOST = _("数据库没有应答")

OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: BROKEN,
    sqlite3.SQLITE_CANTOPEN: LOST,
    sqlite3.SQLITE_BUSY: BUSY,
}
# By the first letters of PostgreSQL's SQLSTATE.
OF_POSTGRESQL = {
    "53100": FULL, "25006": READ_ONLY, "58030": BROKEN, "40P01": BUSY, "55P03": BUSY,
    "53": LOST, "57P": LOST, "08": LOST,
}  # fmt: skip
OF_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: BROKEN,
}
# What is sent and not shown again: it is nobody's text.
UNTOLD = ("csrfmiddlewaretoken", "next")
LONG = 20  # characters from which a value is taken for something somebody typed


def why_not(error: BaseException | None) -> str:
    """Return why the archive cannot be written or asked, in words; "" for a fault of the program's own."""
    if isinstance(error, OSError):
        return str(OF_SYSTEM.get(error.errno, ""))
    if not isinstance(error, DatabaseError | InterfaceError):
        return ""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return str(OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, ""))
    if not hasattr(cause, "sqlstate"):
        return ""
    if cause.sqlstate is None:
        # psycopg's own words for a server that is not there, or went away while it was asked.
        return str(LOST) if type(cause).__name__ in ("OperationalError", "InterfaceError") else ""
    return next(
        (str(words) for start, words in OF_POSTGRESQL.items() if cause.sqlstate.startswith(start)), ""
    )


def tell_why(request, why: str) -> HttpResponse:
    """Answer 503 with the reason; what was typed comes back with a button that sends it again."""
    typed = {} if request.method != "POST" else dict(request.POST.lists())
    # A password is never written into a page.
    secret = any("password" in name for name in typed)
    if request.headers.get("X-Requested-With") == "newsroom":
        response = JsonResponse({"error": _now("没有存下：%(why)s。") % {"why": why}}, status=503)
    else:
        context = {
            "paper": name_of(None),
            "why": why,
            "is_form": request.method == "POST",
            "address": request.get_full_path(),
            "fields": [] if secret else list(shown_again(typed)),
            "has_files": bool(typed and request.FILES),
        }
        response = fill_in("unwritable", context, status=503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response


def shown_again(typed: dict[str, list[str]]):
    """Yield name, value and whether it is text to be shown, of each field that was sent."""
    for name, values in typed.items():
        for value in values:
            yield name, value, name not in UNTOLD and (len(value) >= LONG or "\n" in value)
