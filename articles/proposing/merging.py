"""Three versions of a field meet: what the machine proposed last, what stands, what it proposes now."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Any

# The order is kept in the database (see write_digests): add at the end only.
FIELDS = (
    "kicker",
    "title",
    "subtitle",
    "section",
    "genre",
    "body",
    "dateline_place",
    "dateline_date",
    "event_date",
    "series",
    "series_number",
    "credits",
    "agencies",
)
# Rows of their own tables; the rest are columns of the article.
ROWS = ("credits", "agencies", "tags")
DIGEST = 4  # bytes: one in four thousand million changes would go unnoticed
NEVER = bytes(DIGEST)  # nothing was proposed for this field


def digest(value: Any) -> bytes:
    """Return the fingerprint of a field's value, in four bytes: a million articles keep thirteen each."""
    if isinstance(value, date):
        value = value.isoformat()
    words = repr(value) if isinstance(value, (list, tuple)) else "" if value is None else str(value)
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def read_digests(proposed: bytes) -> dict[str, bytes]:
    """Return field -> fingerprint of what the machine proposed last, as Article.proposed keeps it."""
    kept = bytes(proposed)
    pairs = zip(FIELDS, (kept[at : at + DIGEST] for at in range(0, len(kept), DIGEST)), strict=False)
    return {field: mark for field, mark in pairs if mark != NEVER}


def write_digests(digests: dict[str, bytes]) -> bytes:
    return b"".join(digests.get(field, NEVER) for field in FIELDS)


def merge(
    standing: dict[str, Any],
    proposal: dict[str, Any],
    *,
    last: dict[str, bytes],
    touched: set[str],
    offers: dict[str, Any],
    frozen: bool = False,
) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
    """Return (fields that change, offers, digests) after the machine has spoken again.

    Untouched fields follow the machine. A field that a person changed, and every field of a `frozen`
    article (its readers have it before them), stays; what the machine now says otherwise is an offer.
    """
    changes: dict[str, Any] = {}
    offers = dict(offers)
    digests = dict(last)
    for field, value in proposal.items():
        now, new, before = digest(standing[field]), digest(value), last.get(field)
        digests[field] = new
        if new == now:
            offers.pop(field, None)
        elif new == before:
            pass  # said before: offered then, or already declined
        elif frozen or field in touched or (before is not None and now != before):
            offers[field] = value
        else:
            changes[field] = value
            offers.pop(field, None)
    return changes, offers, digests
