"""One article becomes two, or two become one. The old addresses lead on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from articles import correcting, editing, guarding, publishing
from articles.models import Article, Mention, Page, Passage, State, Tagging
from articles.segmenter.story import Mark, MarkKind
from articles.segmenter.text import Span


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
    begins = where_it_begins(article, lines[at])
    moved = move_passages(article, second, "\n".join(lines[:at]))
    begins = begins or (Span(moved[0].start, moved[0].end) if moved else None)
    article.body = "\n".join(lines[:at])
    editing.save_article(article, changed=["body"], by=by, reason="split", beside=str(second.pk))
    if begins:
        mark(article.page, [Mark(MarkKind.NEW_STORY, begins)], (article, second), by=by)
    return second


TEXT_ROLES = ("body", "subhead", "caption", "signoff")


def where_it_begins(article: Article, paragraph: str) -> Span | None:
    """Return where on the page a paragraph of the article begins, to the end of its stretch."""
    if article.page is None:
        return None
    wanted, text = squeeze(paragraph)[:24], article.page.text
    for passage in article.passages.filter(page=article.page, role__in=TEXT_ROLES):
        places = [at for at in range(passage.start, passage.end) if is_read(text[at])]
        found = "".join(text[at] for at in places).find(wanted)
        if wanted and found >= 0:
            return Span(places[found], passage.end)
    return None


def move_passages(first: Article, second: Article, kept_body: str) -> list[Passage]:
    """Tie to the second article the stretches of page whose words are not in the first any more."""
    if first.page is None:
        return []
    text, kept, moved = first.page.text, squeeze(kept_body), []
    for passage in first.passages.filter(page=first.page, role__in=TEXT_ROLES):
        words = squeeze(text[passage.start : passage.end])[:24]
        if moved or (words and words not in kept):
            moved.append(passage)
    Passage.objects.filter(pk__in=[passage.pk for passage in moved]).update(article=second)
    return moved


def mark(page: Page, marks: list[Mark], articles: tuple[Article, ...], *, by) -> None:
    """Say it of the page too: told apart again, it would otherwise undo what was decided here.

    The texts are as their editor left them; what the machine says of them now is no news to her.
    """
    offers = {article.pk: article.offers for article in articles}
    correcting.correct_all(page, marks, by=by)
    for article in articles:
        article.refresh_from_db()
        known = {name: offer for name, offer in article.offers.items() if name in offers[article.pk]}
        if known != article.offers:
            Article.objects.filter(pk=article.pk).update(offers=known)
            article.offers = known


def squeeze(text: str) -> str:
    return "".join(filter(is_read, text))


def is_read(letter: str) -> bool:
    """Whether a letter is of the text, and not of how it is set."""
    return not letter.isspace() and letter not in "■▲"


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
    moves = moves_between(gone, into)
    last = into.passages.order_by("-order").values_list("order", flat=True).first() or 0
    for number, passage in enumerate(gone.passages.order_by("order"), start=last + 1):
        Passage.objects.filter(pk=passage.pk).update(article=into, order=number)
    editing.save_article(into, changed=["body"], by=by, reason="join", beside=str(gone.pk))
    retire(gone, into, by=by)
    if moves:
        mark(into.page, moves, (into, gone), by=by)


def moves_between(gone: Article, into: Article) -> list[Mark]:
    """Return what says on the page that the one's stretches belong to the other; runs of them at once."""
    if into.page_id is None or gone.page_id != into.page_id:
        return []
    target = into.passages.filter(page=into.page).order_by("start").values_list("start", flat=True).first()
    if target is None:
        return []
    runs: list[Span] = []
    is_ours = False
    for start, end, article in into.page.passages.order_by("start").values_list("start", "end", "article"):
        if article == gone.pk:
            runs = [*runs[:-1], Span(runs[-1].start, end)] if is_ours else [*runs, Span(start, end)]
        is_ours = article == gone.pk
    return [Mark(MarkKind.MOVE, span, str(target)) for span in runs]


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
