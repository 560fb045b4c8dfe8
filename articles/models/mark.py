"""What editors said about stretches of pages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.segmenter import story


class MarkQuerySet(models.QuerySet):
    def standing(self):
        """Marks that hold: neither taken back nor overruled by a later one."""
        return self.filter(state=Mark.State.STANDING)


class Mark(models.Model):
    """What an editor said about a stretch of page. Never deleted; written by correcting only."""

    class State(models.TextChoices):
        STANDING = "standing", _("有效")
        SUPERSEDED = "superseded", _("被后来的取代")
        WITHDRAWN = "withdrawn", _("已撤销")
        LOST = "lost", _("新读本中找不到原文")

    page = models.ForeignKey("articles.Page", models.PROTECT, related_name="marks", verbose_name=_("版面"))
    kind = models.CharField(
        _("标注"), max_length=12, choices=[(kind.value, kind.value) for kind in story.MarkKind]
    )
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    # The words marked: a second reading of the page finds them again, and a stale desk is noticed.
    quote = models.TextField(_("原文"))
    value = models.CharField(_("内容"), max_length=500, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.STANDING)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, related_name="supersedes", null=True, blank=True, editable=False
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("标注人")
    )
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("标注")
        verbose_name_plural = _("标注")
        ordering = ("page", "pk")
        default_permissions = ("view",)
        constraints = (models.CheckConstraint(condition=Q(start__lt=F("end")), name="mark_is_not_empty"),)

    def __str__(self):
        return f"{self.kind} {self.start}–{self.end} {self.value}".strip()
