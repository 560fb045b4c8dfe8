"""What is taken back is gone from every worker process within two seconds, on every public surface."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from articles import editing, publishing, tagging
from articles.models import Article
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 2.0  # seconds
WORD, TAG_WORD = "驎驔", "麞麚"  # stand in one article and one tag, and nowhere else
STARTS_WITHIN = 60

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(database_on_disk, tmp_path):
    """Start two servers of one worker each on one database; return their addresses."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {"DATABASE_URL": database_on_disk, "WEB_WORKERS": "1", "DEBUG": "0"}
    environment |= {"SECRET_KEY": "only-for-this-test-" * 4}
    servers = []
    for number in range(2):
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            port = door.getsockname()[1]
        log = (tmp_path / f"worker-{number}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "newsroom/gunicorn.py"],
            cwd=ROOT, env=environment | {"PORT": str(port)}, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        servers.append((process, f"http://127.0.0.1:{port}", log))
    begun = time.monotonic()
    for process, site, log in servers:
        while True:
            try:
                urllib.request.urlopen(f"{site}/robots.txt", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                log.flush()
                assert process.poll() is None, Path(log.name).read_text()
                assert time.monotonic() - begun < STARTS_WITHIN, Path(log.name).read_text()
                time.sleep(0.1)
    yield [site for _process, site, _log in servers]
    for process, _site, log in servers:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        log.close()


def ask(address: str, etag: str = "") -> tuple[int, dict, str]:
    asked = urllib.request.Request(address, headers={"If-None-Match": etag} if etag else {})
    asked.add_header("Cookie", "sessionid=stale; csrftoken=stale")
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, dict(answer.headers), answer.read().decode()


def surfaces(article: Article, other: Article, tag, section, agency) -> list[str]:
    """Return every public address on which the article or its names stand."""
    key, writer, words = article.pk, quote("林一苇"), quote("渡口")
    kinds = ("spreadsheet.csv", "ninjs.jsonl", "jsonl", "csv", "txt")
    return [
        "/", "/issues/2024-06-14/", "/issues/2024-06-14/1/", "/issues/2024-06-14.json",
        "/issues/2024-06-14/1.json",
        *(f"/issues/2024-06-14.{kind}" for kind in kinds),
        *(f"/articles/{key}{end}" for end in ("/", ".json", ".bib", ".ris", ".csl.json", ".ninjs.json")),
        f"/articles/{key}/citation/", f"/articles/{key}/related/", f"/articles/{key}/mistake/",
        f"/articles/{other.pk}/", f"/articles/{other.pk}/related/", f"/articles/{other.pk}.json",
        "/articles.json", "/tags/", "/tags.json", f"/tags/{tag.pk}/", f"/tags/{tag.pk}.json",
        f"/tags/{tag.pk}/feed/",
        f"/sections/{section.pk}/", f"/sections/{section.pk}/feed/", f"/sections/{section.pk}.json",
        f"/agencies/{agency.pk}/", f"/agencies/{agency.pk}/feed/", f"/agencies/{agency.pk}.json",
        f"/writers/{writer}/", f"/writers/{writer}/feed/", f"/writers/{writer}.json",
        f"/search/?q={words}", f"/search/?q={words}&sort=best", f"/search/feed/?q={words}",
        f"/search.json?q={words}",
        *(f"/search.{kind}?q={words}" for kind in kinds),
        f"/search/suggest/?q={words}", f"/search/suggest/?q={quote(TAG_WORD[0])}",
        f"/search/facets/?q={words}",
        "/feed/", "/feed/rss/", "/sitemap.xml", "/sitemaps/articles-2024-06.xml", "/on-this-day/06-14/",
        "/numbers/together/", "/issues/2024-06/", "/data/", "/robots.txt",
    ]  # fmt: skip


def look(workers, addresses) -> dict:
    """Ask every worker for every surface; no answer sets a cookie or varies on one."""
    answers = {}
    for site in workers:
        for address in addresses:
            status, headers, body = ask(site + address)
            assert status < 500, (address, status)
            assert headers.get("Set-Cookie") is None, address
            assert "cookie" not in headers.get("Vary", "").lower(), address
            answers[site, address] = (headers.get("ETag", ""), body)
    return answers


def showing(answers: dict, word: str) -> dict:
    return {place: etag for place, (etag, body) in answers.items() if word in body}


def check_gone(workers, addresses, word: str, warm: dict, since: float) -> None:
    """Two seconds after the change no worker shows the word, or confirms what a reader has of it."""
    assert len(warm) >= 10, sorted(warm)
    time.sleep(max(0, since + WITHIN - time.monotonic()))
    confirmed = [place for place, etag in warm.items() if etag and ask("".join(place), etag)[0] == 304]
    assert confirmed == [], f"304 for what shows {word}"
    assert showing(look(workers, addresses), word) == {}


def test_what_is_taken_back_is_gone_from_every_worker_within_two_seconds(workers, archive):
    ann = make.make_person("ann", "chief editor")
    tag, kept = archive.tag(f"签{TAG_WORD}"), archive.tag("治水")
    section, agency = archive.section(), archive.agency()
    shared = {"section": section, "agencies": [agency], "writers": ["林一苇"], "series": "码头记"}
    article = archive.story(
        f"渡口{WORD}通车", f"渡口{WORD}昨天通车。\n散步的人说值得。", tags=[tag], **shared
    )
    other = archive.story("老码头重新开放", number="2", tags=[kept], **shared)
    addresses = surfaces(article, other, tag, section, agency)
    deceiving = [f"/articles/{article.pk}/x.css", f"/articles/{article.pk}/%2e%2e/x.js", "/search/x.css"]
    assert {ask(site + address)[0] for site in workers for address in deceiving} == {404}

    look(workers, addresses)
    time.sleep(1.2)  # what the first look put into the caches is what the second finds there
    warm = look(workers, addresses)
    assert len(showing(warm, WORD)) >= 60

    tagging.remove_tags([article.pk], {tag}, by=ann)
    tagging.add_tags([article.pk], [kept], by=ann)
    check_gone(workers, addresses, TAG_WORD, showing(warm, TAG_WORD), time.monotonic())

    warm = look(workers, addresses)
    replaced = Article.objects.get(pk=article.pk)
    replaced.title, replaced.body = "渡口麤麑通车", "渡口麤麑昨天通车。"
    editing.save_article(replaced, changed=["title", "body"], by=ann)
    # The page as it was read still holds the word: it is what the paper printed.
    printed = {"/issues/2024-06-14/1/", "/issues/2024-06-14/1.json"}
    fields = [address for address in addresses if address not in printed and "/articles/" not in address]
    check_gone(
        workers, fields, WORD,
        {place: etag for place, etag in showing(warm, WORD).items() if place[1] in fields}, time.monotonic(),
    )  # fmt: skip

    warm = look(workers, addresses)
    publishing.withdraw(Article.objects.get(pk=article.pk), because="当事人要求", by=ann)
    since = time.monotonic()
    check_gone(workers, addresses, "麤麑", showing(warm, "麤麑"), since)
    assert showing(look(workers, addresses), WORD) == {}
    assert {ask(f"{site}/articles/{article.pk}/")[0] for site in workers} == {410}
