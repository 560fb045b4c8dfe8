"""What is not there: issues, articles of a page, a section or an agency of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Issue, Mention, Page
from articles.models.article import make_excerpt, opening_of

from .table import PAGE, Report, day_in_words, page_in_words

EXPECTED = 0.6  # an issue on this share of a weekday's dates in a year makes that weekday a day of the paper
EVERY_DAY = "1234567"  # what a newspaper says as long as nobody said otherwise
MONTHS_SHOWN = 24


def missing_issues() -> Iterator[tuple[int, str, date]]:
    """Yield (paper, its name, day) where an issue would be expected, by the paper's weekdays in that year."""
    dates: dict[tuple[int, str, str], set[date]] = {}
    columns = ("newspaper_id", "newspaper__name", "newspaper__appears_on", "date")
    for *paper, day in Issue.objects.order_by().values_list(*columns):
        dates.setdefault(tuple(paper), set()).add(day)
    for (paper, name, appears_on), days in sorted(dates.items()):
        for day in missing_days(days, appears_on=appears_on):
            yield paper, name, day


def missing_days(days: set[date], *, appears_on: str = EVERY_DAY) -> list[date]:
    """Return the days between the first and the last that a paper of these days should have had.

    The paper's own days are believed where somebody wrote them down; otherwise each year shows its pattern.
    """
    if len(days) < 3:
        return []
    first, last = min(days), max(days)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    possible = Counter((day.year, day.weekday()) for day in every)
    had = Counter((day.year, day.weekday()) for day in days)
    if appears_on != EVERY_DAY:
        usual = {key for key in possible if str(key[1] + 1) in appears_on}
    else:
        usual = {key for key, number in possible.items() if had[key] / number >= EXPECTED}
    return [day for day in every if day not in days and (day.year, day.weekday()) in usual]


def weekday(day: date) -> str:
    return _("星期") + "一二三四五六日"[day.weekday()]


def open_desk(page_id: int) -> str:
    return reverse("admin:articles_page_desk", args=[page_id])


def open_article(article_id: int) -> str:
    return reverse("admin:articles_article_change", args=[article_id])


NAMED = Exists(Mention.objects.filter(article=OuterRef("pk"), is_refused=False))
# Only an article without a headline goes by its text, and only then is the text read.
OPENING = Case(
    When(title="", kicker="", subtitle="", then=opening_of("body")),
    default=Value(""),
    output_field=CharField(),
)
NAME = ("title", "kicker", "subtitle", "opening")


def name_of_article(title: str, kicker: str, subtitle: str, opening: str) -> str:
    """Return what Article calls itself, from columns."""
    return title or kicker or subtitle or make_excerpt(opening) or _("（无题）")


class MissingIssues(Report):
    name = "missing-issues"
    title = gettext_lazy("缺少的各期")
    about = gettext_lazy("按各报每年出报的星期推算：这一天本该有一期。")
    head = (gettext_lazy("报纸"), gettext_lazy("日期"), gettext_lazy("星期"))

    def rows(self, most):
        for paper, name, day in self.missing:
            yield (paper, day), (name, day.isoformat(), weekday(day))

    @cached_property
    def missing(self) -> list[tuple[int, str, date]]:
        return list(missing_issues())

    def picture(self):
        months = Counter(f"{day:%Y-%m}" for _paper, _name, day in self.missing)
        return sorted(months.items())[-MONTHS_SHOWN:]

    def address(self, key):
        paper, day = key
        return f"{reverse('admin:articles_issue_add')}?newspaper={paper}&date={day}"


class PagesWithoutArticles(Report):
    name = "pages-without-articles"
    title = gettext_lazy("没有文章的版面")
    about = gettext_lazy("已装载，但没有切出一篇文章。")
    head = (gettext_lazy("版面"), gettext_lazy("来源文件"), gettext_lazy("字数"))

    def pages(self):
        here = Article.objects.filter(page=OuterRef("pk"))
        return Page.objects.current().filter(~Exists(here)).order_by()

    def rows(self, most):
        pages = self.pages().order_by("-issue__date", "pk")
        for key, *page, source, characters in pages.values_list("pk", *PAGE, "source", "characters")[:most]:
            yield key, (page_in_words(*page), source, characters)

    def number(self):
        return self.pages().count()

    def picture(self):
        years = self.pages().values_list(ExtractYear("issue__date")).annotate(n=Count("*"))
        return sorted((str(year) if year else _("日期待定"), number) for year, number in years)

    def address(self, key):
        return open_desk(key)


class ArticlesWithoutPlace(Report):
    name = "articles-without-section-or-agency"
    title = gettext_lazy("没有栏目或机构的文章")
    about = gettext_lazy("读者从栏目页、机构页找不到它们。")
    head = (gettext_lazy("文章"), gettext_lazy("日期"), gettext_lazy("栏目"), gettext_lazy("机构"))

    def rows(self, most):
        lacking = Article.objects.filter(Q(section=None) | ~NAMED, replaced_by=None)
        rows = lacking.annotate(is_named=NAMED, opening=OPENING).order_by("-id")
        columns = ("pk", *NAME, "issue__date", "section_id", "is_named")
        for key, *name, day, section, is_named in rows.values_list(*columns)[:most]:
            has = (_("有") if there else _("没有") for there in (section, is_named))
            yield key, (name_of_article(*name), day_in_words(day), *has)

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """How many articles have no section, no agency, neither.

        Counted are all, and those that another replaced taken off: these are few, and whether an
        article is one of them no index says of the others.
        """
        everything, replaced = Article.objects.order_by(), Article.objects.filter(replaced_by__isnull=False)
        conditions = (Q(section=None), ~NAMED, Q(section=None) & ~NAMED)
        return tuple(
            everything.filter(condition).count() - replaced.order_by().filter(condition).count()
            for condition in conditions
        )

    def number(self):
        section, agency, both = self.counts
        return section + agency - both

    def picture(self):
        section, agency, both = self.counts
        return [(_("没有栏目"), section - both), (_("没有机构"), agency - both), (_("都没有"), both)]

    def address(self, key):
        return open_article(key)
