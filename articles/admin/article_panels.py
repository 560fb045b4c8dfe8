"""What stands around an article's form: its moves, doubts, tags, offers, comments, and who else is there."""

from __future__ import annotations

import logging

from django.db import OperationalError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles import offering, publishing
from articles.models import Article, Presence, TaggingState
from articles.models.doubt import in_words

from .diff import diff_html
from .names import name_of

logger = logging.getLogger(__name__)


def note_presence(model_admin, request, article: Article) -> None:
    """Keep that the form is open, script or none: whoever opens it next is told so by the page itself."""
    if not model_admin.has_change_permission(request, article):
        return
    try:
        Presence.objects.note(article, request.user)
    except OperationalError:
        # A load holds the database: the form opens all the same, and its script says it again.
        logger.warning("Not noted that %s has article %s open.", request.user, article.pk)


def panels(model_admin, request, article: Article, form) -> dict:
    """Return everything the form's template shows beside the fields."""
    may_change = model_admin.has_change_permission(request, article)
    meeting = getattr(request, "meeting", None)
    conflicts = [*getattr(form, "conflicts", ()), *(meeting.conflicts if meeting else ())]
    taggings = list(article.taggings.select_related("tag"))
    return {
        "moves": publishing.moves_open_to(request.user, article),
        "missing": publishing.what_is_missing(article),
        "article_doubts": describe_doubts(article),
        "accepted_tags": [row for row in taggings if row.state == TaggingState.ACCEPTED],
        "suggested_tags": [row for row in taggings if row.state == TaggingState.SUGGESTED],
        "offers": describe_offers(article),
        "comments": list(article.comments.select_related("author")),
        "others": [describe_presence(row) for row in article.presences.beside(request.user)[:5]],
        "page_lines": page_lines(article),
        "replaces": list(article.replaces.with_opening().order_by()[:20]) if article.replaces_others else [],
        "may_change": may_change,
        "may_comment": request.user.has_perm("articles.add_comment"),
        "is_stale": getattr(form, "is_stale", False),
        "conflicts": [
            {
                "field": conflict,
                "diff": "" if conflict.is_merged else diff_html(conflict.theirs, conflict.mine),
            }
            for conflict in conflicts
        ],
        "last_change": article.history.select_related("history_user").first()
        if getattr(form, "is_stale", False)
        else None,
        "save_moves": [
            move
            for move in publishing.MOVES.values()
            if move.name in {"submit", "publish"}
            and move.starts_from(article)
            and request.user.has_perm(move.permission)
        ]
        if may_change
        else [],
    }


def describe_doubts(article: Article) -> list[dict]:
    """Return the machine's doubts with the line of the page where each begins."""
    text = article.page.text if article.page else ""
    found = []
    for doubt in article.warnings:
        start, end = doubt.get("start", 0), doubt.get("end", 0)
        shown = doubt.get("detail") or " ".join(text[start:end].split())[:20]
        found.append({"words": in_words({**doubt, "detail": shown}), "line": text.count("\n", 0, start) + 1})
    return found


def describe_presence(row) -> str:
    minutes = int((now() - row.seen_at).total_seconds() // 60)
    name = name_of(row.user)
    if minutes < 1:
        return _("%(name)s 此刻也打开着") % {"name": name}
    return _("%(name)s %(minutes)d 分钟前也打开了") % {"name": name, "minutes": minutes}


def describe_offers(article: Article) -> list[dict]:
    """Return what the machine now says otherwise, field by field, beside what stands."""
    return [
        {**offer, "diff": diff_html(offer["stands"], offer["offered"])}
        for offer in offering.describe(article)
    ]


def page_lines(article: Article) -> list[dict]:
    """Return the lines of the page from which the article was taken, its own stretches marked."""
    if article.page is None:
        return []
    text = article.page.text
    spans = sorted(
        article.passages.filter(page=article.page_id).values_list("start", "end", "role"), key=lambda s: s[0]
    )
    lines, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        parts, here, end = [], at, at + len(line)
        for start, stop, role in spans:
            first, last = max(start, here, at), min(stop, end)
            if first >= last:
                continue
            if first > here:
                parts.append({"text": text[here:first], "role": ""})
            parts.append({"text": text[first:last], "role": role})
            here = last
        if here < end:
            parts.append({"text": text[here:end], "role": ""})
        parts[-1]["text"] = parts[-1]["text"].rstrip("\r\n")
        lines.append({"number": number, "parts": parts, "is_own": any(part["role"] for part in parts)})
        at = end
    return lines
