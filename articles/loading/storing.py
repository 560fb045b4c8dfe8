"""Pages are stored once, with their issue and articles, a batch in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from articles.models import Issue, LoadedFile, Page
from articles.proposing.writing import Told, describe_page, write_pages

from .arriving import Arrival, Result
from .issues import find_issues, issue_key
from .paths import UNNUMBERED, position_of
from .reading import Reading
from .replacing import carry_marks, same_page, same_source

# Any number, the same in every process: who writes pages on PostgreSQL takes turns by it.
TURN = 0x6E657773


@transaction.atomic
def store(arrivals: Sequence[Arrival], *, load=None, publish: bool = False, remembered=None) -> list[Result]:
    """Store these pages and their articles; return what became of each, in order."""
    take_turn()
    return [
        result
        for part in without_repeats(arrivals)
        for result in store_part(part, load=load, publish=publish, remembered=remembered)
    ]


def without_repeats(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    """Cut a batch where a place in an issue comes again: the second reading replaces one that is stored."""
    part: list[Arrival] = []
    places: set[tuple] = set()
    for arrival in arrivals:
        place = (*issue_key(arrival), arrival.where.number)
        if arrival.where.number and place in places:
            yield part
            part, places = [], set()
        part.append(arrival)
        places.add(place)
    yield part


def store_part(arrivals: Sequence[Arrival], *, load, publish: bool, remembered) -> list[Result]:
    known = known_pages(arrivals)
    issues = find_issues([one for one in arrivals if (one.newspaper.pk, one.reading.sha256) not in known])
    standing = standing_pages(issues.values())
    results: list[Result] = []
    fresh: list[Told] = []
    again: list[Told] = []
    for arrival in arrivals:
        reading = arrival.reading
        result = Result(
            arrival.path, LoadedFile.State.LOADED, sha256=reading.sha256, encoding=reading.encoding
        )
        results.append(result)
        key = (arrival.newspaper.pk, reading.sha256)
        if key in known:
            result.state, result.page, result.reason = (
                LoadedFile.State.UNCHANGED,
                known[key],
                same(known[key]),
            )
            continue
        page = make_page(arrival, issues)
        before, trouble = find_before(page, reading, standing)
        if trouble:
            result.state, result.reason = LoadedFile.State.REFUSED, trouble
            continue
        known[key] = result.page = page
        if before is not None:
            result.state = LoadedFile.State.NEW_READING
            result.reason = f"Another reading of page {before.pk}; the earlier one is kept beside it."
            replace_page(page, before)
            again.append(Told(page, reading.draft, before=before, is_new=True))
            continue
        if page.issue is None:
            result.state = LoadedFile.State.HELD
            result.reason = "Its date is not known: it waits in the admin until a person gives it one."
        fresh.append(Told(page, reading.draft, is_new=True))
    give_positions([told.page for told in fresh])
    Page.objects.bulk_create([told.page for told in fresh])
    outcome = write_pages(fresh, load=load, publish=publish, remembered=remembered)
    for told in again:
        carry_marks(told, load=load)
    count_articles(results, outcome)
    return results


def take_turn() -> None:
    """Wait until no other loader writes. SQLite's IMMEDIATE transactions do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def known_pages(arrivals: Sequence[Arrival]) -> dict[tuple[int, str], Page]:
    """Return (newspaper, fingerprint) -> page for what is stored already."""
    return stored_pages(
        {arrival.newspaper.pk for arrival in arrivals}, {arrival.reading.sha256 for arrival in arrivals}
    )


def stored_pages(newspapers: set[int], prints: set[str]) -> dict[tuple[int, str], Page]:
    # Only with the newspaper can the index be used: the fingerprint is its second half.
    rows = Page.objects.without_bytes().filter(newspaper__in=newspapers, sha256__in=prints)
    return {(page.newspaper_id, page.sha256): page for page in rows}


def same(page: Page) -> str:
    """Return the words for a file whose bytes are this page."""
    newer = "" if page.is_current else " A newer reading of the page stands."
    return f"The same bytes are stored already.{newer}"


def make_page(arrival: Arrival, issues: dict[tuple, Issue]) -> Page:
    """Return the unsaved page, its issue found or made."""
    reading, where = arrival.reading, arrival.where
    page = Page(
        newspaper=arrival.newspaper,
        issue=issues[issue_key(arrival)] if where.date else None,
        number=where.number[:10],
        original=reading.original,
        encoding=reading.encoding,
        sha256=reading.sha256,
        characters=reading.characters,
        source=arrival.inside[-500:],
        date_guess=reading.draft.date_guess,
        **describe_page(reading.draft),
    )
    page.position = position_of(page.number)
    return page


def standing_pages(issues) -> dict[tuple[int, str], Page]:
    """Return (issue, number) -> the page that stands there."""
    rows = Page.objects.current().filter(issue__in=issues).exclude(number="").without_bytes()
    return {(page.issue_id, page.number): page for page in rows}


def find_before(page: Page, reading: Reading, standing: dict) -> tuple[Page | None, str]:
    """Return the reading that this page replaces, or why it can be neither new nor a replacement."""
    if page.issue_id and page.number:
        before = standing.get((page.issue_id, page.number))
        if before is None:
            return None, ""
        if same_page(before, reading):
            return before, ""
        return None, (
            f"{page.issue.date} page {page.number} holds another text already (from {before.source})."
            " Say --date or --page if one of the two is wrong."
        )
    return same_source(page, reading), ""


def replace_page(page: Page, before: Page) -> None:
    """Store a new reading where the old one stood, unless it knows better; the old one stays beside it."""
    if page.issue_id is None:
        page.issue = before.issue
    page.number = page.number or before.number
    page.position, page.name = before.position or page.position, page.name or before.name
    page.supersedes = before
    # The place must be free before the new reading takes it.
    Page.objects.filter(pk=before.pk).update(is_current=False)
    page.save()


def give_positions(pages: list[Page]) -> None:
    """Let pages without a number stand last in their issue, in the order they came."""
    last: dict[int, int] = {}
    for page in pages:
        if page.number or page.issue_id is None:
            continue
        if page.issue_id not in last:
            last[page.issue_id] = Page.objects.filter(issue=page.issue_id, position__gte=UNNUMBERED).count()
        page.position = UNNUMBERED + last[page.issue_id]
        last[page.issue_id] += 1


def count_articles(results: list[Result], outcome) -> None:
    made: dict[int, list] = {}
    for article in outcome.made:
        made.setdefault(article.page_id, []).append(article)
    for result in results:
        if result.page is not None and result.state != LoadedFile.State.UNCHANGED:
            articles = made.get(result.page.pk, ())
            result.articles = len(articles) or result.page.articles.count()
            result.published = sum(article.publish_at is not None for article in articles)
