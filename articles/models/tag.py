"""Subjects that editors keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .addresses import address_of
from .coded import CodedField


class TagQuerySet(models.QuerySet):
    def standing(self):
        """Tags that were not merged into another."""
        return self.filter(merged_into=None)


class Tag(models.Model):
    """A subject. A merged tag stays, as the redirect to the one it became."""

    name = models.CharField(_("标签"), max_length=40, unique=True)
    description = models.TextField(_("说明"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, editable=False,
        verbose_name=_("并入"),
    )  # fmt: skip

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="tag_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="tag_is_not_merged_into_itself",
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("tags", self.pk)


class TagSynonym(models.Model):
    """Another word for the same subject."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="synonyms", verbose_name=_("标签"))
    name = models.CharField(_("同义词"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ("name",)

    def __str__(self):
        return self.name


class TaggingState(models.TextChoices):
    """Who stands behind a tag on an article. Kept by place (CodedField): add at the end only."""

    SUGGESTED = "suggested", _("机器建议")
    ACCEPTED = "accepted", _("已采用")
    REFUSED = "refused", _("已否定")


class Tagging(models.Model):
    """A tag on an article, and who put it there."""

    # The constraint's index begins with it.
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="taggings", db_index=False, verbose_name=_("文章")
    )
    # Its index is the one below: what carries a tag is counted without a look at the rows.
    tag = models.ForeignKey(
        Tag, models.CASCADE, related_name="taggings", verbose_name=_("标签"), db_index=False
    )
    state = CodedField(_("状态"), choices=TaggingState.choices, default=TaggingState.SUGGESTED)
    weight = models.FloatField(_("权重"), default=1.0)

    class Meta:
        verbose_name = _("文章标签")
        verbose_name_plural = _("文章标签")
        ordering = ("-weight", "pk")
        indexes = (models.Index(fields=["tag", "state", "article"], name="tagging_with_tag"),)
        constraints = (
            models.UniqueConstraint(fields=["article", "tag"], name="an_article_has_each_tag_once"),
        )

    def __str__(self):
        return str(self.tag)
