"""What the desk shows: each stretch of the page, whose it is, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Page
from articles.models.doubt import in_words
from articles.segmenter.story import Role

ROLE_NAMES = {
    Role.SECTION: _("栏目"),
    Role.KICKER: _("引题"),
    Role.TITLE: _("主题"),
    Role.SUBTITLE: _("副题"),
    Role.BODY: _("正文"),
    Role.SUBHEAD: _("小标题"),
    Role.BYLINE: _("署名"),
    Role.CAPTION: _("图片说明"),
    Role.DUPLICATE: _("重复"),
    Role.CONTINUATION: _("转接"),
    Role.SIGNOFF: _("落款"),
    Role.FURNITURE: _("版面杂项"),
    Role.UNKNOWN: _("不明"),
}

# One key a role; the desk's script and its help both read this.
ROLE_KEYS = {
    "l": Role.SECTION,
    "k": Role.KICKER,
    "t": Role.TITLE,
    "s": Role.SUBTITLE,
    "b": Role.BODY,
    "h": Role.SUBHEAD,
    "y": Role.BYLINE,
    "c": Role.CAPTION,
    "d": Role.DUPLICATE,
    "x": Role.CONTINUATION,
    "g": Role.SIGNOFF,
    "f": Role.FURNITURE,
}

COLOURS = 8  # the style sheet has as many; articles beyond them begin again


@dataclass
class Strip:
    """One stretch of the page as the desk shows it."""

    start: int
    end: int
    text: str
    role: str
    rule: str = ""
    margin: float = 1.0
    joins: bool = False
    article: Article | None = None
    number: int | None = None
    is_marked: bool = False
    starts_story: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def role_name(self):
        return ROLE_NAMES.get(self.role, self.role)

    @property
    def colour(self) -> str:
        """Return the name of the style that tells this strip's article from its neighbours."""
        return f"story-{(self.number - 1) % COLOURS + 1}" if self.number else "story-none"


class Desk:
    """A page, its strips in page order and the articles they make, in five queries."""

    def __init__(self, page: Page):
        self.page = page

    @cached_property
    def articles(self) -> list[Article]:
        ids = {passage.article_id for passage in self._passages}
        found = {
            article.pk: article
            for article in Article.objects.filter(pk__in=ids)
            .select_related("section", "issue")
            .prefetch_related("credits")
        }
        # Numbered in the order in which they first stand on the page: what "move to 3" means.
        ordered = []
        for passage in self._passages:
            if passage.article_id in found:
                ordered.append(found.pop(passage.article_id))
        for number, article in enumerate(ordered, start=1):
            article.number = number
            article.colour = f"story-{(number - 1) % COLOURS + 1}"
            article.first = next(p.start for p in self._passages if p.article_id == article.pk)
        for place, article in enumerate(sorted(ordered, key=lambda one: (one.order, one.pk)), start=1):
            article.place = place
        return ordered

    @cached_property
    def role_options(self):
        """Return the choices of “this is …”, made once for all the strips."""
        return format_html_join("", '<option value="{}">{}</option>', ROLE_NAMES.items())

    @cached_property
    def article_options(self):
        """Return the choices of “move to …”, made once for all the strips."""
        return format_html_join(
            "",
            '<option value="{}">{} {}</option>',
            ((article.first, article.number, article.name[:16]) for article in self.articles),
        )

    @cached_property
    def unmatched(self) -> list[Article]:
        """Return articles that no stretch of the page answers to any more."""
        return list(
            Article.objects.filter(page=self.page, is_unmatched=True, replaced_by=None).select_related(
                "issue"
            )
        )

    @cached_property
    def _passages(self):
        return list(self.page.passages.order_by("start"))

    @cached_property
    def marks(self):
        return list(self.page.marks.standing().select_related("made_by").order_by("-pk"))

    @cached_property
    def strips(self) -> list[Strip]:
        text = self.page.text
        by_pk = {article.pk: article for article in self.articles}
        strips = [
            Strip(
                passage.start,
                passage.end,
                text[passage.start : passage.end],
                passage.role,
                passage.rule,
                passage.margin,
                passage.joins,
                by_pk.get(passage.article_id),
                by_pk[passage.article_id].number if passage.article_id in by_pk else None,
            )
            for passage in self._passages
        ]
        strips += [Strip(start, end, text[start:end], role) for start, end, role, *_ in self.page.loose]
        strips.sort(key=lambda strip: strip.start)
        marked = [(mark.start, mark.end) for mark in self.marks]
        seen = set()
        for strip in strips:
            strip.is_marked = any(start < strip.end and strip.start < end for start, end in marked)
            strip.starts_story = strip.number is not None and strip.number not in seen
            seen.add(strip.number)
        self._put_doubts(strips)
        return strips

    @property
    def first_doubt(self) -> int | None:
        """Return where the first doubtful strip begins."""
        return next((strip.start for strip in self.strips if strip.doubts), None)

    def _put_doubts(self, strips: list[Strip]) -> None:
        for article in self.articles:
            for doubt in article.warnings:
                for strip in strips:
                    if doubt["start"] < strip.end and strip.start < doubt["end"]:
                        strip.doubts.append(in_words(doubt))
                        break
