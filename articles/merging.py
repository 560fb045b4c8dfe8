"""Two tags, or two agencies, become one; and a merge is taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.models import (
    Agency,
    AgencyName,
    Article,
    Mention,
    Merger,
    Tag,
    Tagging,
    TaggingState,
    TagSynonym,
)
from articles.tagging import NotTaggable, is_accepted, note_many


@transaction.atomic
def merge_tags(gone: Tag, kept: Tag, *, by) -> Merger:
    """Make one tag of two: the articles move, the old address leads on, the name is a synonym."""
    _check_merge(gone, kept)
    had = dict(kept.taggings.values_list("article_id", "pk"))
    moved, dropped, raised = [], [], []
    for row in gone.taggings.all():
        if row.article_id not in had:
            moved.append(row.pk)
            continue
        dropped.append({"article": row.article_id, "state": row.state, "weight": row.weight})
        if is_accepted(row):
            raised += Tagging.objects.filter(
                pk=had[row.article_id], state=TaggingState.SUGGESTED
            ).values_list("pk", flat=True)
    articles = sorted(set(gone.taggings.values_list("article_id", flat=True)))
    gone.taggings.exclude(pk__in=moved).delete()
    Tagging.objects.filter(pk__in=moved).update(tag=kept)
    Tagging.objects.filter(pk__in=raised).update(state=TaggingState.ACCEPTED)
    synonyms = list(gone.synonyms.values_list("pk", flat=True))
    gone.synonyms.update(tag=kept)
    synonym, is_new = TagSynonym.objects.get_or_create(name=gone.name, defaults={"tag": kept})
    followers = list(gone.merged.values_list("pk", flat=True))
    gone.merged.update(merged_into=kept)
    Tag.objects.filter(pk=gone.pk).update(merged_into=kept)
    touched = {
        "moved": moved,
        "dropped": dropped,
        "raised": raised,
        "synonyms": synonyms,
        "made": [synonym.pk] if is_new else [],
        "followers": followers,
    }
    return _record(Merger.Kind.TAG, gone, kept, articles, touched, by=by)


@transaction.atomic
def merge_agencies(gone: Agency, kept: Agency, *, by) -> Merger:
    """Make one agency of two: mentions, names and children move, the old address leads on."""
    _check_merge(gone, kept)
    if _is_below(kept, gone):
        raise NotTaggable(
            _("“%(kept)s”是“%(gone)s”的下级机构。请先改上级，再合并。")
            % {"kept": kept.name, "gone": gone.name}
        )
    had = set(kept.mentions.values_list("article_id", flat=True))
    rows = list(gone.mentions.all())
    moved = [row.pk for row in rows if row.article_id not in had]
    dropped = [
        {
            "article": row.article_id,
            "words": row.words,
            "part": row.part,
            "start": row.start,
            "by_person": row.by_person,
            "is_refused": row.is_refused,
        }
        for row in rows
        if row.article_id in had
    ]
    articles = sorted({row.article_id for row in rows})
    gone.mentions.exclude(pk__in=moved).delete()
    Mention.objects.filter(pk__in=moved).update(agency=kept)
    known = set(kept.names.values_list("name", flat=True)) | {kept.name}
    names = [row.pk for row in gone.names.all() if row.name not in known]
    AgencyName.objects.filter(pk__in=names).update(agency=kept)
    made = []
    if gone.name not in known | set(kept.names.values_list("name", flat=True)):
        made = [AgencyName.objects.create(agency=kept, name=gone.name).pk]
    children = list(gone.children.values_list("pk", flat=True))
    followers = list(gone.merged.values_list("pk", flat=True))
    gone.children.update(parent=kept)
    gone.merged.update(merged_into=kept)
    Agency.objects.filter(pk=gone.pk).update(merged_into=kept)
    touched = {
        "moved": moved,
        "dropped": dropped,
        "names": names,
        "made": made,
        "children": children,
        "followers": followers,
    }
    return _record(Merger.Kind.AGENCY, gone, kept, articles, touched, by=by)


@transaction.atomic
def undo_merger(merger: Merger, *, by) -> None:
    """Take a merge back: every row that it touched, and still stands there, returns."""
    merger = Merger.objects.select_for_update().get(pk=merger.pk)
    if merger.undone_at:
        raise NotTaggable(_("“%(merger)s”已经撤销过了。") % {"merger": merger})
    model = Tag if merger.kind == Merger.Kind.TAG else Agency
    gone, kept = model.objects.filter(pk=merger.gone_id).first(), merger.kept_id
    if gone is None:
        raise NotTaggable(_("“%(name)s”已不存在，无法撤销合并。") % {"name": merger.gone_name})
    if gone.merged_into_id != kept:
        raise NotTaggable(_("“%(name)s”后来又被合并，请先撤销后面的一次。") % {"name": merger.kept_name})
    touched = merger.touched
    if merger.kind == Merger.Kind.TAG:
        articles = _return_tag(gone, kept, touched)
    else:
        articles = _return_agency(gone, kept, touched)
    model.objects.filter(pk__in=touched["followers"], merged_into=kept).update(merged_into=gone)
    model.objects.filter(pk=gone.pk).update(merged_into=None)
    Merger.objects.filter(pk=merger.pk).update(undone_at=now(), undone_by=by)
    note_many(articles, None, f"merge: {merger.kept_name} → {merger.gone_name}", by=by)


def _return_tag(gone: Tag, kept: int, touched: dict) -> list[int]:
    moved = Tagging.objects.filter(pk__in=touched["moved"], tag=kept)
    articles = list(moved.values_list("article_id", flat=True))
    moved.update(tag=gone)
    Tagging.objects.filter(pk__in=touched["raised"], tag=kept, state=TaggingState.ACCEPTED).update(
        state=TaggingState.SUGGESTED
    )
    standing = set(
        Article.objects.filter(pk__in=[row["article"] for row in touched["dropped"]]).values_list(
            "pk", flat=True
        )
    )
    for row in touched["dropped"]:
        if row["article"] in standing:
            Tagging.objects.get_or_create(
                article_id=row["article"],
                tag=gone,
                defaults={"state": row["state"], "weight": row["weight"]},
            )
    TagSynonym.objects.filter(pk__in=touched["made"], tag=kept).delete()
    TagSynonym.objects.filter(pk__in=touched["synonyms"], tag=kept).update(tag=gone)
    return [*articles, *standing]


def _return_agency(gone: Agency, kept: int, touched: dict) -> list[int]:
    moved = Mention.objects.filter(pk__in=touched["moved"], agency=kept)
    articles = list(moved.values_list("article_id", flat=True))
    moved.update(agency=gone)
    standing = set(
        Article.objects.filter(pk__in=[row["article"] for row in touched["dropped"]]).values_list(
            "pk", flat=True
        )
    )
    for row in touched["dropped"]:
        if row["article"] in standing:
            rest = {name: value for name, value in row.items() if name != "article"}
            Mention.objects.get_or_create(article_id=row["article"], agency=gone, defaults=rest)
    AgencyName.objects.filter(pk__in=touched["made"], agency=kept).delete()
    AgencyName.objects.filter(pk__in=touched["names"], agency=kept).update(agency=gone)
    Agency.objects.filter(pk__in=touched["children"], parent=kept).update(parent=gone)
    return [*articles, *standing]


def _record(kind, gone, kept, articles: list[int], touched: dict, *, by) -> Merger:
    """Keep what a merger touched, for its undoing, and note it in the history of each article."""
    merger = Merger.objects.create(
        kind=kind,
        gone_id=gone.pk,
        kept_id=kept.pk,
        gone_name=gone.name,
        kept_name=kept.name,
        articles=len(articles),
        made_by=by,
        touched=touched,
    )
    note_many(articles, None, f"merge: {gone.name} → {kept.name}", by=by)
    return merger


def _check_merge(gone, kept) -> None:
    if gone.pk == kept.pk:
        raise NotTaggable(_("“%(name)s”不能并入自己。请选另一个。") % {"name": gone.name})
    for row in (gone, kept):
        if row.merged_into_id:
            raise NotTaggable(
                _("“%(name)s”已并入“%(into)s”。请选后者。") % {"name": row.name, "into": row.merged_into.name}
            )


def _is_below(agency: Agency, other: Agency) -> bool:
    seen = set()
    while agency.parent_id and agency.pk not in seen:
        if agency.parent_id == other.pk:
            return True
        seen.add(agency.pk)
        agency = agency.parent
    return False
