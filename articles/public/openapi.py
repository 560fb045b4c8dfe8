"""The description of the addresses that programs read, by OpenAPI 3.1. In words: docs/data.md."""

from __future__ import annotations

from articles.models import Credit, GenreChoice, Level, Part

from .open_data import VERSION

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
NO_ADDRESS = {"type": ["string", "null"], "format": "uri"}


def shape(required: dict, **optional) -> dict:
    """Return the schema of an object; every field of `required` is always there."""
    return {"type": "object", "properties": required | optional, "required": list(required)}


def maybe(schema: dict) -> dict:
    return {"anyOf": [schema, {"type": "null"}]}


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema: dict) -> dict:
    return {"type": "array", "items": schema}


def one_of(choices) -> dict:
    return {"type": "string", "enum": list(choices.values)}


LINKS = {"url": ADDRESS, "json": ADDRESS}
HEAD = {"version": {"const": VERSION}, "type": TEXT, **LINKS}
TURNING = {"months": ref("Months"), "articles": many(ref("ArticleLine")), "next": NO_ADDRESS}
NAME_LINE = {"name": TEXT, "articles": NUMBER, **LINKS}

SCHEMAS = {
    "Named": shape({"id": NUMBER, "name": TEXT, **LINKS}),
    "Months": {
        "type": "object",
        "additionalProperties": NUMBER,
        "description": "Articles by month, 2024-06.",
    },
    "IssueLine": shape(
        {"address": TEXT, "date": DAY, "edition": TEXT, "number": TEXT, **LINKS}, articles=NUMBER
    ),
    "ArticleLine": shape(
        {
            "id": NUMBER,
            **LINKS,
            "kicker": TEXT,
            "title": TEXT,
            "subtitle": TEXT,
            "excerpt": TEXT,
            "genre": one_of(GenreChoice),
            "date": DAY,
            "issue": TEXT,
            "page": TEXT,
            "section": TEXT,
        },
        snippet=TEXT,
    ),
    "Article": shape(
        {
            **HEAD,
            "id": NUMBER,
            "newspaper": TEXT,
            "issue": ref("IssueLine"),
            "page": maybe(shape({"number": TEXT, "name": TEXT, **LINKS})),
            "order": NUMBER,
            "kicker": TEXT,
            "title": TEXT,
            "subtitle": TEXT,
            "excerpt": TEXT,
            "section": maybe(ref("Named")),
            "genre": one_of(GenreChoice),
            "byline": many(shape({"name": TEXT, "role": one_of(Credit.Role)})),
            "dateline": shape({"place": TEXT, "date": maybe(DAY)}),
            "event_date": maybe(DAY),
            "paragraphs": many(
                shape({"role": {"type": "string", "enum": ["body", "subhead", "caption"]}, "text": TEXT})
            ),
            "body": TEXT,
            "characters": NUMBER,
            "tags": many(ref("Named")),
            "agencies": many({"allOf": [ref("Named"), shape({"words": TEXT, "part": one_of(Part)})]}),
            "series": maybe(shape({"name": TEXT, "number": {"type": ["integer", "null"]}})),
            "published_at": MOMENT,
            "updated_at": MOMENT,
        }
    ),
    "Articles": shape({**HEAD, **TURNING}),
    "Issues": shape(
        {
            **HEAD,
            "year": {"type": ["integer", "null"]},
            "issues": many(ref("IssueLine")),
            "years": many(shape({"year": NUMBER, "issues": NUMBER, "json": ADDRESS})),
        }
    ),
    "Issue": shape(
        {
            **HEAD,
            "address": TEXT,
            "date": DAY,
            "edition": TEXT,
            "number": TEXT,
            "newspaper": TEXT,
            "pages": many(
                shape(
                    {
                        "label": TEXT,
                        "url": NO_ADDRESS,
                        "json": NO_ADDRESS,
                        "articles": many(ref("ArticleLine")),
                    }
                )
            ),
        }
    ),
    "Page": shape(
        {
            **HEAD,
            "number": TEXT,
            "name": TEXT,
            "issue": ref("IssueLine"),
            "articles": many(ref("ArticleLine")),
            "stretches": many(
                shape(
                    {
                        "kind": {"type": "string", "enum": ["article", "loose", "gap"]},
                        "article": maybe(shape({"id": NUMBER, **LINKS})),
                        "pieces": many(shape({"start": NUMBER, "role": TEXT, "text": TEXT})),
                    }
                )
            ),
        }
    ),
    "Section": shape({**HEAD, "id": NUMBER, "name": TEXT, "description": TEXT, **TURNING}),
    "Agency": shape(
        {
            **HEAD,
            "id": NUMBER,
            "name": TEXT,
            "names": many(
                shape(
                    {
                        "name": TEXT,
                        "valid_from": {"type": ["integer", "null"]},
                        "valid_to": {"type": ["integer", "null"]},
                    }
                )
            ),
            "kind": TEXT,
            "level": one_of(Level),
            "place": TEXT,
            "valid_from": {"type": ["integer", "null"]},
            "valid_to": {"type": ["integer", "null"]},
            "parent": maybe(ref("Named")),
            "successor": maybe(ref("Named")),
            "children": many(ref("Named")),
            **TURNING,
        }
    ),
    "Tag": shape(
        {**HEAD, "id": NUMBER, "name": TEXT, "synonyms": many(TEXT), "description": TEXT, **TURNING}
    ),
    "Writer": shape({**HEAD, "name": TEXT, **TURNING}),
    "Sections": shape({**HEAD, "sections": many(shape({"id": NUMBER, **NAME_LINE})), "next": NO_ADDRESS}),
    "Agencies": shape({**HEAD, "agencies": many(shape({"id": NUMBER, **NAME_LINE})), "next": NO_ADDRESS}),
    "Tags": shape({**HEAD, "tags": many(shape({"id": NUMBER, **NAME_LINE})), "next": NO_ADDRESS}),
    "Writers": shape({**HEAD, "writers": many(shape(NAME_LINE)), "next": NO_ADDRESS}),
    "Search": shape(
        {
            **HEAD,
            "found": NUMBER,
            "found_is_least": {"type": "boolean"},
            "messages": many(TEXT),
            "articles": many(ref("ArticleLine")),
            "next": NO_ADDRESS,
        }
    ),
    "Error": shape({"version": {"const": VERSION}, "error": TEXT, "status": NUMBER}, because=TEXT),
}


def query(name: str, schema: dict, description: str) -> dict:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def in_path(name: str, schema: dict) -> dict:
    return {"name": name, "in": "path", "required": True, "schema": schema}


ID = in_path("id", NUMBER)
NARROWED = [
    query("since", DAY, "Articles of this day and later."),
    query("until", DAY, "Articles of this day and earlier."),
    query("genre", one_of(GenreChoice), "Articles of this kind."),
    query("after", NUMBER, "Where the list goes on: part of the address in `next`."),
]
BY_NAME = [
    query("q", TEXT, "A part of the name."),
    query("after", TEXT, "Where the list goes on: part of the address in `next`."),
]
SEARCHING = [
    query("q", TEXT, "Words and fields, as on the search page."),
    *NARROWED,
    query("year", NUMBER, "Articles of this year."),
    query("section", NUMBER, "Number of a section."),
    query("agency", NUMBER, "Number of an agency."),
    query("tag", NUMBER, "Number of a tag."),
    query("writer", TEXT, "A name in the byline."),
    query("sheet", TEXT, "Number of the printed page, as printed: 1, A02."),
    query("page", NUMBER, "Which leaf of the hits, best first; newest first goes on with `after`."),
    query("tolerant", {"type": "string", "enum": ["on"]}, "Also find characters that were misread."),
    query("sort", {"type": "string", "enum": ["newest", "best"]}, "Newest first unless asked for the best."),
]
FORMATS = {
    "jsonl": ("application/jsonl", "Article records, one a line."),
    "csv": ("text/csv", "Every value exactly as it is."),
    "spreadsheet.csv": ("text/csv", "For spreadsheets: no cell can be taken for a formula."),
    "txt": ("text/plain", "Plain text to read."),
    "ninjs.jsonl": ("application/jsonl", "IPTC ninjs 3.0, one object a line."),
}

RECORDS = (
    ("/articles.json", "Articles", "articles, newest first", NARROWED),
    ("/articles/{id}.json", "Article", "an article", [ID]),
    ("/issues.json", "Issues", "the issues of a year", [query("year", NUMBER, "The newest unless said.")]),
    ("/issues/{address}.json", "Issue", "an issue and its pages", [in_path("address", TEXT)]),
    (
        "/issues/{address}/{page}.json",
        "Page",
        "a page as it was read",
        [in_path("address", TEXT), in_path("page", TEXT)],
    ),
    ("/sections.json", "Sections", "sections", BY_NAME),
    ("/sections/{id}.json", "Section", "a section and its articles", [ID, *NARROWED]),
    (
        "/agencies.json",
        "Agencies",
        "agencies",
        [*BY_NAME, query("level", TEXT, "central, province, city, district, street or community.")],
    ),
    ("/agencies/{id}.json", "Agency", "an agency and its articles", [ID, *NARROWED]),
    ("/tags.json", "Tags", "tags", BY_NAME),
    ("/tags/{id}.json", "Tag", "a tag and its articles", [ID, *NARROWED]),
    ("/writers.json", "Writers", "names in bylines", BY_NAME),
    ("/writers/{name}.json", "Writer", "a writer's articles", [in_path("name", TEXT), *NARROWED]),
    ("/search.json", "Search", "a search", SEARCHING),
)
FILES = (
    ("/articles/{id}.bib", "application/x-bibtex", "the citation as BibTeX", [ID]),
    ("/articles/{id}.ris", "application/x-research-info-systems", "the citation as RIS", [ID]),
    ("/articles/{id}.csl.json", "application/vnd.citationstyles.csl+json", "the citation as CSL-JSON", [ID]),
    ("/articles/{id}.ninjs.json", "application/json", "the article as IPTC ninjs 3.0", [ID]),
)


def describe_interface(root: str) -> dict:
    """Return the OpenAPI description; `root` is the site's address without the last slash."""
    paths = {path: {"get": get_record(*rest)} for path, *rest in RECORDS}
    paths |= {path: {"get": get_file(kind, words, given)} for path, kind, words, given in FILES}
    for ending, (kind, words) in FORMATS.items():
        paths[f"/search.{ending}"] = {"get": get_file(kind, f"every hit of a search. {words}", SEARCHING)}
        paths[f"/issues/{{address}}.{ending}"] = {
            "get": get_file(kind, f"every article of an issue. {words}", [in_path("address", TEXT)])
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Newsroom",
            "version": f"{VERSION}.0.0",
            "description": "What is published, for programs. Reading only; no key; from any site.",
            "license": {"name": "The texts belong to their publishers", "url": f"{root}/"},
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def get_record(name: str, words: str, given: list) -> dict:
    return {
        "operationId": f"get{name}",
        "summary": f"Return {words}.",
        "parameters": given,
        "responses": {
            "200": answer("application/json", ref(name), words),
            "304": {"description": "What If-None-Match names is still so."},
            "404": answer("application/json", ref("Error"), "nothing public is there"),
        }
        | (
            {"410": answer("application/json", ref("Error"), "it was withdrawn")} if name == "Article" else {}
        ),
    }


def get_file(kind: str, words: str, given: list) -> dict:
    return {
        "summary": f"Return {words}",
        "parameters": given,
        "responses": {
            "200": answer(kind, TEXT if "json" not in kind or kind.endswith("jsonl") else {}, words),
            "404": answer("application/json", ref("Error"), "nothing public is there"),
            "503": answer("application/json", ref("Error"), "too many downloads at once; try again soon"),
        },
    }


def answer(kind: str, schema: dict, words: str) -> dict:
    return {"description": words, "content": {kind: {"schema": schema}}}
