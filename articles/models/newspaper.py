"""A paper and its home."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Newspaper(models.Model):
    """A paper with a home: 市总工会 in its pages is its own city's."""

    name = models.CharField(_("报名"), max_length=100, unique=True)
    slug = models.CharField(
        _("网址简称"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("只用小写字母、数字和连字符。"))],
        help_text=_("出现在其他报纸各期的网址中，例如 evening。"),
    )
    province = models.CharField(_("省份"), max_length=40, blank=True, help_text=_("全称，例如 山西省。"))
    city = models.CharField(_("城市"), max_length=40, blank=True, help_text=_("全称，例如 太原市。"))
    issn = models.CharField(_("刊号"), max_length=40, blank=True)
    publisher = models.CharField(_("主办单位"), max_length=100, blank=True)
    description = models.TextField(_("简介"), blank=True)
    appears_on = models.CharField(
        _("出报日"),
        max_length=7,
        default="1234567",
        validators=[RegexValidator(r"^1?2?3?4?5?6?7?$", _("按顺序写出报的星期，1 到 7，例如 12345。"))],
        help_text=_("每周哪几天出报，1 是星期一。日历据此分清休刊和未收录。"),
    )
    is_main = models.BooleanField(
        _("本站主报"), default=False, help_text=_("主报各期的网址只有日期：/issues/2024-06-14/。")
    )

    class Meta:
        verbose_name = _("报纸")
        verbose_name_plural = _("报纸")
        ordering = ("-is_main", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["is_main"],
                condition=models.Q(is_main=True),
                name="only_one_newspaper_is_the_main_one",
            ),
        )

    def __str__(self):
        return self.name
