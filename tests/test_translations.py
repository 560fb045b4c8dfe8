"""Editors and readers are spoken to in Chinese; the English catalogue keeps up, word for word."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "articles" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
TEMPLATE_CALL = re.compile(r"""\b(?:gettext|ngettext|pgettext|_)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
HAN = re.compile(r"[一-鿿]")


def messages(text: str) -> list[tuple[str, list[str], bool]]:
    """Return (msgid, its translations, whether a person must still look) for each entry of a .po file."""
    found = []
    for entry in re.split(r"\n\s*\n", text):
        fields = re.findall(
            r'^(msgid(?:_plural)?|msgstr(?:\[\d+\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', entry + "\n", re.M
        )
        values = {
            name: "".join(ast.literal_eval(part) for part in lines.split("\n") if part)
            for name, lines in fields
        }
        if values.get("msgid"):
            said = [value for name, value in values.items() if name.startswith("msgstr")]
            found.append((values["msgid"], said, "#, fuzzy" in entry))
    return found


def said_in_code() -> set[str]:
    """Return every Chinese string that the code asks to have translated."""
    words = set()
    for path in [*(ROOT / "articles").rglob("*.py"), *(ROOT / "newsroom").rglob("*.py")]:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS
            ):
                words |= {
                    part.value
                    for part in node.args
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return {word for word in words if HAN.search(word)}


def said_in_templates() -> set[str]:
    words = set()
    for path in (ROOT / "templates").rglob("*.*"):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        words |= {ast.literal_eval(literal) for literal in TEMPLATE_CALL.findall(text)}
    return {word for word in words if HAN.search(word)}


@pytest.fixture(scope="module")
def catalogue():
    return messages(CATALOGUE.read_text(encoding="utf-8"))


def test_every_string_of_the_code_is_in_the_catalogue(catalogue):
    known = {msgid for msgid, _said, _fuzzy in catalogue}
    assert sorted(said_in_code() - known) == []


def test_every_string_of_the_templates_is_in_the_catalogue(catalogue):
    known = {msgid for msgid, _said, _fuzzy in catalogue}
    assert sorted(said_in_templates() - known) == []


def test_every_entry_is_translated_and_looked_at(catalogue):
    assert [msgid for msgid, said, fuzzy in catalogue if fuzzy or not all(said)] == []


def test_a_translation_keeps_the_places_for_values(catalogue):
    wrong = [
        msgid
        for msgid, said, _fuzzy in catalogue
        for words in said
        if set(PLACEHOLDER.findall(words)) != set(PLACEHOLDER.findall(msgid))
    ]
    assert wrong == []


def test_no_chinese_is_left_in_the_english(catalogue):
    # Words that are quoted as words to type (标题:) stay Chinese, in quotation marks or brackets.
    left = [
        (msgid, words)
        for msgid, said, _fuzzy in catalogue
        for words in said
        if HAN.search(re.sub(r"“[^”]*”|\([^)]*\)|（[^）]*）", "", words))
    ]
    assert left == []


def test_the_compiled_catalogue_is_in_step(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        msgid for msgid, said, _fuzzy in catalogue if len(said) == 1 and compiled.gettext(msgid) != said[0]
    ]
    assert stale == []


def test_a_gap_would_be_seen():
    assert messages('msgid "版面"\nmsgstr ""\n') == [("版面", [""], False)]
    assert messages('#, fuzzy\nmsgid "版"\n"面"\nmsgstr "page"\n') == [("版面", ["page"], True)]
