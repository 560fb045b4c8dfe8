"""What the documents say is there, is there."""

import re
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READS = re.compile(r"""(?:environment\.\w+|os\.environ\.get)\(\s*["'](\w+)["']""")


def text(path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("source", ["newsroom/settings.py", "newsroom/gunicorn.py"])
def test_every_variable_that_is_read_is_documented(source):
    read = set(READS.findall(text(source)))
    assert read
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", text("docs/running.md")))
    assert read - documented == set()


def test_every_documented_variable_is_read():
    table = text("docs/running.md").split("## Settings")[1].split("\n## ")[0]
    documented = {
        name for row in re.findall(r"^\| (`.*?`) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)
    }
    read = {name for path in (ROOT / "newsroom").glob("*.py") for name in READS.findall(text(path))}
    assert documented - read == set()


@pytest.mark.parametrize("document", DOCS, ids=str)
def test_links_lead_somewhere(document):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text(document))
    broken = [target for target in targets if not (ROOT / document).parent.joinpath(target).exists()]
    assert broken == []


@pytest.mark.parametrize("document", DOCS, ids=str)
def test_commands_that_documents_name_exist(document):
    commands = {path.stem for path in (ROOT / "articles/management/commands").glob("[a-z]*.py")}
    django = {
        "migrate",
        "collectstatic",
        "check",
        "createsuperuser",
        "makemigrations",
        "shell",
        "dumpdata",
        "loaddata",
    }
    named = set(re.findall(r"manage\.py ([a-z_]+)", text(document)))
    assert named - commands - django == set()


@pytest.mark.parametrize("document", DOCS, ids=str)
def test_options_that_documents_name_are_taken(document):
    """Of our own commands, in the order the document writes them: `manage.py NAME … --option`."""
    wrong = []
    for command, rest in re.findall(r"manage\.py ([a-z_]+)([^`\n#;|&]*)", text(document)):
        if (ROOT / "articles/management/commands" / f"{command}.py").exists():
            taken = load_command_class("articles", command).create_parser("manage.py", command)
            known = {option for action in taken._actions for option in action.option_strings}
            wrong += [
                (command, option) for option in re.findall(r"--[a-z][a-z-]*", rest) if option not in known
            ]
    assert wrong == []


@pytest.mark.parametrize("document", DOCS, ids=str)
def test_targets_that_documents_name_exist(document):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
    named = re.findall(r"(?:^ {4}|`)(?:\w+=\S+ )*make ([a-z-]+(?: [a-z-]+)*)", text(document), re.M)
    assert {word for words in named for word in words.split()} - targets == set()


def test_the_layout_in_the_readme_is_the_layout():
    block = text("README.md").split("## Layout")[1].split("\n## ")[0]
    top, inner = re.findall(r"^ {4}([\w./]+) ", block, re.M), re.findall(r"^ {8}([\w./]+) ", block, re.M)
    assert top
    assert inner
    missing = [name for name in top if not (ROOT / name).exists()]
    for name in inner:
        place = ROOT / "articles" / name
        if not (place.exists() or place.with_suffix("").is_dir()):
            missing.append(name)
    assert missing == []


@pytest.mark.slow
def test_the_walk_quotes_what_the_segmenter_says():
    from articles.segmenter import segment_page
    from articles.segmenter.dump import to_text
    from articles.segmenter.text import PageText

    walk = text("docs/one-page.md")
    page = re.search(r"`(seeds/\S+\.txt)`", walk).group(1)
    said = to_text(read := PageText(text(page), page), segment_page(read)).splitlines()
    quoted = [line[4:] for line in walk.splitlines() if re.match(r" {4}(==|[ +] \w+ +\d|  \? )", line)]
    assert len(quoted) > 5
    assert [line for line in quoted if not any(words.startswith(line) for words in said)] == []
