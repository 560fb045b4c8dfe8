"""One day's edition of a newspaper."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from .addresses import address_of

EARLIEST = date(1815, 1, 1)  # before the first newspapers in Chinese
LATEST = date(2199, 12, 31)


class DateSource(models.TextChoices):
    """Who said when the issue appeared, most trusted first."""

    PERSON = "person", _("编辑填写")
    OPTION = "option", _("装载时指定")
    PATH = "path", _("文件路径")
    CONFIG = "config", _("newspaper.toml")
    TEXT = "text", _("版面文字推断")


class IssueQuerySet(models.QuerySet):
    def public(self, at=None):
        """Issues with at least one article that the public may read: now, or at a moment."""
        from .article import Article

        return self.filter(models.Exists(Article.objects.published(at).filter(issue=models.OuterRef("pk"))))

    def newest_first(self):
        return self.order_by("-date", "newspaper_id", "edition")


class Issue(models.Model):
    """One day's edition of a newspaper."""

    # The constraint's index begins with it.
    newspaper = models.ForeignKey(
        "articles.Newspaper", models.PROTECT, related_name="issues", db_index=False, verbose_name=_("报纸")
    )
    date = models.DateField(_("日期"), db_index=True)
    edition = models.CharField(_("版别"), max_length=20, blank=True, help_text=_("同日另出的版，例如 号外。"))
    number = models.CharField(_("总期号"), max_length=20, blank=True)
    address = models.CharField(_("网址"), max_length=80, unique=True, editable=False)
    date_source = models.CharField(
        _("日期来源"), max_length=10, choices=DateSource.choices, default=DateSource.PERSON
    )
    date_confidence = models.FloatField(_("日期把握"), default=1.0)
    date_evidence = models.JSONField(_("日期依据"), default=list, blank=True)
    expected_pages = models.PositiveSmallIntegerField(_("应有版数"), null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("期")
        verbose_name_plural = _("各期")
        ordering = ("-date", "newspaper", "edition")
        constraints = (
            models.UniqueConstraint(
                fields=["newspaper", "date", "edition"], name="one_issue_a_newspaper_date_and_edition"
            ),
            models.CheckConstraint(
                condition=models.Q(date__gte=EARLIEST, date__lte=LATEST), name="issue_date_is_plausible"
            ),
        )

    def __str__(self):
        return f"{self.newspaper} {self.date:%Y-%m-%d}{f' {self.edition}' if self.edition else ''}"

    def save(self, *args, **kwargs):
        self.address = self.make_address()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("issues", self.address)

    def make_address(self) -> str:
        """Return the permanent part of the address: the date, and what tells other papers apart."""
        parts = [] if self.newspaper.is_main else [self.newspaper.slug]
        parts.append(self.date.isoformat())
        if self.edition:
            # 早/晚 is a name an edition may have, and no part of an address.
            parts.append(re.sub(r"[/\x00-\x1f\x7f]+", "-", self.edition))
        return "-".join(parts)
