"""What a load remembers of tags and agencies, and when it asks again."""

from types import SimpleNamespace

import pytest

from articles.models import Tag
from articles.proposing import remembering
from articles.proposing.naming import Names

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(monkeypatch):
    """Stands for what SQLite says of other connections' writing."""
    said = SimpleNamespace(now=1)
    monkeypatch.setattr(remembering, "data_version", lambda: said.now)
    return said


def draft(*tags: str):
    return SimpleNamespace(fields={"section": "", "tags": [(tag, 1.0) for tag in tags], "agencies": []})


def tags_of(remembered, *tags: str) -> list[int]:
    return list(Names([draft(*tags)], remembered).tags_of(draft(*tags)))


def test_a_name_is_looked_up_once(version, django_assert_num_queries):
    remembered = remembering.Remembered()
    first = tags_of(remembered, "桥梁", "合龙")
    with django_assert_num_queries(0):
        assert tags_of(remembered, "桥梁", "合龙") == first


def test_names_are_asked_for_again_once_somebody_else_has_written(version):
    remembered = remembering.Remembered()
    (bridge,) = tags_of(remembered, "桥梁")
    kept = Tag.objects.create(name="大桥")
    Tag.objects.filter(pk=bridge).update(merged_into=kept)
    assert tags_of(remembered, "桥梁") == [bridge]  # the control: nobody told it
    version.now = 2
    assert tags_of(remembered, "桥梁") == [kept.pk]


def test_where_the_database_does_not_tell_nothing_is_remembered(version):
    version.now = None
    remembered = remembering.Remembered()
    (bridge,) = tags_of(remembered, "桥梁")
    Tag.objects.filter(pk=bridge).update(name="旧名")
    assert tags_of(remembered, "桥梁") != [bridge]
