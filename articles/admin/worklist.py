"""What to do next: the first page an editor sees. Each line says why it is there and opens at the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article, Comment, Load, LoadedFile, MistakeReport, Page, State
from articles.models.doubt import worst_first

# Lines of one kind; more of them are one click away.
SHOWN = 8
MY_DAYS = 30
# A page nobody reads still counts: otherwise one reader would outweigh any number of doubts.
UNREAD_WORTH = 10


@dataclass(frozen=True)
class Line:
    """One thing to do."""

    words: str
    address: str
    why: str


@dataclass(frozen=True)
class Heap:
    """Things of one kind to do, and where all of them are."""

    title: str
    lines: list[Line]
    all_of_them: str
    has_more: bool


@dataclass(frozen=True)
class Kind:
    """One kind of work: who is shown it, and the query that finds it."""

    title: str
    permission: str
    find: Callable
    list_address: str


def work_for(user) -> list[Heap]:
    """Return this person's work, heap by heap: one query a heap, two where comments are shown."""
    heaps = []
    for kind in KINDS:
        if not user.has_perm(kind.permission):
            continue
        lines = list(kind.find(user))
        heaps.append(Heap(kind.title, lines[:SHOWN], kind.list_address, len(lines) > SHOWN))
    return heaps


def doubtful_pages(user) -> Iterable[Line]:
    pages = (
        Page.objects.current()
        .filter(doubts__gt=0, accepted_at=None)
        .exclude(issue=None)
        .select_related("issue__newspaper")
        .defer("original", "loose", "date_guess")
        .order_by(-F("doubts") * (F("views") + UNREAD_WORTH), "pk")
    )
    for page in pages[: SHOWN + 1]:
        why = _("%(n)d 处疑点") % {"n": page.doubts}
        if page.views:
            why += " · " + _("%(n)d 次阅读") % {"n": page.views}
        yield Line(str(page), reverse("admin:articles_page_desk", args=[page.pk]), why)


def undated_pages(user) -> Iterable[Line]:
    pages = Page.objects.needing_date().select_related("newspaper").defer("original", "loose")
    for page in pages.order_by("-loaded_at", "pk")[: SHOWN + 1]:
        yield Line(
            page.source or str(page),
            reverse("admin:articles_page_date", args=[page.pk]),
            guess_in_words(page.date_guess or {}),
        )


def guess_in_words(guess: dict) -> str:
    """Return the best candidate for a date, or that there is none."""
    if guess.get("date"):
        return _("可能是 %(date)s（把握 %(n)d%%）") % {
            "date": guess["date"],
            "n": round(100 * guess.get("confidence", 0)),
        }
    if guess.get("month_day"):
        month, day = guess["month_day"]
        return _("%(month)d 月 %(day)d 日，年份不明") % {"month": month, "day": day}
    return _("文字里没有日期")


def at_odds(user) -> Iterable[Line]:
    """Articles of which the machine now says otherwise, or finds no words on the page any more."""
    from articles.offering import label_of

    odd = ~Q(offers={}) | Q(is_unmatched=True, replaced_by=None)
    articles = Article.objects.filter(odd).with_opening().defer("proposed")
    for article in articles.order_by("-updated_at")[: SHOWN + 1]:
        if article.offers:
            why = _("新建议：%(fields)s") % {"fields": "、".join(map(label_of, article.offers))}
        else:
            why = _("版面重新切分后，没有对应的文字了")
        yield line_of(article, why)


def mistakes(user) -> Iterable[Line]:
    reports = MistakeReport.objects.filter(state=MistakeReport.State.WAITING).select_related("article")
    reports = reports.only(
        "words", "made_at", "article__title", "article__kicker", "article__subtitle", "article__body"
    )
    for report in reports.order_by("made_at")[: SHOWN + 1]:
        address = reverse("admin:articles_mistakereport_change", args=[report.pk])
        yield Line(report.article.name, address, report.words[:40])


def in_review(user) -> Iterable[Line]:
    articles = Article.objects.filter(state=State.IN_REVIEW).with_opening().defer("proposed", "offers")
    for article in articles.order_by("updated_at")[: SHOWN + 1]:
        yield line_of(article, _("等了 %(time)s") % {"time": age(article.updated_at)})


def scheduled(user) -> Iterable[Line]:
    articles = Article.objects.filter(state=State.PUBLISHED, publish_at__gt=now())
    for article in articles.with_opening().defer("proposed", "offers").order_by("publish_at")[: SHOWN + 1]:
        yield line_of(article, _("%(at)s 发布") % {"at": f"{localtime(article.publish_at):%m-%d %H:%M}"})


def mine(user) -> Iterable[Line]:
    """Drafts that this person worked on lately; those that came back say what for."""
    touched = Article.history.model.objects.filter(
        history_user=user, history_date__gte=now() - timedelta(days=MY_DAYS)
    )
    sent_back = Comment.objects.filter(article=OuterRef("pk"), about="send_back").order_by("-pk")
    articles = (
        Article.objects.filter(state=State.DRAFT, pk__in=touched.values("id"))
        .defer("body", "proposed", "offers")
        .annotate(sent_back=Subquery(sent_back.values("text")[:1]))
        .order_by("-updated_at")
    )
    for article in articles[: SHOWN + 1]:
        if article.sent_back:
            yield line_of(article, _("退回：%(why)s") % {"why": article.sent_back[:40]})
        elif article.warnings:
            yield line_of(article, worst_first(article.warnings)[0])
        else:
            yield line_of(article, _("%(time)s前改过") % {"time": age(article.updated_at)})


def recent_loads(user) -> Iterable[Line]:
    files = reverse("admin:articles_loadedfile_changelist")
    for load in Load.objects.select_related("started_by").order_by("-pk")[: SHOWN + 1]:
        words = f"{load} {localtime(load.started_at):%m-%d %H:%M}"
        if load.refused:
            address = f"{files}?load__id__exact={load.pk}&state__exact={LoadedFile.State.REFUSED}"
            why = ngettext("拒收 %(n)d 个文件", "拒收 %(n)d 个文件", load.refused) % {"n": load.refused}
        else:
            address = reverse("admin:articles_load_change", args=[load.pk])
            why = _("%(state)s，%(n)d 版") % {"state": load.get_state_display(), "n": load.loaded}
        yield Line(words, address, why)


def line_of(article: Article, why: str) -> Line:
    return Line(article.name, reverse("admin:articles_article_change", args=[article.pk]), why)


def age(since) -> str:
    """Return how long ago that was, in the one unit that matters."""
    minutes = int((now() - since).total_seconds() // 60)
    if minutes < 60:
        return _("%(n)d 分钟") % {"n": max(minutes, 1)}
    if minutes < 60 * 24:
        return _("%(n)d 小时") % {"n": minutes // 60}
    return _("%(n)d 天") % {"n": minutes // (60 * 24)}


ARTICLES, PAGES = "admin/articles/article/", "admin/articles/page/"
KINDS = (
    Kind(
        gettext_lazy("有疑点的版面"),
        "articles.correct_page",
        doubtful_pages,
        f"/{PAGES}?doubtful=open&dated=yes",
    ),
    Kind(gettext_lazy("需要日期"), "articles.change_page", undated_pages, f"/{PAGES}?dated=no"),
    Kind(gettext_lazy("待审"), "articles.review_article", in_review, f"/{ARTICLES}?standing=in-review"),
    Kind(gettext_lazy("我的工作"), "articles.change_article", mine, f"/{ARTICLES}?work=mine"),
    Kind(gettext_lazy("和机器的读法不同"), "articles.change_article", at_odds, f"/{ARTICLES}?work=odd"),
    Kind(
        gettext_lazy("读者报错"), "articles.change_mistakereport", mistakes, "/admin/articles/mistakereport/"
    ),
    Kind(gettext_lazy("定时待发"), "articles.view_article", scheduled, f"/{ARTICLES}?standing=scheduled"),
    Kind(gettext_lazy("最近装载"), "articles.view_load", recent_loads, "/admin/articles/load/"),
)
