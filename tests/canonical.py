"""The archive as lines that two loads of the same pages must share: no row numbers, no clock."""

import hashlib
import json

from articles.models import (
    Agency,
    Article,
    Credit,
    Issue,
    Mark,
    Mention,
    Page,
    Passage,
    Section,
    Tag,
    Tagging,
)

# Left out everywhere, and why: numbers that only the database gives, and times of day.
VOLATILE = frozenset("pk load load_id page_id issue_id supersedes_id loaded_at updated_at publish_at".split())


def dump() -> list[str]:
    """Return one JSON line a row, sorted; bytes and texts stand as their fingerprints."""
    lines = []
    for name, rows in tables():
        for row in rows:
            lines.append(json.dumps([name, row], ensure_ascii=False, default=str, sort_keys=True))
    return sorted(lines)


def fingerprint() -> str:
    return hashlib.sha256("\n".join(dump()).encode()).hexdigest()


def tables():
    yield (
        "issue",
        list(
            Issue.objects.values(
                "newspaper__name", "date", "edition", "address", "date_source", "date_confidence"
            )
        ),
    )
    yield "page", [page_row(page) for page in Page.objects.select_related("issue", "newspaper", "supersedes")]
    yield "article", [article_row(article) for article in Article.objects.select_related("section", "page")]
    yield (
        "passage",
        list(
            Passage.objects.values(
                "article", "page__sha256", "order", "start", "end", "role", "rule", "margin", "joins"
            )
        ),
    )
    yield "credit", list(Credit.objects.values("article", "name", "role", "order"))
    yield (
        "mention",
        list(Mention.objects.values("article", "agency__name", "words", "part", "start", "is_refused")),
    )
    yield "tagging", list(Tagging.objects.values("article", "tag__name", "state", "weight"))
    yield "mark", list(Mark.objects.values("page__sha256", "kind", "start", "end", "value", "state"))
    yield "section", list(Section.objects.values("name", "is_proposed"))
    yield "tag", list(Tag.objects.values("name"))
    yield (
        "agency",
        list(
            Agency.objects.values(
                "name", "kind", "level", "place", "parent__name", "is_proposed", "names__name"
            )
        ),
    )


def page_row(page: Page) -> dict:
    return {
        "newspaper": page.newspaper.name,
        "issue": page.issue.address if page.issue else None,
        "number": page.number,
        "position": page.position,
        "bytes": hashlib.sha256(page.raw).hexdigest(),
        "encoding": page.encoding,
        "source": page.source,
        "loose": page.loose,
        "doubts": page.doubts,
        "date_guess": page.date_guess,
        "is_current": page.is_current,
        "before": page.supersedes.sha256 if page.supersedes else None,
    }


def article_row(article: Article) -> dict:
    row = {
        field.attname: getattr(article, field.attname)
        for field in Article._meta.concrete_fields
        if field.attname not in VOLATILE and field.attname != "section_id"
    }
    # Digests of proposals name agencies by row number.
    row.pop("proposed")
    return row | {
        "section": article.section.name if article.section else None,
        "page": article.page.sha256 if article.page else None,
        "is_scheduled": article.publish_at is not None,
    }
