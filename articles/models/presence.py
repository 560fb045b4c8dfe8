"""Who has an article open."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

# An open form reports itself every 30 seconds; after this it was closed or its machine sleeps.
STAYS_FOR = timedelta(minutes=10)


class PresenceQuerySet(models.QuerySet):
    def note(self, article, user) -> None:
        """Keep that this person has it open now, in one statement."""
        self.bulk_create(
            [self.model(article=article, user=user, seen_at=now())],
            update_conflicts=True,
            unique_fields=["article", "user"],
            update_fields=["seen_at"],
        )

    def beside(self, user):
        """Others who lately had it open, newest first."""
        recent = self.filter(seen_at__gte=now() - STAYS_FOR).exclude(user=user)
        return recent.select_related("user").order_by("-seen_at")


class Presence(models.Model):
    """An editor has an article's form open. It warns; it locks nobody out."""

    # The constraint's index begins with it.
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="presences", db_index=False, verbose_name=_("文章")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("编辑")
    )
    seen_at = models.DateTimeField(_("最近打开"), default=now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("在场")
        verbose_name_plural = _("在场")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["article", "user"], name="an_editor_opens_an_article_once"),
        )

    def __str__(self):
        return f"{self.user} {self.seen_at:%H:%M}"
