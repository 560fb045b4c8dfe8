"""One article: read, where it stands, and where it went."""

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.timezone import now

from articles import search
from articles.models import Article, Credit, Passage, State, Tag, TaggingState
from articles.models.article import Written, opening_of

from .addresses import page_key
from .caching import public_page
from .citing import gbt_2025, refer_to
from .describing import as_script, describe_article, open_graph, root_of
from .entries import Entry, public_mentions
from .honesty import last_work_on, tell_how_it_was_made
from .places import paragraphs_with_places
from .prepared import prepared
from .rows import NAMING, article_address, columns_of, fill, name, page_label, rows_of
from .showing import show

# An article merged into one that was merged again: follow, but not in circles.
HOPS = 8
RELATED = 40
# The columns that an article's page shows: a third of those that there are. Another one would be asked for by
# itself, and a test counts the questions.
SHOWN = (
    *"kicker title subtitle genre body dateline_place dateline_date event_date".split(),
    *"sort_key continues_id series touched updated_at".split(),
    *"issue__date issue__edition issue__number issue__address".split(),
    *"issue__newspaper__name issue__newspaper__city issue__newspaper__issn".split(),
    *"issue__newspaper__publisher issue__newspaper__is_main".split(),
    *"page__number page__name page__segmenter page__accepted_at".split(),
    *"section__name section__is_proposed".split(),
)


@public_page
def article(request, pk: int):
    """Show a published article; say where a withdrawn one went. A draft never existed."""
    moment = now()
    article = next(iter(published_article(pk, moment)), None)
    if article is None:
        return tell_where_it_went(pk)
    passages, page = passages_of(pk), article.page
    credits, tags, mentions = credits_of(pk), tags_of(pk), mentions_of(pk)
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
            **neighbours(article, moment),
            **relatives(article, moment),
        },
    )


@prepared
def published_article(pk, moment):
    articles = Article.objects.published(moment).filter(pk=pk)
    articles = articles.select_related("issue__newspaper", "page", "section").only(*SHOWN)
    return articles.annotate(
        last_worked_on=last_work_on(OuterRef("pk")),
        goes_on=Exists(Article.objects.filter(continues=OuterRef("pk")).order_by()),
    )


@prepared
def passages_of(article):
    passages = Passage.objects.filter(article=article).order_by("order")
    return passages.values_list("role", "joins", "start", "page_id", named=True)


@prepared
def credits_of(article):
    return Credit.objects.filter(article=article)


@prepared
def tags_of(article):
    """Return the tags an editor accepted, weightiest first."""
    accepted = Tag.objects.standing().filter(taggings__article=article, taggings__state=TaggingState.ACCEPTED)
    return accepted.order_by("-taggings__weight", "taggings__pk")


@prepared
def mentions_of(article):
    """Return where confirmed agencies stand in the article, in the order of the text."""
    return public_mentions().filter(article=article).only("agency__name")


@public_page
def related(request, pk: int):
    """List other articles on the same matter. The article page fetches this when it has time."""
    article = Article.objects.published().filter(pk=pk).first()
    if article is None:
        raise Http404
    ids = search.related(article)
    rows = {row["id"]: row for row in rows_of(Article.objects.published().filter(pk__in=ids))}
    return show("related", {"article": article, "rows": [rows[key] for key in ids if key in rows]})


def neighbours(article: Article, moment) -> dict:
    """Return the article read before this one and the one after, across the border of an issue."""
    rows = [name(row) for row in beside(article.sort_key, moment)]
    return {
        "previous": next((row for row in rows if row["sort_key"] > article.sort_key), None),
        "next": next((row for row in rows if row["sort_key"] < article.sort_key), None),
    }


@prepared
def beside(key, moment):
    published = Article.objects.published(moment)
    before = published.filter(sort_key__gt=key).order_by("sort_key").values("sort_key")[:1]
    after = published.filter(sort_key__lt=key).order_by("-sort_key").values("sort_key")[:1]
    found = published.filter(Q(sort_key=before) | Q(sort_key=after))
    return found.values(*NAMING, "sort_key", opening=opening_of("body"))


def relatives(article: Article, moment) -> dict:
    """Return what this article goes on with, what goes on with it, and the rest of its series."""
    if not (article.continues_id or article.series or article.goes_on):
        return {"continues": [], "continued_by": [], "series": []}
    rows = fill(connected(article.pk, article.continues_id, article.series, moment))
    return {
        "continues": [row for row in rows if row["id"] == article.continues_id],
        "continued_by": [row for row in rows if row["continues_id"] == article.pk],
        "series": [row for row in rows if article.series and row["series"] == article.series],
    }


@prepared
def connected(pk, continues, series, moment):
    wanted = Q(continues=pk) | Q(pk=continues) | (Q(series=series) & ~Q(series=Written("")))
    found = Article.objects.published(moment).filter(wanted).exclude(pk=pk)
    found = found.order_by("series_number", "-sort_key")
    return columns_of(found, "continues_id", "series", "series_number")[:RELATED]


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
