"""What a name appears with, who stands under whom, and writers whose names are no plain words."""

import re

import pytest
from django.core.cache import cache

from articles.models import Agency
from articles.public import company, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(archive):
    made = {
        "section": archive.section(),
        "water": archive.agency("河口市水务局"),
        "police": archive.agency("河口市公安局"),
        "rumour": archive.agency("河口市谣言局", is_proposed=True),
        "tag": archive.tag(),
        "merged": archive.tag("治理水患"),
    }
    made["merged"].merged_into = made["tag"]
    made["merged"].save()
    both = {"section": made["section"], "agencies": [made["water"], made["police"], made["rumour"]]}
    archive.sheet(
        both | {"title": "一", "tags": [made["tag"]], "writers": ["林一苇"]},
        both | {"title": "二", "tags": [made["merged"]]},
        {"title": "三", "agencies": [made["water"]], "writers": ["向晚"]},
        both | {"title": "草稿", "writers": ["某某"], "published": False},
    )
    return made


def company_on(client, address) -> dict[str, str]:
    html = client.get(address).content.decode()
    part = html.partition('class="company"')[2].partition("</section>")[0]
    return dict(re.findall(r"<bdi>([^<]+)</bdi></a> <(?:a|span)[^>]*>(\d+)<", part))


def test_an_agency_tells_with_whom_and_under_what_it_appears(client, things):
    found = company_on(client, f"/agencies/{things['water'].pk}/")
    assert found == {"走街串巷": "2", "河口市公安局": "2", "治水": "1", "林一苇": "1", "向晚": "1"}


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/sections/{section}/", {"河口市水务局", "河口市公安局", "治水", "林一苇"}),
        ("/tags/{tag}/", {"走街串巷", "河口市水务局", "河口市公安局", "林一苇"}),
        ("/writers/林一苇/", {"走街串巷", "河口市水务局", "河口市公安局", "治水"}),
    ],
)
def test_sections_tags_and_writers_tell_it_too_and_nobody_is_his_own_company(client, things, address, names):
    keys = {name: things[name].pk for name in ("section", "tag")}
    assert set(company_on(client, address.format(**keys))) == names


def test_a_number_leads_to_the_articles_that_it_counts(client, things):
    html = client.get(f"/sections/{things['section'].pk}/").content.decode()
    query = f"/search/?section={things['section'].pk}&amp;agency={things['police'].pk}"
    assert f'href="{query}" rel="nofollow"' in html
    assert client.get(query.replace("&amp;", "&")).content.decode().count('class="row"') == 2


def test_of_very_many_articles_the_newest_are_counted_and_the_page_says_so(client, things, monkeypatch):
    monkeypatch.setattr(company, "NEWEST", 2)
    cache.clear()
    html = client.get(f"/agencies/{things['water'].pk}/").content.decode()
    assert "据最新2篇" in html


def grow(archive, names, parent=None, **fields):
    made = [archive.agency(name, parent=parent, **fields) for name in names]
    archive.story("提到", agencies=made, number=str(next(archive.numbers)))
    return made


def test_the_tree_begins_at_the_top_and_leads_down_by_steps(client, archive, monkeypatch):
    monkeypatch.setattr(tree, "SHOWN", 2)
    (province,) = grow(archive, ["河省人民政府"])
    city, *_others = grow(archive, ["河口市人民政府", "河源市人民政府", "河阳市人民政府"], parent=province)
    bureau, _other = grow(archive, ["河口市水务局", "河口市教育局"], parent=city)
    html = client.get("/agencies/tree/").content.decode()
    assert html.count("<bdi>") == 3
    assert "另有1个" in html
    assert "下属2个" in html
    assert f'href="/agencies/tree/?under={city.pk}"' in html
    below = client.get(f"/agencies/tree/?under={city.pk}").content.decode()
    assert re.findall(r"<bdi>([^<]+)</bdi>", below) == [
        "河省人民政府", "河口市人民政府", "河口市教育局", "河口市水务局",
    ]  # fmt: skip
    assert client.get(f"/agencies/tree/?under={bureau.pk}").status_code == 200


def test_who_is_not_public_stands_in_the_tree_without_an_address(client, archive):
    hidden = Agency.objects.create(name="河口市人民政府", is_proposed=True)
    grow(archive, ["河口市水务局"], parent=hidden)
    html = client.get("/agencies/tree/").content.decode()
    assert "<bdi>河口市人民政府</bdi>" in html
    assert f"/agencies/{hidden.pk}/" not in html
    assert client.get(f"/agencies/tree/?under={hidden.pk}").status_code == 200
    childless = Agency.objects.create(name="河口市谣言局", is_proposed=True)
    assert client.get(f"/agencies/tree/?under={childless.pk}").status_code == 404


def test_agencies_that_stand_under_each_other_by_mistake_do_no_harm(client, archive):
    one, other = grow(archive, ["甲局", "乙局"])
    one.parent, other.parent = other, one
    one.save()
    other.save()
    assert client.get("/agencies/tree/").status_code == 200
    assert client.get(f"/agencies/tree/?under={one.pk}").status_code == 200


@pytest.mark.parametrize("name", ["本报记者/林一苇", "图/文 向晚", "/周渡", "A.B", "林一苇（实习）"])
def test_a_writer_has_a_page_whatever_the_name_looks_like(client, archive, name):
    article = archive.story(writers=[name])
    html = client.get(article.get_absolute_url()).content.decode()
    (address,) = re.findall(r'href="(/writers/[^"]+)"', html)
    page = client.get(address)
    assert page.status_code == 200
    assert article.title in page.content.decode()
    assert address in client.get("/writers/").content.decode()
    for feed in ("feed/", "feed/rss/"):
        assert article.title in client.get(address + feed).content.decode()
    assert client.get(f"{address.rstrip('/')}.json").json()["name"] == name
