"""Organisations, their names, and where articles mention them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .addresses import address_of
from .coded import CodedField


class Level(models.TextChoices):
    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    DISTRICT = "district", _("县区级")
    STREET = "street", _("街道乡镇")
    COMMUNITY = "community", _("社区村")
    OTHER = "", _("其他")


class AgencyQuerySet(models.QuerySet):
    def standing(self):
        """Agencies that were not merged into another."""
        return self.filter(merged_into=None)

    def confirmed(self):
        """Agencies an editor stands behind: the public sees no proposals."""
        return self.standing().filter(is_proposed=False)


class Agency(models.Model):
    """An organisation under its official name."""

    name = models.CharField(_("正式名称"), max_length=120, unique=True)
    kind = models.CharField(
        _("类别"), max_length=40, blank=True, help_text=_("例如 government、school、company。")
    )
    level = models.CharField(_("层级"), max_length=20, choices=Level.choices, blank=True)
    place = models.CharField(_("所在地"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, related_name="children", null=True, blank=True, verbose_name=_("上级机构")
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name=_("后继机构"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, editable=False,
        verbose_name=_("并入"),
    )  # fmt: skip
    valid_from = models.PositiveSmallIntegerField(_("始于（年）"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("止于（年）"), null=True, blank=True)
    is_proposed = models.BooleanField(
        _("待确认"), default=False, help_text=_("由机器提出，尚未有编辑确认。"), db_index=True
    )
    note = models.TextField(_("备注"), blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="agency_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="agency_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="agency_is_not_merged_into_itself",
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("agencies", self.pk)


class AgencyName(models.Model):
    """Another name an agency goes by, and from when to when."""

    # The constraint's index begins with it.
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="names", db_index=False, verbose_name=_("机构")
    )
    name = models.CharField(_("名称"), max_length=120, db_index=True)
    valid_from = models.PositiveSmallIntegerField(_("始于（年）"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("止于（年）"), null=True, blank=True)

    class Meta:
        verbose_name = _("机构别名")
        verbose_name_plural = _("机构别名")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["agency", "name"], name="an_agency_has_each_name_once"),
        )

    def __str__(self):
        return self.name


class Part(models.TextChoices):
    """What an agency does in an article. Kept by place (CodedField): add at the end only."""

    SOURCE = "source", _("消息来源")
    ACTOR = "actor", _("行动者")
    MENTIONED = "mentioned", _("提到")


class Mention(models.Model):
    """An agency in an article: the words used, and its part."""

    # The constraint's index begins with it.
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="mentions", db_index=False, verbose_name=_("文章")
    )
    # Its index is the one below, from which who stands where is counted without a look at the rows.
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="mentions", verbose_name=_("机构"), db_index=False
    )
    words = models.CharField(_("文中用语"), max_length=120, blank=True)
    part = CodedField(_("角色"), choices=Part.choices, default=Part.MENTIONED)
    start = models.PositiveIntegerField(_("位置"), null=True, blank=True, help_text=_("在版面文字中的位置。"))
    by_person = models.BooleanField(_("人工"), default=False)
    # A person took it away: the machine does not bring it back.
    is_refused = models.BooleanField(_("已否定"), default=False)

    class Meta:
        verbose_name = _("机构提及")
        verbose_name_plural = _("机构提及")
        ordering = ("start", "pk")
        indexes = (models.Index(fields=["agency", "is_refused", "article"], name="mention_of_agency"),)
        constraints = (
            models.UniqueConstraint(fields=["article", "agency"], name="an_article_mentions_an_agency_once"),
        )

    def __str__(self):
        return f"{self.words or self.agency}"
