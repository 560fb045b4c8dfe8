"""Copies of the whole archive: make one while editors work, prove it, and put it back.

A copy is two files: the database, and beside it its SHA-256 in the form `sha256sum --check` reads.
Without the second a flipped bit inside a text would pass every check a database makes of itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader


class CopyRefused(Exception):
    """The copy cannot be made, or cannot be trusted; the message says why and what to do."""


def back_up(target: Path) -> Path:
    """Write a copy of the database as it is at this moment to `target`, which must not exist."""
    if target.exists():
        raise CopyRefused(f"{target} exists already. Name a new file: copies are never overwritten.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    try:
        if connection.vendor == "sqlite":
            copy_sqlite(draft)
        else:
            run_tool("pg_dump", "--format=custom", "--no-owner", f"--file={draft}")
        checksum_of(target).write_text(f"{fingerprint(draft)}  {target.name}\n", encoding="utf-8")
        sync(checksum_of(target))
        sync(draft)
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        if not target.exists():
            checksum_of(target).unlink(missing_ok=True)
        raise
    return target


def copy_sqlite(draft: Path) -> None:
    """Let SQLite write a whole and compact copy: one read transaction, so a load beside it is no matter."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(draft)])
    except OperationalError as error:
        raise CopyRefused(f"{draft}: {error}. Make room there, or name a file elsewhere.") from error
    if faults := faults_in(draft):
        raise CopyRefused(
            f"The database itself is damaged: {faults}. Keep it, and restore the last good copy."
        )


def check_copy(source: Path) -> None:
    """Refuse a copy that is not, to the bit, what was written, or that this release cannot read."""
    if not source.is_file():
        raise CopyRefused(f"{source}: no such file.")
    beside = checksum_of(source)
    if not beside.is_file():
        raise CopyRefused(f"{beside} is missing: without it {source.name} cannot be proved whole.")
    noted, found = beside.read_text(encoding="utf-8").split()[:1], fingerprint(source)
    if noted != [found]:
        raise CopyRefused(
            f"{source} is not what was written: its SHA-256 is {found[:12]}…. Take another copy."
        )
    if connection.vendor == "sqlite":
        if faults := faults_in(source):
            raise CopyRefused(f"{source} is damaged: {faults}. Take another copy.")
        if unknown := migrations_in(source) - known_migrations():
            raise CopyRefused(
                f"{source} comes from a newer release ({', '.join(sorted(unknown)[:3])} are unknown here). "
                "Install that release first."
            )


def restore(source: Path) -> Path | None:
    """Put a checked copy in the place of the database; return where the old one was moved."""
    check_copy(source)
    if connection.vendor != "sqlite":
        run_tool(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
            "--dbname", connection.settings_dict["NAME"], str(source),
        )  # fmt: skip
        return None
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    refuse_while_open(place)
    draft = place.with_name(f"{place.name}.restoring")
    shutil.copyfile(source, draft)
    sync(draft)
    aside = set_aside(place)
    # The one step that counts: until here the old database stands, after it the restored one.
    draft.replace(place)
    for rest in ("-wal", "-shm"):
        place.with_name(place.name + rest).unlink(missing_ok=True)
    sync(place.parent)
    return aside


def set_aside(place: Path) -> Path | None:
    """Give the database that stands a second name, so that replacing it loses nothing."""
    if not place.exists():
        return None
    aside = place.with_name(f"{place.name}.before-{datetime.now():%Y%m%d-%H%M%S-%f}")
    aside.hardlink_to(place)
    for rest in ("-wal", "-shm"):
        if (tail := place.with_name(place.name + rest)).exists():
            shutil.copyfile(tail, aside.with_name(aside.name + rest))
    return aside


def refuse_while_open(place: Path) -> None:
    """Refuse while a server or a load has the database open: it would go on writing into the old file."""
    if not place.exists():
        return
    try:
        with closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as door:
            # In this mode SQLite takes the file for itself, or says that somebody else has it.
            door.execute("PRAGMA locking_mode = EXCLUSIVE")
            door.execute("BEGIN EXCLUSIVE")
            door.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise CopyRefused(
            f"{place} is in use ({error}). Stop the site and every load, then restore."
        ) from error
    except sqlite3.DatabaseError:
        pass  # What cannot be read at all is a good reason to restore.


def faults_in(path: Path) -> str:
    """Return what SQLite finds wrong with a database file, or nothing."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
            said = [] if said == ["ok"] else said
            said += [f"a row of {row[0]} points nowhere" for row in copy.execute("PRAGMA foreign_key_check")][
                :3
            ]
    except sqlite3.DatabaseError as error:
        return str(error)
    return "; ".join(said)


def migrations_in(path: Path) -> set[str]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        return {f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")}


def known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def run_tool(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools against the database of the settings."""
    place = connection.settings_dict
    told = {
        "PGHOST": place["HOST"], "PGPORT": place["PORT"], "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"], "PGDATABASE": place["NAME"],
    }  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in told.items() if value}
    try:
        done = subprocess.run(
            [name, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise CopyRefused(f"{name} is not installed. On Debian: apt-get install postgresql-client") from error
    if done.returncode:
        raise CopyRefused(f"{name} failed: {done.stderr.strip()}")


def checksum_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Wait until what was written stands on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
