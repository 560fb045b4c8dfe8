"""What a list of articles can be narrowed to."""

import re
from datetime import date
from functools import cache

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models import AgencyName, Article, GenreChoice, Level

from .templating import render

DAY = 10**7  # a sort key is yyyymmdd and seven more digits


def first_key(day) -> int:
    """Return the smallest sort key of a day."""
    return (day.year * 10000 + day.month * 100 + day.day) * DAY


def day_of(key: int) -> date:
    """Return the day that a sort key belongs to."""
    written = key // DAY
    return date(written // 10000, written // 100 % 100, written % 100)


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value):
        """Return a day as browsers take one: of anything else they complain, and show nothing."""
        shown = super().format_value(value) or ""
        return shown if re.fullmatch(r"\d{4}-\d\d-\d\d", shown) else None


class Narrowing(django_filters.FilterSet):
    """Filters of a list. A value that cannot be one narrows nothing and is said beside its field.

    Most lists are read as they are: then no filter is copied and no form made, and the fields of the form
    that is offered are those that everybody else is offered. `things` is what is narrowed, or a function that
    returns it, for lists that are read another way when nobody narrows them.
    """

    def __init__(self, query, things):
        self.is_asked = any(name in query for name in self.base_filters)
        self.things = things
        if self.is_asked:
            super().__init__(query, self.all())
            self.form.is_valid()

    def all(self):
        """Return what there is to narrow."""
        return self.things() if callable(self.things) else self.things.all()

    def filter_queryset(self, queryset):
        """Narrow by the fields that were understood, whatever the others hold."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def narrowed(self):
        """Return the things left; django-filter would drop every filter for one bad value."""
        return self.filter_queryset(self.all()) if self.is_asked else self.all()

    @property
    def is_narrowing(self) -> bool:
        return self.is_asked and any(self.form.cleaned_data.values())

    @property
    def fields(self) -> SafeString:
        """Return the fields of the form as they stand in a page."""
        return fields_of(self) if self.is_asked else blank_fields(type(self), get_language())


@cache
def blank_fields(kind: type[Narrowing], language: str) -> SafeString:
    blank = kind.__new__(kind)
    django_filters.FilterSet.__init__(blank, QueryDict(), Article.objects.none())
    return fields_of(blank)


def fields_of(narrowing: Narrowing) -> SafeString:
    return mark_safe(render("public/_fields.html", {"form": narrowing.form}))


class ArticleFilter(Narrowing):
    """Dates and genre."""

    since = django_filters.DateFilter(
        label=_("从"), method="from_day", widget=DayInput(attrs={"autocomplete": "off"})
    )
    until = django_filters.DateFilter(
        label=_("到"), method="to_day", widget=DayInput(attrs={"autocomplete": "off"})
    )
    genre = django_filters.ChoiceFilter(
        label=_("体裁"), choices=GenreChoice.choices, empty_label=_("全部体裁")
    )

    def from_day(self, queryset, name, value):
        return queryset.filter(sort_key__gte=first_key(value))

    def to_day(self, queryset, name, value):
        return queryset.filter(sort_key__lt=first_key(value) + DAY)


class NameFilter(Narrowing):
    """A part of a name."""

    q = django_filters.CharFilter(label=_("名称"), method="by_name", max_length=80)

    def by_name(self, queryset, name, value):
        return queryset.filter(name__icontains=value)


class AgencyFilter(NameFilter):
    """A part of any of its names, and its level."""

    level = django_filters.ChoiceFilter(
        label=_("层级"), choices=[choice for choice in Level.choices if choice[0]], empty_label=_("全部层级")
    )

    def by_name(self, queryset, name, value):
        return queryset.filter(
            Q(name__icontains=value)
            | Exists(AgencyName.objects.filter(agency=OuterRef("pk"), name__icontains=value))
        )
