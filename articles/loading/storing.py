"""Pages are stored once, with their issue and articles, a batch in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db import connection, transaction

from articles.models import Issue, LoadedFile, Newspaper, Page
from articles.models.issue import EARLIEST, LATEST, DateSource
from articles.proposing.writing import Told, describe_page, write_pages

from .dating import Place
from .papers import Paper
from .paths import UNNUMBERED, position_of
from .reading import Reading
from .replacing import carry_marks, same_page, same_source

# Any number, the same in every process: who writes pages on PostgreSQL takes turns by it.
TURN = 0x6E657773
DEFAULT_NAME = "本报"
TRUST = list(DateSource.values)


@dataclass(slots=True)
class Arrival:
    """A page on its way in."""

    path: str
    inside: str
    newspaper: Newspaper
    where: Place
    reading: Reading
    raw: bytes = b""


@dataclass(slots=True)
class Result:
    """What became of one file: the one final state it has in a report."""

    path: str
    state: str
    reason: str = ""
    sha256: str = ""
    page: Page | None = None
    encoding: str = ""
    articles: int = 0
    published: int = 0
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def store(arrivals: Sequence[Arrival], *, load=None, publish: bool = False) -> list[Result]:
    """Store these pages and their articles; return what became of each, in order."""
    take_turn()
    return [
        result
        for part in without_repeats(arrivals)
        for result in store_part(part, load=load, publish=publish)
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


def store_part(arrivals: Sequence[Arrival], *, load, publish: bool) -> list[Result]:
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
    outcome = write_pages(fresh, load=load, publish=publish)
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


def issue_key(arrival: Arrival) -> tuple:
    return (arrival.newspaper.pk, arrival.where.date, arrival.where.edition[:20])


def find_issues(arrivals: Sequence[Arrival]) -> dict[tuple, Issue]:
    """Return the issues of these pages, made where they are the first of it; a better source is noted."""
    dated = {issue_key(arrival): arrival for arrival in reversed(arrivals) if arrival.where.date}
    issues = standing_issues(dated)
    new = [
        Issue(
            newspaper=arrival.newspaper,
            date=arrival.where.date,
            edition=key[2],
            date_source=arrival.where.source,
            date_confidence=arrival.where.confidence,
            date_evidence=list(arrival.where.evidence),
        )
        for key, arrival in reversed(dated.items())
        if key not in issues
    ]
    for issue in new:
        issue.address = issue.make_address()
    if new:
        # An editor may make the same issue at the same moment.
        Issue.objects.bulk_create(new, ignore_conflicts=True)
        issues = standing_issues(dated)
    for arrival in arrivals:
        where = arrival.where
        issue = issues.get(issue_key(arrival))
        if issue and TRUST.index(where.source) < TRUST.index(issue.date_source):
            issue.date_source, issue.date_confidence = where.source, where.confidence
            issue.date_evidence = list(where.evidence)
            issue.save()
    return issues


def standing_issues(wanted: dict[tuple, Arrival]) -> dict[tuple, Issue]:
    rows = Issue.objects.select_related("newspaper").filter(date__in={key[1] for key in wanted})
    return {(issue.newspaper_id, issue.date, issue.edition): issue for issue in rows}


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


def find_newspaper(paper: Paper, name: str = "") -> tuple[Newspaper, bool]:
    """Return the newspaper of a page, and whether it was made now. The first one is the site's own."""
    name = name or paper.name
    main = Newspaper.objects.filter(is_main=True).first()
    if not name:
        if main:
            return main, False
        name = DEFAULT_NAME
    found = Newspaper.objects.filter(name=name).first()
    if found:
        return found, False
    facts = (
        {key: getattr(paper, key) for key in ("province", "city", "issn", "publisher", "description")}
        if name == paper.name or not paper.name
        else {}
    )
    slug = (paper.slug if name == paper.name else "") or (
        "main" if main is None else f"paper-{blake2b(name.encode(), digest_size=4).hexdigest()}"
    )
    return Newspaper.objects.get_or_create(
        name=name, defaults={"slug": slug, "is_main": main is None, **facts}
    )


def is_plausible(day) -> bool:
    return EARLIEST <= day <= LATEST
