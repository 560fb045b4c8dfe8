"""What may stand in a folder or an archive, and what becomes of it."""

import os
import stat
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from articles.loading.found import Limits
from articles.loading.sources import find, read_whole
from tests.loading.conftest import page_text

ROOT = Path(__file__).resolve().parents[2]
TEXT = page_text(1).encode()


def settled(*paths, **limits):
    """Return name -> "page", "ignored" or the reason of a refusal."""
    return {
        os.path.basename(found.path): found.refused or ("ignored" if found.ignored else "page")
        for found in find([str(path) for path in paths], Limits(**limits))
    }


def test_a_folder_gives_its_pages_in_the_order_of_names(paper):
    (paper / "README.md").write_text("no page")
    found = list(find([str(paper)]))
    assert [one.inside for one in found if not one.ignored] == [
        "2031-05-06/01.txt",
        "2031-05-06/02.txt",
        "2031-05-07/01.txt",
        "2031-05-07/02.txt",
    ]
    assert {one.paper.name for one in found if not one.ignored} == {"云溪日报"}
    assert [os.path.basename(one.path) for one in found if one.ignored] == ["README.md"]


def test_a_file_that_is_named_is_a_page_whatever_its_name(tmp_path):
    (tmp_path / "scan.ocr").write_bytes(TEXT)
    assert settled(tmp_path) == {"scan.ocr": "ignored"}
    assert settled(tmp_path / "scan.ocr") == {"scan.ocr": "page"}


def test_a_named_file_finds_the_newspaper_above_it(paper):
    (found,) = find([str(paper / "2031-05-06" / "01.txt")])
    assert found.paper.name == "云溪日报"


def test_what_is_no_ordinary_file_is_named_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "real").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "good.txt").write_bytes(TEXT)
    found = settled(tmp_path)
    assert "No ordinary file" in found["pipe.txt"]
    assert "symbolic link" in found["link.txt"]
    assert "symbolic link" in found["dangling.txt"]
    assert found["good.txt"] == "page"


def test_a_device_is_refused():
    assert "No ordinary file" in settled("/dev/zero")["zero"]


def test_a_page_above_the_limit_is_refused_with_both_sizes(tmp_path):
    (tmp_path / "big.txt").write_bytes(b"x" * 1001)
    assert "1,001 bytes, more than the 1,000" in settled(tmp_path, page=1000)["big.txt"]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "growing.txt"
    path.write_bytes(TEXT)
    fstat = os.fstat

    def grow_then_look(handle):
        found = fstat(handle)
        with open(path, "ab") as file:
            file.write(b"more")
        return found

    monkeypatch.setattr(os, "fstat", grow_then_look)
    with pytest.raises(ValueError, match="changed while it was read"):
        read_whole(str(path), 10_000)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not read")
def test_what_may_not_be_read_is_named_and_the_rest_taken(tmp_path):
    (tmp_path / "secret.txt").write_bytes(TEXT)
    (tmp_path / "secret.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "good.txt").write_bytes(TEXT)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
    code = (
        "import os, sys; os.setgroups([]); os.setgid(65534); os.setuid(65534);"
        "from articles.loading.sources import find;"
        "[print(os.path.basename(one.path), one.refused) for one in find([sys.argv[1]])]"
    )
    # The child imports before it changes who it is: the code may stand where nobody else can read.
    code = "from articles.loading import sources, papers;" + code
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "secret.txt No permission to read it." in done.stdout
    assert "closed No permission to read it." in done.stdout
    assert "good.txt \n" in done.stdout


def test_names_that_are_no_text_are_spelled_out(tmp_path):
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_bytes(TEXT)
    (tmp_path / "two\nlines.txt").write_bytes(TEXT)
    assert set(settled(tmp_path)) == {"\\xff\\xfe.txt", "two\\x0alines.txt"}


def test_folders_without_end_have_one(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 105)
    deep.mkdir(parents=True)
    (deep / "page.txt").write_bytes(TEXT)
    assert "More than 100 folders deep" in next(iter(settled(tmp_path).values()))


def test_a_broken_newspaper_file_stops_its_folder_and_no_other(paper):
    (paper / "2031-05-06" / "newspaper.toml").write_text("[newspaper")
    found = settled(paper)
    assert "newspaper.toml" in found
    assert "01.txt" in found  # of the other day
    assert sum(not one.ignored and not one.refused for one in find([str(paper)])) == 2


# --- archives --------------------------------------------------------------------------------


def pack(path: Path, *members, flags: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    if flags:
        set_flags(path, flags)
    return path


def set_flags(path: Path, flags: int) -> None:
    """Write other flags into every header of an archive."""
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            struct.pack_into("<H", raw, at + offset, flags)
            at = raw.find(signature, at + 4)
    path.write_bytes(raw)


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_an_archive_gives_its_good_members_and_names_the_others(tmp_path):
    path = pack(
        tmp_path / "pages.zip",
        ("2031-05-06/01.txt", TEXT),
        ("../../outside.txt", TEXT),
        ("/etc/absolute.txt", TEXT),
        ("C:/drive.txt", TEXT),
        ("back\\slash.txt", TEXT),
        ("new\nline.txt", TEXT),
        (link("link.txt"), b"/etc/passwd"),
        ("inner.zip", b"PK"),
        ("notes.pdf", b"%PDF"),
        ("l" * 300 + ".txt", TEXT),
    )
    before = sorted(tmp_path.rglob("*"))
    found = settled(path)
    assert sorted(tmp_path.rglob("*")) == before
    assert found.pop("01.txt") == "page"
    assert found.pop("notes.pdf") == "ignored"
    assert "page" not in found.values()
    reasons = " ".join(found.values())
    for words in (
        "leads out",
        "absolute",
        "backslash",
        "control",
        "symbolic link",
        "within an archive",
        "longer than",
    ):
        assert words in reasons


def test_an_archive_brings_its_own_newspaper(tmp_path):
    path = pack(
        tmp_path / "pages.zip",
        ("yunxi/newspaper.toml", '[newspaper]\nname = "云溪日报"'),
        ("yunxi/2031-05-06/01.txt", TEXT),
    )
    (found,) = find([str(path)])
    assert (found.paper.name, found.inside) == ("云溪日报", "2031-05-06/01.txt")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_the_flag_are_right(tmp_path, encoding):
    name = "要闻版.txt"
    path = pack(tmp_path / "pages.zip", ("X" * len(name.encode(encoding)), TEXT))
    path.write_bytes(path.read_bytes().replace(b"X" * len(name.encode(encoding)), name.encode(encoding)))
    assert settled(path) == {name: "page"}


def test_an_encrypted_member_is_named(tmp_path):
    found = settled(pack(tmp_path / "pages.zip", ("01.txt", TEXT), flags=1))
    assert "encrypted" in found["01.txt"]


def test_a_bomb_by_ratio_is_refused_whole(tmp_path):
    path = pack(tmp_path / "bomb.zip", ("01.txt", b"0" * 1_900_000), ("02.txt", TEXT))
    found = settled(path)
    assert "grows more than 200 times" in found["bomb.zip"]
    assert "02.txt" not in found


def test_a_bomb_by_overlap_is_refused_whole(tmp_path):
    path = pack(tmp_path / "bomb.zip", ("01.txt", TEXT), ("02.txt", TEXT))
    raw = bytearray(path.read_bytes())
    second = raw.find(b"PK\x01\x02", raw.find(b"PK\x01\x02") + 4)
    struct.pack_into("<L", raw, second + 42, 0)  # the second member is told to begin where the first does
    path.write_bytes(raw)
    assert "shares its bytes" in settled(path)["bomb.zip"]


def test_sizes_are_counted_as_read_and_not_as_said(tmp_path):
    path = pack(tmp_path / "pages.zip", ("01.txt", os.urandom(5000)))
    assert "more than the 1,000 bytes" in settled(path, page=1000)["01.txt"]
    assert (
        "came out of it"
        in settled(pack(tmp_path / "b.zip", ("1.txt", TEXT), ("2.txt", TEXT)), archive=100)["b.zip"]
    )
    assert (
        "members" in settled(pack(tmp_path / "c.zip", ("1.txt", TEXT), ("2.txt", TEXT)), members=1)["c.zip"]
    )


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_cut_archive_is_refused_and_not_half_believed(tmp_path, share):
    path = pack(tmp_path / "pages.zip", ("01.txt", TEXT), ("02.txt", TEXT))
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    assert settled(path).keys() == {"pages.zip"}


def test_a_flipped_bit_costs_its_member_only(tmp_path):
    path = pack(tmp_path / "pages.zip", ("01.txt", TEXT), ("02.txt", TEXT))
    raw = bytearray(path.read_bytes())
    raw[120] ^= 0x10
    path.write_bytes(raw)
    found = settled(path)
    assert "Cannot be read" in found["01.txt"]
    assert found["02.txt"] == "page"


def test_a_name_told_twice_is_taken_once(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = pack(tmp_path / "pages.zip", ("01.txt", TEXT), ("01.txt", TEXT + b"x"))
    states = [found.refused or "page" for found in find([str(path)])]
    assert states == ["page", "A second member of the same name."]


@pytest.mark.django_db
def test_agencies_that_cannot_be_read_just_now_stop_the_load(paper, monkeypatch):
    """Pages read without them would be unchanged the next time, and never know them."""
    import errno

    from articles.loading.options import Options
    from articles.loading.running import run
    from articles.loading.stopping import Stopped
    from articles.models import Page

    (paper / "agencies.csv").write_text("name\n云溪市交通运输局\n", encoding="utf-8")
    read = Path.read_bytes

    def too_many(path):
        if path.name == "agencies.csv":
            raise OSError(errno.EMFILE, "Too many open files")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", too_many)
    with pytest.raises(Stopped, match=r"agencies\.csv: cannot be read \(Too many open files\)"):
        run([str(paper)], Options(pause=0))
    assert not Page.objects.exists()
