"""An article that stands, and what the machine now says: untouched fields follow, the rest is offered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import now

from articles.models import Article, Credit, Mention, State, Tagging, TaggingState

from .continuing import printed_direction
from .merging import FIELDS, ROWS, digest, merge, read_digests, write_digests
from .rows import CREDIT, MENTION, TAGGING, insert

# What readers have before them changes by a person's hand only (her form, or her mark at the desk); so does
# what was taken from them.
FROZEN = frozenset({State.PUBLISHED, State.WITHDRAWN})
COLUMNS = tuple(field for field in FIELDS if field not in ROWS)


def proposal_of(draft, names) -> dict[str, Any]:
    """Return field -> value as `standing_in` gives them, for what the draft says."""
    proposal = {field: draft.fields[field] for field in FIELDS if field in draft.fields}
    if "agencies" in proposal:
        proposal["agencies"] = sorted(
            (pk, mention["part"]) for pk, (_agency, mention) in names.agencies_of(draft).items()
        )
    return proposal


def standing_in(existing) -> dict[str, Any]:
    """Return field -> value as it stands, refused mentions left out."""
    article = existing.article
    standing = {field: getattr(article, field) for field in COLUMNS}
    standing["section"] = article.section.name if article.section else ""
    standing["credits"] = [
        (credit.name, credit.role) for credit in sorted(existing.credits, key=lambda row: (row.order, row.pk))
    ]
    standing["agencies"] = sorted(
        (row.agency_id, row.part) for row in existing.mentions if not row.is_refused
    )
    return standing


def digests_of(proposal: dict[str, Any]) -> bytes:
    return write_digests({field: digest(value) for field, value in proposal.items()})


def update_article(existing, draft, page, order: int, names, *, by=None) -> bool:
    """Bring one article in step with its story; return whether anything an editor sees has changed."""
    article = existing.article
    proposal = proposal_of(draft, names)
    changes, offers, digests = merge(
        standing_in(existing),
        proposal,
        last=read_digests(article.proposed),
        touched=set(article.touched),
        offers=article.offers,
        frozen=article.state in FROZEN and by is None,
    )
    article.proposed = bytes(article.proposed)
    before = {
        name: getattr(article, name)
        for name in (
            "offers", "proposed", "warnings", "confidence", "page_id", "issue_id", "order",
            "is_unmatched", "replaced_by_id", "continued_page",
        )
    }  # fmt: skip
    article.offers = {field: tell(field, value, draft, names) for field, value in offers.items()}
    article.proposed = write_digests(digests)
    article.warnings = list(draft.warnings)
    article.confidence = draft.confidence
    article.page, article.issue_id = page, page.issue_id
    if "order" not in article.touched:
        article.order = order
    article.continued_page = printed_direction(draft)
    if article.is_unmatched:
        article.is_unmatched = False
        if article.state not in FROZEN:
            article.replaced_by = None
    if changes:
        keep_first_state(article)
    apply(article, changes, names, draft)
    bookkeeping = [name for name, value in before.items() if getattr(article, name) != value]
    write_rows(existing, changes, draft, names)
    follow_tags(article, draft, names)
    columns = [field for field in changes if field not in ROWS]
    if not (changes or bookkeeping):
        return False
    fields = {*columns, *(name.removesuffix("_id") for name in bookkeeping), "updated_at"}
    if "body" in changes:
        fields.add("characters")
    visible = bool(changes) or before["offers"] != article.offers
    if visible:
        # A form opened before this is stale now; a new doubt or place alone makes none stale.
        article.version += 1
        fields.add("version")
    article.updated_at = now()
    article.save_without_historical_record(update_fields=sorted(fields))
    if changes:
        note_history(article, by=by)
    return visible


def apply(article: Article, changes: dict[str, Any], names, draft) -> None:
    for field, value in changes.items():
        if field == "section":
            article.section = names.section_of(draft)
        elif field not in ROWS:
            setattr(article, field, value)
    if "body" in changes:
        article.characters = len(article.body.replace("\n", ""))


def write_rows(existing, changes: dict[str, Any], draft, names) -> None:
    """Write credits and mentions that changed; what a person added or refused stays."""
    article = existing.article
    if "credits" in changes:
        Credit.objects.filter(article=article).delete()
        insert(Credit, CREDIT, credits_of(article.pk, draft))
    if "agencies" in changes:
        kept = {row.agency_id for row in existing.mentions if row.by_person or row.is_refused}
        Mention.objects.filter(article=article).exclude(agency__in=kept).delete()
        insert(Mention, MENTION, (row for row in mentions_of(article.pk, draft, names) if row[1] not in kept))


def follow_tags(article: Article, draft, names) -> None:
    """Bring the suggestions in step; what was accepted or refused is nobody's to change here."""
    if "tags" not in draft.fields:
        return
    wanted = names.tags_of(draft)
    standing = {row.tag_id: row for row in Tagging.objects.filter(article=article)}
    gone = [
        row.pk for tag, row in standing.items() if tag not in wanted and row.state == TaggingState.SUGGESTED
    ]
    if gone:
        Tagging.objects.filter(pk__in=gone).delete()
    insert(Tagging, TAGGING, (row for row in taggings_of(article.pk, draft, names) if row[1] not in standing))


def credits_of(article: int, draft) -> list[tuple]:
    """Return the rows of an article's byline, as rows.CREDIT names them."""
    people = enumerate(draft.fields["credits"])
    return [(article, name, role, order) for order, (name, role) in people if name]


def mentions_of(article: int, draft, names) -> list[tuple]:
    """Return the rows of the agencies that an article names, as rows.MENTION names them."""
    return [
        (article, pk, mention["words"], mention["part"], mention["start"], False, False)
        for pk, (_agency, mention) in names.agencies_of(draft).items()
    ]


def taggings_of(article: int, draft, names, *, accepted: int = 0) -> list[tuple]:
    """Return the rows of the tags suggested for an article, the best `accepted` of them taken at once."""
    return [
        (article, pk, TaggingState.ACCEPTED if rank < accepted else TaggingState.SUGGESTED, weight)
        for rank, (pk, (_tag, weight)) in enumerate(names.tags_of(draft).items())
    ]


def tell(field: str, value: Any, draft, names) -> Any:
    """Return an offered value as JSON keeps it and an editor's form reads it."""
    if isinstance(value, date):
        return value.isoformat()
    if field == "agencies" and value and not isinstance(value[0], dict):
        return [
            {"agency": pk, "name": agency.name, "words": mention["words"], "part": mention["part"]}
            for pk, (agency, mention) in names.agencies_of(draft).items()
        ]
    return (
        [list(item) if isinstance(item, tuple) else item for item in value]
        if isinstance(value, list)
        else value
    )


def keep_first_state(article: Article) -> None:
    """Before the machine first changes an article, keep what it was: loading writes no history."""
    if not article.history.exists():
        original = Article.objects.get(pk=article.pk)
        Article.history.bulk_history_create([original], default_change_reason="loaded")


def note_history(article: Article, *, by) -> None:
    Article.history.bulk_history_create(
        [article], default_user=by, default_change_reason="proposed", update=True
    )
