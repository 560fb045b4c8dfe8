"""Imports run one way: doors -> -ing modules -> search -> models -> recognising -> segmenter."""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "articles"

# Higher may import lower and its own layer, never the other way.
LAYERS = {
    "segmenter": 0,
    "recognising": 1,
    "models": 2,
    "search": 3,
    "-ing": 4,
    "admin": 5,
    "public": 5,
    "management": 5,
}

# The doors know nothing of each other but for one window: an editor's preview is the readers' own page.
WINDOW = Path("articles/admin/preview.py")


def layer_of(parts: tuple[str, ...]) -> str | None:
    """Return the layer of a module under articles/, by its first name."""
    first = parts[0].removesuffix(".py")
    if first in LAYERS:
        return first
    if first.endswith("ing"):
        return "-ing"
    return None  # apps, migrations, __init__


def imported(source: str, package: tuple[str, ...]):
    """Yield every module name that the source imports, relative ones made whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            # `from articles import search` names the module in its second half.
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def modules():
    return sorted(path for path in ARTICLES.rglob("*.py") if "migrations" not in path.parts)


def wrong_arrows(path: Path, source: str) -> list[str]:
    relative = path.relative_to(ROOT)
    here = layer_of(relative.parts[1:])
    if here is None:
        return []
    wrong = []
    for name in imported(source, relative.parts[:-1]):
        parts = name.split(".")
        if parts[0] != "articles" or len(parts) < 2:
            continue
        there = layer_of(tuple(parts[1:]))
        if there is None:
            continue
        upwards = LAYERS[there] > LAYERS[here]
        other_door = LAYERS[there] == LAYERS[here] == 5 and there != here and relative != WINDOW
        if upwards or other_door:
            wrong.append(f"{relative} ({here}) imports {name} ({there})")
    return wrong


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    assert wrong_arrows(path, path.read_text(encoding="utf-8")) == []


def test_an_arrow_that_runs_back_is_seen():
    path = ARTICLES / "segmenter" / "planted.py"
    assert wrong_arrows(path, "from articles.models import Page")
    assert wrong_arrows(path, "from ..recognising import Home")
    assert wrong_arrows(ARTICLES / "models" / "planted.py", "from articles import search")
    assert wrong_arrows(ARTICLES / "admin" / "planted.py", "from articles.public import rows")
    assert not wrong_arrows(ARTICLES / "publishing.py", "from articles import search")


def circle(sources: dict[tuple[str, ...], str]) -> list[str]:
    """Return modules that import one another in a ring, imports inside functions included, or nothing."""
    names = {".".join(parts): parts for parts in sources}
    arrows = {
        name: {other for other in imported(sources[parts], parts[:-1]) if other in names and other != name}
        for name, parts in names.items()
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_one_another_in_a_ring():
    # A package's own __init__ is how others see it: its parts may be asked through it.
    paths = [path for path in modules() if path.name != "__init__.py"]
    parts = {path.relative_to(ROOT).with_suffix("").parts: path.read_text(encoding="utf-8") for path in paths}
    assert circle(parts) == []


def test_a_ring_of_imports_is_seen():
    here, there = ("articles", "loading", "one"), ("articles", "loading", "two")
    assert circle({here: "from .two import x", there: "def f():\n    from . import one"})
    assert not circle({here: "from .two import x", there: "import os"})


def test_the_segmenter_needs_the_standard_library_only():
    allowed = set(sys.stdlib_module_names)
    for path in sorted((ARTICLES / "segmenter").rglob("*.py")):
        relative = path.relative_to(ROOT)
        for name in imported(path.read_text(encoding="utf-8"), relative.parts[:-1]):
            root = name.split(".")[0]
            assert root in allowed or name.startswith("articles.segmenter") or name == "articles", (
                f"{relative} imports {name}"
            )


def test_only_publishing_writes_the_state_of_an_article():
    """A state set elsewhere would bypass the table of moves; creating rows is proposing's business."""
    writers = []
    for path in modules():
        if path.name == "publishing.py" or "models" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(
                isinstance(target, ast.Attribute)
                and target.attr == "state"
                and getattr(target.value, "id", "") in {"article", "a"}
                for target in targets
            ):
                writers.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert writers == []


@pytest.mark.parametrize(
    "heavy", ["jieba", "rjieba", "opencc", "articles.recognising", "articles.segmenter.roles"]
)
def test_starting_up_imports_nothing_heavy(heavy):
    """jieba takes over a second and 80 MB; a web worker or `check` must never pay for it."""
    import subprocess

    code = (
        "import django, os, sys; os.environ['DJANGO_SETTINGS_MODULE']='newsroom.settings'; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        f"sys.exit({heavy!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or f"{heavy} is imported at start-up"
