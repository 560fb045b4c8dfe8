"""An article as IPTC ninjs 3.0, the exchange format of news agencies."""

from __future__ import annotations

from .citing import one_line, writers_of
from .describing import known, moment
from .entries import Entry

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
SOURCE = "source"


def news_item(entry: Entry, root: str) -> dict:
    """Return the article as a ninjs object. Its uri is its public address."""
    article, page = entry.article, entry.article.page
    paper = article.issue.newspaper
    headlines = [
        {"role": role, "value": one_line(words)}
        for role, words in (
            ("main", entry.title),
            ("kicker", article.kicker if article.title else ""),
            ("subtitle", entry.subtitle),
        )
        if words
    ]
    return known(
        {
            "uri": f"{root}{entry.address}",
            "type": "text",
            "representationType": "full",
            "standard": STANDARD,
            "version": str(article.version),
            # The printed article's own day; when it came out here is `versionCreated` at the earliest.
            "contentCreated": f"{article.issue.date.isoformat()}T00:00:00+08:00",
            "versionCreated": moment(article.updated_at),
            "pubStatus": "usable",
            "language": "zh-CN",
            "title": one_line(entry.title),
            "headlines": headlines,
            "by": "、".join(writers_of(entry.credits)),
            "located": one_line(article.dateline_place),
            "descriptions": [{"role": "excerpt", "contentType": "text/plain", "value": article.excerpt}]
            if article.excerpt
            else [],
            "bodies": [
                {
                    "role": "main",
                    "contentType": "text/plain",
                    "charCount": article.characters,
                    "value": plain_body(entry),
                }
            ],
            "people": [
                {"name": one_line(credit.name), "rel": credit.role, "literal": credit.get_role_display()}
                for credit in entry.credits
            ],
            "organisations": [
                {
                    "name": one_line(mention.agency.name),
                    "rel": mention.part,
                    "uri": f"{root}/agencies/{mention.agency_id}/",
                    "literal": one_line(mention.words or mention.agency.name),
                }
                for mention in entry.mentions
            ],
            "subjects": [{"name": one_line(tag.name), "uri": f"{root}/tags/{tag.pk}/"} for tag in entry.tags],
            "genres": [{"name": str(article.get_genre_display()), "literal": article.genre}],
            "infoSources": [{"name": one_line(paper.name), "role": "publisher"}]
            + [
                {
                    "name": one_line(mention.agency.name),
                    "role": SOURCE,
                    "uri": f"{root}/agencies/{mention.agency_id}/",
                }
                for mention in entry.mentions
                if mention.part == SOURCE
            ],
            "copyrightHolder": one_line(paper.publisher or paper.name),
            "altIds": [{"role": "newsroom", "value": str(article.pk)}]
            + ([{"role": "printPage", "value": page.number}] if page and page.number else [])
            + ([{"role": "section", "value": one_line(entry.section.name)}] if entry.section else []),
        }
    )


def plain_body(entry: Entry) -> str:
    """Return the paragraphs as readers see them, one a line, without the signs for subheads and captions."""
    return "\n".join(words for _role, words in entry.article.paragraphs)
