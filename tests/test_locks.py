"""The locks hold what pyproject.toml asks for: by hash, and from no index in particular."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUNS, TESTS, BUILDS = "requirements.lock", "tests/requirements.lock", ".ci/build.lock"


def wanted(*extras: str) -> list[str]:
    return [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]


WANTED = {
    RUNS: wanted("serve", "postgres", "fast", "zh"),
    TESTS: wanted(*(extra for extra in EXTRAS if extra != "dev")),
}


def pinned(lock: str) -> dict[str, Version]:
    """Return the version each package is held at."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_every_dependency_within_its_range(lock):
    versions = pinned(lock)
    outside = [
        line
        for line in WANTED[lock]
        if not (wanted := Requirement(line)).specifier.contains(
            versions.get(canonicalize_name(wanted.name), Version("0")), prereleases=True
        )
    ]
    assert not outside, f"{lock} does not fit pyproject.toml: {outside}. Run make lock."


@pytest.mark.parametrize("lock", [RUNS, TESTS, BUILDS])
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock):
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[\w.!+-]+(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line[:80]


def test_the_tests_run_on_the_versions_that_run():
    tested = pinned(TESTS)
    assert {name: tested.get(name) for name in pinned(RUNS)} == pinned(RUNS)
