"""Every public object as JSON: as described, for anybody's program, and nothing that is not public."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import OpenAPIV31SpecValidator

from articles import publishing, search
from articles.models import Article, Credit
from tests.public.validating import MESS, faults_by
from tests.questions import count_questions

pytestmark = pytest.mark.django_db

# Each address, and the schema that its answer is described by.
RECORDS = {
    "/articles.json": "Articles",
    "/articles/20240614001001.json": "Article",
    "/issues.json": "Issues",
    "/issues/2024-06-14.json": "Issue",
    "/issues/2024-06-14/1.json": "Page",
    "/sections.json": "Sections",
    "/sections/{section}.json": "Section",
    "/agencies.json": "Agencies",
    "/agencies/{agency}.json": "Agency",
    "/tags.json": "Tags",
    "/tags/{tag}.json": "Tag",
    "/writers.json": "Writers",
    "/writers/林一苇.json": "Writer",
    "/search.json?q=码头": "Search",
}


@pytest.fixture
def things(archive):
    made = {
        "section": archive.section(),
        "agency": archive.agency(kind="government", level="city"),
        "tag": archive.tag(),
    }
    made["story"] = {
        "kicker": "三年之后",
        "title": f"老码头{MESS}",
        "body": f"河边的老码头昨天重新开放。{MESS}\n■小标题\n居民说值得。",
        "section": made["section"],
        "agencies": [made["agency"]],
        "tags": [made["tag"]],
        "writers": ["林一苇"],
        "series": "码头记",
    }
    articles = archive.sheet(made["story"], {"title": "新桥合龙", "body": "新桥离老码头不远。"})
    search.index_articles(articles)
    return made


def keys_of(things) -> dict:
    return {name: things[name].pk for name in ("section", "agency", "tag")}


def described(client) -> dict:
    return client.get("/api/openapi.json").json()


def test_the_description_is_valid_openapi(client):
    assert list(OpenAPIV31SpecValidator(described(client)).iter_errors()) == []


def test_an_invalid_description_would_be_seen(client):
    broken = described(client)
    broken["paths"]["/articles.json"]["get"]["responses"] = {"200": {}}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


@pytest.mark.parametrize(("address", "name"), RECORDS.items())
def test_a_record_is_as_described(client, things, address, name):
    response = client.get(address.format(**keys_of(things)))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    description = described(client)
    schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    record = json.loads(response.content)
    assert faults_by(record, schema) == []
    assert record["version"] == 1


def test_every_described_address_answers_and_every_record_is_described(client, things):
    answering = {
        re.sub(r"/(\d{3,}|\d+|2024-06-14|林一苇)(?=[./])", "/{}", re.sub(r"/1\.json", "/{}.json", address))
        for address in (address.format(**keys_of(things)).split("?")[0] for address in RECORDS)
    }
    told = {re.sub(r"\{\w+\}", "{}", path) for path in described(client)["paths"]}
    assert answering <= told
    for path in described(client)["paths"]:
        filled = path.replace("{address}", "2024-06-14").replace("{page}", "1").replace("{name}", "林一苇")
        kind = path.split("/")[1]
        number = {"sections": "section", "agencies": "agency", "tags": "tag"}.get(kind)
        filled = filled.replace("{id}", str(things[number].pk) if number else "20240614001001")
        response = client.get(filled, {"q": "码头"} if filled.startswith("/search") else {})
        assert response.status_code == 200, filled
        response.getvalue()


def test_an_article_is_told_exactly(client, things):
    record = client.get("/articles/20240614001001.json").json()
    assert record["title"] == things["story"]["title"]
    assert record["body"] == things["story"]["body"]
    assert record["paragraphs"][1] == {"role": "subhead", "text": "小标题"}
    assert record["byline"] == [{"name": "林一苇", "role": "reporter"}]
    assert record["agencies"][0]["words"] == "河口市水务局"
    assert record["page"]["url"] == "http://testserver/issues/2024-06-14/1/"


def test_the_address_of_a_record_is_its_own(client, things):
    for address in RECORDS:
        told = client.get(address.format(**keys_of(things))).json()["json"]
        assert client.get(told).status_code == 200, told


def test_a_list_is_turned_to_its_end(client, archive, monkeypatch):
    monkeypatch.setattr("articles.public.data.SIZE", 2)
    for number in range(1, 6):
        archive.story(f"消息{number}", number=str(number))
    address, seen = "/articles.json", []
    while address:
        record = client.get(address).json()
        seen += [line["title"] for line in record["articles"]]
        address = record["next"]
    assert seen == ["消息1", "消息2", "消息3", "消息4", "消息5"]


def test_programs_of_any_site_may_read(client, things):
    response = client.get("/articles/20240614001001.json", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    asked = client.options(
        "/articles/20240614001001.json",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"},
    )
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_what_has_not_changed_is_not_sent_again(client, things):
    etag = client.get("/articles/20240614001001.json")["ETag"]
    again = client.get("/articles/20240614001001.json", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_withdrawn_article_says_so_at_once(client, things):
    assert client.get("/articles/20240614001001.json").status_code == 200
    publishing.withdraw(Article.objects.get(pk=20240614001001), because="内容有误")
    response = client.get("/articles/20240614001001.json")
    assert response.status_code == 410
    assert response.json()["because"] == "内容有误"


@pytest.mark.parametrize(
    "address",
    [
        "/articles/20240614001001.json", "/issues/2024-06-14.json", "/issues/2024-06-14/1.json",
        "/sections/{section}.json", "/agencies/{agency}.json", "/tags/{tag}.json", "/writers/林一苇.json",
    ],
)  # fmt: skip
def test_what_only_drafts_have_is_not_there(client, archive, address):
    made = {"section": archive.section(), "agency": archive.agency(), "tag": archive.tag()}
    archive.story(
        section=made["section"],
        agencies=[made["agency"]],
        tags=[made["tag"]],
        writers=["林一苇"],
        published=False,
    )
    response = client.get(address.format(**{name: thing.pk for name, thing in made.items()}))
    assert response.status_code == 404
    assert response.json()["error"]


def test_proposed_and_refused_names_are_not_told(client, archive):
    agency = archive.agency(is_proposed=True)
    article = archive.story(agencies=[agency], section=archive.section(is_proposed=True))
    record = client.get(f"/articles/{article.pk}.json").json()
    assert (record["agencies"], record["section"]) == ([], None)


def test_a_search_for_nothing_says_what_to_ask(client):
    response = client.get("/search.json")
    assert response.status_code == 400
    assert "q" in response.json()["error"]


def test_records_ask_no_more_for_more(client, archive, things, settings):
    settings.NEWSROOM = settings.NEWSROOM | {"FRESH_SECONDS": 60}

    def count(address):
        cache.clear()
        client.get("/robots.txt")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return count_questions(captured)

    def print_more(numbers):
        for number in numbers:
            stories = [things["story"] | {"title": f"码头{place}"} for place in range(25)]
            articles = archive.sheet(*stories, number=str(number))
            Credit.objects.bulk_create(Credit(article=article, name="向晚") for article in articles)
            search.index_articles(articles)

    addresses = [address.format(**keys_of(things)) for address in RECORDS]
    print_more([2])
    few = {address: count(address) for address in addresses}
    print_more([3, 4])
    many = {address: count(address) for address in addresses}
    assert {address: number for address, number in many.items() if number > 10} == {}
    assert {key: (few[key], many[key]) for key in addresses if many[key] > few[key]} == {}
