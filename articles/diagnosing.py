"""Whether the archive is well: one small check a thing, each answers with a finding. Reads only."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils.timezone import get_default_timezone, now

from articles import search
from articles.compacting import database_bytes
from articles.models import Article, Load, Page
from articles.models.page import decode

BACKUPS = Path("var", "backups")
OLDEST_BACKUP = timedelta(days=7)
LONGEST_LOAD = timedelta(hours=24)
SAMPLE = 200
# Above this a whole check takes minutes: only on demand.
LARGE = 500 * 1024 * 1024
LEAST_FILES = 100
LEAST_ROOM = 512 * 1024 * 1024


class Health(StrEnum):
    GOOD = "good"  # as it should be
    LOOK = "look"  # somebody should look at it some time
    BAD = "bad"  # something is wrong now


@dataclass(frozen=True)
class Finding:
    """What one check found, in a sentence that says what to do."""

    check: str
    health: Health
    message: str


def examine(*, whole: bool = False) -> Iterator[Finding]:
    """Yield the finding of every check; `whole` reads everything instead of a sample."""
    for check in CHECKS:
        health, message = check(whole)
        yield Finding(check.__name__.removeprefix("check_"), health, message)


def check_schema(whole):
    executor = MigrationExecutor(connection)
    waiting = [str(step) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if waiting:
        return Health.BAD, f"{len(waiting)} migrations wait ({waiting[0]} first). Run manage.py migrate."
    if unknown:
        return (
            Health.BAD,
            f"A newer release wrote this database ({sorted(unknown)[0]}). Install that release.",
        )
    return Health.GOOD, "The tables are those of this release."


def check_database(whole):
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT version()")
            return Health.GOOD, f"{cursor.fetchone()[0].split(' (')[0]} answers."
    size = database_bytes()
    if size > LARGE and not whole:
        return Health.GOOD, f"Answers; {size:,} bytes were not read through (--whole does)."
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {'integrity_check' if whole else 'quick_check'}(3)")
        faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        faults += [f"a row of {row[0]} points to none of {row[2]}" for row in cursor.fetchall()[:3]]
    if faults:
        return Health.BAD, f"SQLite finds {'; '.join(faults)}. Restore the last good copy."
    return Health.GOOD, f"SQLite finds nothing wrong in {size:,} bytes."


def check_originals(whole):
    """Read stored pages back: their bytes must be those that came in."""
    ids = list(Page.objects.values_list("pk", flat=True))
    chosen = ids if whole else random.sample(ids, min(SAMPLE, len(ids)))
    spoiled = []
    for begin in range(0, len(chosen), SAMPLE):
        pages = Page.objects.filter(pk__in=chosen[begin : begin + SAMPLE])
        spoiled += [page.pk for page in pages.only("original", "encoding", "sha256") if is_spoiled(page)]
    if spoiled:
        named = ", ".join(str(pk) for pk in spoiled[:5])
        return Health.BAD, f"{len(spoiled)} pages are not what was loaded (ids {named}). Restore a good copy."
    return Health.GOOD, f"{len(chosen)} of {len(ids)} pages read back as they were loaded."


def is_spoiled(page: Page) -> bool:
    try:
        raw = page.raw
        decode(raw, page.encoding)
    except (zlib.error, UnicodeError, LookupError):
        return True
    return hashlib.sha256(raw).hexdigest() != page.sha256


def check_search(whole):
    missing, extra = search.compare()
    if missing or extra:
        return Health.BAD, (
            f"{len(missing)} published articles are not in the search index, {len(extra)} others are. "
            "Run manage.py rebuild_search."
        )
    return Health.GOOD, "The search index holds what is published, no more and no less."


def check_loads(whole):
    stuck = Load.objects.filter(state=Load.State.RUNNING, started_at__lt=now() - LONGEST_LOAD)
    names = ", ".join(str(pk) for pk in stuck.values_list("pk", flat=True)[:5])
    if names:
        return (
            Health.LOOK,
            f"Loads {names} began over a day ago and did not end. Run them again: nothing doubles.",
        )
    return Health.GOOD, "No load hangs."


def check_room(whole):
    folder = data_folder()
    free = shutil.disk_usage(folder).free
    # A copy, or a rebuilt index, needs about as much as there is.
    wanted = max(LEAST_ROOM, database_bytes())
    if free < LEAST_ROOM // 4:
        return Health.BAD, f"{free:,} bytes are free at {folder}. Saving will soon fail: make room."
    files = os.statvfs(folder)
    if files.f_files and files.f_favail < LEAST_FILES:
        return (
            Health.BAD,
            f"{folder} takes {files.f_favail:,} more files. Remove some: a copy needs room for two.",
        )
    if free < wanted:
        return Health.LOOK, f"{free:,} bytes are free at {folder}, less than a copy needs ({wanted:,})."
    return Health.GOOD, f"{free:,} bytes are free."


def check_clock(whole):
    latest = Article.objects.aggregate(latest=Max("updated_at"))["latest"]
    if latest and latest > now() + timedelta(minutes=5):
        return (
            Health.BAD,
            f"An article was changed at {latest:%Y-%m-%d %H:%M}, which is to come. Set the clock.",
        )
    return Health.GOOD, f"It is {now().astimezone(get_default_timezone()):%Y-%m-%d %H:%M} here."


def check_versions(whole):
    """Name what runs here with a fault that bears on this archive."""
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < (3, 51, 3):
        return Health.LOOK, (
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset fault: very rarely two writers spoil a file. "
            "Keep daily copies, or take 3.51.3 or newer."
        )
    return Health.GOOD, f"Django {django.get_version()}, Python {sys.version.split()[0]}: no known fault."


def check_backup(whole):
    folder = settings.BASE_DIR / BACKUPS
    copies = sorted(folder.glob("*.backup"), key=lambda path: path.stat().st_mtime)
    if not copies:
        return Health.LOOK, f"There is no copy in {folder}. Run manage.py backup, daily."
    age = now() - datetime.fromtimestamp(copies[-1].stat().st_mtime, tz=get_default_timezone())
    if age > OLDEST_BACKUP:
        return (
            Health.LOOK,
            f"The newest copy, {copies[-1].name}, is {age.days} days old. Run manage.py backup.",
        )
    return Health.GOOD, f"The newest copy is {copies[-1].name}."


def check_settings(whole):
    if settings.DEBUG:
        return Health.LOOK, "DEBUG is on: errors show the settings to every reader. Set DEBUG=0 on a server."
    return Health.GOOD, "DEBUG is off."


def data_folder() -> Path:
    name = str(connection.settings_dict["NAME"])
    return Path(name).parent if connection.vendor == "sqlite" and Path(name).is_file() else settings.BASE_DIR


CHECKS = (
    check_schema,
    check_database,
    check_originals,
    check_search,
    check_loads,
    check_room,
    check_clock,
    check_versions,
    check_backup,
    check_settings,
)
