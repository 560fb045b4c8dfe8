"""What editors keep and readers read."""

import re
from datetime import datetime

from django.db import models
from django.db.models.functions import Substr
from django.db.models.lookups import LessThanOrEqual
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .addresses import address_of
from .coded import CodedField
from .doubt import in_words
from .packed import MomentField


class State(models.TextChoices):
    """Where an article stands. Written by articles.publishing only."""

    IMPORTED = "imported", _("刚装载")
    DRAFT = "draft", _("编辑中")
    IN_REVIEW = "in-review", _("待审")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


class GenreChoice(models.TextChoices):
    """体裁; the codes are the segmenter's."""

    NEWS = "news", _("消息")
    FEATURE = "feature", _("通讯")
    COMMENT = "comment", _("评论")
    PHOTO = "photo", _("图片新闻")
    NOTICE = "notice", _("公告")
    ROUNDUP = "roundup", _("简讯")
    CONTINUED = "continued", _("接上版")
    ORPHAN = "orphan", _("残篇")
    LETTER = "letter", _("读者来信")
    LITERARY = "literary", _("副刊")
    ADVERTISEMENT = "advertisement", _("广告")


class Unindexed(models.Func):
    """A column that SQLite is not to look up by index, where nearly every row would answer.

    Without statistics it takes any range for a narrow one: `publish_at <= now` would be preferred to the
    index that has the order asked for, and the whole archive sorted for the first twenty.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class Written(models.Value):
    """A plain word that stands in the SQL itself.

    Of a parameter, SQLite must know the value to take an index that holds some rows only: it plans the
    question anew each time, which takes longer than to answer it.
    """

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


class ArticleQuerySet(models.QuerySet):
    def published(self, at=None):
        """Articles the public may read: now, or at a moment."""
        at = now() if at is None else at
        if isinstance(at, datetime):
            # Beside a function the column no longer tells how the moment is to be written.
            at = models.Value(at, output_field=MomentField())
        return self.filter(LessThanOrEqual(Unindexed("publish_at"), at), state=Written(State.PUBLISHED.value))

    def on_page(self, page):
        return self.filter(passages__page=page).distinct()

    def newest_first(self):
        """Newest issue first, within it as printed: page by page, from the top."""
        return self.order_by("-sort_key")

    def as_printed(self):
        """In the order of the page."""
        return self.order_by("page__position", "order", "pk")

    def with_opening(self):
        """Articles with the beginning of their text, of which `excerpt` is made, instead of all of it."""
        return self.annotate(opening=opening_of("body")).defer("body")

    def for_list(self):
        """What a list of headlines needs, in one query and without bodies."""
        return (
            self.with_opening()
            .select_related("issue", "section", "page")
            .defer(
                "warnings",
                "proposed",
                "offers",
                "touched",
                "page__original",
                "page__loose",
                "page__date_guess",
            )
        )


class Article(models.Model):
    """What editors keep and readers read. Its id, hence its address, never changes."""

    # Made from the issue date and the place on the page (see proposing.article_id), so that an
    # interrupted load run again gives the same addresses.
    id = models.BigIntegerField(primary_key=True, editable=False)
    # Indexed by article_as_printed, which begins with it.
    issue = models.ForeignKey(
        "articles.Issue", models.PROTECT, related_name="articles", null=True, blank=True, db_index=False,
        verbose_name=_("期"),
    )  # fmt: skip
    page = models.ForeignKey(
        "articles.Page", models.PROTECT, related_name="articles", null=True, blank=True,
        verbose_name=_("版面"), help_text=_("文章开始的那一版。"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("版内顺序"), default=0)
    # yyyymmdd, page and order in one number that falls as one reads on: lists page by it.
    sort_key = models.BigIntegerField(unique=True, null=True, editable=False)

    kicker = models.CharField(_("引题"), max_length=200, blank=True)
    title = models.CharField(_("主题"), max_length=200, blank=True)
    subtitle = models.CharField(_("副题"), max_length=300, blank=True)
    section = models.ForeignKey(
        "articles.Section",
        models.SET_NULL,
        related_name="articles",
        null=True,
        blank=True,
        verbose_name=_("栏目"),
    )
    genre = models.CharField(_("体裁"), max_length=15, choices=GenreChoice.choices, default=GenreChoice.NEWS)
    body = models.TextField(
        _("正文"), blank=True, help_text=_("一段一行；小标题以“■”开头，图片说明以“▲”开头。")
    )
    dateline_place = models.CharField(_("电头地点"), max_length=40, blank=True)
    dateline_date = models.DateField(_("电头日期"), null=True, blank=True)
    event_date = models.DateField(_("事件日期"), null=True, blank=True)
    characters = models.PositiveIntegerField(_("字数"), default=0, editable=False)
    tags = models.ManyToManyField("articles.Tag", through="articles.Tagging", related_name="articles")
    agencies = models.ManyToManyField("articles.Agency", through="articles.Mention", related_name="articles")

    # Indexed where it says something: see Meta.indexes, as for replaced_by and is_unmatched.
    continues = models.ForeignKey(
        "self", models.SET_NULL, related_name="continued_by", null=True, blank=True, db_index=False,
        verbose_name=_("上接"),
    )  # fmt: skip
    continued_page = models.CharField(
        _("转接版次"),
        max_length=20,
        blank=True,
        editable=False,
        help_text=_("印刷所见：<1 上接第1版，>3 下转第3版。"),
    )
    continues_confirmed = models.BooleanField(_("转接已确认"), default=False)
    series = models.CharField(_("系列"), max_length=80, blank=True)
    series_number = models.PositiveSmallIntegerField(_("系列序号"), null=True, blank=True)

    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.IMPORTED, editable=False
    )
    publish_at = MomentField(_("发布时间"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(_("撤下原因"), max_length=200, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, related_name="replaces", null=True, blank=True, editable=False,
        db_index=False, verbose_name=_("去向"),
    )  # fmt: skip

    # What the machine thought and thinks: see proposing.
    confidence = models.FloatField(_("把握"), default=1.0, editable=False)
    warnings = models.JSONField(_("疑点"), default=list, blank=True, editable=False)
    proposed = models.BinaryField(default=bytes, blank=True)  # fingerprints: see proposing.merging
    offers = models.JSONField(_("机器的新建议"), default=dict, blank=True, editable=False)
    touched = models.JSONField(_("人工改过的栏"), default=list, blank=True, editable=False)
    is_unmatched = models.BooleanField(_("版面上已无对应"), default=False, editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    load = models.ForeignKey(
        "articles.Load", models.SET_NULL, related_name="articles", null=True, blank=True, editable=False,
        verbose_name=_("装载批次"),
    )  # fmt: skip
    updated_at = MomentField(_("更新时间"), default=now, editable=False)

    # A warning this severe or more keeps an article from being published without an editor's look.
    DOUBTFUL = 0.5

    objects = ArticleQuerySet.as_manager()
    # The reason also holds what changed beside the columns: tags, agencies, byline.
    history = HistoricalRecords(
        excluded_fields=["proposed", "offers", "sort_key", "characters"],
        history_change_reason_field=models.TextField(null=True),
    )

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")
        ordering = ("-id",)
        permissions = (
            ("publish_article", _("可以发布和撤下文章")),
            ("review_article", _("可以审核文章")),
            ("correct_page", _("可以在校读台标注版面")),
        )
        indexes = (
            # Partial, and none on the bare state: SQLite would take that one for every public query,
            # because almost every article is published, and read the whole archive.
            # With what is told of months: whole archives are counted from it without a look at the rows.
            models.Index(
                fields=["sort_key", "characters", "updated_at"],
                condition=models.Q(state="published"),
                name="article_newest",
            ),
            # Very many come out at one moment: without the second column all of them would be sorted.
            models.Index(
                fields=["publish_at", "sort_key"],
                condition=models.Q(state="published"),
                name="article_appeared",
            ),
            models.Index(fields=["id"], condition=models.Q(state="imported"), name="article_imported"),
            models.Index(fields=["id"], condition=models.Q(state="draft"), name="article_draft"),
            models.Index(fields=["id"], condition=models.Q(state="in-review"), name="article_in_review"),
            models.Index(fields=["id"], condition=models.Q(state="withdrawn"), name="article_withdrawn"),
            models.Index(
                fields=["section", "sort_key"],
                condition=models.Q(state="published"),
                name="article_section_newest",
            ),
            models.Index(fields=["issue", "page", "order"], name="article_as_printed"),
            # Rare ones among very many: an index of all rows would be passed over.
            models.Index(
                fields=["replaced_by"], condition=models.Q(replaced_by__isnull=False), name="article_replaced"
            ),
            models.Index(
                fields=["continues"], condition=models.Q(continues__isnull=False), name="article_continues"
            ),
            models.Index(
                fields=["-updated_at"], condition=models.Q(is_unmatched=True), name="article_unmatched"
            ),
            models.Index(
                fields=["series", "series_number"], condition=~models.Q(series=""), name="article_series"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(publish_at__isnull=False, sort_key__isnull=False, issue__isnull=False),
                name="a_published_article_has_a_time_and_an_issue",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | ~models.Q(withdrawn_because=""),
                name="a_withdrawn_article_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None) | ~models.Q(replaced_by=models.F("id")),
                name="article_does_not_replace_itself",
            ),
        )

    def __str__(self):
        return self.headline or self.excerpt or str(self.pk)

    def get_absolute_url(self):
        return address_of("articles", self.pk)

    def get_genre_display(self) -> str:
        # Django's own makes a dictionary of all genres for each article.
        return str(GenreChoice(self.genre).label) if self.genre in GenreChoice else self.genre

    @property
    def headline(self) -> str:
        """Return the three headline parts joined for lists, feeds and citations."""
        title = " ".join(part for part in (self.kicker, self.title) if part)
        return f"{title}——{self.subtitle}" if title and self.subtitle else title or self.subtitle

    @property
    def name(self) -> str:
        """Return what lists call it: its title, or the beginning of a text that has none."""
        return self.title or self.kicker or self.subtitle or first_clause(self.excerpt) or str(_("（无题）"))

    @property
    def excerpt(self) -> str:
        """Return the first words of the text, for lists: see ArticleQuerySet.with_opening."""
        return make_excerpt(self.opening if "opening" in self.__dict__ else self.body)

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at <= now()

    @property
    def has_doubts(self) -> bool:
        return any(warning.get("severity", 1.0) >= self.DOUBTFUL for warning in self.warnings)

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at > now()

    @property
    def doubts(self) -> list:
        """Return the machine's doubts as sentences, the gravest first."""
        return [in_words(doubt) for doubt in sorted(self.warnings, key=lambda doubt: -doubt["severity"])]

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Return (role, text) for each line of the body; role is body, subhead or caption."""
        return [read_line(line) for line in self.body.split("\n") if line.strip()]


def read_line(line: str) -> tuple[str, str]:
    """Return what a line of a body is, and its words without the sign that says so."""
    line = line.strip()
    if line.startswith("■"):
        return "subhead", line[1:].strip()
    if line.startswith("▲"):
        return "caption", line[1:].strip()
    return "body", line


EXCERPT = 80
# Letters of a body that hold its excerpt, small headings included, which are left out of it.
OPENING = 240
NAME = 30
SENTENCE_END = re.compile(r"[。！？!?]")


def opening_of(body: str) -> Substr:
    """Return, for a query, the beginning of a body: as much as its excerpt is made of."""
    return Substr(body, 1, OPENING)


def make_excerpt(body: str) -> str:
    """Return the first words of a body, or of its opening, for lists."""
    first = body.partition("\n")[0].strip()
    if len(first) > EXCERPT and first[0] not in "■▲":
        return f"{first[:EXCERPT]}…"  # as what follows says, without reading on
    words = "".join(text for role, text in map(read_line, body.split("\n")) if role != "subhead")
    return words[:EXCERPT] + ("…" if len(words) > EXCERPT else "")


def first_clause(excerpt: str) -> str:
    """Return what a text without a headline is called: its first sentence, no longer than a headline."""
    if (stop := SENTENCE_END.search(excerpt)) and stop.start() <= NAME:
        return excerpt[: stop.start()]
    if len(excerpt) <= NAME:
        return excerpt
    pause = max(excerpt.rfind(sign, 0, NAME) for sign in "，,、；;：:")
    return excerpt[: pause if pause > NAME // 3 else NAME].rstrip("…") + "…"


class Credit(models.Model):
    """A person or office in an article's byline."""

    class Role(models.TextChoices):
        """Kept by place (CodedField): add at the end only."""

        REPORTER = "reporter", _("记者")
        CORRESPONDENT = "correspondent", _("通讯员")
        PHOTOGRAPHER = "photographer", _("摄影")
        EDITOR = "editor", _("整理")
        INTERN = "intern", _("实习生")
        AUTHOR = "author", _("作者")

    # The constraint's index begins with it.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="credits", db_index=False, verbose_name=_("文章")
    )
    name = models.CharField(_("姓名"), max_length=40)
    role = CodedField(_("身份"), choices=Role.choices, default=Role.REPORTER)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("署名")
        verbose_name_plural = _("署名")
        ordering = ("order", "pk")
        indexes = (models.Index(fields=["name", "article"], name="credit_of_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=["article", "name", "role"], name="a_name_is_credited_once_a_role"
            ),
        )

    def __str__(self):
        return self.name

    def get_role_display(self) -> str:
        return str(self.Role(self.role).label)
