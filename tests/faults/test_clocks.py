"""A day is the same day whatever the machine's clock and time zone say: days are days, never moments."""

import json
import shutil
import subprocess
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import factories as make
from tests.faults.archives import ROOT, Archive

# Days without a midnight in Shanghai, where clocks were put forward; and days at the edges of calendars.
DAYS = (
    "1919-04-13 1940-06-01 1941-03-15 1942-01-31 1946-05-15 1947-04-15 1948-05-01 1949-05-01"
    " 1895-01-01 1900-12-31 1901-01-01 1911-12-31 1912-01-01 1986-05-04 1991-09-15 2000-02-29 2024-02-29"
).split()
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles")


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_an_issue_keeps_its_day_in_every_view_list_and_file(client, day):
    cache.clear()
    told = date.fromisoformat(day)
    issue = make.IssueFactory(date=told)
    article = make.ArticleFactory(page=make.PageFactory(issue=issue, number="1"), issue=issue, published=True)
    written = f"{told.year}年{told.month}月{told.day}日"
    addresses = (f"/issues/{day}/", f"/issues/{day}/1/", f"/articles/{article.pk}/", "/")
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert day in page, address
        assert written in page or address == "/", address
    assert json.loads(client.get(f"/issues/{day}.json").content)["date"] == day
    assert json.loads(client.get(f"/articles/{article.pk}.json").content)["issue"]["date"] == day
    assert f"/issues/{day}/" in client.get(f"/issues/{day[:7]}/").content.decode()
    assert day in client.get(f"/issues/{day}.csv").getvalue().decode()


# --- whole processes ------------------------------------------------------------------------------

LOOK = """
import hashlib, json, re
from django.conf import settings
from django.test import Client
from articles.models import Article, Issue
settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
addresses = ["/", "/issues/", "/feed/", "/sitemap.xml", "/search/?q=电梯", "/data/"]
for issue in Issue.objects.order_by("pk"):
    addresses += [f"/issues/{issue.address}{ending}" for ending in ("/", ".json", ".csv")]
for key in Article.objects.order_by("pk").values_list("pk", flat=True):
    addresses += [f"/articles/{key}/", f"/articles/{key}.json"]
seen = {}
for address in addresses:
    answer = client.get(address)
    seen[address] = [answer.status_code, hashlib.sha256(b"".join(answer)).hexdigest()]
print(json.dumps(seen))
"""

on_sqlite = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="it is tried on files of its own"
)


@pytest.mark.slow
@on_sqlite
def test_every_page_is_the_same_in_every_time_zone(archive, pages):
    archive.manage("load_seeds", pages, "--publish").check_returncode()
    seen = {}
    for zone in ZONES:
        done = archive.manage("shell", "--no-imports", "-c", LOOK, TZ=zone)
        assert done.returncode == 0, done.stderr
        seen[zone] = json.loads(done.stdout.splitlines()[-1])
    assert {status for status, _print in seen["UTC"].values()} == {200}
    assert seen["UTC"] == seen["Asia/Shanghai"] == seen["America/Los_Angeles"]


@pytest.mark.slow
@on_sqlite
def test_a_load_is_the_same_in_every_time_zone_and_at_every_hour(
    empty_archive, pages, faketime, tmp_path, django_db_blocker
):
    """Loaded two days ago, loaded in ten years: what is in the archive is what stood on the page."""
    dumps = []
    for number, (zone, shift) in enumerate(zip(ZONES, ("-2d", "+0", "+10y"), strict=True)):
        archive = Archive(shutil.copy(empty_archive.place, tmp_path / f"{number}.sqlite3"))
        at = ("faketime", "-f", shift)
        load = (*at, archive.python, "manage.py", "load_seeds", pages, "--publish")
        done = archive.run(*load, TZ=zone)
        assert done.returncode == 0, done.stderr
        # A clock that was put back, or forward, is no reason to do anything again.
        again = archive.manage("load_seeds", pages, "--publish", TZ="UTC")
        assert "5 unchanged; 0 articles" in again.stdout, again.stdout + again.stderr
        with django_db_blocker.unblock():
            dumps.append(archive.dump())
    assert dumps[0] == dumps[1] == dumps[2]


@pytest.mark.slow
@on_sqlite
def test_two_loaders_whose_clocks_differ_by_years_are_one(
    archive, empty_archive, pages, faketime, tmp_path, django_db_blocker
):
    alone = Archive(shutil.copy(empty_archive.place, tmp_path / "alone.sqlite3"))
    alone.manage("load_seeds", pages, "--publish").check_returncode()
    loaders = [
        subprocess.Popen(
            ["faketime", "-f", shift, archive.python, "manage.py", "load_seeds", str(pages), "--publish"],
            cwd=ROOT, env=archive.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for shift in ("-2d", "+10y")
    ]  # fmt: skip
    said = [loader.communicate(timeout=300)[0].decode() for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0], said
    with django_db_blocker.unblock():
        assert archive.dump() == alone.dump()


@pytest.mark.slow
@on_sqlite
def test_the_doctor_sees_a_clock_that_was_put_back(archive, pages, faketime):
    archive.manage("load_seeds", pages, "--publish").check_returncode()
    done = archive.run("faketime", "-f", "-2d", archive.python, "manage.py", "doctor")
    assert done.returncode == 1
    assert "BAD   clock" in done.stdout
    assert "BAD   clock" not in archive.manage("doctor").stdout
