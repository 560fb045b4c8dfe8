"""Public pages are kept until what is public changes, and say so to browsers.

A page is made by its view and kept by `public_page`; from then on `KeptPages` answers, before sessions and
log-ins are thought of. The key holds the publication generation, so a withdrawal in one worker is a miss in
every other. The ETag is made of the body: it can never confirm a page that would be answered differently now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import router
from django.http import HttpResponse, HttpResponseNotAllowed
from django.utils.http import parse_etags
from django.utils.timezone import localdate
from django.utils.translation import get_language

from articles import search
from articles.models import Article

from .compressing import choose_coding, compress

SECONDS = 300
COUNTS_SECONDS = 60 * 60
EDITORS_DOOR = "/admin/"
# Longer addresses are a stranger's play: they are answered, but push no page out of the cache.
LONGEST_ADDRESS = 400
READING = ("GET", "HEAD")
NO_HEADERS = MappingProxyType({})
# Readers and proxies ask again each time and are mostly told 304: a withdrawal takes effect at once.
REVALIDATED = {"Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept-Encoding"}


class Kept(NamedTuple):
    """An answer as it goes out: its headers, and its body in the coding they name."""

    headers: dict[str, str]
    body: bytes

    @property
    def etag(self) -> str:
        return self.headers["ETag"]


class KeptPages:
    """Middleware that answers with what is kept: one look into the cache, and one at the reader's ETag.

    It stands below what sets the headers of every answer and above all that only editors need.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in READING and is_kept(request):
            kept = cache.get(page_key(request))
            if kept is not None:
                return answer_with(request, kept)
        return self.get_response(request)


def public_page(view=None, *, keep: bool = True, also: Mapping[str, str] = NO_HEADERS):
    """Wrap a view that anybody may read: GET and HEAD only, kept, revalidated, compressed.

    `also` are headers that each of its answers has.
    """
    if view is None:
        return lambda real: public_page(real, keep=keep, also=also)

    @wraps(view)
    def answer(request, *args, **kwargs):
        forget_cookies(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        # Before the page is made: what changes meanwhile makes it a page of the past, not one of the present.
        key = page_key(request) if keep and is_kept(request) else ""
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming:
            return response
        if hasattr(response, "render"):
            response.render()
        made = make_answer(response, coding=coding_for(request), also=also)
        if key:
            cache.set(key, made, SECONDS)
        return answer_with(request, made)

    return answer


def forget_cookies(request) -> None:
    """Let nothing after this read a cookie.

    Django answers a session cookie that it cannot use with Set-Cookie and Vary.
    """
    request.COOKIES = {}
    # One that it set itself and cannot read any more, it would replace.
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)


def is_kept(request) -> bool:
    """Whether an answer at this address may come from the cache."""
    if request.path.startswith(EDITORS_DOOR):
        return False  # and nothing is asked of the database to learn it
    if settings.DEBUG or not settings.NEWSROOM["KEEP_PAGES"]:
        return False
    return len(request.path) + len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS


def page_key(request) -> str:
    """Return the key of a page as it stands now: its address and host, the language, the reader's coding."""
    return fingerprint(
        "page",
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        coding_for(request),
        get_language(),
        era(),
    )


def coding_for(request) -> str:
    return choose_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def era() -> str:
    """Return a word for “what is public now”: another one as soon as that changes, and at midnight.

    Asked of the database once in a while, not with each page: another worker's change shows within that time.
    A replica may lag behind, so what it holds goes by its own word.
    """
    place = f"generation:{router.db_for_read(Article)}"
    generation = cache.get(place)
    if generation is None:
        generation = search.generation()
        if fresh := settings.NEWSROOM["FRESH_SECONDS"]:
            cache.set(place, generation, fresh)
    return f"{generation}:{localdate().isoformat()}"


def until_published(name: str, work_out: Callable):
    """Return what `work_out` returned since what is public last changed; None is not kept."""
    key = fingerprint(name, era())
    found = cache.get(key)
    if found is None:
        found = work_out()
        cache.set(key, found, COUNTS_SECONDS)
    return found


def fingerprint(*parts) -> str:
    """Return a cache key for these parts, which may be anybody's words, that every kind of cache takes."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def make_answer(response: HttpResponse, *, coding: str, also: Mapping[str, str]) -> Kept:
    """Return what a view answered, in the coding that the reader understands, with all its headers."""
    plain = response.content
    coding, body = compress(plain, coding)
    headers = {**response.headers, **REVALIDATED, **also}
    headers |= {"ETag": make_etag(plain), "Content-Length": str(len(body))}
    if coding:
        headers["Content-Encoding"] = coding
    return Kept(headers, body)


def make_etag(body: bytes) -> str:
    # The one that processors have an instruction for.
    return f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'


def answer_with(request, kept: Kept) -> HttpResponse:
    """Return 304 to who has this body already, else the body."""
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and kept.etag in parse_etags(wanted):
        left = {name: value for name, value in kept.headers.items() if not name.startswith("Content-")}
        response = HttpResponse(status=304, headers=left)
        del response["Content-Type"]
        return response
    return HttpResponse(kept.body, headers=kept.headers)
