"""The file for spreadsheets, opened by a real one: not a cell of it is a formula."""

import shutil
import subprocess
import zipfile

import pytest
from lxml import etree

from articles import search
from articles.public.formats import csv_line
from tests.public.test_downloading import FORMULAS
from tests.public.validating import MESS

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SEPARATORS = {"comma": 44, "semicolon": 59, "tab": 9}
# The separator, the quotation mark, UTF-8, from line 1; the last says to take formulas for formulas.
READING = "CSV:{},34,76,1,,0,false,true,false,false,false,-1,true"


def count_formulas(written: bytes, separator: int, folder) -> tuple[int, int]:
    """Return how many cells an office finds in the file, and how many of them it takes for formulas."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice here: install the package libreoffice-calc")
    (folder / "found.csv").write_bytes(written)
    command = [
        *("soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"),
        *(f"--infilter={READING.format(separator)}", "--convert-to", "ods", "found.csv"),
    ]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=True)
    sheets = etree.fromstring(zipfile.ZipFile(folder / "found.ods").read("content.xml"))
    cells = [cell for cell in sheets.iter(f"{TABLE}table-cell") if len(cell)]
    return len(cells), sum(f"{TABLE}formula" in cell.attrib for cell in cells)


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_a_spreadsheet_finds_no_formula(client, archive, tmp_path, separator):
    hostile = [f"{opening}1+1" for opening in FORMULAS] + [f"{opening}HYPERLINK(A1)" for opening in FORMULAS]
    articles = archive.sheet(
        *(
            {
                "kicker": words,
                "title": f"码头{words}{MESS}",
                "subtitle": words,
                "body": f"{words}\n{MESS}\n▲{words}\n尾{words}",
                "writers": [words[:20]],
            }
            for words in hostile
        ),
        name="=1+1",
    )
    search.index_articles(articles)
    response = client.get("/issues/2024-06-14.spreadsheet.csv")
    cells, formulas = count_formulas(response.getvalue(), separator, tmp_path)
    assert cells > len(hostile)
    assert formulas == 0


def test_a_spreadsheet_would_find_one(tmp_path):
    cells, formulas = count_formulas(
        csv_line(["码头", "=1+1", "=A1"]).encode(), SEPARATORS["comma"], tmp_path
    )
    assert (cells, formulas) == (3, 2), "it takes no formula for one"
