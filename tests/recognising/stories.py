"""Stories made up for the tests: an invented paper, whose city is given where it matters."""

from articles.recognising import Authority, Home, KnownAgency
from articles.segmenter.story import Genre, Piece, Role, Story
from articles.segmenter.text import PageText, Span

HOME = Home("湖南省", "株洲市")


def make_story(*parts, genre=Genre.NEWS):
    """Return a page and its one story. A part is a paragraph, or a role and its text."""
    text, pieces = "", []
    for part in parts:
        role, words = part if isinstance(part, tuple) else (Role.BODY, part)
        pieces.append(Piece(Span(len(text), len(text) + len(words)), role, "made up"))
        text += words + "\n\n"
    return PageText(text, "made-up.txt"), Story(tuple(pieces), genre=genre)


def make_authority():
    """Return what an invented office knows: two cities with the same short names, one street."""
    return Authority(
        [
            KnownAgency("株洲市总工会", ("市总工会",), "mass_org", "city", "", "株洲市", key=7),
            KnownAgency("株洲市人民政府", ("市政府",), "government", "city", "", "株洲市", key=8),
            KnownAgency(
                "株洲市芦淞区人民政府", ("芦淞区政府",), "government", "district", "株洲市人民政府", "芦淞区"
            ),
            KnownAgency("湘潭市总工会", ("市总工会",), "mass_org", "city", "", "湘潭市"),
            KnownAgency(
                "株洲市芦淞区枫溪街道办事处", ("枫溪街道",), "subdistrict", "subdistrict", "", "芦淞区", key=9
            ),
            KnownAgency("中华人民共和国国务院", ("国务院",), "government", "central", "", "中国"),
        ]
    )
