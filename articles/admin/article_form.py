"""The article's form: whose text wins when two saved, and what stands in its inlines."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from articles.editing import tidy
from articles.models import Article, Credit, Mention

from .base import NamedInline
from .widgets import tell_known

TEXTS = ("kicker", "title", "subtitle", "body")


@dataclass
class Conflict:
    """One field that somebody else saved meanwhile."""

    name: str
    label: str
    theirs: str
    mine: str
    # Only the other changed it: their text was taken into the form.
    is_merged: bool
    # Both changed rows of it: what each did is in the form.
    is_met: bool = False


class ArticleForm(forms.ModelForm):
    """An article's own columns. It carries the version that its editor saw."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Set when the guarded write failed although the form itself looked fresh.
    must_be_stale = False

    class Meta:
        model = Article
        fields = (
            "kicker",
            "title",
            "subtitle",
            "body",
            "section",
            "genre",
            "issue",
            "page",
            "order",
            "continues",
            "continues_confirmed",
            "series",
            "series_number",
            "dateline_place",
            "dateline_date",
            "event_date",
        )
        widgets = {
            "kicker": forms.TextInput(attrs={"class": "vTextField headline-part"}),
            "title": forms.TextInput(attrs={"class": "vTextField headline-part headline-main"}),
            "subtitle": forms.TextInput(attrs={"class": "vTextField headline-part"}),
            "body": forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField body-text"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen_now = self.instance.version
        self.fields["seen_version"].initial = self.seen_now
        # The instance is overwritten with what was typed before anybody can compare.
        self.standing = {
            name: getattr(self.instance, name, None) for name in self.fields if name != "seen_version"
        }
        tell_known(self, ("section", "issue", "page", "continues"))
        self.conflicts: list[Conflict] = []
        self.is_stale = False

    @property
    def own_changes(self) -> list[str]:
        """Return the fields whose typed value differs from what stands in the database now."""
        return [
            name
            for name in self.changed_data
            if name != "seen_version" and self.cleaned_data.get(name, None) != self.standing.get(name)
        ]

    def clean(self):
        data = super().clean()
        for name in TEXTS:
            if isinstance(data.get(name), str):
                data[name] = tidy(data[name])
        if self.instance._state.adding:
            return data
        seen = data.get("seen_version")
        if self.must_be_stale or (seen != self.seen_now and self.own_changes):
            self.meet_the_others(seen)
        return data

    def meet_the_others(self, seen: int | None) -> None:
        """Keep what was typed, take in what only others changed, and ask to look before saving."""
        self.is_stale = True
        base = self.instance.history.filter(version=seen).first() if seen is not None else None
        self.data = self.data.copy()
        for name in self.standing:
            if name not in self.fields or name not in self.cleaned_data:
                continue
            theirs, mine = self.standing[name], self.cleaned_data[name]
            if theirs == mine:
                continue
            only_theirs = base is not None and same(getattr(base, self.attname(name), mine), mine)
            if only_theirs:
                self.put(name, theirs)
            field = self.fields[name]
            self.conflicts.append(
                Conflict(name, str(field.label), in_words(theirs), in_words(mine), is_merged=only_theirs)
            )
        self.put("seen_version", self.seen_now)
        self.add_error(
            None,
            forms.ValidationError(
                _("您打开之后，这篇文章已被别人保存过。您写的都还在下面；看过两边的不同，再按一次保存。"),
                code="stale",
            ),
        )

    def attname(self, name: str) -> str:
        return Article._meta.get_field(name).attname

    def put(self, name: str, value) -> None:
        """Set what the form shows, as if it had been typed."""
        key = self.add_prefix(name)
        if value in (None, False):
            self.data.pop(key, None)
        else:
            value = getattr(value, "pk", value)
            self.data[key] = value.isoformat() if hasattr(value, "isoformat") else str(value)


def same(before, now) -> bool:
    """Whether a typed value is what stood there when the form was opened."""
    now = getattr(now, "pk", now)
    if isinstance(before, str) or isinstance(now, str):
        return tidy(str(before or "")).strip() == tidy(str(now or "")).strip()
    return before == now


def in_words(value) -> str:
    if value is True:
        return _now("是")
    if value in (None, "", False):
        return "—"
    return str(value)


class CreditForm(forms.ModelForm):
    class Meta:
        model = Credit
        fields = ("name", "role", "order")

    def clean_name(self):
        """Take one name: 甲/乙 is two people, and no writer's page could have that address."""
        name = " ".join(tidy(self.cleaned_data["name"]).split())
        if "/" in name:
            raise forms.ValidationError(_("“%(name)s”里有斜线。两个人请分两行写。"), params={"name": name})
        return name


class CreditInline(NamedInline):
    """Who wrote it."""

    model = Credit
    form = CreditForm
    fields = ("name", "role", "order")
    extra = 0
    verbose_name_plural = _("署名")


class MentionForm(forms.ModelForm):
    class Meta:
        model = Mention
        fields = ("agency", "words", "part")

    def clean(self):
        data = super().clean()
        agency = data.get("agency")
        if self.instance._state.adding and agency is not None:
            # Taken away once, and wanted again: the refused row comes back.
            refused = Mention.objects.filter(
                article_id=self.instance.article_id, agency=agency, is_refused=True
            ).first()
            if refused is not None:
                self.instance = refused
                self.instance.is_refused = False
        return data


class MentionInline(NamedInline):
    """The organisations in it."""

    model = Mention
    form = MentionForm
    fields = ("agency", "words", "part")
    autocomplete_fields = ("agency",)
    extra = 0
    verbose_name_plural = _("机构")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_refused=False).select_related("agency")
