"""One article: read, where it stands, and where it went."""

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.timezone import now

from articles import search
from articles.models import Article, Mention, State, TaggingState

from .addresses import page_key
from .caching import public_page
from .citing import gbt_2025, refer_to
from .describing import as_script, describe_article, open_graph, root_of
from .entries import Entry
from .honesty import tell_how_it_was_made
from .places import paragraphs_with_places
from .rows import COLUMNS, article_address, fill, page_label, rows_of
from .showing import show

# An article merged into one that was merged again: follow, but not in circles.
HOPS = 8
RELATED = 40


@public_page
def article(request, pk: int):
    """Show a published article; say where a withdrawn one went. A draft never existed."""
    article = (
        Article.objects.published()
        .filter(pk=pk)
        .select_related("issue__newspaper", "page", "section")
        .defer("proposed", "offers", "page__original", "page__loose", "page__date_guess")
        .first()
    )
    if article is None:
        return tell_where_it_went(pk)
    passages = list(article.passages.order_by("order"))
    page = article.page
    credits, tags, mentions = list(article.credits.all()), tags_of(article), mentions_of(article)
    entry, root = Entry(article, tuple(credits), tuple(tags), tuple(mentions)), root_of(request)
    return show(
        "article",
        {
            "article": article,
            "where": page_label(page.number, page.name) if page else "",
            "page_key": page_key(page.number, page.pk) if page else "",
            "section": article.section if article.section and not article.section.is_proposed else None,
            "paragraphs": paragraphs_with_places(article, passages),
            "honesty": tell_how_it_was_made(article, passages),
            "credits": credits,
            "tags": tags,
            "mentions": mentions,
            "citation": gbt_2025(refer_to(entry, root)),
            "canonical": f"{root}{entry.address}",
            "described": as_script(describe_article(entry, root)),
            "open_graph": open_graph(entry, root),
            **neighbours(article),
            **relatives(article),
        },
    )


@public_page
def related(request, pk: int):
    """List other articles on the same matter. The article page fetches this when it has time."""
    article = Article.objects.published().filter(pk=pk).first()
    if article is None:
        raise Http404
    ids = search.related(article)
    rows = {row["id"]: row for row in rows_of(Article.objects.published().filter(pk__in=ids))}
    return show("related", {"article": article, "rows": [rows[key] for key in ids if key in rows]})


def tags_of(article: Article) -> list:
    """Return the tags an editor accepted, weightiest first."""
    taggings = article.taggings.filter(state=TaggingState.ACCEPTED, tag__merged_into=None)
    return [tagging.tag for tagging in taggings.select_related("tag")]


def mentions_of(article: Article) -> list[Mention]:
    """Return where confirmed agencies stand in the article, in the order of the text."""
    mentions = article.mentions.filter(is_refused=False, agency__is_proposed=False, agency__merged_into=None)
    return list(mentions.select_related("agency"))


def neighbours(article: Article) -> dict:
    """Return the article read before this one and the one after, across the border of an issue."""
    published = Article.objects.published()
    before = published.filter(sort_key__gt=article.sort_key).order_by("sort_key").values("sort_key")[:1]
    after = published.filter(sort_key__lt=article.sort_key).order_by("-sort_key").values("sort_key")[:1]
    rows = rows_of(published.filter(Q(sort_key=before) | Q(sort_key=after)))
    return {
        "previous": next((row for row in rows if row["sort_key"] > article.sort_key), None),
        "next": next((row for row in rows if row["sort_key"] < article.sort_key), None),
    }


def relatives(article: Article) -> dict:
    """Return what this article goes on with, what goes on with it, and the rest of its series."""
    wanted = Q(continues=article)
    if article.continues_id:
        wanted |= Q(pk=article.continues_id)
    if article.series:
        wanted |= Q(series=article.series)
    found = (
        Article.objects.published()
        .filter(wanted)
        .exclude(pk=article.pk)
        .order_by("series_number", "-sort_key")
    )
    rows = [fill(row) for row in found.values(*COLUMNS, "continues_id", "series", "series_number")[:RELATED]]
    return {
        "continues": [row for row in rows if row["id"] == article.continues_id],
        "continued_by": [row for row in rows if row["continues_id"] == article.pk],
        "series": [row for row in rows if article.series and row["series"] == article.series],
    }


def tell_where_it_went(pk: int):
    """Answer for an address without a public article: moved, withdrawn with the reason, or never there."""
    heir, because = fate_of(pk)
    if heir is not None:
        return HttpResponsePermanentRedirect(article_address(heir.pk))
    return show("gone", {"because": because}, status=410)


def fate_of(pk: int) -> tuple[Article | None, str]:
    """Return the public article that took this one's place, or why it was withdrawn; 404 if it never was."""
    gone = Article.objects.filter(pk=pk).select_related("replaced_by").defer("body").first()
    if gone is None or not was_public(gone):
        raise Http404
    heir = public_heir(gone)
    if heir is None and gone.state != State.WITHDRAWN:
        raise Http404
    return heir, gone.withdrawn_because


def was_public(article: Article) -> bool:
    """Whether readers ever had this address: a draft that was merged away is not told of."""
    return article.publish_at is not None and article.publish_at <= now()


def public_heir(article: Article) -> Article | None:
    """Return the public article that stands for this one now."""
    heir = article
    for _hop in range(HOPS):
        heir = heir.replaced_by
        if heir is None or heir.is_public:
            return heir
    return None
