"""Public pages are kept until what is public changes, and say so to browsers.

The key holds the publication generation, so a withdrawal in one worker is a miss in every other. The ETag is
made of the body: it can never confirm a page that would be answered differently now.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import wraps

import brotli
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.timezone import localdate
from django.utils.translation import get_language

from articles import search

SECONDS = 300
# Longer addresses are a stranger's play: they are answered, but push no page out of the cache.
LONGEST_ADDRESS = 400
# Readers and proxies ask again each time and are mostly told 304: a withdrawal takes effect at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


def public_page(view=None, *, keep=True):
    """Wrap a view that anybody may read: GET and HEAD only, kept, revalidated, compressed."""
    if view is None:
        return lambda real: public_page(real, keep=keep)

    @wraps(view)
    def answer(request, *args, **kwargs):
        forget_cookies(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        address = request.get_full_path()
        is_kept = keep and not settings.DEBUG and len(address) <= LONGEST_ADDRESS
        key = page_key(request, address) if is_kept else ""
        entry = cache.get(key) if key else None
        if entry is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming:
                return response
            if hasattr(response, "render"):
                response.render()
            entry = (response["Content-Type"], make_etag(response.content), response.content)
            if key:
                cache.set(key, entry, SECONDS)
        return answer_with(request, entry, key)

    return answer


def forget_cookies(request) -> None:
    """Let nothing after this read a cookie.

    Django answers a session cookie that it cannot use with Set-Cookie and Vary.
    """
    request.COOKIES = {}


def page_key(request, address: str) -> str:
    """Return the key of a page as it stands now, in this language and under this host."""
    place = f"{request.scheme}://{request.get_host()}{address}|{get_language()}|{era()}"
    return f"page:{hashlib.blake2b(place.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def era() -> str:
    """Return a word for “what is public now”: another one as soon as that changes, and at midnight.

    Asked of the database once in a while, not with each page: another worker's change shows within that time.
    """
    generation = cache.get("generation")
    if generation is None:
        generation = search.generation()
        if fresh := settings.NEWSROOM["FRESH_SECONDS"]:
            cache.set("generation", generation, fresh)
    return f"{generation}:{localdate().isoformat()}"


def make_etag(body: bytes) -> str:
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def answer_with(request, entry, key: str) -> HttpResponse:
    """Return 304 to who has this body already, else the body, compressed where that is understood."""
    kind, etag, body = entry
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and etag in parse_etags(wanted):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        coding, body = compressed(body, accepted=request.META.get("HTTP_ACCEPT_ENCODING", ""), key=key)
        response = HttpResponse(body, content_type=kind)
        response["Content-Length"] = len(body)
        if coding:
            response["Content-Encoding"] = coding
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


# Nothing secret stands on a public page, so compressing it tells an eavesdropper nothing (BREACH).
CODINGS = (
    ("br", lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)),
    ("gzip", lambda body: gzip.compress(body, 5, mtime=0)),
)


def compressed(body: bytes, *, accepted: str, key: str) -> tuple[str, bytes]:
    """Return the coding used, empty for none, and the body in it; small bodies are left alone."""
    if len(body) < 500 or not accepted:
        return "", body
    offered = {
        part.split(";")[0].strip() for part in accepted.split(",") if not part.rstrip().endswith("q=0")
    }
    for coding, compress in CODINGS:
        if coding in offered:
            kept = cache.get(f"{key}:{coding}") if key else None
            if kept is None:
                kept = compress(body)
                if key:
                    cache.set(f"{key}:{coding}", kept, SECONDS)
            return coding, kept
    return "", body
