"""Tags of articles: accept, refuse, add and remove; what is the same tag in another spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from articles import guarding, publishing
from articles.models import Article, Tag, Tagging, TaggingState

# What editors paste between tags. Not a space: 交通 安全 may be one tag or a slip, never two by itself.
SEPARATORS = re.compile(r"[、，,；;|\n\r\t]+")
LONGEST_TAG = 40


class NotTaggable(guarding.Refused):
    """The change cannot be made; the message says why and what to do, in Chinese."""


def split_names(text: str) -> list[str]:
    """Return the tags in what somebody pasted: `环保、教育，交通 安全` holds three."""
    names = (" ".join(unicodedata.normalize("NFKC", part).split()) for part in SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def fold_name(name: str) -> str:
    """Return what two spellings of one name share: width, case, spaces, old and new characters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = re.sub(r"[\s·•・\-—“”\"'《》]+", "", folded)
    return _simplifier()(folded)


def _simplifier():
    """Return a function from traditional to simplified, or one that changes nothing."""
    global _convert
    if _convert is None:
        try:
            from opencc import OpenCC
        except ImportError:
            _convert = str
        else:
            _convert = OpenCC("t2s").convert
    return _convert


_convert = None


def find_tag(name: str) -> Tag | None:
    """Return the standing tag that a name means: itself, a synonym, a merged or a near spelling."""
    tag = Tag.objects.filter(Q(name=name) | Q(synonyms__name=name)).select_related("merged_into").first()
    if tag is None:
        wanted = fold_name(name)
        near = (pk for pk, other in Tag.objects.values_list("pk", "name") if fold_name(other) == wanted)
        tag = Tag.objects.select_related("merged_into").filter(pk=next(near, None)).first()
    while tag is not None and tag.merged_into_id:
        tag = tag.merged_into
    return tag


def find_or_make_tags(names: Iterable[str]) -> list[Tag]:
    """Return a standing tag for each name; unknown ones are made."""
    tags = []
    for name in names:
        if len(name) > LONGEST_TAG:
            raise NotTaggable(
                _("标签“%(name)s…”有 %(n)d 字，最多 %(max)d 字。请用顿号或逗号分开。")
                % {"name": name[:10], "n": len(name), "max": LONGEST_TAG}
            )
        tags.append(find_tag(name) or Tag.objects.create(name=name))
    return list(dict.fromkeys(tags))


@transaction.atomic
def set_tags(article: Article, tags: Iterable[Tag]) -> str:
    """Make these the article's accepted tags; return what changed in words for its history.

    Part of a save: the caller writes the version. A tag taken away is refused for good.
    """
    tags = list(tags)
    accepted = {row.tag_id: row for row in article.taggings.select_related("tag") if is_accepted(row)}
    added = [tag for tag in tags if tag.pk not in accepted]
    gone = [row.tag for pk, row in accepted.items() if pk not in {tag.pk for tag in tags}]
    _decide(article.pk, added, TaggingState.ACCEPTED)
    _decide(article.pk, gone, TaggingState.REFUSED)
    return in_words(added, gone)


@transaction.atomic
def decide_tags(article: Article, *, accept: Iterable[Tag] = (), refuse: Iterable[Tag] = (), by) -> None:
    """Accept and refuse tags of one article, if nobody saved since it was read."""
    accept, refuse = list(accept), list(refuse)
    if not accept and not refuse:
        return
    guarding.write(
        article, {"touched": _touch(article, "tags")}, by=by, reason=f"tags: {in_words(accept, refuse)}"
    )
    _decide(article.pk, accept, TaggingState.ACCEPTED)
    _decide(article.pk, refuse, TaggingState.REFUSED)
    publishing.refresh_many([article.pk])


@transaction.atomic
def add_tags(articles: Iterable[int], tags: Iterable[Tag], *, by) -> int:
    """Put tags on many articles; return how many did not have them all."""
    tags, ids = list(tags), list(articles)
    having = (
        Tagging.objects.filter(article__in=ids, tag__in=tags, state=TaggingState.ACCEPTED)
        .values("article_id")
        .annotate(n=Count("pk"))
        .filter(n=len(tags))
        .values_list("article_id", flat=True)
    )
    lacking = sorted(set(ids) - set(having))
    for pk in lacking:
        _decide(pk, tags, TaggingState.ACCEPTED)
    note_many(lacking, "tags", f"tags: {in_words(tags, ())}", by=by)
    return len(lacking)


@transaction.atomic
def remove_tags(articles: Iterable[int], tags: Iterable[Tag], *, by) -> int:
    """Take tags from many articles, for good; return how many had one."""
    tags = list(tags)
    rows = Tagging.objects.filter(article__in=list(articles), tag__in=tags).exclude(
        state=TaggingState.REFUSED
    )
    having = sorted(set(rows.values_list("article_id", flat=True)))
    rows.update(state=TaggingState.REFUSED)
    note_many(having, "tags", f"tags: {in_words((), tags)}", by=by)
    return len(having)


def near_duplicates(model=Tag, *, limit: int = 200) -> list[list]:
    """Return groups of standing tags (or agencies) whose names differ in width, spaces or script."""
    groups: dict[str, list] = {}
    for row in model.objects.filter(merged_into=None).only("pk", "name").order_by("name"):
        groups.setdefault(fold_name(row.name), []).append(row)
    return [group for group in groups.values() if len(group) > 1][:limit]


def is_accepted(row: Tagging) -> bool:
    return row.state == TaggingState.ACCEPTED


def in_words(added: Iterable, gone: Iterable) -> str:
    """Return what was added and taken away, as the history shows it: +环保 −教育."""
    return " ".join([*(f"+{name}" for name in added), *(f"−{name}" for name in gone)])


def _decide(article_id: int, tags: Iterable[Tag], state: str) -> None:
    for tag in tags:
        Tagging.objects.update_or_create(article_id=article_id, tag=tag, defaults={"state": state})


def _touch(article: Article, name: str) -> list[str]:
    return sorted({*article.touched, name})


def note_many(ids: list[int], name: str | None, reason: str, *, by) -> None:
    """Raise the versions of many articles, keep their history, and bring the index in step."""
    if name:
        rows = list(Article.objects.select_for_update().filter(pk__in=ids).only("pk", "touched"))
        for row in rows:
            row.touched = _touch(row, name)
        Article.objects.bulk_update(rows, ["touched"], batch_size=guarding.BATCH)
    guarding.write_many(ids, {}, by=by, reason=reason)
    publishing.refresh_many(ids)
