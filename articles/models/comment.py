"""What colleagues said to each other about an article."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A colleague's word on an article. Readers never see it, and it is never rewritten."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="comments", verbose_name=_("文章")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("留言人")
    )
    text = models.TextField(_("留言"), max_length=2000)
    # The move it explains (publishing.MOVES), when sending back or withdrawing needed a word.
    about = models.CharField(_("缘由"), max_length=12, blank=True)
    made_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("留言")
        verbose_name_plural = _("留言")
        ordering = ("pk",)
        default_permissions = ("add", "view")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),)

    def __str__(self):
        return self.text[:40]
