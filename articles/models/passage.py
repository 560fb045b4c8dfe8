"""Where the words of an article stand on the printed page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .coded import CodedField

# The segmenter's roles, each known to the database by its place: add at the end only.
ROLES = (
    "section", "kicker", "title", "subtitle", "body", "subhead", "byline", "caption", "duplicate",
    "continuation", "signoff", "furniture", "unknown",
)  # fmt: skip


class Passage(models.Model):
    """A stretch of an article tied to a stretch of a page. Written by proposing only."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="passages", verbose_name=_("文章")
    )
    # The constraint's index begins with it.
    page = models.ForeignKey(
        "articles.Page", models.CASCADE, related_name="passages", db_index=False, verbose_name=_("版面")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    role = CodedField(_("类型"), choices=[(role, role) for role in ROLES])
    rule = models.CharField(_("规则"), max_length=40, blank=True)
    margin = models.FloatField(_("把握"), default=1.0)
    joins = models.BooleanField(_("接上段"), default=False)

    class Meta:
        verbose_name = _("出处")
        verbose_name_plural = _("出处")
        ordering = ("article", "order")
        constraints = (
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_is_not_empty"),
            models.UniqueConstraint(fields=["page", "start"], name="a_stretch_of_page_is_in_one_article"),
        )

    def __str__(self):
        return f"{self.start}–{self.end} {self.role}"
