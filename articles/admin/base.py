"""What every list and form in the editors' door keeps to: allowed filters, bounded searches."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import Issue

from .counting import BoundedPaginator, fetch_in_order
from .widgets import KnownSelect, tell_known

# A longer search is cut here: each word is a condition on each searched column.
MOST_WORDS = 8
LONGEST_WORD = 60
# Rows named where something cannot be deleted.
MOST_NAMED = 100


class BoundedChangeList(ChangeList):
    """A list that answers any query string with a page or a plain refusal."""

    def get_queryset(self, request, exclude_parameters=None):
        try:
            return super().get_queryset(request, exclude_parameters)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error

    def get_filters(self, request):
        try:
            specs, has_specs, lookups, repeats, active = super().get_filters(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error
        # A date in a joined table would be compared a hundred thousand times; issues are few.
        days = {
            key: lookups.pop(f"issue__date__{key}")
            for key in ("gte", "lt")
            if f"issue__date__{key}" in lookups
        }
        if days:
            wanted = {f"date__{key}": value[-1] for key, value in days.items()}
            lookups["issue__in"] = [Issue.objects.filter(**wanted).order_by().values("pk")]
        return specs, has_specs, lookups, repeats, active

    def get_ordering_field_columns(self):
        return {number: kind for number, kind in super().get_ordering_field_columns().items() if number < 100}


class NamedFormSet(BaseInlineFormSet):
    """Rows whose fields have names of their own: a column's heading is none for a screen reader."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        tell_known(form, form.fields)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or ""))


class KnownChoices:
    """Autocompletes that show what is chosen without asking for it again."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class NamedInline(KnownChoices, admin.TabularInline):
    formset = NamedFormSet


class NewsroomAdmin(KnownChoices, admin.ModelAdmin):
    """Lists with an allow-list of lookups, bounded searches and a fixed number of queries."""

    show_full_result_count = False
    # A number beside each choice of each filter: a question for each, over the whole archive.
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    paginator = BoundedPaginator
    # Lookups that links elsewhere in the admin use, beside those of list_filter and date_hierarchy.
    allowed_lookups: tuple[str, ...] = ()
    search_help_text = _("可输入几个词，用空格隔开，都要符合。")

    def get_changelist(self, request, **kwargs):
        return BoundedChangeList

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        own = self.slim(self.get_queryset(request).order_by())
        if not own.query.select_related:
            own = changelist.apply_select_related(own)
        changelist.result_list = rows = fetch_in_order(changelist.result_list, own)
        for name, numbers in self.counts_beside([row.pk for row in rows]).items():
            for row in rows:
                setattr(row, name, numbers.get(row.pk, 0))
        return changelist

    def get_paginator(self, request, queryset, *args, **kwargs):
        paginator = super().get_paginator(request, queryset, *args, **kwargs)
        paginator.known = getattr(request, "rows_found", None)
        return paginator

    def slim(self, queryset):
        """Leave out of a list what its columns do not show."""
        return queryset

    def counts_beside(self, keys: list) -> dict[str, dict]:
        """Return column -> {key: number} for the rows shown; joined and grouped, all would be counted."""
        return {}

    def lookup_allowed(self, lookup, value, request=None):
        """Allow what the list itself offers, and nothing that a person could make up."""
        return lookup in self.lookups_offered(request)

    def lookups_offered(self, request) -> set[str]:
        offered = set(self.allowed_lookups)
        for item in self.get_list_filter(request):
            if isinstance(item, type):
                offered.add(item.parameter_name)
                continue
            name = item[0] if isinstance(item, tuple) else item
            offered |= {
                f"{name}{ending}"
                for ending in ("__exact", "__id__exact", "__isnull", "__gte", "__lt", "__lte")
            }
        if self.date_hierarchy:
            offered |= {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day", "gte", "lt")}
        return offered

    def get_search_results(self, request, queryset, search_term):
        """Find rows that hold every word in one of search_fields; nothing else is read from the words."""
        words = search_words(search_term)
        if not words or not self.get_search_fields(request):
            return queryset, False
        return queryset.filter(self.matching(words, request)), False

    def matching(self, words: list[str], request) -> Q:
        fields = [field for field in self.get_search_fields(request) if "__" not in field]
        related = [field for field in self.get_search_fields(request) if "__" in field]
        each = []
        for word in words:
            either = [Q(**{f"{field}__icontains": word}) for field in fields]
            either += [self.matching_related(field, word) for field in related]
            each.append(reduce(or_, either))
        return reduce(and_, each)

    def matching_related(self, field: str, word: str) -> Q:
        """Look through a relation by its keys: a join would show a row once for each match."""
        relation, __, column = field.partition("__")
        related = self.model._meta.get_field(relation)
        keys = related.related_model.objects.filter(**{f"{column}__icontains": word})
        if related.one_to_many:
            return Q(pk__in=keys.values(related.field.attname))
        return Q(**{f"{relation}__in": keys})

    def changelist_view(self, request, extra_context=None):
        refuse_nul(request)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        refuse_nul(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied  # before anybody learns whether there is such a row
        return super().history_view(request, object_id, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # A new name of a section, an agency or a paper stands on pages that are kept for readers.
        transaction.on_commit(search.publication_changed)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(search.publication_changed)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        transaction.on_commit(search.publication_changed)

    # Whether no way to delete is shown for what is in use; otherwise the way says why not.
    hides_delete_of_used = False

    def in_use(self, queryset):
        """Return those rows of it on which others stand: they are merged or kept, never deleted."""
        return queryset.none()

    def has_delete_permission(self, request, obj=None):
        hides = obj is not None and self.hides_delete_of_used
        if hides and self.in_use(self.model.objects.filter(pk=obj.pk)).exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """Name what is in use and therefore stays; only what is not is looked through for what goes along."""
        used = self.in_use(self.model.objects.filter(pk__in=[obj.pk for obj in objs]))
        if names := [str(row) for row in used[:MOST_NAMED]]:
            return [], {}, set(), names
        return super().get_deleted_objects(objs, request)

    def check_change(self, request, obj=None):
        """Refuse whoever may not change this."""
        if not self.has_change_permission(request, obj):
            raise PermissionDenied


def count_by(queryset, column: str) -> dict:
    """Return how many rows there are for each value of a column."""
    # The rows, not their keys: an article's key stands in no index but its own.
    return dict(queryset.order_by().values_list(column).annotate(n=Count("*")).values_list(column, "n"))


def search_words(term: str) -> list[str]:
    """Return the words to look for: a few, short ones, without control characters."""
    term = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", term or "")
    return [word[:LONGEST_WORD] for word in term.split()[:MOST_WORDS]]


def refuse_nul(request) -> None:
    """Answer 400 to a NUL in the address: PostgreSQL has no such character, SQLite stops there."""
    if any("\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])):
        raise BadRequest("The address holds a NUL character.")
