"""Lists that an editor wants to see again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """One editor's own view of the article list: a name and its query string."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("编辑")
    )
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(_("条件"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ("name", "pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], name="an_editor_names_a_filter_once"),
        )

    def __str__(self):
        return self.name
