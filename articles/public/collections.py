"""Sections, agencies, tags and writers: their lists, and the articles of each."""

from urllib.parse import quote, urlencode

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.timezone import now

from articles.models import Agency, Tag, TagSynonym

from . import names, tree
from .caching import public_page
from .describing import root_of
from .filters import ArticleFilter
from .leaves import articles_of, asked_of, surroundings
from .paging import read_key, turn, turn_to
from .prepared import prepared
from .showing import show
from .visible import public_agencies, public_sections, public_tags


@public_page
def sections(request):
    """List the sections, the one in use last first."""
    rows, more = names.sections_in_use(request.GET)
    return show("sections", {"sections": rows, "more": more, **linked(request, "sections")})


@public_page
def section(request, pk: int):
    section = next(iter(section_called(pk, now())), None)
    if section is None:
        raise Http404
    return show("section", {"section": section} | listing(request, "section", pk))


@prepared
def section_called(pk, moment):
    return public_sections(moment).filter(pk=pk)


@public_page
def agencies(request):
    """List the agencies by name, narrowed by a part of a name or a level."""
    return show("agencies", names.names("agencies", request.GET) | linked(request, "agencies"))


@public_page
def agency_tree(request):
    """Show who stands under whom: from the top, or what stands under one agency."""
    address = f"{root_of(request)}{request.path}"
    under = read_key(request.GET.get("under"))
    if under is None:
        return show("agency_tree", tree.branches(request.GET) | {"canonical": address})
    agency = tree.find_under(under)
    if agency is None:
        raise Http404
    *above, itself = tree.above(agency)
    shown = {"agency": agency, "above": above, "itself": itself, "below": tree.below(agency)}
    return show("agency_tree", shown | {"canonical": f"{address}?under={under}"})


@public_page
def agency(request, pk: int):
    agency = public_agencies().filter(pk=pk).select_related("parent", "successor").first()
    if agency is None:
        return follow_merger(Agency, pk, among=public_agencies())
    around = public_agencies().filter(Q(parent=agency) | Q(pk__in=[agency.parent_id, agency.successor_id]))
    around = list(around)
    return show(
        "agency",
        {
            "agency": agency,
            "other_names": list(agency.names.all()),
            "parent": next((other for other in around if other.pk == agency.parent_id), None),
            "successor": next((other for other in around if other.pk == agency.successor_id), None),
            "children": [other for other in around if other.parent_id == agency.pk],
        }
        | listing(request, "agency", pk),
    )


@public_page
def tags(request):
    """List the tags by name, narrowed by a part of it."""
    return show("tags", names.names("tags", request.GET) | linked(request, "tags"))


@public_page
def tag(request, pk: int):
    tag = next(iter(tag_called(pk, now())), None)
    if tag is None:
        return follow_merger(Tag, pk, among=public_tags())
    return show(
        "tag",
        {"tag": tag, "synonyms": synonyms_of(pk)} | listing(request, "tag", pk),
    )


@prepared
def tag_called(pk, moment):
    return public_tags(moment).filter(pk=pk)


@prepared
def synonyms_of(tag):
    return TagSynonym.objects.filter(tag=tag)


@public_page
def writers(request):
    """List the names in bylines."""
    return show("writers", names.names("writers", request.GET) | linked(request, "writers"))


@public_page
def writer(request, name: str):
    leaf = listing(request, "writer", name)
    if not leaf["total"]:
        raise Http404
    return show("writer", {"name": name} | leaf)


def listing(request, kind: str, key) -> dict:
    """Return what a list of articles shows: the leaf asked for, its filter, and what stands around it."""
    around = surroundings(kind, key)
    of = {"kind": kind, "key": key, "is_common": around["is_common"]}
    narrowing = ArticleFilter(request.GET, lambda: articles_of(**of))
    if narrowing.is_asked:
        leaf = turn_to(narrowing.narrowed, request.GET)
    else:
        leaf = turn(asked_of(**of), request.GET)
    return {
        "filter": narrowing,
        "leaf": leaf,
        "total": around["total"],
        "ready": around["ready"],
        "feed": f"{request.path}feed/",
        "data": f"{request.path.rstrip('/')}.json",
        "canonical": canonical(request),
    }


def linked(request, kind: str) -> dict:
    """Return the addresses that the head of a list of names tells of it."""
    after = request.GET.get("after", "")
    turned = f"?{urlencode({'after': after})}" if after and len(request.GET) == 1 else ""
    return {"canonical": f"{root_of(request)}/{kind}/{turned}", "data": f"/{kind}.json"}


def canonical(request) -> str:
    """Return the address that stands for this leaf however it was narrowed."""
    turned = [
        f"{name}={request.GET[name]}" for name in ("after", "before") if read_key(request.GET.get(name))
    ]
    return root_of(request) + quote(request.path) + (f"?{'&'.join(turned)}" if turned else "")


def follow_merger(model, pk: int, *, among):
    """Send the reader of a merged agency or tag to the one it became, when that is public."""
    gone = (
        model.objects.filter(pk=pk)
        .exclude(merged_into=None)
        .select_related("merged_into__merged_into")
        .first()
    )
    for _hop in range(8):
        if gone is None:
            break
        gone = gone.merged_into
        if gone is not None and among.filter(pk=gone.pk).exists():
            return HttpResponsePermanentRedirect(gone.get_absolute_url())
    raise Http404
