"""A save that comes late meets what others saved: the rows beside the columns, before any form reads them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.models import Agency, Article, Mention

from .article_form import Conflict
from .beside import (
    AGENCIES,
    KINDS,
    Row,
    accepted_tags,
    are_same,
    as_sent,
    in_words,
    meet,
    read_snapshot,
    rows_sent,
    send_again,
    snapshot,
    standing_rows,
)


@dataclass
class Meeting:
    """What a late form would send if it had been opened now, and what differs."""

    data: QueryDict
    conflicts: list[Conflict]
    standing: str  # for the next try
    has_own_changes: bool


def meet_others(data: QueryDict, article: Article) -> Meeting | None:
    """Return how the rows of a late form meet those that stand; None where the form is not late."""
    if data.get("seen_version") == str(article.version):
        return None
    seen = read_snapshot(data.get("seen_beside", ""))
    if seen is None:
        return None
    theirs, tags = standing_rows(article), accepted_tags(article)
    sent, conflicts, has_own_changes = data.copy(), [], False
    for kind in KINDS:
        before, other = seen[kind.name], theirs[kind.name]
        own = rows_sent(data, kind, before)
        is_mine, is_theirs = not are_same(kind, own, before), not are_same(kind, other, before)
        has_own_changes |= is_mine
        send_again(sent, kind, article, meet(kind, before, own, other), other)
        if is_theirs and not are_same(kind, own, other):
            names = names_of(own, other) if kind is AGENCIES else {}
            words = (in_words(kind, rows, names) for rows in (other, own))
            conflicts.append(
                Conflict(kind.name, str(kind.label), *words, is_merged=not is_mine, is_met=is_mine)
            )
    if tags != seen["tags"]:
        words = ("、".join(names) for names in (tags, seen["tags"]))
        conflicts.append(Conflict("tags", _("标签"), *words, is_merged=True))
    return Meeting(sent, conflicts, snapshot(theirs, tags), has_own_changes)


def names_of(*versions: list[Row]) -> dict[str, str]:
    keys = {row["agency"] for rows in versions for row in rows if row["agency"].isdecimal()}
    return {str(pk): name for pk, name in Agency.objects.filter(pk__in=keys).values_list("pk", "name")}


class MeetsOthers:
    """Lets the article's form meet the others; mixed into its admin."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.must_be_stale = getattr(request, "lost_a_race", False)
        request.article_form = form
        return form

    def _create_formsets(self, request, obj, change):
        request.meeting = meet_others(request.POST, obj) if change and request.method == "POST" else None
        if request.meeting and request.meeting.has_own_changes:
            request.article_form.must_be_stale = True
        return super()._create_formsets(request, obj, change)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if getattr(request, "meeting", None):
            kwargs["data"] = request.meeting.data.copy()
        return kwargs

    def seen_beside(self, request, context) -> str:
        """Return what the form carries along of the rows beside it: as they stand, or as it once saw them."""
        if request.meeting:
            return request.meeting.standing
        if request.method == "POST":
            return request.POST.get("seen_beside", "")
        rows = {kind.name: [] for kind in KINDS}
        for inline in context["inline_admin_formsets"]:
            kind = AGENCIES if inline.formset.model is Mention else KINDS[0]
            for form in inline.formset.initial_forms:
                columns = {name: form[name].value() for name in kind.columns}
                rows[kind.name].append(as_sent({"pk": form.instance.pk, **columns}))
        return snapshot(rows, sorted(str(row.tag) for row in context["accepted_tags"]))
