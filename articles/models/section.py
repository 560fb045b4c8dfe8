"""Columns and campaign headings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .addresses import address_of


class Section(models.Model):
    """A column or campaign heading (栏目). Not the name of a printed page (版名)."""

    name = models.CharField(_("栏目"), max_length=60, unique=True)
    description = models.TextField(_("说明"), blank=True)
    is_proposed = models.BooleanField(
        _("待确认"), default=False, help_text=_("由机器提出，尚未有编辑确认。"), db_index=True
    )

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="section_has_a_name"),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("sections", self.pk)
