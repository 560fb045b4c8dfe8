"""The authority file: what it may say, and what is said when it cannot be taken."""

import pytest

from articles.recognising import Authority, UnreadableAuthority
from articles.recognising.authority import SHIPPED

HEAD = "name,aliases,level,kind,parent,place\n"


@pytest.fixture
def write(tmp_path):
    def write(text, name="agencies.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_file_is_read_with_its_short_names(write):
    path = write(HEAD + "株洲市总工会,市总工会|株洲总工会,city,mass_org,湖南省总工会,株洲市\n\n")
    (entry,) = Authority.from_csv(path).entries
    assert entry.name == "株洲市总工会"
    assert entry.short_names == ("市总工会", "株洲总工会")
    assert (entry.level, entry.kind, entry.parent, entry.place) == (
        "city",
        "mass_org",
        "湖南省总工会",
        "株洲市",
    )


def test_a_byte_order_mark_is_no_part_of_the_first_column(write):
    assert len(Authority.from_csv(write("\ufeff" + HEAD + "株洲市总工会,,city,mass_org,,株洲市\n"))) == 1


def test_streets_are_read_from_a_list_of_subdivisions(write):
    path = write(
        "code,name,kind,district,organisation,aliases,basis\n"
        "1,枫溪街道,street,芦淞区,株洲市芦淞区枫溪街道办事处,枫溪街道|芦淞区枫溪街道,list\n"
        "2,某园区,zone,芦淞区,某园区,,only for statistics\n"
    )
    authority = Authority.from_csv(path)
    assert [entry.name for entry in authority.entries] == ["株洲市芦淞区枫溪街道办事处"]
    assert set(authority.offices) == {"枫溪街道", "芦淞区枫溪街道"}


def test_of_two_files_the_first_is_believed(write):
    first = write(HEAD + "株洲市总工会,市总工会,city,mass_org,,株洲市\n", "a.csv")
    second = write(HEAD + "株洲市总工会,总工会,city,other,,株洲市\n", "b.csv")
    (entry,) = Authority.from_csv([first, second]).entries
    assert entry.kind == "mass_org"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("名称,别名\n", "line 1: no column “name”"),
        (HEAD + "株洲市总工会,,city,mass_org,,株洲市,多一个\n", "line 2: 7 values for 6 columns"),
        (HEAD + ",市总工会,city,mass_org,,株洲市\n", "line 2: no name"),
        (HEAD + "株洲市总工会,,town,mass_org,,株洲市\n", "level “town” of “株洲市总工会” is not one of"),
        (HEAD + "株洲市总工会,,city,union,,株洲市\n", "kind “union” of “株洲市总工会” is not one of"),
        (HEAD + "甲,,city,other,,\n\n甲,,city,other,,\n", "line 4: “甲” stands on line 2 already"),
        (HEAD + '甲,"没有关上,city\n', "not a CSV file"),
    ],
)
def test_what_cannot_be_taken_is_named_with_file_line_and_value(write, text, message):
    path = write(text)
    with pytest.raises(UnreadableAuthority) as refused:
        Authority.from_csv(path)
    assert str(path) in str(refused.value)
    assert message in str(refused.value)


def test_another_encoding_is_refused_with_the_byte(write):
    with pytest.raises(UnreadableAuthority, match="not UTF-8 at byte"):
        Authority.from_csv(write(HEAD + "株洲市总工会,,city,mass_org,,株洲市\n", encoding="gb18030"))


def test_a_missing_file_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableAuthority, match="cannot be read"):
        Authority.from_csv(tmp_path / "none.csv")


def test_districts_find_their_city_through_their_parents(authority):
    assert authority.city_of["芦淞区"] == "株洲市"


def test_every_file_that_comes_with_the_project_can_be_read():
    files = sorted(SHIPPED.glob("*.csv"))
    assert files
    assert all(len(Authority.from_csv(path)) for path in files)
    authority = Authority.shipped()
    assert authority.by_name["太原市总工会"].short_names == ("市总工会",)
    assert [
        entry.name for entry in authority.entries if entry.parent and entry.parent not in authority.by_name
    ] == []
