"""The files that a search or an issue is taken along in: what each makes of one article after another."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .citing import gbt_2025, refer_to
from .entries import Entry
from .ninjs import news_item
from .printable import printable
from .records import article_record

# What a spreadsheet takes for a formula, also where it splits a line at another sign than the comma.
FORMULA = re.compile("(^|[;,|\t\r\n\"'])([ \u3000]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")

COLUMNS = (
    "id",
    "url",
    "newspaper",
    "date",
    "edition",
    "page",
    "page_name",
    "order",
    "section",
    "genre",
    "kicker",
    "title",
    "subtitle",
    "byline",
    "dateline_place",
    "dateline_date",
    "event_date",
    "tags",
    "agencies",
    "series",
    "body",
    "published_at",
    "updated_at",
)


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, what opens it, and what each article adds to it."""

    ending: str
    kind: str
    write: object  # (entry, root) -> str
    opening: str = ""


def write_record(entry: Entry, root: str) -> str:
    return one_json_line(article_record(entry, root))


def write_ninjs(entry: Entry, root: str) -> str:
    return one_json_line(news_item(entry, root))


def one_json_line(record: dict) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def row_of(entry: Entry, root: str) -> list[str]:
    """Return the values of the columns, exactly; lists are written as JSON."""
    article, page = entry.article, entry.article.page
    record = article_record(entry, root)
    values = {
        "id": article.pk,
        "url": record["url"],
        "newspaper": record["newspaper"],
        "date": record["issue"]["date"],
        "edition": record["issue"]["edition"],
        "page": page.number if page else "",
        "page_name": page.name if page else "",
        "section": entry.section.name if entry.section else "",
        "byline": in_json(record["byline"]),
        "dateline_place": article.dateline_place,
        "dateline_date": record["dateline"]["date"],
        "tags": in_json([tag.name for tag in entry.tags]),
        "agencies": in_json(
            [{name: agency[name] for name in ("name", "words", "part")} for agency in record["agencies"]]
        ),
        "series": article.series,
    }
    return ["" if (value := values.get(name, record.get(name))) is None else str(value) for name in COLUMNS]


def in_json(values: list) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def write_exact_row(entry: Entry, root: str) -> str:
    return csv_line(row_of(entry, root))


def write_safe_row(entry: Entry, root: str) -> str:
    """Return the row as people read it, no cell of which a spreadsheet can take for a formula."""
    values = dict(zip(COLUMNS, row_of(entry, root), strict=True))
    values["byline"] = "、".join(f"{credit.name}（{credit.get_role_display()}）" for credit in entry.credits)
    values["tags"] = "、".join(tag.name for tag in entry.tags)
    values["agencies"] = "、".join(mention.agency.name for mention in entry.mentions)
    values["genre"] = entry.article.get_genre_display()
    return csv_line([neutralised(value) for value in values.values()])


def neutralised(value: str) -> str:
    """Return the text with an apostrophe before whatever could begin a formula."""
    return FORMULA.sub(r"\1\2'", printable(value).replace("\t", " ").replace("\r", ""))


def csv_line(values: list[str] | tuple[str, ...]) -> str:
    """Return one line of CSV, every value quoted: none is a number to whoever reads it."""
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(values)
    return line.getvalue()


def write_text(entry: Entry, root: str) -> str:
    """Return the article to be read: its headline, who wrote it, the paragraphs, and how to cite it."""
    article = entry.article
    lines = [words for words in (article.kicker, entry.title, entry.subtitle) if words]
    byline = " ".join(f"{credit.get_role_display()} {credit.name}" for credit in entry.credits)
    lines += [byline] if byline else []
    paragraphs = [words if role != "body" else f"\u3000\u3000{words}" for role, words in article.paragraphs]
    lines += ["", *paragraphs, "", gbt_2025(refer_to(entry, root), online=True), "", "=" * 40, ""]
    return printable("\n".join(lines)) + "\n"


FORMATS = {
    format.ending: format
    for format in (
        Format("jsonl", "application/jsonl", write_record),
        Format("csv", "text/csv", write_exact_row, csv_line(COLUMNS)),
        # The mark tells spreadsheets that this is UTF-8.
        Format("spreadsheet.csv", "text/csv", write_safe_row, "\ufeff" + csv_line(COLUMNS)),
        Format("txt", "text/plain", write_text),
        Format("ninjs.jsonl", "application/jsonl", write_ninjs),
    )
}


def write_all(format: Format, batches: Iterator[list[Entry]], root: str) -> Iterator[bytes]:
    """Yield the file piece by piece: nothing of it is kept once it is sent."""
    yield format.opening.encode()
    for entries in batches:
        yield "".join(format.write(entry, root) for entry in entries).encode("utf-8", "replace")
