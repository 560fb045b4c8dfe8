"""What readers say is wrong in an article."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MistakeReportQuerySet(models.QuerySet):
    def waiting(self):
        """Reports nobody has looked at yet."""
        return self.filter(state=MistakeReport.State.WAITING)


class MistakeReport(models.Model):
    """A reader's word on a mistake. Made and settled by moderating only; never shown to the public."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待处理")
        ACCEPTED = "accepted", _("已采纳")
        REFUSED = "refused", _("不采纳")

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="mistake_reports", verbose_name=_("文章")
    )
    quote = models.CharField(_("文中原话"), max_length=300, blank=True)
    words = models.TextField(_("哪里不对"), max_length=1000)
    contact = models.CharField(_("联系方式"), max_length=120, blank=True)
    # Tells two reports of one day apart by sender; the address itself is not kept.
    sender = models.CharField(_("来源"), max_length=32, editable=False, db_index=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("处理人"),
    )  # fmt: skip
    note = models.CharField(
        _("处理说明"), max_length=300, blank=True, help_text=_("只给编辑部看：改了什么，或为什么不改。")
    )

    objects = MistakeReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("读者报错")
        verbose_name_plural = _("读者报错")
        ordering = ("-made_at", "-pk")
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(condition=~models.Q(words=""), name="a_mistake_report_says_what_is_wrong"),
        )

    def __str__(self):
        return self.words[:40]
