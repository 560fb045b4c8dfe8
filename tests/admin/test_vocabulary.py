"""Tags and agencies are merged with counts first, and taken back from the record."""

import pytest
from django.urls import reverse

from articles.models import Merger, Tag
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(make.make_person("chief", "chief editor"))
    return client


@pytest.mark.parametrize(("noun", "factory"), [("tag", make.TagFactory), ("agency", make.AgencyFactory)])
def test_a_merge_shows_counts_first_and_is_made_on_the_second_press(chief, noun, factory):
    gone, kept = factory(name="环保"), factory(name="环境保护")
    address = reverse(f"admin:articles_{noun}_merge", args=[gone.pk])
    assert chief.get(address).status_code == 200
    first = chief.post(address, {"into": kept.pk})
    assert first.context["counts"]["after"] == 0
    assert not Merger.objects.exists()
    assert chief.post(address, {"into": kept.pk, "confirm": "1"}).status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into == kept
    chief.post(reverse(f"admin:articles_{noun}_undo_merger", args=[Merger.objects.get().pk]))
    gone.refresh_from_db()
    assert gone.merged_into is None


def test_the_one_that_stays_can_be_named_without_a_script(chief):
    gone, kept = make.TagFactory(name="环保"), make.TagFactory(name="环境保护")
    chief.post(reverse("admin:articles_tag_merge", args=[gone.pk]), {"name": "环境 保护", "confirm": "1"})
    assert Tag.objects.get(pk=gone.pk).merged_into == kept


def test_an_editor_sees_the_record_and_may_not_merge(client):
    client.force_login(make.make_person("ann", "editor"))
    tag = make.TagFactory()
    assert client.get(reverse("admin:articles_tag_mergers")).status_code == 200
    assert client.post(reverse("admin:articles_tag_merge", args=[tag.pk])).status_code == 403


def test_near_names_stand_together(chief):
    make.TagFactory(name="交通安全")
    make.TagFactory(name="交通 安全")
    html = chief.get(reverse("admin:articles_tag_near")).content.decode()
    assert html.count('class="near"') == 1


def test_the_tree_shows_each_agency_once_even_in_a_circle(chief):
    above = make.AgencyFactory(name="云溪市政府")
    below = make.AgencyFactory(name="云溪市环保局", parent=above)
    one = make.AgencyFactory(name="甲")
    two = make.AgencyFactory(name="乙", parent=one)
    type(one).objects.filter(pk=one.pk).update(parent=two)
    rows = chief.get(reverse("admin:articles_agency_tree")).context["rows"]
    assert {row["name"]: row["depth"] for row in rows}[below.name] == 1
    assert sorted(row["name"] for row in rows) == sorted([above.name, below.name, "甲", "乙"])
