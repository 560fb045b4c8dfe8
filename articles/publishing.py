"""Publishing and withdrawing. Nothing else writes Article.state or decides what is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import guarding
from articles.models import Article, Comment, State


class NotPublishable(guarding.Refused):
    """The article may not make this move; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Move:
    """One line of the table of who may do what from where."""

    name: str
    label: str
    sources: frozenset[State]
    target: State
    permission: str
    needs_reason: bool = False
    # None: either; True: only while it waits for its time; False: only once readers have it.
    waiting: bool | None = None

    def starts_from(self, article: Article) -> bool:
        """Whether the article stands where this move begins."""
        if article.state not in self.sources:
            return False
        # What was joined into another leads readers there: opened again, it would lead nowhere.
        if article.state == State.WITHDRAWN and article.replaced_by_id:
            return False
        return self.waiting is None or self.waiting == article.is_scheduled


# Who may do what from where. The admin's buttons, the actions and the commands all ask here.
IMPORTED, DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN = (
    State.IMPORTED,
    State.DRAFT,
    State.IN_REVIEW,
    State.PUBLISHED,
    State.WITHDRAWN,
)
CHANGE, REVIEW, PUBLISH = (
    f"articles.{codename}" for codename in ("change_article", "review_article", "publish_article")
)
UNSEEN = frozenset({IMPORTED, DRAFT, IN_REVIEW, WITHDRAWN})
ISSUED = frozenset({PUBLISHED})
MOVES = {
    move.name: move
    for move in (
        Move("edit", gettext_lazy("开始编辑"), frozenset({IMPORTED}), DRAFT, CHANGE),
        Move("submit", gettext_lazy("提交审核"), frozenset({IMPORTED, DRAFT}), IN_REVIEW, CHANGE),
        Move("send_back", gettext_lazy("退回修改"), frozenset({IN_REVIEW}), DRAFT, REVIEW, True),
        Move("publish", gettext_lazy("发布"), UNSEEN, PUBLISHED, PUBLISH),
        Move("reschedule", gettext_lazy("改发布时间"), ISSUED, PUBLISHED, PUBLISH, waiting=True),
        Move("unschedule", gettext_lazy("取消定时发布"), ISSUED, DRAFT, PUBLISH, waiting=True),
        Move("withdraw", gettext_lazy("撤下"), ISSUED, WITHDRAWN, PUBLISH, True, waiting=False),
        Move("reopen", gettext_lazy("重新编辑"), frozenset({WITHDRAWN}), DRAFT, PUBLISH),
    )
}
# Saving makes this one: nobody presses a button for it.
BY_ITSELF = "edit"
# Changes that are no work on the text: the last person who did one may still publish it.
NOT_TEXT = frozenset({*MOVES, "tags", "agencies", "section", "merge", "date", "order"} - {BY_ITSELF})


def moves_open_to(user, article: Article) -> list[Move]:
    """Return the moves this person may make with this article now, in the table's order."""
    return [
        move
        for move in MOVES.values()
        if move.name != BY_ITSELF and move.starts_from(article) and user.has_perm(move.permission)
    ]


def what_is_missing(article: Article) -> list[str]:
    """Return what stands between the article and its readers, in words for the editor."""
    missing = []
    if article.issue_id is None:
        missing.append(_("所属的一期（日期）"))
    if not (article.title or article.kicker or article.subtitle or article.body):
        missing.append(_("标题或正文"))
    if article.replaced_by_id:
        missing.append(_("独立的内容（它已并入另一篇）"))
    return missing


@transaction.atomic
def publish(article: Article, *, by=None, at: datetime | None = None) -> None:
    """Let the public read this article, now or from a moment on."""
    if missing := what_is_missing(article):
        raise NotPublishable(
            _("“%(name)s”还缺：%(missing)s。补齐后再发布。")
            % {"name": article.name, "missing": "、".join(missing)}
        )
    if settings.NEWSROOM["SECOND_PERSON_REVIEW"] and by is not None:
        check_second_person(article, by)
    name = "reschedule" if article.is_scheduled else "publish"
    move_to(
        article,
        name,
        by=by,
        also={
            "sort_key": article.sort_key or next_sort_key(article),
            "publish_at": at or now(),
            "withdrawn_because": "",
        },
    )


@transaction.atomic
def withdraw(article: Article, *, by=None, because: str) -> None:
    """Take the article from the public; its address answers with the reason from now on."""
    because = " ".join(because.split())
    if not because:
        raise NotPublishable(_("撤下“%(name)s”要写明原因，读者会看到它。") % {"name": article.name})
    if len(because) > 200:
        raise NotPublishable(_("撤下的原因有 %(n)d 字，最多 200 字。") % {"n": len(because)})
    move_to(article, "withdraw", by=by, words=because, also={"withdrawn_because": because})


@transaction.atomic
def make_move(article: Article, name: str, *, by, words: str = "", at: datetime | None = None) -> None:
    """Make any move of the table by its name, with the words it needs."""
    check_start(article, MOVES[name])
    if name in {"publish", "reschedule"}:
        publish(article, by=by, at=at)
    elif name == "withdraw":
        withdraw(article, by=by, because=words)
    else:
        move_to(article, name, by=by, words=words, also={"publish_at": None, "withdrawn_because": ""})
    if words.strip() and by is not None:
        Comment.objects.create(article=article, author=by, text=words.strip()[:2000], about=name)


def check_second_person(article: Article, by) -> None:
    """Refuse a publication by the person who last worked on the text."""
    rows = article.history.exclude(history_user=None).values_list("history_user_id", "history_change_reason")
    for user_id, reason in rows[:100]:
        if (reason or "").partition(":")[0] in NOT_TEXT:
            continue
        if user_id == by.pk:
            raise NotPublishable(
                _("“%(name)s”由您最后编辑，须由另一人审核后发布。请先提交审核。") % {"name": article.name}
            )
        return


def check_start(article: Article, move: Move) -> None:
    """Refuse a move that does not begin where the article stands."""
    if not move.starts_from(article):
        raise NotPublishable(
            _("“%(name)s”现在是“%(state)s”，不能%(move)s。")
            % {"name": article.name, "state": article.get_state_display(), "move": move.label}
        )


def move_to(
    article: Article, name: str, *, by=None, words: str = "", also: Mapping | None = None, reason: str = ""
) -> None:
    """Make a move of the table; refuse one that it does not hold or that came too late.

    The row is written only where nobody moved or saved it since it was read; `also` are the
    columns that change with the state, in the same statement.
    """
    move = MOVES[name]
    check_start(article, move)
    if by is not None and not by.has_perm(move.permission):
        raise NotPublishable(_("您没有这项操作的权限。"))
    if move.needs_reason and not words.strip():
        raise NotPublishable(
            _("%(move)s“%(name)s”要写一句原因。") % {"move": move.label, "name": article.name}
        )
    guarding.write(
        article,
        {**(also or {}), "state": move.target},
        by=by,
        reason=reason or (f"{name}: {words.strip()}" if words.strip() else name),
    )
    refresh_search(article)


def refresh_search(article: Article) -> None:
    """Bring the index in step, in the same transaction, and tell caches on commit."""
    from articles import search

    if article.state == State.PUBLISHED:
        search.index_articles([article])
    else:
        search.forget_articles([article.pk])
    transaction.on_commit(partial(search.publication_changed))


def refresh_many(ids: Iterable[int]) -> None:
    """Bring the index in step for those of many articles that are published."""
    from articles import search

    published = Article.objects.filter(pk__in=list(ids), state=State.PUBLISHED)
    if public := list(published):
        search.index_articles(public)
        transaction.on_commit(search.publication_changed)


def publish_without_doubts(articles: Iterable[Article]) -> list[Article]:
    """Publish what carries no doubt, in bulk, for a load; return what was published."""
    from articles import search

    ready = [article for article in articles if is_ready(article)]
    if not ready:
        return []
    with transaction.atomic():
        moment = now()
        standing = set(
            Article.objects.select_for_update()
            .filter(pk__in=[article.pk for article in ready])
            .values_list("pk", "version")
        )
        # Whoever saved meanwhile decides herself when her text goes out.
        ready = [article for article in ready if (article.pk, article.version) in standing]
        for article in ready:
            article.sort_key = article.sort_key or next_sort_key(article)
            article.state, article.publish_at, article.updated_at = State.PUBLISHED, moment, moment
            article.version += 1
        Article.objects.bulk_update(
            ready, ["sort_key", "state", "publish_at", "updated_at", "version"], batch_size=200
        )
        search.index_articles(ready)
        transaction.on_commit(search.publication_changed)
    return ready


def wanted_sort_key(article: Article) -> int:
    """Return the key that says where the article stands: its day, its page, its order on it."""
    day = article.issue.date
    page = 999 - min(article.page.position if article.page else 0, 999)
    order = 999 - min(article.order, 999)
    return ((day.year * 10000 + day.month * 100 + day.day) * 1000 + page) * 10000 + order * 10 + 9


def next_sort_key(article: Article) -> int:
    """Return a free key that falls as one reads on: newest issue first, page 1 before page 2.

    yyyymmdd, three digits that fall with the page, four that fall with the order on it.
    """
    wanted = wanted_sort_key(article)
    while Article.objects.filter(sort_key=wanted).exclude(pk=article.pk).exists():
        wanted -= 1
    return wanted


def is_ready(article: Article) -> bool:
    """Say whether an article may go out without an editor's look: nothing is in doubt, nothing missing."""
    return article.state == State.IMPORTED and not article.has_doubts and not what_is_missing(article)


def publish_new(articles: Iterable[Article]) -> int:
    """Make those of a load's new articles public that carry no doubt, before they are first stored.

    The caller stores them, and then calls `announce` in the same transaction.
    """
    ready = [article for article in articles if is_ready(article)]
    # To the second: an archive keeps the moment twice for each article, in letters.
    moment = now().replace(microsecond=0)
    for article, key in zip(ready, free_sort_keys(ready), strict=True):
        article.sort_key = key
        article.state, article.publish_at = State.PUBLISHED, moment
    return len(ready)


def announce(entries: Iterable) -> None:
    """Bring articles that were just stored as published into the index, which tells the caches.

    `entries` are search.Entry: the caller knows all that is asked there.
    """
    from articles import search

    search.index_new(entries)


def free_sort_keys(articles: list[Article]) -> list[int]:
    """Return a free key for each article: one query, and one more for each place that is taken."""
    wanted = [wanted_sort_key(article) for article in articles]
    taken = set(Article.objects.filter(sort_key__in=wanted).values_list("sort_key", flat=True))
    keys = []
    for key in wanted:
        first = key
        while key in taken or (key != first and Article.objects.filter(sort_key=key).exists()):
            key -= 1
        taken.add(key)
        keys.append(key)
    return keys
