"""Keeping tags and agencies in order: merging with counts first, taking it back, near names, the tree."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import guarding, merging, tagging
from articles.models import Agency, Mention, Merger, Tag, TaggingState

from .base import count_by
from .widgets import KeySelect

SHOWN = 100
MOST_IN_TREE = 5000
DEEPEST = 8


class Vocabulary:
    """What tag and agency lists have in common; mixed into their admins."""

    kind: str  # a Merger.Kind
    hides_delete_of_used = True

    def may_merge(self, request) -> bool:
        """Let those merge who may change and delete: one of the two is gone afterwards."""
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def get_urls(self):
        name = f"articles_{self.model._meta.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/merge/", view(self.merge_view), name=f"{name}_merge"),
            path("mergers/", view(self.mergers_view), name=f"{name}_mergers"),
            path("mergers/<int:pk>/undo/", view(self.undo_view), name=f"{name}_undo_merger"),
            path("near/", view(self.near_view), name=f"{name}_near"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = {"may_merge": self.may_merge(request)}
        return super().change_view(request, object_id, form_url, extra | (extra_context or {}))

    def merge_view(self, request, pk):
        """Ask which one stays, show what would move, and merge on the second press."""
        if not self.has_view_permission(request) or not self.may_merge(request):
            raise PermissionDenied
        gone = self.model.objects.filter(pk=pk).select_related("merged_into").first()
        if gone is None:
            raise Http404
        form = merge_form(self.model)(request.POST or None)
        kept, status = None, 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                kept, status = form.chosen, 200
                if "confirm" in request.POST:
                    try:
                        merger = self.merge(gone, kept, by=request.user)
                    except guarding.Refused as error:
                        form.add_error(None, str(error))
                        kept, status = None, 422
                    else:
                        self.log_change(request, kept, f"merge: {merger}")
                        self.message_user(
                            request,
                            _("已合并：%(merger)s，涉及 %(n)d 篇文章。可在合并记录里撤销。")
                            % {"merger": merger, "n": merger.articles},
                        )
                        return redirect(f"admin:articles_{self.opts.model_name}_change", kept.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("把“%(name)s”并入……") % {"name": gone},
            "opts": self.opts,
            "gone": gone,
            "kept": kept,
            "counts": self.count(gone, kept) if kept else None,
            "gone_count": len(self.articles_of(gone)),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/articles/vocabulary/merge.html", context, status=status)

    def merge(self, gone, kept, *, by) -> Merger:
        merge = merging.merge_tags if self.kind == Merger.Kind.TAG else merging.merge_agencies
        return merge(gone, kept, by=by)

    def articles_of(self, row) -> set[int]:
        if self.kind == Merger.Kind.TAG:
            rows = row.taggings.exclude(state=TaggingState.REFUSED)
        else:
            rows = row.mentions.filter(is_refused=False)
        return set(rows.values_list("article_id", flat=True))

    def count(self, gone, kept) -> dict[str, int]:
        """Return how many articles each has, and how many have both."""
        one, other = self.articles_of(gone), self.articles_of(kept)
        return {"gone": len(one), "kept": len(other), "both": len(one & other), "after": len(one | other)}

    def mergers_view(self, request):
        """List the merges, each with a button that takes it back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mergers = Merger.objects.filter(kind=self.kind).select_related("made_by", "undone_by")[:SHOWN]
        context = {
            **self.admin_site.each_context(request),
            "title": _("合并记录"),
            "opts": self.opts,
            "mergers": mergers,
            "may_merge": self.may_merge(request),
            "undo_name": f"admin:articles_{self.opts.model_name}_undo_merger",
        }
        return TemplateResponse(request, "admin/articles/vocabulary/mergers.html", context)

    def undo_view(self, request, pk):
        if not self.has_view_permission(request) or not self.may_merge(request):
            raise PermissionDenied
        merger = Merger.objects.filter(pk=pk, kind=self.kind).first()
        if merger is None:
            raise Http404
        if request.method == "POST":
            try:
                merging.undo_merger(merger, by=request.user)
            except guarding.Refused as error:
                self.message_user(request, str(error), "error")
            else:
                self.message_user(request, _("已撤销合并：%(merger)s") % {"merger": merger})
        return redirect(f"admin:articles_{self.opts.model_name}_mergers")

    def near_view(self, request):
        """List names that differ only in width, spaces, case or script."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        groups = tagging.near_duplicates(self.model)
        context = {
            **self.admin_site.each_context(request),
            "title": _("几乎相同的名称"),
            "opts": self.opts,
            "groups": groups,
            "may_merge": self.may_merge(request),
            "merge_name": f"admin:articles_{self.opts.model_name}_merge",
            "change_name": f"admin:articles_{self.opts.model_name}_change",
        }
        return TemplateResponse(request, "admin/articles/vocabulary/near.html", context)


def merge_form(model):
    """Return the form that asks which row stays: by autocomplete, or by its exact name without a script."""
    find = tagging.find_tag if model is Tag else find_agency

    class MergeForm(forms.Form):
        into = forms.ModelChoiceField(
            model.objects.standing(),
            label=gettext_lazy("并入"),
            required=False,
            widget=KeySelect(model._meta.get_field("merged_into"), admin.site),
        )
        name = forms.CharField(label=gettext_lazy("或写出名称"), required=False, max_length=120, strip=True)

        def clean(self):
            data = super().clean()
            self.chosen = data.get("into") or (find(data["name"]) if data.get("name") else None)
            if not self.errors and self.chosen is None:
                raise forms.ValidationError(_("请选择保留哪一个，或写出它的准确名称。"))
            return data

    return MergeForm


def find_agency(name: str) -> Agency | None:
    """Return the standing agency of that official name, or of that other name if only one has it."""
    exact = Agency.objects.standing().filter(name=name).first()
    if exact is not None:
        return exact
    found = list(Agency.objects.standing().filter(names__name=name).distinct()[:2])
    return found[0] if len(found) == 1 else None


def tree_view(model_admin, request):
    """Show agencies under the ones above them, with their years and how often they are named."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("机构层级"),
        "opts": model_admin.opts,
        "rows": tree_rows(),
        "address": reverse("admin:articles_agency_changelist"),
    }
    return TemplateResponse(request, "admin/articles/vocabulary/tree.html", context)


def tree_rows() -> list[dict]:
    """Return agencies in the order of the tree, each with its depth; a circle is shown once."""
    named = count_by(Mention.objects.filter(is_refused=False), "agency")
    columns = ("pk", "name", "parent_id", "valid_from", "valid_to", "successor__name", "is_proposed")
    standing = Agency.objects.standing().order_by("name").values(*columns)[:MOST_IN_TREE]
    # Thousands of rows: each address is put together here, and each number is words already.
    base = reverse("admin:articles_agency_changelist")
    rows = [
        {**row, "n": str(named.get(row["pk"], 0)), "address": f"{base}{row['pk']}/change/"}
        for row in standing
    ]
    keys = {row["pk"] for row in rows}
    below: dict[int | None, list[dict]] = {}
    for row in rows:
        below.setdefault(row["parent_id"] if row["parent_id"] in keys else None, []).append(row)
    ordered, seen = [], set()

    def walk(parent, depth):
        for row in below.get(parent, ()):
            if row["pk"] not in seen:
                seen.add(row["pk"])
                ordered.append({**row, "depth": min(depth, DEEPEST)})
                walk(row["pk"], depth + 1)

    walk(None, 0)
    for row in rows:  # what stands only below itself
        if row["pk"] not in seen:
            seen.add(row["pk"])
            ordered.append({**row, "depth": 0})
            walk(row["pk"], 1)
    return ordered
