"""Archives: read member by member, nothing unpacked to disk, nothing believed that they say of themselves."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator

from .found import ARCHIVES, PAGES, Found, Limits, below, say_why, show
from .papers import FILE, LARGEST, Paper, UnreadablePaper, read_paper

ENCRYPTED = 0x1
UTF8_NAMES = 0x800
SMALL = 64 * 1024


class HostileArchive(ValueError):
    """The archive as a whole is built to deceive: nothing in it is taken."""


def in_archive(path: str, paper: Paper, limits: Limits) -> Iterator[Found]:
    """Yield the pages of an archive, and every member that is refused with its reason."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise HostileArchive("No ordinary file (a pipe, a device or a socket).")
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                for member in members:
                    member.filename = name_of(member)
                check_whole(members, archive.start_dir, limits)
                yield from _members(path, paper, archive, members, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        UnicodeDecodeError,
        NotImplementedError,
        ValueError,
    ) as error:
        yield Found(show(path), refused=f"No archive that can be trusted: {error}".rstrip(".") + ".")
    except OSError as error:
        yield Found(show(path), refused=say_why(error))


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name. Without the UTF-8 flag it is UTF-8 all the same, or of Chinese Windows."""
    if member.flag_bits & UTF8_NAMES:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def check_whole(members: list[zipfile.ZipInfo], end_of_data: int, limits: Limits) -> None:
    """Refuse an archive with too many members, or whose members share bytes (one bomb told many times)."""
    if len(members) > limits.members:
        raise HostileArchive(f"{len(members):,} members, more than {limits.members:,}.")
    last = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < last:
            raise HostileArchive(f"“{show(member.filename)}” shares its bytes with another member.")
        # The local header is 30 bytes and the name at least.
        last = member.header_offset + 30 + member.compress_size
    if last > end_of_data:
        raise HostileArchive("A member runs beyond the end of the data.")


def _members(path, paper, archive, members, limits: Limits) -> Iterator[Found]:
    papers: dict[str, Paper | None] = {}
    for member in members:
        if os.path.basename(member.filename) == FILE and not why_not(member):
            where = f"{show(path)}/{show(member.filename)}"
            try:
                papers[os.path.dirname(member.filename)] = read_paper(_read(archive, member, LARGEST), where)
            except (UnreadablePaper, ValueError, zipfile.BadZipFile, zlib.error, EOFError) as error:
                papers[os.path.dirname(member.filename)] = None
                yield Found(where, refused=str(error))
    total, seen = 0, set()
    for member in sorted(members, key=lambda member: member.filename):
        where = f"{show(path)}/{show(member.filename)}"
        if member.is_dir() and not _is_link(member):
            continue
        reason = why_not(member)
        if not reason and member.filename in seen:
            reason = "A second member of the same name."
        seen.add(member.filename)
        if not reason and member.filename.lower().endswith(ARCHIVES):
            reason = "An archive within an archive. Unpack it first."
        if reason:
            yield Found(where, refused=reason)
            continue
        if not member.filename.lower().endswith(PAGES):
            if os.path.basename(member.filename) != FILE:
                yield Found(where, ignored=True)
            continue
        its_paper, inside = _paper_of(path, member.filename, papers, paper)
        if its_paper is None:
            yield Found(where, refused=f"The {FILE} beside it cannot be read.")
            continue
        try:
            raw = _read(archive, member, limits.page, limits.ratio)
        except HostileArchive:
            raise
        except (
            ValueError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            yield Found(where, refused=f"Cannot be read: {error}".rstrip(".") + ".")
            continue
        total += len(raw)
        if total > limits.archive:
            raise HostileArchive(f"more than {limits.archive:,} bytes came out of it")
        yield Found(where, show(inside), raw, its_paper)


def why_not(member: zipfile.ZipInfo) -> str:
    """Return why a member is refused by its name or kind alone, or ''."""
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts:
        return "Its name leads out of the archive (../)."
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return "Its name is an absolute path."
    if "\\" in member.orig_filename:
        return "Its name has a backslash. Pack it again with forward slashes."
    if "\0" in member.orig_filename or not name.isprintable():
        return "Its name has control characters."
    if max(len(part.encode("utf-8", "surrogateescape")) for part in parts) > 255:
        return "Its name is longer than 255 bytes."
    if _is_link(member):
        return "A symbolic link or a device."
    if member.flag_bits & ENCRYPTED:
        return "It is encrypted. Unpack it with its password first."
    return ""


def _is_link(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _paper_of(path: str, name: str, papers: dict, outer: Paper):
    """Return the paper of the nearest newspaper.toml in the archive, else the one around it."""
    folder = os.path.dirname(name)
    while True:
        if folder in papers:
            return papers[folder], name[len(folder) :].lstrip("/")
        if not folder:
            return outer, below(os.path.join(os.path.dirname(path), name), outer)
        folder = os.path.dirname(folder)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, ratio: int = 0) -> bytes:
    """Return a member's bytes as they really are: what the archive says of sizes is not believed."""
    raw = bytearray()
    with archive.open(member) as stream:
        while part := stream.read(SMALL):
            raw += part
            if len(raw) > most:
                raise ValueError(f"more than the {most:,} bytes that a page may have")
            if ratio and len(raw) > SMALL and len(raw) > ratio * max(member.compress_size, 1):
                raise HostileArchive(f"“{show(member.filename)}” grows more than {ratio} times when unpacked")
    return bytes(raw)
