"""How fast pages are loaded, in how much memory, and how long an editor's save waits meanwhile.

Measured on made-up pages of six articles of five hundred characters, as `make bench` makes them. Rates go by
processor time: the clock of a busy machine says nothing. Run with -s to see the figures.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from articles.benchmarks import corpus

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ARTICLES_A_PAGE, PAGES_A_DAY = 6, 8
FEW, MANY = 600, 3600
# Of both processors together; 400 articles a second on two of them are 5 ms each.
MOST_MS = 8.0
MOST_MB = 200  # a process: one writes, two read
LONGEST_WAIT = 1.0

SAVER = """
import json, sys, time, django
django.setup()
from django.contrib.auth.models import User
from articles import editing
from articles.models import Article, Load
by = User.objects.create_superuser("ann")
article = Article.objects.order_by("pk").first()
print("ready", flush=True)
while not Load.objects.filter(pk__gt=1).exists():
    time.sleep(0.02)
waits, refused = [], 0
while Load.objects.filter(state="running").exists():
    article = Article.objects.get(pk=article.pk)
    article.title = f"改过 {len(waits)} 次"
    begun = time.monotonic()
    try:
        editing.save_article(article, changed=["title"], by=by)
    except Exception as error:
        refused += 1
        print(repr(error), file=sys.stderr)
    waits.append(time.monotonic() - begun)
    time.sleep(0.03)
print(json.dumps({"waits": waits, "refused": refused}))
"""


@pytest.fixture
def database(tmp_path) -> dict:
    """The environment of a migrated SQLite file of its own."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'news.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "PYTHONPATH": str(ROOT),
    }
    manage(environment, "migrate", "--verbosity", "0")
    return environment


def manage(environment: dict, *arguments) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def write_pages(folder: Path, articles: int, *, seed: int = 1) -> Path:
    """Write the articles as pages, six on each, eight pages a day."""
    folder.mkdir()
    records = corpus.records(articles, seed=seed)
    for number, text in enumerate(pages_of(records)):
        day = date(2000 + seed, 1, 1) + timedelta(days=number // PAGES_A_DAY)
        (folder / day.isoformat()).mkdir(exist_ok=True)
        (folder / day.isoformat() / f"{number % PAGES_A_DAY + 1:02}.txt").write_text(text, encoding="utf-8")
    return folder


def pages_of(records) -> Iterator[str]:
    while some := list(islice(records, ARTICLES_A_PAGE)):
        yield "\n".join(map(printed, some))


def printed(record) -> str:
    headline = "\n".join(part for part in (record.kicker, record.title, record.subtitle) if part)
    body = f"本报讯（记者 {record.writers[0]}） {record.body}".replace("\n", "\n　　")
    return f"{headline}\n\n　　{body}\n"


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def load(environment: dict, folder: Path) -> tuple[int, float]:
    """Load a folder; return how many articles it made, and the processor time of all processes together."""
    before = processor_seconds()
    said = manage(environment, "load_seeds", folder, "--publish", "--jobs", "2", "--format", "json")
    return json.loads(said.splitlines()[-1])["articles"], processor_seconds() - before


def test_an_article_takes_so_much_processor_time_and_a_load_so_much_memory(database, tmp_path):
    few, short = load(database, write_pages(tmp_path / "few", FEW, seed=1))
    many, long = load(database, write_pages(tmp_path / "many", MANY, seed=2))
    # The difference leaves out what three processes take to start.
    each = (long - short) / (many - few) * 1000
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"\n{each:.2f} ms an article, {2000 / each:.0f}/s on two processors; largest process {largest:.0f} MB"
    )
    assert each <= MOST_MS
    assert largest <= MOST_MB


def test_an_editor_who_saves_during_a_load_waits_a_second_at_most(database, tmp_path):
    load(database, write_pages(tmp_path / "first", 6, seed=1))
    folder = write_pages(tmp_path / "many", MANY, seed=2)
    saver = subprocess.Popen(
        [sys.executable, "-c", SAVER], cwd=ROOT, env=database, stdout=subprocess.PIPE, text=True
    )
    assert saver.stdout.readline() == "ready\n"
    load(database, folder)
    found = json.loads(saver.communicate(timeout=60)[0])
    waits = sorted(found["waits"])
    print(f"\n{len(waits)} saves, median {waits[len(waits) // 2]:.3f} s, worst {waits[-1]:.3f} s")
    assert len(waits) > 20
    assert found["refused"] == 0
    assert waits[-1] <= LONGEST_WAIT
