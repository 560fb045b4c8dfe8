"""How long public pages take beside one that says hello, through the same middleware, in one run.

Kept pages are asked for again and again. Made pages are made for every request, the cache of whole pages off,
each request another page of its kind; what the process remembers between pages (the masthead, the issues of a
day) stays warm, as on a site that is read. `cold` empties that too before every page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from statistics import median
from time import thread_time
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Count
from django.test.utils import override_settings

from articles.models import Article, Issue, Section, Tagging, TaggingState

from . import corpus
from .serving import HELLO, DoesNotAnswer, Rate, Server, ask_alone, serving

MANY = 400  # addresses of each kind
ROUNDS = 5
CODING = "br"


@dataclass(frozen=True)
class Work:
    """Milliseconds of processor time that a request takes inside the application, and the page's bytes."""

    hello: float
    made: float
    cold: float
    kept: float
    bytes_plain: int
    bytes_sent: int


@dataclass(frozen=True)
class Served:
    """What a server answered a second, and what of a page saying hello that is."""

    page: Rate
    hello: Rate

    @property
    def ratio(self) -> float:
        return self.page.a_second / self.hello.a_second

    @property
    def processor_ratio(self) -> float:
        return self.hello.processor_ms / self.page.processor_ms


def draw_addresses(*, seed: int = 1) -> dict[str, list[str]]:
    """Return addresses of each kind of page, drawn from the whole archive."""
    random = Random(seed)
    articles = sample(Article.objects.published().newest_first(), random)
    issues = sample(Issue.objects.public().newest_first(), random, "address")
    leaves = [f"?after={key}" for key in sample(Article.objects.published(), random, "sort_key")]
    sections = list(Section.objects.filter(is_proposed=False).values_list("pk", flat=True)[:20])
    tagged = Tagging.objects.filter(state=TaggingState.ACCEPTED).values("tag").annotate(number=Count("pk"))
    tags = list(tagged.order_by("-number").values_list("tag", flat=True)[:20])
    words = [*corpus.THINGS, *corpus.VERBS, *corpus.OFFICES]
    drawn = {
        "home": ["/"],
        "issue": [f"/issues/{address}/" for address in issues],
        "article": [f"/articles/{pk}/" for pk in articles],
        "section": [f"/sections/{pk}/{leaf}" for pk, leaf in zip(cycle(sections), leaves, strict=False)],
        "tag": [f"/tags/{pk}/{leaf}" for pk, leaf in zip(cycle(tags), leaves, strict=False)],
        "search": [f"/search/?q={one}+{other}" for one in words for other in corpus.QUALITIES][:MANY],
    }
    return {kind: [quote(each, safe="/?=&+") for each in addresses] for kind, addresses in drawn.items()}


def sample(things, random: Random, column: str = "pk") -> list:
    """Return a column of some things, drawn at random."""
    values = list(things.values_list(column, flat=True))
    return random.sample(values, min(MANY, len(values)))


def measure_work(addresses: Sequence[str], *, times: int = 60) -> Work:
    """Return what pages cost in this process, without a server."""
    some = list(islice(cycle(addresses), times))
    with override_settings(NEWSROOM=settings.NEWSROOM | {"KEEP_PAGES": False}):
        application = Application()
        time_each(application.get, [HELLO, *addresses])
        made = time_each(application.get, some)
        cold = time_each(application.get, some[:20], before=cache.clear)
        plain = max(len(application.get(address)) for address in some[:20])
    with override_settings(NEWSROOM=settings.NEWSROOM | {"KEEP_PAGES": True}):
        kept = time_each(lambda address: application.get(address, coding=CODING), [some[0]] * times * 3)
        hello = time_each(application.get, [HELLO] * times * 3)
        sent = max(len(application.get(address, coding=CODING)) for address in some[:20])
    return Work(hello, made, cold, kept, plain, sent)


def measure_served(drawn: dict[str, list[str]], *, keep_pages: bool, seconds: float) -> dict[str, Served]:
    """Return what a server answers a second of each kind of page, alternating with hello."""
    with serving(keep_pages=keep_pages) as server:
        server.ask([HELLO], 1)
        return {
            kind: alternate(server, addresses[:1] if keep_pages else addresses, seconds, keep_pages)
            for kind, addresses in drawn.items()
        }


def alternate(server: Server, addresses: Sequence[str], seconds: float, keep_pages: bool) -> Served:
    """Return the round of the middle ratio, by processor time: the machine may have other work meanwhile."""
    coding = CODING if keep_pages else ""
    for address in addresses:  # what is remembered between pages is there by then
        ask_alone(server.port, [address], 0, coding)
    rounds = [
        Served(hello=server.ask([HELLO], seconds), page=server.ask(addresses, seconds, coding=coding))
        for _round in range(ROUNDS)
    ]
    return sorted(rounds, key=lambda each: each.processor_ratio)[ROUNDS // 2]


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
            "QUERY_STRING": query,
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
            raise DoesNotAnswer(f"{address} answered {answered[0]}, not 200.")
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
