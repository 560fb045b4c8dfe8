"""One article becomes two, or two become one. The old addresses lead on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from articles import editing, guarding, publishing
from articles.models import Article, Mention, Passage, State, Tagging


class NotDivisible(guarding.Refused):
    """The articles cannot be divided or joined so; the message says why, in Chinese."""


@transaction.atomic
def split_article(article: Article, *, at: int, title: str, by) -> Article:
    """Let a new article begin with paragraph `at` (0 is the first); return it.

    The old one keeps its address and what stands before; section, tags and place go to both.
    """
    lines = [line for line in article.body.split("\n") if line.strip()]
    if not 0 < at < len(lines):
        raise NotDivisible(_("请选一个不是第一段的段落，新文章从那里开始。"))
    second = Article(
        issue=article.issue,
        page=article.page,
        order=article.order + 1,
        section=article.section,
        genre=article.genre,
        title=editing.tidy(title)[:200],
        body="\n".join(lines[at:]),
        load=article.load,
    )
    editing.add_article(second, by=by)
    for model in (Tagging, Mention):
        for row in list(model.objects.filter(article=article)):
            row.pk, row.article = None, second
            row.save(force_insert=True)
    move_passages(article, second, "\n".join(lines[:at]))
    article.body = "\n".join(lines[:at])
    editing.save_article(article, changed=["body"], by=by, reason="split", beside=str(second.pk))
    return second


def move_passages(first: Article, second: Article, kept_body: str) -> None:
    """Tie to the second article the stretches of page whose words are not in the first any more."""
    if first.page is None:
        return
    text, kept, moved = first.page.text, squeeze(kept_body), []
    is_after = False
    for passage in first.passages.filter(page=first.page, role__in=("body", "subhead", "caption", "signoff")):
        words = squeeze(text[passage.start : passage.end])[:24]
        is_after = is_after or (bool(words) and words not in kept)
        if is_after:
            moved.append(passage.pk)
    Passage.objects.filter(pk__in=moved).update(article=second)


def squeeze(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace() and letter not in "■▲")


@transaction.atomic
def join_articles(gone: Article, into: Article, *, by) -> None:
    """Put one article's text at the end of another; its address answers with the other from now on."""
    if gone.pk == into.pk:
        raise NotDivisible(_("一篇文章不能并入自己。"))
    for article in (gone, into):
        if article.replaced_by_id:
            raise NotDivisible(_("“%(name)s”已并入另一篇。") % {"name": article.name})
    if gone.state == State.PUBLISHED and not by.has_perm("articles.publish_article"):
        raise NotDivisible(_("“%(name)s”已发布，须由可以发布的人合并。") % {"name": gone.name})
    headline = f"■{gone.headline}" if gone.headline and gone.headline != into.headline else ""
    into.body = "\n".join(filter(None, (into.body, headline, gone.body)))
    carry_over(gone, into)
    last = into.passages.order_by("-order").values_list("order", flat=True).first() or 0
    for number, passage in enumerate(gone.passages.order_by("order"), start=last + 1):
        Passage.objects.filter(pk=passage.pk).update(article=into, order=number)
    editing.save_article(into, changed=["body"], by=by, reason="join", beside=str(gone.pk))
    retire(gone, into, by=by)


def carry_over(gone: Article, into: Article) -> None:
    """Give the other article the tags, agencies and names that it lacks."""
    for model, key in ((Tagging, "tag_id"), (Mention, "agency_id")):
        had = set(model.objects.filter(article=into).values_list(key, flat=True))
        for row in model.objects.filter(article=gone):
            if getattr(row, key) not in had:
                row.pk, row.article = None, into
                row.save(force_insert=True)
    had = set(into.credits.values_list("name", "role"))
    for credit in gone.credits.all():
        if (credit.name, credit.role) not in had:
            credit.pk, credit.article = None, into
            credit.save(force_insert=True)


def retire(gone: Article, into: Article, *, by) -> None:
    """Leave the joined article as the way to the other one."""
    if gone.is_public:
        because = _("已并入“%(name)s”") % {"name": into.name}
        publishing.withdraw(gone, by=by, because=because[:200])
    elif gone.is_scheduled:
        # Its time would come, and the same text stand in two places.
        publishing.make_move(gone, "unschedule", by=by)
    guarding.write(gone, {"replaced_by": into, "is_unmatched": False}, by=by, reason=f"join: → {into.pk}")


def candidates_to_join(article: Article) -> Iterable[Article]:
    """Return the articles an editor may mean: those of the same page, then of the same issue."""
    beside = Article.objects.for_list().filter(replaced_by=None).exclude(pk=article.pk)
    if article.page_id:
        return beside.filter(page=article.page_id).order_by("order", "pk")
    return beside.filter(issue=article.issue_id).order_by("pk")[:100] if article.issue_id else beside.none()
