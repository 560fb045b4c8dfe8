"""What a machine read, what was repaired, and what a person checked: told under each article."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, Passage
from articles.segmenter.story import Role


def tell_how_it_was_made(article: Article, passages: Sequence[Passage]) -> dict:
    """Return the sentences of the box, by who did what; the article knows when it was `last_worked_on`."""
    return {
        "read": what_was_read(article, passages),
        "repaired": what_was_repaired(passages),
        "checked": who_checked(article),
    }


def what_was_read(article: Article, passages: Sequence[Passage]) -> str:
    if not passages:
        return _("文字由编辑录入。")
    if article.page and article.page.segmenter:
        return _("版面文字由机器识别，文章由程序切分（规则 %(rules)s）。") % {"rules": article.page.segmenter}
    return _("版面文字由机器识别。")


def what_was_repaired(passages: Sequence[Passage]) -> list[str]:
    """Return what readers see other than as it was read."""
    joined = sum(1 for passage in passages if passage.joins)
    repeated = sum(1 for passage in passages if passage.role == Role.DUPLICATE)
    told = []
    if joined:
        told.append(_("接起被分栏断开的段落%(count)s处。") % {"count": joined})
    if repeated:
        told.append(_("略去重复的文字%(count)s处。") % {"count": repeated})
    return told


def who_checked(article: Article) -> list[str]:
    """Return what people did, and on which day; who they are is the office's own matter."""
    told = []
    if fields := [
        str(Article._meta.get_field(name).verbose_name) for name in article.touched if name in FIELDS
    ]:
        told.append(_("编辑改过：%(fields)s。") % {"fields": "、".join(fields)})
    if article.last_worked_on:
        told.append(_("最近一次人工处理：%(day)s。") % {"day": day_of(article.last_worked_on)})
    if article.page and article.page.accepted_at:
        told.append(_("本版切分由编辑核定：%(day)s。") % {"day": day_of(article.page.accepted_at)})
    return told or [_("还没有人核对。")]


def last_work_on(article) -> Subquery:
    """Return, for a query of articles, when a person last changed one."""
    by_people = Article.history.filter(id=article).exclude(history_user=None)
    return Subquery(by_people.order_by("-history_date", "-history_id").values("history_date")[:1])


FIELDS = frozenset(
    {"kicker", "title", "subtitle", "section", "genre", "body", "dateline_place", "event_date"}
)


def day_of(moment) -> str:
    return localtime(moment).date().isoformat()
