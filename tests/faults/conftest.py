"""An empty archive to be copied, and a paper to be loaded into it."""

import shutil
from pathlib import Path

import pytest

from tests.faults.archives import Archive
from tests.loading.conftest import page_text


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("empty") / "empty.sqlite3")
    archive.manage("migrate", "--verbosity", "0").check_returncode()
    return archive


@pytest.fixture
def archive(empty_archive, tmp_path) -> Archive:
    return Archive(Path(shutil.copy(empty_archive.place, tmp_path / "archive.sqlite3")))


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Path:
    """Five pages of two articles, with their newspaper.toml and the agencies it names."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(1, 6):
        day = folder / f"2031-05-{number:02}"
        day.mkdir()
        (day / "01.txt").write_text(page_text(number, stories=(0, 1)), encoding="utf-8")
    (folder / "newspaper.toml").write_text(
        '[newspaper]\nname = "云溪日报"\nslug = "yunxi"\ncity = "云溪市"\nprovince = "临江省"\n'
        'agencies = ["agencies.csv"]\n',
        encoding="utf-8",
    )
    (folder / "agencies.csv").write_text(
        "name,aliases,level,kind,parent,place\n云溪市交通运输局,市交通运输局,city,government,,云溪市\n",
        encoding="utf-8",
    )
    return folder


def skip_without(tool: str) -> None:
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed: .ci/faults does it, where it may")


@pytest.fixture(scope="session")
def strace():
    skip_without("strace")


@pytest.fixture(scope="session")
def faketime():
    skip_without("faketime")


@pytest.fixture(scope="session")
def nginx():
    skip_without("nginx")
