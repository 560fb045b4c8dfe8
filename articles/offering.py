"""The machine's offers beside a person's work: shown, taken over, or declined for good."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing, guarding, tagging
from articles.models import Agency, Article, Credit, GenreChoice, Mention, Part, Section, TaggingState

LABELS_BESIDE = {
    "credits": gettext_lazy("署名"),
    "agencies": gettext_lazy("机构"),
    "tags": gettext_lazy("标签"),
}


class NotOffered(guarding.Refused):
    """There is no such offer any more; the message says so in Chinese."""


def describe(article: Article) -> list[dict]:
    """Return each offer in words: the field, what stands, what the machine says now."""
    return [
        {
            "field": name,
            "label": label_of(name),
            "stands": stands_in_words(article, name),
            "offered": offer_in_words(name, value),
        }
        for name, value in article.offers.items()
        if name in editing.PROPOSED or name in editing.BESIDE
    ]


@transaction.atomic
def take_offer(article: Article, name: str, *, by) -> None:
    """Put what the machine says now in place of what stands. From then on the field is a person's."""
    if name not in article.offers or not (name in editing.PROPOSED or name in editing.BESIDE):
        raise NotOffered(_("“%(name)s”的建议已不在。请重新打开这篇文章。") % {"name": label_of(name)})
    value = article.offers[name]
    if name == "section":
        article.section = Section.objects.get_or_create(name=value)[0] if value else None
    elif name in editing.BESIDE:
        PUT[name](article, value)
    elif name in {"dateline_date", "event_date"}:
        setattr(article, name, date.fromisoformat(value) if value else None)
    else:
        setattr(article, name, value)
    editing.save_article(
        article,
        changed=[name],
        by=by,
        reason="take-over",
        beside=f"{label_of(name)} {offer_in_words(name, value)[:60]}",
    )


@transaction.atomic
def decline_offer(article: Article, name: str, *, by) -> None:
    """Let what stands stand. The machine keeps silent until it has something new to say."""
    if name not in article.offers:
        raise NotOffered(_("“%(name)s”的建议已不在。请重新打开这篇文章。") % {"name": label_of(name)})
    left = {field: offer for field, offer in article.offers.items() if field != name}
    guarding.write(article, {"offers": left}, by=by, reason=f"decline: {label_of(name)}")


def label_of(name: str) -> str:
    if name in LABELS_BESIDE:
        return str(LABELS_BESIDE[name])
    return str(Article._meta.get_field(name).verbose_name) if name in editing.PROPOSED else name


def stands_in_words(article: Article, name: str) -> str:
    if name == "credits":
        return "、".join(f"{credit.name}（{credit.get_role_display()}）" for credit in article.credits.all())
    if name == "agencies":
        rows = article.mentions.filter(is_refused=False).select_related("agency")
        return "、".join(row.agency.name for row in rows)
    if name == "tags":
        rows = article.taggings.filter(state=TaggingState.ACCEPTED).select_related("tag")
        return "、".join(row.tag.name for row in rows)
    if name == "genre":
        return str(article.get_genre_display())
    value = getattr(article, name)
    return "" if value is None else str(value)


def offer_in_words(name: str, value) -> str:
    if name == "credits":
        roles = dict(Credit.Role.choices)
        return "、".join(f"{person}（{roles.get(role, role)}）" for person, role in value)
    if name == "agencies":
        return "、".join(item["name"] for item in value)
    if name == "tags":
        return "、".join(tag for tag, _weight in value)
    if name == "genre":
        return str(dict(GenreChoice.choices).get(value, value))
    return "" if value is None else str(value)


def _put_credits(article: Article, value) -> None:
    article.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(article=article, name=name, role=role, order=order) for order, (name, role) in enumerate(value)
    )


def _put_agencies(article: Article, value) -> None:
    named = {item["name"]: item for item in value}
    article.mentions.filter(is_refused=False).exclude(agency__name__in=named).update(
        is_refused=True, by_person=True
    )
    for name, item in named.items():
        agency, _made = Agency.objects.get_or_create(name=name, defaults={"is_proposed": True})
        Mention.objects.update_or_create(
            article=article,
            agency=agency,
            defaults={
                "words": item.get("words", ""),
                "part": item.get("part") or Part.MENTIONED,
                "start": item.get("start"),
                "is_refused": False,
                "by_person": True,
            },
        )


def _put_tags(article: Article, value) -> None:
    tagging.set_tags(article, tagging.find_or_make_tags(tag for tag, _weight in value))


PUT = {"credits": _put_credits, "agencies": _put_agencies, "tags": _put_tags}
