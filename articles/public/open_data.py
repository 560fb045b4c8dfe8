"""What programs may read from any site: kept like a public page, with the headers that browsers ask for."""

from __future__ import annotations

import json
from functools import wraps

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from .caching import forget_cookies, public_page

VERSION = 1
A_DAY = "86400"
# No cookie is read here, so what another site may read is what anybody may.
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Content-Disposition"}


def open_data(view=None, *, keep: bool = True):
    """Wrap a view whose answer any program may read: like `public_page`, with CORS and errors as JSON."""
    if view is None:
        return lambda real: open_data(real, keep=keep)
    kept = public_page(view, keep=keep, also=OPEN)

    @wraps(view)
    def answer(request, *args, **kwargs):
        forget_cookies(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "If-None-Match"
            response["Access-Control-Max-Age"] = A_DAY
        else:
            try:
                response = kept(request, *args, **kwargs)
            except Http404:
                response = tell(404, "There is nothing public at this address.")
        for name, value in OPEN.items():
            response[name] = value
        return response

    return answer


def as_json(record: dict | list, *, status: int = 200, kind: str = "application/json") -> HttpResponse:
    """Return a record as it is written: every character kept, what could break the text escaped."""
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        written.encode("utf-8", "replace"), content_type=f"{kind}; charset=utf-8", status=status
    )


def tell(status: int, message: str, **more) -> HttpResponse:
    """Return why there is no record, as JSON."""
    return as_json({"version": VERSION, "error": message, "status": status, **more}, status=status)


def name_file(response: HttpResponse, name: str) -> HttpResponse:
    """Have browsers keep the answer as a file of this name, whatever signs are in it."""
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
