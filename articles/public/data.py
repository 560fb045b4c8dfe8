"""Every public object as JSON at its own address: what a program reads where people read pages."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models import Agency, Article, Issue, Passage, Tag

from . import collections, names
from .addresses import page_key, pages_called
from .article import fate_of
from .caching import public_page, until_published
from .calendar import read_year
from .counts import text_by_month
from .describing import root_of
from .entries import gather
from .filters import ArticleFilter
from .issues import count_articles, find_issue, issues_by_year
from .open_data import VERSION, as_json, open_data, tell
from .openapi import describe_interface
from .pagemap import lay_out
from .paging import turn_to
from .records import (
    addresses,
    article_line,
    article_record,
    issue_line,
    name_line,
    named,
    record,
    stretch_line,
)
from .rows import by_page, rows_of
from .searching import SearchFilter, find
from .showing import show
from .timeline import count_by_month, words_for
from .visible import (
    Everything,
    Under,
    public_agencies,
    public_sections,
    public_tags,
    standing_of_agency,
    standing_of_tag,
    standing_of_writer,
)

SIZE = 100


@public_page
def explained(request):
    """Tell people what there is for their programs."""
    return show("data", {})


@open_data
def openapi(request):
    """Describe all of these addresses, for programs that write programs."""
    return as_json(describe_interface(root_of(request)))


@open_data
def article(request, pk: int):
    found = gather(Article.objects.published().filter(pk=pk))
    if found:
        return as_json(article_record(found[0], root_of(request)))
    heir, because = fate_of(pk)
    if heir is not None:
        return HttpResponsePermanentRedirect(f"/articles/{heir.pk}.json")
    return tell(410, "This article was withdrawn.", because=because)


@open_data
def articles(request):
    """List the articles, newest first, narrowed by `since`, `until` and `genre`."""
    return listed(request, "articles", "/", Everything())


@open_data
def issues(request):
    """List the issues of one year, the newest unless `year` says another, and the years there are."""
    root, years = root_of(request), issues_by_year()
    year = read_year(request.GET.get("year", "")) or (years[-1]["year"] if years else None)
    public = Issue.objects.public().filter(date__year=year) if year else Issue.objects.none()
    return as_json(
        record(
            "issues",
            "/issues/",
            root,
            year=year,
            issues=[
                issue_line(issue, root) | {"articles": issue.public_articles}
                for issue in count_articles(public).newest_first()
            ],
            years=[
                {**row, "json": f"{root}/issues.json?year={row['year']}"} for row in reversed(years)
            ],
        )
    )  # fmt: skip


@open_data
def issue(request, address: str):
    root, issue = root_of(request), find_issue(address)
    pages = by_page(rows_of(Article.objects.published().filter(issue=issue).as_printed()))
    return as_json(
        record(
            "issue",
            f"/issues/{issue.address}/",
            root,
            **{name: value for name, value in issue_line(issue, root).items() if name not in LINKS},
            newspaper=issue.newspaper.name,
            pages=[
                {
                    "label": page["label"],
                    **(addresses(page["href"], root) if page["href"] else dict.fromkeys(LINKS)),
                    "articles": [article_line(row, root) for row in page["rows"]],
                }
                for page in pages
            ],
        )
    )


LINKS = ("url", "json")


@open_data
def page(request, address: str, key: str):
    """Show a page's text as it was read, as far as its articles are public."""
    root, issue = root_of(request), find_issue(address)
    page = pages_called(issue, key).filter(pk__in=Article.objects.published().values("page")).first()
    if page is None:
        return tell(404, "There is nothing public at this address.")
    rows = rows_of(Article.objects.published().filter(issue=issue, page=page).as_printed())
    passages = Passage.objects.filter(page=page, article__in=Article.objects.published()).order_by("start")
    return as_json(
        record(
            "page",
            reverse("public:page", args=[issue.address, page_key(page.number, page.pk)]),
            root,
            number=page.number,
            name=page.name,
            issue=issue_line(issue, root),
            articles=[article_line(row, root) for row in rows],
            stretches=[stretch_line(each, root) for each in lay_out(page, list(passages), rows=rows)],
        )
    )


@open_data
def sections(request):
    """List the sections by name, narrowed by `q`."""
    return names_of(request, "sections")


@open_data
def agencies(request):
    """List the agencies by name, narrowed by `q` and `level`."""
    return names_of(request, "agencies")


@open_data
def tags(request):
    """List the tags by name, narrowed by `q`."""
    return names_of(request, "tags")


@open_data
def writers(request):
    """List the names in bylines, narrowed by `q`."""
    return names_of(request, "writers")


@open_data
def section(request, pk: int):
    section = public_sections().filter(pk=pk).first()
    if section is None:
        return tell(404, "There is nothing public at this address.")
    return listed(
        request,
        "section",
        f"/sections/{pk}/",
        Under(section),
        id=pk,
        name=section.name,
        description=section.description,
    )


@open_data
def agency(request, pk: int):
    agency = public_agencies().filter(pk=pk).first()
    if agency is None:
        return moved_as_json(collections.follow_merger(Agency, pk, among=public_agencies()))
    root = root_of(request)
    around = public_agencies().filter(
        Q(parent=agency) | Q(pk__in=[agency.parent_id, agency.successor_id])
    )  # fmt: skip
    around = {other.pk: other for other in around}
    return listed(
        request,
        "agency",
        f"/agencies/{pk}/",
        standing_of_agency(agency),
        id=pk,
        name=agency.name,
        names=[
            {"name": other.name, "valid_from": other.valid_from, "valid_to": other.valid_to}
            for other in agency.names.all()
        ],
        kind=agency.kind,
        level=agency.level,
        place=agency.place,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        parent=named(around.get(agency.parent_id), root),
        successor=named(around.get(agency.successor_id), root),
        children=[named(other, root) for other in around.values() if other.parent_id == pk],
    )


@open_data
def tag(request, pk: int):
    tag = public_tags().filter(pk=pk).first()
    if tag is None:
        return moved_as_json(collections.follow_merger(Tag, pk, among=public_tags()))
    return listed(
        request,
        "tag",
        f"/tags/{pk}/",
        standing_of_tag(tag),
        id=pk,
        name=tag.name,
        synonyms=[synonym.name for synonym in tag.synonyms.all()],
        description=tag.description,
    )


@open_data
def writer(request, name: str):
    found = standing_of_writer(name)
    if not found.all().exists():
        return tell(404, "There is nothing public at this address.")
    return listed(request, "writer", reverse("public:writer", args=[name]), found, name=name)


@open_data
def search(request):
    """Answer a search as the search page does, with the same words and filters."""
    root, asked = root_of(request), SearchFilter(request.GET)
    if not asked.is_asking:
        return tell(400, "Say what to search for: q, or a filter. The description is at /api/openapi.json.")
    answer, page = find(asked, request.GET)
    rows = {
        row["id"]: row
        for row in rows_of(Article.objects.published().filter(pk__in=[hit.article_id for hit in answer.hits]))
    }
    following = ""
    if asked.order == "newest" and answer.next_before:
        following = asked.address(after=answer.next_before)
    elif asked.order == "best" and answer.hits:
        following = asked.address(page=page + 1)
    return as_json(
        {
            "version": VERSION,
            "type": "search",
            "url": f"{root}/search/{asked.address()}",
            "json": f"{root}/search.json{asked.address()}",
            "found": answer.total,
            "found_is_least": answer.is_capped,
            "messages": [str(message) for message in answer.messages],
            "articles": [
                article_line(rows[hit.article_id], root)
                | {"snippet": "".join(words for words, _is_hit in hit.snippet_parts)}
                for hit in answer.hits
                if hit.article_id in rows
            ],
            "next": f"{root}/search.json{following}" if following else None,
        }
    )


def listed(request, kind: str, path: str, found, /, **fields) -> HttpResponse:
    """Return a thing with its articles, newest first, a leaf at a time."""
    root = root_of(request)
    leaf = turn_to(ArticleFilter(request.GET, found.newest(SIZE)).narrowed, request.GET, size=SIZE)
    about = record(kind, path, root, **fields)
    if kind == "articles":
        about["json"] = f"{root}/articles.json"
        months = {month: number for month, (_characters, number) in text_by_month().items()}
    else:
        months = until_published(f"months:{path}", lambda: count_by_month(found.all()))
    return as_json(
        about
        | {
            "months": {words_for(key): number for key, number in sorted(months.items())},
            "articles": [article_line(row, root) for row in leaf.rows],
            "next": f"{about['json']}{leaf.older}" if leaf.older else None,
        }
    )


def names_of(request, kind: str) -> HttpResponse:
    """Return a list of names, from one on."""
    root, leaf = root_of(request), names.turn(kind, request.GET)
    about = record(kind, f"/{kind}/", root, **{kind: [name_line(kind, row, root) for row in leaf["names"]]})
    return as_json(about | {"next": f"{about['json']}{leaf['more']}" if leaf["more"] else None})


def moved_as_json(response: HttpResponsePermanentRedirect) -> HttpResponsePermanentRedirect:
    """Return the same redirect to the record instead of the page."""
    return HttpResponsePermanentRedirect(f"{response.url.rstrip('/')}.json")
