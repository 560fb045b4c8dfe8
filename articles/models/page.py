"""One printed page, as it was read."""

import zlib
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.segmenter.text import PageText

from .addresses import address_of


class PageQuerySet(models.QuerySet):
    def current(self):
        """The newest reading of each page; older readings are kept beside it."""
        return self.filter(is_current=True)

    def needing_date(self):
        """Pages that wait until somebody knows their date."""
        return self.current().filter(issue=None)

    def without_bytes(self):
        """Leave the stored bytes in the database: lists never need them."""
        return self.defer("original")


class Page(models.Model):
    """One printed page (版). What was read never changes; a better reading stands beside it."""

    # The constraint's index begins with it.
    newspaper = models.ForeignKey(
        "articles.Newspaper", models.PROTECT, related_name="pages", db_index=False, verbose_name=_("报纸")
    )
    issue = models.ForeignKey(
        "articles.Issue",
        models.PROTECT,
        related_name="pages",
        null=True,
        blank=True,
        verbose_name=_("期"),
        help_text=_("日期未知的版面先不归入任何一期。"),
    )
    number = models.CharField(
        _("版次"), max_length=10, blank=True, help_text=_("照印刷所见，例如 2 或 A02。")
    )
    position = models.PositiveSmallIntegerField(
        _("顺序"), default=0, help_text=_("在本期中的先后，由版次得出。")
    )
    name = models.CharField(_("版名"), max_length=40, blank=True, help_text=_("例如 要闻、综合新闻。"))

    # The bytes as they came, deflated; `text` is them decoded. Nothing is stored twice.
    original = models.BinaryField(_("原始字节"), editable=False)
    encoding = models.CharField(_("编码"), max_length=20, editable=False)
    sha256 = models.CharField(_("指纹"), max_length=64, editable=False)
    characters = models.PositiveIntegerField(_("字数"), default=0, editable=False)
    source = models.CharField(_("来源文件"), max_length=500, blank=True, editable=False)
    loaded_at = models.DateTimeField(_("装载时间"), auto_now_add=True)

    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="superseded_by", null=True, blank=True, editable=False,
        verbose_name=_("取代的旧读本"),
    )  # fmt: skip
    is_current = models.BooleanField(_("现行读本"), default=True, editable=False)

    segmenter = models.CharField(_("切分规则版本"), max_length=40, blank=True, editable=False)
    # What could be found out about an unknown date: {"date", "month_day", "confidence", "evidence": […]}.
    date_guess = models.JSONField(_("日期推断"), default=dict, blank=True, editable=False)
    # Stretches outside every story: [[start, end, role], …].
    loose = models.JSONField(_("文章之外"), default=list, blank=True, editable=False)
    doubts = models.PositiveSmallIntegerField(_("疑点"), default=0, db_index=True, editable=False)
    views = models.PositiveIntegerField(_("阅读"), default=0, editable=False)
    # Goes up with each mark: two desks open on one page notice each other.
    version = models.PositiveIntegerField(default=1, editable=False)
    accepted_at = models.DateTimeField(_("核定时间"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("核定人"),
    )  # fmt: skip

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("版面")
        verbose_name_plural = _("版面")
        ordering = ("issue", "position", "pk")
        # A scan without number is known again by the file it came from.
        indexes = (models.Index(fields=["source"], name="page_source"),)
        constraints = (
            models.UniqueConstraint(fields=["newspaper", "sha256"], name="the_same_bytes_are_one_page"),
            models.UniqueConstraint(
                fields=["issue", "number"],
                condition=models.Q(is_current=True) & ~models.Q(number=""),
                name="one_current_reading_a_page_of_an_issue",
            ),
        )

    def __str__(self):
        where = f"{self.issue}" if self.issue_id else str(_("日期待定"))
        return f"{where} {self.label}"

    def get_absolute_url(self):
        return address_of("issues", self.issue.address, self.number or f"p{self.pk}")

    @property
    def label(self) -> str:
        """Return the words for this page within its issue: 第2版 要闻."""
        number = _("第%(number)s版") % {"number": self.number} if self.number else _("版次待定")
        return f"{number} {self.name}".strip()

    @cached_property
    def text(self) -> str:
        """Return what was read, as decoded: offsets of passages and marks count its characters."""
        return decode(self.raw, self.encoding)

    @property
    def raw(self) -> bytes:
        """Return the bytes exactly as they were loaded."""
        return zlib.decompress(self.original)

    @property
    def page_text(self) -> PageText:
        return PageText(self.text, name=self.source or str(self))


def decode(raw: bytes, encoding: str) -> str:
    """Return the text of `raw` without a byte order mark; line ends stay as they are."""
    return raw.decode(encoding).removeprefix("\ufeff")


def deflate(raw: bytes) -> bytes:
    return zlib.compress(raw, 6)
