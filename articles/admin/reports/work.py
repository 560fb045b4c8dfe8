"""What is doubtful, who changed what, and where most had to be corrected."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from articles.models import Article, Mark, Page
from articles.models.doubt import WORDS, worst_first

from ..base import count_by
from .gaps import NAME, OPENING, name_of_article, open_article, open_desk
from .table import PAGE, Report, day_in_words, page_in_words

MOST_COUNTED = 2000  # newest articles whose doubts make the picture
LOOK_BACK = timedelta(days=90)
BARS = 24
MOST_BY_KEY = 1000


class DoubtfulText(Report):
    name = "doubtful-text"
    title = gettext_lazy("文字有疑点")
    about = gettext_lazy("机器把握最小的在前。")
    head = (gettext_lazy("文章"), gettext_lazy("日期"), gettext_lazy("疑点"))

    def articles(self):
        return Article.objects.filter(replaced_by=None).exclude(warnings=[]).order_by()

    def rows(self, most):
        rows = self.articles().annotate(opening=OPENING).order_by("confidence", "-id")
        said: dict[str, str] = {}  # the same doubts come up by the thousand
        for key, *name, day, warnings in rows.values_list("pk", *NAME, "issue__date", "warnings")[:most]:
            codes = repr([(doubt.get("code"), doubt.get("detail")) for doubt in warnings])
            if codes not in said:
                said[codes] = "；".join(worst_first(warnings))
            yield key, (name_of_article(*name), day_in_words(day), said[codes])

    def number(self):
        return self.articles().count()

    def picture(self):
        codes: Counter[str] = Counter()
        newest = self.articles().order_by("-id")
        for warnings in newest.values_list("warnings", flat=True)[:MOST_COUNTED]:
            codes.update({doubt.get("code", "") for doubt in warnings if isinstance(doubt, dict)})
        return [
            (str(WORDS.get(code, code)).replace("%(detail)s", "…"), number)
            for code, number in codes.most_common()
        ]

    def address(self, key):
        return open_article(key)


class ChangedByWhom(Report):
    name = "changed-by-whom"
    title = gettext_lazy("谁改了多少")
    about = gettext_lazy("最近 90 天里各人的改动。")
    head = (gettext_lazy("编辑"), gettext_lazy("改动"), gettext_lazy("文章"))

    def rows(self, most):
        for name, changes, articles in self.people[:most]:
            yield None, (name, changes, articles)

    @cached_property
    def people(self) -> list[tuple[str, int, int]]:
        person = [f"history_user__{part}" for part in ("username", "last_name", "first_name")]
        recent = Article.history.model.objects.filter(
            history_date__gte=now() - LOOK_BACK, history_user__isnull=False
        )
        counted = (
            recent.values_list(*person)
            .annotate(changes=Count("*"), articles=Count("id", distinct=True))
            .order_by("-changes")
        )
        return [(last + first or username, *numbers) for username, last, first, *numbers in counted]

    def picture(self):
        return [(name, changes) for name, changes, _articles in self.people[:BARS]]

    def address(self, key):
        return reverse("admin:articles_article_changelist")


class Corrections(Report):
    """Pages by what had to be corrected on them: marks, and saves of their articles by people."""

    name = "corrections"
    title = gettext_lazy("每千字改动")
    about = gettext_lazy("版面标注与文章修改之和，除以版面字数。")
    head = (
        gettext_lazy("版面"),
        gettext_lazy("标注"),
        gettext_lazy("修改"),
        gettext_lazy("字数"),
        gettext_lazy("每千字"),
    )

    @cached_property
    def marks(self) -> dict[int, int]:
        return count_by(Mark.objects.standing(), "page")

    @cached_property
    def edits(self) -> dict[int, int]:
        by_people = Article.history.model.objects.exclude(history_user=None).exclude(page=None)
        saves = Q(history_change_reason__startswith="edit") | Q(history_change_reason__startswith="take")
        return count_by(by_people.filter(saves), "page")

    @cached_property
    def rates(self) -> list[tuple[float, int, int]]:
        """The rate, the key and the characters of each page on which anything was corrected."""
        sizes = Page.objects.current().order_by().values_list("pk", "characters")
        return [
            (round(1000 * (self.marks.get(key, 0) + self.edits.get(key, 0)) / max(size, 1), 2), key, size)
            for key, size in sizes
            if key in self.marks or key in self.edits
        ]

    def rows(self, most):
        worst = heapq.nsmallest(most, self.rates, key=lambda row: (-row[0], row[1]))
        pages = Page.objects.order_by()
        if len(worst) <= MOST_BY_KEY:
            pages = pages.filter(pk__in=[key for _rate, key, _size in worst])
        names = {key: page_in_words(*page) for key, *page in pages.values_list("pk", *PAGE)}
        for rate, key, size in worst:
            yield key, (names[key], self.marks.get(key, 0), self.edits.get(key, 0), size, rate)

    def number(self):
        return len(self.rates)

    def picture(self):
        return [(cells[0], cells[-1]) for _key, cells in self.rows(BARS)]

    def address(self, key):
        return open_desk(key)
