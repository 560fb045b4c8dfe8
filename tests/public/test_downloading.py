"""Searches and issues as files: whole, streamed, read back as they were, and harmless in a spreadsheet."""

import csv
import io
import json

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import Article
from articles.public import downloading
from articles.public.entries import gather
from articles.public.formats import COLUMNS, FORMATS, neutralised, row_of
from tests.public.validating import MESS, faults_by, faults_of

pytestmark = pytest.mark.django_db

FORMULAS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "　=",
    '"=',
    ";=",
    ",=",
    "a;=",
]
BEGINS_FORMULA = tuple("=+-@＝＋－＠")


@pytest.fixture
def stories(archive):
    articles = archive.sheet(
        {
            "kicker": "=1+1",
            "title": f"码头{MESS}",
            "subtitle": "@SUM(A1)",
            "body": f'一段{MESS}\n=HYPERLINK("http://x")\n▲-2+3\n尾;=1+1',
            "section": archive.section("－栏"),
            "agencies": [archive.agency("＝局")],
            "tags": [archive.tag("+签")],
            "writers": ["@林一苇"],
        },
        *({"title": f"码头{number}", "body": "正文"} for number in range(7)),
    )
    search.index_articles(articles)
    return articles


def take(client, address: str, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response.streaming
    return response.getvalue().decode()


def rows(text: str, delimiter=",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_search_is_taken_along_whole(client, stories, monkeypatch):
    monkeypatch.setattr(downloading, "BATCH", 3)
    lines = take(client, "/search.jsonl", q="码头").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [article.pk for article in stories]


def test_an_issue_is_taken_along_as_printed(client, stories):
    lines = take(client, "/issues/2024-06-14.jsonl").splitlines()
    assert [json.loads(line)["order"] for line in lines] == list(range(1, 9))


def test_every_line_is_the_record_of_its_article(client, stories):
    description = client.get("/api/openapi.json").json()
    schema = {"$ref": "#/components/schemas/Article", "components": description["components"]}
    for line in take(client, "/issues/2024-06-14.jsonl").split("\n")[:-1]:
        record = json.loads(line)
        assert faults_by(record, schema) == []
        assert record == client.get(f"/articles/{record['id']}.json").json()


def test_every_line_of_ninjs_is_valid(client, stories):
    lines = take(client, "/search.ninjs.jsonl", q="码头").split("\n")[:-1]
    assert len(lines) == len(stories)
    assert [faults_of(json.loads(line), "ninjs") for line in lines] == [[]] * len(lines)


def test_the_schema_of_ninjs_can_find_something_wrong(client, stories):
    item = json.loads(take(client, "/issues/2024-06-14.ninjs.jsonl").split("\n")[0])
    assert faults_of(item | {"pubStatus": "printed"}, "ninjs")
    assert faults_of(item | {"unheard": "of"}, "ninjs")


def test_exact_csv_comes_back_as_it_was(client, stories):
    text = take(client, "/issues/2024-06-14.csv")
    entries = gather(Article.objects.published().as_printed())
    assert rows(text) == [list(COLUMNS), *(row_of(entry, "http://testserver") for entry in entries)]
    first = dict(zip(COLUMNS, rows(text)[1], strict=True))
    assert (first["body"], first["title"]) == (stories[0].body, stories[0].title)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_for_spreadsheets_begins_a_formula(client, stories, delimiter):
    text = take(client, "/issues/2024-06-14.spreadsheet.csv")
    cells = [cell for row in rows(text.removeprefix("\ufeff"), delimiter) for cell in row]
    assert [
        cell
        for cell in cells
        if cell.lstrip(" \u3000\"'\t\r\n").startswith(BEGINS_FORMULA) and not guarded(cell)
    ] == []


def guarded(cell: str) -> bool:
    return "'" in cell[: len(cell) - len(cell.lstrip(" \u3000\"'\t\r\n"))]


def test_the_exact_file_does_begin_formulas(client, stories):
    # What the test above looks for is there to be found.
    cells = [cell for row in rows(take(client, "/issues/2024-06-14.csv")) for cell in row]
    assert "=1+1" in cells


@pytest.mark.parametrize("opening", FORMULAS)
def test_whatever_could_begin_a_formula_is_kept_from_it(opening):
    made = neutralised(f"{opening}1+1")
    assert "'" in made
    assert "'" not in neutralised("1+1=2，甲-乙 a@b.cn")


def test_text_is_for_reading(client, stories):
    text = take(client, "/search.txt", q="码头6")
    assert text.startswith("码头6\n")
    assert "\n　　正文\n" in text
    assert "码头6[N/OL]. 河口日报，2024-06-14（1）. http://testserver/articles/20240614001008/." in text


@pytest.mark.parametrize("ending", FORMATS)
def test_no_control_character_breaks_a_file(client, stories, ending):
    text = take(client, f"/issues/2024-06-14.{ending}")
    if "json" in ending:
        assert all(json.loads(line) for line in text.split("\n")[:-1])
    elif ending != "csv":  # exact: what is stored, and csv carries it
        assert not {"\x01", "\x0b", "\ufffe"} & set(text)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_says_what_it_is(client, stories, ending):
    response = client.get(f"/issues/2024-06-14.{ending}")
    response.getvalue()
    assert response["Content-Disposition"] == f'attachment; filename="2024-06-14.{ending}"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_an_issue_with_a_name_of_its_own_is_named_safely(client, archive):
    article = archive.story()
    article.issue.edition = "号外"
    article.issue.save()
    response = client.get("/issues/2024-06-14-号外.spreadsheet.csv")
    response.getvalue()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''2024-06-14-%E5%8F%B7")


def test_drafts_are_in_no_file(client, archive):
    archive.story("已发布的码头", number="1")
    archive.story("没发布的码头", number="2", published=False)
    search.index_articles(Article.objects.all())
    for ending in FORMATS:
        for address, query in ((f"/issues/2024-06-14.{ending}", {}), (f"/search.{ending}", {"q": "码头"})):
            text = take(client, address, **query)
            assert "已发布的码头" in text
            assert "没发布的码头" not in text


def test_nothing_to_take_along_is_said_before_the_file_begins(client):
    assert client.get("/search.jsonl").status_code == 400
    assert client.get("/issues/1999-01-01.jsonl").status_code == 404


def test_others_wait_while_two_files_are_sent(client, stories):
    first = client.get("/search.jsonl", {"q": "码头"})
    second = client.get("/search.jsonl", {"q": "码头"})
    refused = client.get("/search.jsonl", {"q": "码头"})
    assert (refused.status_code, refused["Retry-After"]) == (503, "20")
    first.getvalue()
    # A reader who goes away frees the place too. As in Django's own client, the test keeps its connection.
    request_finished.disconnect(close_old_connections)
    second.close()
    request_finished.connect(close_old_connections)
    assert take(client, "/search.jsonl", q="码头")


def test_a_search_that_cannot_be_finished_breaks_off(client, stories, monkeypatch):
    real = search.search

    def too_slow(*args, before=None, **kwargs):
        answer = real(*args, before=before, **kwargs)
        answer.timed_out = before is not None
        return answer

    monkeypatch.setattr(downloading, "BATCH", 3)
    monkeypatch.setattr(search, "search", too_slow)
    with pytest.raises(downloading.BrokenOff, match="Narrow it by year"):
        client.get("/search.jsonl", {"q": "码头"}).getvalue()
    monkeypatch.undo()
    assert take(client, "/search.jsonl", q="码头")


def test_memory_and_questions_grow_with_the_batch_not_the_file(client, archive, monkeypatch):
    monkeypatch.setattr(downloading, "BATCH", 10)
    search.index_articles(
        archive.sheet(*({"title": f"码头{number}", "body": "正文"} for number in range(45)))
    )
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/issues/2024-06-14.jsonl")
        before = len(captured)
        pieces = iter(response)
        lengths = [piece.count(b"\n") for piece in pieces]
    assert lengths == [0, 10, 10, 10, 10, 5]
    assert len(captured) - before == 5 * 4
