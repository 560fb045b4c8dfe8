"""How long public pages take beside one that says hello, through the same middleware, in one run.

Kept pages are asked for again and again. Made pages are made for every request, the cache of whole pages off,
each request another page of its kind; what the process remembers between pages (the masthead, the names of
sections) stays warm, as on a site that is read. `cold` empties that too before every page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle
from random import Random
from statistics import median
from time import thread_time
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIHandler

from articles.models import Article, Issue, Section, Tag

from . import corpus

HELLO = "/hello/"
MANY = 400  # addresses of each kind
CODING = "br"


@dataclass(frozen=True)
class Work:
    """Milliseconds of processor time that one request takes inside the application."""

    kind: str
    made: float
    cold: float
    kept: float
    bytes_sent: int


def draw_addresses(*, seed: int = 1) -> dict[str, list[str]]:
    """Return addresses of each kind of page, drawn from the whole archive."""
    random = Random(seed)
    articles = sample(Article.objects.published().newest_first(), random)
    issues = sample(Issue.objects.public().newest_first(), random, "address")
    leaves = [f"?after={key}" for key in sample(Article.objects.published(), random, "sort_key")]
    sections = list(Section.objects.filter(is_proposed=False).values_list("pk", flat=True)[:40])
    tags = list(Tag.objects.standing().values_list("pk", flat=True)[:40])
    words = [*corpus.THINGS, *corpus.VERBS, *corpus.OFFICES]
    return {
        "home": ["/"],
        "issue": [f"/issues/{address}/" for address in issues],
        "article": [f"/articles/{pk}/" for pk in articles],
        "section": [f"/sections/{pk}/{leaf}" for pk, leaf in zip(cycle(sections), leaves, strict=False)],
        "tag": [f"/tags/{pk}/{leaf}" for pk, leaf in zip(cycle(tags), leaves, strict=False)],
        "search": [f"/search/?q={one}+{other}" for one in words for other in corpus.QUALITIES][:MANY],
    }


def sample(things, random: Random, column: str = "pk") -> list:
    """Return a column of some things, drawn at random."""
    values = list(things.values_list(column, flat=True))
    return random.sample(values, min(MANY, len(values)))


class Application:
    """The site as a server calls it, without the server."""

    def __init__(self):
        self.handle = WSGIHandler()

    def get(self, address: str, *, coding: str = "") -> bytes:
        """Return the body of the answer; anything but 200 is refused."""
        path, _mark, query = address.partition("?")
        answered = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=&+%"),
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost:8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        if coding:
            environ["HTTP_ACCEPT_ENCODING"] = coding
        response = self.handle(environ, lambda status, headers, *_rest: answered.append(status))
        body = b"".join(response)
        response.close()
        if not answered[0].startswith("200"):
            raise RuntimeError(
                f"{address} answered {answered[0]}, not 200. Measure a database with articles."
            )
        return body


def time_each(call: Callable[[str], bytes], addresses: Iterable[str], *, before=None) -> float:
    """Return the median of what the calls take, in milliseconds of processor time."""
    took = []
    for address in addresses:
        if before:
            before()
        began = thread_time()
        call(address)
        took.append((thread_time() - began) * 1000)
    return median(took)
