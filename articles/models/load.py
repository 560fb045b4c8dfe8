"""Runs of the loader, and what became of each file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Load(models.Model):
    """One run of the loader."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队")
        RUNNING = "running", _("进行中")
        FINISHED = "finished", _("完成")
        INTERRUPTED = "interrupted", _("中断")
        UNDONE = "undone", _("已撤销")

    started_at = models.DateTimeField(_("开始"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.RUNNING)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发起人"),
    )
    paths = models.JSONField(_("输入"), default=list, blank=True)
    options = models.JSONField(_("选项"), default=dict, blank=True)
    upload = models.FileField(_("上传文件"), upload_to="loads/", blank=True)
    loaded = models.PositiveIntegerField(_("装载"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    held = models.PositiveIntegerField(_("待定"), default=0)
    refused = models.PositiveIntegerField(_("拒收"), default=0)

    class Meta:
        verbose_name = _("装载")
        verbose_name_plural = _("装载")
        ordering = ("-pk",)

    def __str__(self):
        return f"{_('装载')} {self.pk}"


class LoadedFile(models.Model):
    """One input file of a load, with its one final state and the reason."""

    class State(models.TextChoices):
        LOADED = "loaded", _("已装载")
        UNCHANGED = "unchanged", _("已有，未变")
        NEW_READING = "new-reading", _("新读本")
        HELD = "held", _("已装载，待定日期")
        REFUSED = "refused", _("拒收")

    # The constraint's index begins with it.
    load = models.ForeignKey(
        Load, models.CASCADE, related_name="files", db_index=False, verbose_name=_("装载")
    )
    path = models.CharField(_("文件"), max_length=1000)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices)
    reason = models.TextField(_("原因"), blank=True)
    sha256 = models.CharField(_("指纹"), max_length=64, blank=True)
    page = models.ForeignKey(
        "articles.Page", models.SET_NULL, null=True, blank=True, related_name="files", verbose_name=_("版面")
    )

    class Meta:
        verbose_name = _("装载的文件")
        verbose_name_plural = _("装载的文件")
        ordering = ("load", "path")
        constraints = (
            models.UniqueConstraint(fields=["load", "path"], name="a_file_has_one_final_state_a_load"),
        )

    def __str__(self):
        return self.path
