"""A whole search or issue as one file, written while it is sent: memory stays flat however many articles."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.timezone import localdate

from articles import search
from articles.models import Article
from articles.search.index import batches

from .describing import root_of
from .entries import Entry, gather_in_order
from .formats import FORMATS, write_all
from .issues import find_issue
from .open_data import name_file, open_data, tell
from .searching import SearchFilter

BATCH = 100
AGAIN_IN = 20  # seconds
# A slow reader holds a thread for as long as the file takes: most threads must stay free for pages.
places = threading.BoundedSemaphore(2)


class BrokenOff(Exception):
    """The rest of the hits could not be read in time: the transfer stops short of its end."""


@open_data(keep=False)
def issue_file(request, address: str, ending: str):
    """Return the articles of an issue as they were printed."""
    issue = find_issue(address)
    ids = list(Article.objects.published().filter(issue=issue).as_printed().values_list("pk", flat=True))
    return stream(request, ending, issue.address, (gather_in_order(some) for some in batches(ids, BATCH)))


@open_data(keep=False)
def search_file(request, ending: str):
    """Return every hit of a search, newest first."""
    asked = SearchFilter(request.GET)
    if not asked.is_asking:
        return tell(400, "Say what to search for: q, or a filter. The description is at /api/openapi.json.")
    return stream(request, ending, f"search-{localdate().isoformat()}", every_hit(asked))


def every_hit(asked: SearchFilter) -> Iterator[list[Entry]]:
    """Yield all hits, newest first, a batch at a time.

    By key, not by number: what is published or withdrawn meanwhile moves nothing.
    """
    before = None
    while True:
        answer = search.search(
            asked.words,
            filters=asked.narrowing,
            limit=BATCH,
            before=before,
            tolerant=bool(asked.asked.get("tolerant")),
        )
        if answer.timed_out:
            raise BrokenOff(
                f"Searching for “{asked.words}” took too long before {before}. Narrow it by year."
            )
        if answer.hits:
            yield gather_in_order(hit.article_id for hit in answer.hits)
        before = answer.next_before
        if before is None:
            return


def stream(request, ending: str, name: str, found: Iterator[list[Entry]]):
    """Return the file, sent as it is written; refuse politely while others are being sent."""
    if request.method == "HEAD":
        found = iter(())
    elif not places.acquire(blocking=False):
        response = tell(503, f"Other downloads are under way. Try again in {AGAIN_IN} seconds.")
        response["Retry-After"] = str(AGAIN_IN)
        return response
    format = FORMATS[ending]
    pieces = write_all(format, found, root_of(request))
    response = StreamingHttpResponse(
        pieces if request.method == "HEAD" else InPlace(pieces), content_type=f"{format.kind}; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return name_file(response, f"{name}.{ending}")


class InPlace:
    """Passes the pieces on, and frees the place when the last is sent or the reader went away."""

    def __init__(self, pieces: Iterator[bytes]):
        self.pieces = pieces
        self.is_held = True

    def __iter__(self):
        return self.pieces

    def close(self) -> None:
        self.pieces.close()
        if self.is_held:
            self.is_held = False
            places.release()
