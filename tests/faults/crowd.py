"""Readers who come when they like, not when the last was served: arrivals by chance, so many a second.

    .venv/bin/python -m tests.faults.crowd http://127.0.0.1:8000 2:10 150:20 2:10    # a second : seconds

A wait is counted from the moment a reader came. A tool that asks again only after each answer asks less of
a slow server, and never sees who would have waited.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

PATIENCE = 10.0  # seconds until a reader gives up
# What they ask for, and how many of a hundred.
KINDS = {"the article": 70, "home": 10, "articles": 10, "search": 5, "feeds and nothing": 5}
OTHERS = ("/feed/", "/sitemap.xml", "/no-such-page/")
FINE = {200, 304, 404}


@dataclass
class Seen:
    """What the readers of one stretch of time saw."""

    rate: float
    seconds: float
    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def at(self, part: float, *kinds: str) -> float:
        """Return the wait that this part of the readers did not exceed."""
        waits = sorted(wait for kind in kinds or self.waits for wait in self.waits.get(kind, ()))
        return waits[min(int(part * len(waits)), len(waits) - 1)] if waits else 0.0

    @property
    def asked(self) -> int:
        return sum(map(len, self.waits.values())) + len(self.errors)

    def __str__(self):
        pages = [kind for kind in KINDS if kind != "search"]
        return (
            f"{self.rate:g}/s for {self.seconds:g} s: {self.asked} asked, {len(self.errors)} errors;"
            f" pages p50 {self.at(0.5, *pages) * 1000:.0f} ms, p99 {self.at(0.99, *pages) * 1000:.0f} ms;"
            f" searches p99 {self.at(0.99, 'search') * 1000:.0f} ms"
        )


class Crowd:
    """Readers of one site."""

    def __init__(self, site: str, articles: list[str], words: list[str], *, seed: int = 1, patience=PATIENCE):
        parts = urllib.parse.urlsplit(site)
        self.host, self.port = parts.hostname, parts.port
        self.articles, self.words, self.chance = articles, words, random.Random(seed)
        self.patience = patience
        # The first is read most, the hundredth a hundredth as often.
        self.weights = [1 / (place + 1) for place in range(len(articles))]

    def wish(self) -> tuple[str, str]:
        """Return what one reader asks for: its kind and its address."""
        (kind,) = self.chance.choices(list(KINDS), KINDS.values())
        match kind:
            case "the article":
                return kind, self.articles[0]
            case "home":
                return kind, "/"
            case "articles":
                return kind, self.chance.choices(self.articles, self.weights)[0]
            case "search":
                words = " ".join(self.chance.sample(self.words, 2))
                return kind, f"/search/?q={urllib.parse.quote(words)}"
        return kind, self.chance.choice(OTHERS)

    async def come(self, rate: float, seconds: float) -> Seen:
        """Let readers come at this rate for so long; return what they saw."""
        seen, readers, begun, at = Seen(rate, seconds), [], time.monotonic(), 0.0
        while (at := at + self.chance.expovariate(rate)) < seconds:
            await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
            readers.append(asyncio.create_task(self.ask(*self.wish(), begun + at, seen)))
        await asyncio.gather(*readers)
        return seen

    async def ask(self, kind: str, address: str, came: float, seen: Seen) -> None:
        try:
            status = await asyncio.wait_for(self.fetch(address), self.patience)
        except (TimeoutError, OSError, EOFError, ValueError) as error:
            seen.errors.append(f"{address}: {error!r}")
            return
        if status in FINE:
            seen.waits.setdefault(kind, []).append(time.monotonic() - came)
        else:
            seen.errors.append(f"{address}: {status}")

    async def fetch(self, address: str) -> int:
        """Return the status of an answer that came whole."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            asked = (
                f"GET {address} HTTP/1.1",
                f"Host: {self.host}",
                "Accept-Encoding: gzip",
                "Connection: close",
            )
            writer.write("\r\n".join((*asked, "", "")).encode())
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.read()
        finally:
            writer.close()
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length and int(length[1]) != len(body):
            raise ValueError(f"{len(body)} of {int(length[1])} bytes")
        return int(head.split(b" ", 2)[1])


def look_around(site: str) -> tuple[list[str], list[str]]:
    """Return addresses of articles, and words to search for, as the site itself names them."""

    def ask(address: str) -> str:
        with urllib.request.urlopen(site + address, timeout=60) as answer:
            return answer.read().decode()

    articles = list(dict.fromkeys(re.findall(r"/articles/\d+/", ask("/") + ask("/feed/"))))
    titles = re.findall(r"<title[^>]*>([^<]+)</title>", ask("/feed/"))
    words = {title[at : at + 2] for title in titles for at in range(0, len(title) - 1, 2)}
    return articles, sorted(word for word in words if re.fullmatch("[一-鿿]{2}", word))


def main(arguments: list[str]) -> int:
    site, *stretches = arguments
    crowd, errors = Crowd(site, *look_around(site)), 0
    for stretch in stretches:
        rate, seconds = map(float, stretch.split(":"))
        seen = asyncio.run(crowd.come(rate, seconds))
        print(seen, *seen.errors[:5], sep="\n  ", flush=True)
        errors += len(seen.errors)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
