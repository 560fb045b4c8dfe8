"""Issues: the calendar, one issue, one page of it."""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef
from django.http import Http404
from django.utils.timezone import now

from articles.models import Article, GenreChoice, Issue, Passage
from articles.models.addresses import address_of

from .addresses import pages_called
from .caching import public_page, until_published
from .calendar import Archive, months_of, read_month, read_year
from .describing import as_script, describe_issue, root_of
from .filters import day_of
from .pagemap import lay_out
from .prepared import prepared
from .rows import by_page, columns_of, fill, rows_of
from .showing import masthead, show
from .visible import is_public

LEADING = 3
OPENING = 4  # so many articles of a page are looked at for what leads it
YEARS = 60
NEAR = 7  # days of the calendar
OTHER_YEARS = 12


@public_page
def calendar(request, year: str = ""):
    """Show the days of one year: the newest one with issues, unless another is asked for."""
    years = issues_by_year()
    if not years:
        return show("issues", {"years": [], "year": None})
    wanted = read_year(year) if year else years[-1]["year"]
    if wanted is None or not years[0]["year"] <= wanted <= years[-1]["year"]:
        raise Http404
    issues = list(count_articles(Issue.objects.public().filter(date__year=wanted)))
    return show(
        "issues",
        {
            "years": years,
            "year": wanted,
            "earlier": max((each["year"] for each in years if each["year"] < wanted), default=None),
            "later": min((each["year"] for each in years if each["year"] > wanted), default=None),
            "months": months_of(wanted, issues, archive_span()),
            "issue_count": len(issues),
            "article_count": sum(issue.public_articles for issue in issues),
        },
    )


@public_page
def month(request, month: str):
    """List the issues of one month, each with its leading headlines."""
    first, after = read_month(month)
    if first is None:
        raise Http404
    issues = list(
        count_articles(
            Issue.objects.public().filter(date__gte=first, date__lt=after).select_related("newspaper")
        ).order_by("date")
    )
    if not issues:
        raise Http404
    public = Issue.objects.public()
    return show(
        "month",
        {
            "month": first,
            "issues": with_leading(issues),
            "earlier": public.filter(date__lt=first).order_by("-date").first(),
            "later": public.filter(date__gte=after).order_by("date").first(),
        },
    )


@public_page
def on_this_day(request, day: str):
    """List the issues of one day in every year, newest first (那年今日)."""
    month, day = int(day[:2]), int(day[3:])
    if not 1 <= month <= 12:
        raise Http404
    public = Issue.objects.public().filter(date__in=days_called(month, day)).select_related("newspaper")
    issues = list(count_articles(public).newest_first()[:YEARS])
    if not issues:
        raise Http404
    earlier, later = days_around(issues[0].date)
    return show(
        "on_this_day",
        {"day": issues[0].date, "issues": with_leading(issues), "earlier": earlier, "later": later},
    )


def with_leading(issues: list[Issue]) -> list[Issue]:
    """Give each issue the headlines that lead its first pages, in one query for all."""
    published = Article.objects.published().filter(order__lt=OPENING, issue__in=issues)
    by_address: dict[str, list] = {}
    for row in rows_of(published.as_printed()):
        by_address.setdefault(row["issue__address"], []).append(row)
    for issue in issues:
        issue.leading = leading_of(by_address.get(issue.address, []))
    return issues


def leading_of(rows: list[dict]) -> list[dict]:
    """Return what leads an issue: what its first page opens with, the others of that page, and so on."""
    printed = [row for page in by_page(rows) for row in page["rows"]]
    with_headline = [row for row in printed if row["title"] and row["genre"] != GenreChoice.PHOTO]
    return (with_headline or printed)[:LEADING]


@public_page
def issue(request, address: str):
    """Show an issue: its pages in order, each with its headlines."""
    moment = now()
    issue = find_issue(address)
    rows = fill(printed_in(issue.pk, moment))
    beside = issue.newspaper_id, issue.date, moment
    return show(
        "issue",
        {
            "issue": issue,
            "stem": f"/issues/{issue.address}",
            "described": as_script(describe_issue(issue, root_of(request))),
            "canonical": f"{root_of(request)}/issues/{issue.address}/",
            "pages": by_page(rows),
            "count": len(rows),
            "earlier": next(map(link, issue_before(*beside)), None),
            "later": next(map(link, issue_after(*beside)), None),
            "same_day": same_day(issue.date),
        },
    )


@public_page
def page(request, address: str, key: str):
    """Show one page: its headlines, and its text as it was read with each article marked."""
    issue = find_issue(address)
    page = (
        pages_called(issue, key)
        .filter(Exists(Article.objects.published().filter(page=OuterRef("pk"))))
        .first()
    )
    if page is None:
        raise Http404
    rows = fill(printed_in(issue.pk, now()))
    passages = Passage.objects.filter(page=page, article__in=Article.objects.published()).order_by("start")
    pages = by_page(rows)
    place = next(place for place, other in enumerate(pages) if other["id"] == page.pk)
    return show(
        "page",
        {
            "issue": issue,
            "page": page,
            "here": pages[place],
            "pages": pages,
            "previous": pages[place - 1] if place else None,
            "next": pages[place + 1] if place + 1 < len(pages) else None,
            "stretches": lay_out(page, list(passages), rows=pages[place]["rows"]),
        },
    )


def find_issue(address: str) -> Issue:
    """Return a public issue; one that holds only drafts answers like one that never was."""
    for issue in public_issue(address, now()):
        return issue
    raise Http404


@prepared
def public_issue(address, moment):
    return shown(Issue.objects.public(moment).filter(address=address).order_by())


def shown(issues):
    """Return issues with what pages show of them; where they come from and how sure that is, none does."""
    return issues.select_related("newspaper").defer("date_source", "date_confidence", "date_evidence")


@prepared
def printed_in(issue, moment):
    """Return what a list shows of an issue's articles, page by page."""
    return columns_of(Article.objects.published(moment).filter(issue=issue).as_printed())


def issues_by_year() -> list[dict]:
    """Return each year with issues, oldest first: {"year", "issues"}."""

    def count():
        days = Issue.objects.public().order_by("date").values_list("date", flat=True)
        return [
            {"year": year, "issues": number} for year, number in Counter(day.year for day in days).items()
        ]

    return until_published("years", count)


def archive_span() -> Archive:
    """Return the days from the first public issue to the last, and on which of them the paper appears."""
    return Archive(*first_and_last_day(), masthead()["appears_on"])


def first_and_last_day() -> list[date]:
    """Return the days of the oldest and the newest public article, nothing in an empty archive."""
    # Two questions, each answered from one end of an index; MIN and MAX in one would read it all.
    return until_published(
        "ends", lambda: [day_of(row["sort_key"]) for ask in (oldest_key, newest_key) for row in ask(now())]
    )


@prepared
def oldest_key(moment):
    return Article.objects.published(moment).order_by("sort_key").values("sort_key")[:1]


@prepared
def newest_key(moment):
    return Article.objects.published(moment).order_by("-sort_key").values("sort_key")[:1]


def count_articles(issues):
    """Add to each issue how many articles of it are public."""
    return issues.annotate(public_articles=Count("articles", filter=is_public("articles__")))


@prepared
def issue_before(newspaper, day, moment):
    earlier = Issue.objects.public(moment).filter(newspaper=newspaper, date__lt=day)
    return earlier.order_by("-date", "edition").values("date", "address")[:1]


@prepared
def issue_after(newspaper, day, moment):
    later = Issue.objects.public(moment).filter(newspaper=newspaper, date__gt=day)
    return later.order_by("date", "edition").values("date", "address")[:1]


def same_day(day) -> list[dict]:
    """Return the public issues of this day in other years, newest first (那年今日): {"date", "href"}."""

    def look_up():
        return [link(issue) for issue in issues_on(now(), *days_called(day.month, day.day))]

    issues = until_published(f"same-day:{day.month}-{day.day}", look_up)
    today = day.isoformat()
    return [issue for issue in issues if issue["date"] != today][:OTHER_YEARS]


def link(issue: dict) -> dict:
    """Return what a link to an issue says: {"date", "href"}."""
    return {"date": issue["date"].isoformat(), "href": address_of("issues", issue["address"])}


@prepared
def issues_on(moment, *days):
    return Issue.objects.public(moment).filter(date__in=days).newest_first().values("date", "address")


def days_around(day: date) -> tuple[str, str]:
    """Return the nearest days of the year with issues before and after one, as 06-14; empty for none near."""
    around = [day + timedelta(days=days) for days in range(-NEAR, NEAR + 1) if days]
    every_year = [each for near in around for each in days_called(near.month, near.day)]
    found = Issue.objects.public().filter(date__in=every_year).order_by().values_list("date", flat=True)
    known = {f"{each:%m-%d}" for each in found}
    near = [f"{each:%m-%d}" for each in around]
    earlier = next((each for each in reversed(near[:NEAR]) if each in known), "")
    return earlier, next((each for each in near[NEAR:] if each in known), "")


def days_called(month: int, day: int) -> list[date]:
    """Return a day of the year in every year of the archive: the database finds dates by index."""
    ends = first_and_last_day()
    years = range(ends[0].year, ends[1].year + 1) if ends else ()
    return [date(year, month, day) for year in years if 1 <= day <= monthrange(year, month)[1]]
