"""One tag or agency that became another: what was moved, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Merger(models.Model):
    """A merge of two tags or two agencies, with every row it touched. Written by tagging only."""

    class Kind(models.TextChoices):
        TAG = "tag", _("标签")
        AGENCY = "agency", _("机构")

    kind = models.CharField(_("类别"), max_length=6, choices=Kind.choices)
    gone_id = models.BigIntegerField(_("被并入的编号"))
    kept_id = models.BigIntegerField(_("保留的编号"))
    gone_name = models.CharField(_("被并入"), max_length=120)
    kept_name = models.CharField(_("保留"), max_length=120)
    # {"moved": [row ids], "dropped": [rows as they were], "names": […], "children": […]}
    touched = models.JSONField(_("改动"), default=dict)
    articles = models.PositiveIntegerField(_("涉及文章"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("操作人")
    )
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤销人"),
    )

    class Meta:
        verbose_name = _("合并记录")
        verbose_name_plural = _("合并记录")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.gone_name} → {self.kept_name}"
