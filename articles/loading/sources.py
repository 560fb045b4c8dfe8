"""What stands under the paths a person named: files, folders, archives, each entry once, in a fixed order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from .found import ARCHIVES, PAGES, USUAL, Found, Limits, below, say_why, show
from .papers import FILE, LARGEST, Paper, UnreadablePaper, read_paper
from .zips import in_archive

DEEPEST = 100


def find(paths: Iterable[str | os.PathLike], limits: Limits = USUAL) -> Iterator[Found]:
    """Yield every entry under `paths`. A file that is named is a page, whatever its name ends in."""
    for path in paths:
        path = os.fspath(path)
        try:
            kind = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            yield Found(show(path), refused=say_why(error))
            continue
        if stat.S_ISDIR(kind):
            yield from _in_folder(path, limits)
        elif path.lower().endswith(ARCHIVES):
            yield from _in_archive(path, _paper_near(os.path.dirname(path) or "."), limits)
        else:
            yield from _one_page(path, _paper_near(os.path.dirname(path) or "."), limits)


# --- files and folders ----------------------------------------------------------------------


def _in_folder(root: str, limits: Limits) -> Iterator[Found]:
    """Walk a folder in the order of names. Links are named and not followed: they may lead anywhere."""
    waiting = [(root, _paper_near(os.path.dirname(os.path.abspath(root))), 0)]
    while waiting:
        folder, paper, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Found(show(folder), refused=say_why(error))
            continue
        if any(entry.name == FILE for entry in listed):
            try:
                paper = _read_paper_file(os.path.join(folder, FILE))
            except UnreadablePaper as error:
                # Its pages would get a wrong paper or date: none of them is taken.
                yield Found(show(os.path.join(folder, FILE)), refused=str(error))
                continue
        folders = []
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if entry.name.startswith("."):
                    continue
                if depth >= DEEPEST:
                    yield Found(show(entry.path), refused=f"More than {DEEPEST} folders deep.")
                else:
                    folders.append((entry.path, paper, depth + 1))
            elif not entry.name.lower().endswith(PAGES + ARCHIVES):
                if entry.name != FILE:
                    yield Found(show(entry.path), ignored=True)
            elif entry.is_symlink():
                yield Found(
                    show(entry.path), refused="A symbolic link. Name the file itself, or copy it here."
                )
            elif entry.name.lower().endswith(ARCHIVES):
                yield from _in_archive(entry.path, paper, limits)
            else:
                yield from _one_page(entry.path, paper, limits)
        waiting.extend(reversed(folders))


def _one_page(path: str, paper: Paper | Found, limits: Limits) -> Iterator[Found]:
    if isinstance(paper, Found):
        yield paper
        return
    try:
        raw = read_whole(path, limits.page)
    except (OSError, ValueError) as error:
        yield Found(show(path), refused=say_why(error) if isinstance(error, OSError) else str(error))
    else:
        yield Found(show(path), show(below(path, paper)), raw, paper)


def read_whole(path: str, most: int) -> bytes:
    """Return the bytes of a file that holds still; pipes and devices are refused, never waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb", buffering=0, closefd=True) as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise ValueError("No ordinary file (a pipe, a device or a socket).")
        if before.st_size > most:
            raise ValueError(_too_large(before.st_size, most))
        raw = bytearray()
        while len(raw) <= most and (part := file.read(1 << 20)):
            raw += part
        after = os.fstat(handle)
    if len(raw) > most:
        raise ValueError(_too_large(len(raw), most))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        raw
    ) != after.st_size:
        raise ValueError("It changed while it was read. Load it again when it is complete.")
    return bytes(raw)


def _too_large(size: int, most: int) -> str:
    return (
        f"{size:,} bytes, more than the {most:,} that a page may have (MAX_PAGE_BYTES)."
        " Split it into one file a page."
    )


# --- the paper beside the pages -------------------------------------------------------------


def _paper_near(folder: str) -> Paper | Found:
    """Return the paper of the nearest newspaper.toml: in the folder, or up to two above it."""
    here = Path(folder)
    for candidate in (here, *list(here.absolute().parents)[:2]):
        path = os.path.join(candidate, FILE)
        if os.path.isfile(path):
            try:
                return _read_paper_file(path)
            except UnreadablePaper as error:
                return Found(show(path), refused=str(error))
    return Paper()


def _read_paper_file(path: str) -> Paper:
    try:
        return read_paper(read_whole(path, LARGEST), path)
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadablePaper):
            raise
        raise UnreadablePaper(f"{path}: {say_why(error) if isinstance(error, OSError) else error}") from error


def _in_archive(path: str, paper: Paper | Found, limits: Limits) -> Iterator[Found]:
    if isinstance(paper, Found):
        yield paper
    else:
        yield from in_archive(path, paper, limits)
