"""Sections, agencies, tags and writers: their lists, and the articles of each."""

from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models import Agency, Article, Credit, Mention, Tag, Tagging, TaggingState

from .caching import public_page
from .describing import root_of
from .filters import AgencyFilter, ArticleFilter, NameFilter, day_of
from .paging import read_key, turn_names, turn_to
from .showing import show
from .timeline import count_by_month, picture
from .visible import (
    articles_by,
    articles_mentioning,
    articles_tagged,
    is_public,
    public_agencies,
    public_sections,
    public_tags,
)

MOST_SEEN = 24
OF_LATE = 2000  # articles
MOST_SECTIONS = 400
MOST_BRANCHES = 3000


@public_page
def sections(request):
    """List the sections, the one in use last first."""
    keys = {
        "first": Min("articles__sort_key", filter=is_public("articles__")),
        "last": Max("articles__sort_key", filter=is_public("articles__")),
    }
    found = public_sections().annotate(number=Count("articles", filter=is_public("articles__")), **keys)
    rows = list(
        found.order_by("-last", "name").values("pk", "name", "number", "first", "last")[:MOST_SECTIONS]
    )
    for row in rows:
        row["first"], row["last"] = (day_of(row[end]).isoformat() for end in ("first", "last"))
    return show("sections", {"sections": rows})


@public_page
def section(request, pk: int):
    section = public_sections().filter(pk=pk).first()
    if section is None:
        raise Http404
    articles = Article.objects.published().filter(section=section)
    return show("section", {"section": section} | listing(request, articles))


@public_page
def agencies(request):
    """List the agencies by name, narrowed by a part of a name or a level."""
    mentions = Mention.objects.filter(is_refused=False)
    return show("agencies", names(request, AgencyFilter, public_agencies(), mentions, key="agency"))


@public_page
def agency_tree(request):
    """Show who stands under whom: public agencies, and the names above them."""
    rows = public_agencies().order_by("name").values("pk", "name", "parent_id", "parent__name")
    return show("agency_tree", {"branches": grow(list(rows[:MOST_BRANCHES]))})


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
        | listing(request, articles_mentioning(agency)),
    )


@public_page
def tags(request):
    """List the tags by name, narrowed by a part of it."""
    taggings = Tagging.objects.filter(state=TaggingState.ACCEPTED)
    return show("tags", names(request, NameFilter, public_tags(), taggings, key="tag"))


@public_page
def tag(request, pk: int):
    tag = public_tags().filter(pk=pk).first()
    if tag is None:
        return follow_merger(Tag, pk, among=public_tags())
    synonyms = list(tag.synonyms.all())
    return show("tag", {"tag": tag, "synonyms": synonyms} | listing(request, articles_tagged(tag)))


@public_page
def writers(request):
    """List the names in bylines."""
    public = Article.objects.published().filter(pk=OuterRef("article"))
    credits = Credit.objects.filter(Exists(public)).exclude(name__contains="/").order_by()
    return show("writers", names(request, NameFilter, credits.values("name").distinct(), credits, key="name"))


@public_page
def writer(request, name: str):
    articles = articles_by(name)
    leaf = listing(request, articles)
    if not leaf["timeline"]["total"]:
        raise Http404
    return show("writer", {"name": name} | leaf)


def count_mentions(*more: str):
    """Return the public agencies, each with how many public articles it stands in."""
    counted = Q(mentions__is_refused=False) & is_public("mentions__article__")
    return (
        public_agencies()
        .annotate(number=Count("mentions", filter=counted))
        .values("pk", "name", "number", *more)
    )


def count_taggings():
    """Return the public tags, each with how many public articles carry it."""
    counted = Q(taggings__state=TaggingState.ACCEPTED) & is_public("taggings__article__")
    return public_tags().annotate(number=Count("taggings", filter=counted)).values("pk", "name", "number")


def count_credits():
    """Return the names in bylines, each with how many public articles bear it."""
    credited = (
        Credit.objects.filter(is_public("article__")).exclude(name__contains="/").order_by().values("name")
    )
    return credited.annotate(number=Count("article", distinct=True))


def grow(rows: list[dict]) -> list[dict]:
    """Return the agencies as a tree read from the top, each with its depth and what closes after it.

    A parent that is not public itself stands as a name without an address.
    """
    known = {row["pk"]: row for row in rows}
    below: dict[int | None, list[dict]] = {}
    for row in rows:
        parent = row["parent_id"]
        if parent is not None and parent not in known:
            known[parent] = {"pk": parent, "name": row["parent__name"], "parent_id": None, "is_private": True}
            below.setdefault(None, []).append(known[parent])
        below.setdefault(parent, []).append(row)
    tree: list[dict] = []
    # Parents may stand in a circle by mistake: what the roots do not reach is listed on its own.
    seen: set[int] = set()

    def walk(row: dict, depth: int) -> None:
        if row["pk"] in seen:
            return
        seen.add(row["pk"])
        href = "" if row.get("is_private") else f"/agencies/{row['pk']}/"
        tree.append({"name": row["name"], "href": href, "depth": depth})
        for child in below.get(row["pk"], ()):
            walk(child, depth + 1)

    for root in below.get(None, []):
        walk(root, 0)
    for row in rows:
        walk(row, 0)
    return close_levels(tree)


def close_levels(tree: list[dict]) -> list[dict]:
    """Tell the template how many lists to open before each row and to close after it."""
    for row, following in zip(tree, [*tree[1:], {"depth": 0}], strict=True):
        row["opens"] = following["depth"] > row["depth"]
        row["closes"] = range(max(0, row["depth"] - following["depth"]))
    return tree


def names(request, narrowing, things, uses, *, key: str) -> dict:
    """Return what a list of names shows: the names from one on, and those seen most of late.

    Only what is shown is counted: among all names of an archive that would take seconds.
    """
    narrowing = narrowing(request.GET, things)
    columns = ("name",) if key == "name" else ("pk", "name")
    found, more = turn_names(narrowing.narrowed.values(*columns), request.GET)
    is_first = not (request.GET.get("after") or narrowing.is_narrowing)
    most = seen_of_late(things, uses, key=key) if is_first and more else []
    known = "name" if key == "name" else "pk"
    shown = {f"{key}__in": [row[known] for row in found]}
    numbers = count_uses(uses.filter(is_public("article__"), **shown), key)
    for row in found:
        row["number"] = numbers.get(row[known], 0)
    for row in found + most:
        row["href"] = ADDRESSES[key](row)
    return {"filter": narrowing, "names": found, "more": more, "most": most}


ADDRESSES = {
    "agency": lambda row: f"/agencies/{row['pk']}/",
    "tag": lambda row: f"/tags/{row['pk']}/",
    "name": lambda row: reverse("public:writer", args=[row["name"]]),
}


def seen_of_late(things, uses, *, key: str) -> list[dict]:
    """Return the names that the newest articles use most, and how often they do."""
    newest = Article.objects.published().newest_first().values("pk")[:OF_LATE]
    numbers = count_uses(uses.filter(article__in=newest), key)
    most = sorted(numbers, key=lambda each: (-numbers[each], each))[: MOST_SEEN * 2]
    if key == "name":
        return [{"name": name, "number": numbers[name]} for name in most[:MOST_SEEN]]
    rows = {row["pk"]: row for row in things.filter(pk__in=most).values("pk", "name")}
    return [rows[pk] | {"number": numbers[pk]} for pk in most if pk in rows][:MOST_SEEN]


def count_uses(uses, key: str) -> dict:
    """Return how many articles each name stands in."""
    # A writer may be credited twice in an article, for words and pictures; an agency and a tag stand once.
    number = Count("article", distinct=key == "name")
    return dict(uses.order_by().values_list(key).annotate(number=number))


def listing(request, articles) -> dict:
    """Return what a list of articles shows: the leaf asked for, its filter and its timeline."""
    narrowing = ArticleFilter(request.GET, articles)
    return {
        "filter": narrowing,
        "leaf": turn_to(narrowing.narrowed, request.GET),
        "timeline": picture(count_by_month(articles)),
        "feed": f"{request.path}feed/",
        "data": f"{request.path.rstrip('/')}.json",
        "canonical": canonical(request),
    }


def canonical(request) -> str:
    """Return the address that stands for this leaf however it was narrowed."""
    turned = {name: request.GET[name] for name in ("after", "before") if read_key(request.GET.get(name))}
    return root_of(request) + request.path + (f"?{urlencode(turned)}" if turned else "")


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
