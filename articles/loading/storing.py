"""Pages are stored once, with their issue and articles, a batch in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
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
    known = known_pages(arrivals)
    results: list[Result | None] = []
    told: list[Told] = []
    new: list[tuple[int, Page, Page | None]] = []
    issues: dict[tuple, Issue] = {}
    claimed: dict[tuple, Page] = {}
    for arrival in arrivals:
        reading = arrival.reading
        result = Result(
            arrival.path, LoadedFile.State.LOADED, sha256=reading.sha256, encoding=reading.encoding
        )
        results.append(result)
        key = (arrival.newspaper.pk, reading.sha256)
        if key in known:
            same(result, known[key], arrival)
            continue
        page = make_page(arrival, issues)
        before, trouble = find_before(page, reading, claimed)
        if trouble:
            result.state, result.reason = LoadedFile.State.REFUSED, trouble
            continue
        if before is not None:
            page.supersedes, result.state = before, LoadedFile.State.NEW_READING
            result.reason = f"Another reading of page {before.pk}; the earlier one is kept beside it."
            inherit_place(page, before)
            # The place must be free before the new reading takes it.
            Page.objects.filter(pk=before.pk).update(is_current=False)
        elif page.issue is None:
            result.state = LoadedFile.State.HELD
            result.reason = "Its date is not known: it waits in the admin until a person gives it one."
        known[key] = page
        if page.issue_id and page.number:
            claimed[page.issue_id, page.number] = page
        result.page = page
        new.append((len(results) - 1, page, before))
        if before is not None:
            page.save()
        told.append(Told(page, reading.draft, before=before, is_new=True))
    give_positions([page for _, page, _ in new])
    Page.objects.bulk_create([page for _, page, before in new if before is None])
    fresh = [one for one in told if one.before is None]
    outcome = write_pages(fresh, load=load, publish=publish)
    for one in told:
        if one.before is not None:
            carry_marks(one, load=load)
    count_articles(results, outcome)
    return results


def take_turn() -> None:
    """Wait until no other loader writes. SQLite's IMMEDIATE transactions do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def known_pages(arrivals: Sequence[Arrival]) -> dict[tuple[int, str], Page]:
    """Return (newspaper, fingerprint) -> page for bytes that are stored already."""
    rows = Page.objects.without_bytes().filter(sha256__in={arrival.reading.sha256 for arrival in arrivals})
    return {(page.newspaper_id, page.sha256): page for page in rows}


def same(result: Result, page: Page, arrival: Arrival) -> None:
    result.state, result.page = LoadedFile.State.UNCHANGED, page
    result.reason = (
        "The same bytes are stored already."
        if page.is_current
        else ("The same bytes are stored already; a newer reading of the page stands.")
    )


def make_page(arrival: Arrival, issues: dict[tuple, Issue]) -> Page:
    """Return the unsaved page, its issue found or made."""
    reading, where = arrival.reading, arrival.where
    page = Page(
        newspaper=arrival.newspaper,
        issue=find_issue(arrival, issues) if where.date else None,
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


def find_issue(arrival: Arrival, issues: dict[tuple, Issue]) -> Issue:
    """Return the issue of a page, made when it is the first of it; a better source of the date is noted."""
    where = arrival.where
    key = (arrival.newspaper.pk, where.date, where.edition)
    if key not in issues:
        issues[key], _made = Issue.objects.get_or_create(
            newspaper=arrival.newspaper,
            date=where.date,
            edition=where.edition[:20],
            defaults={
                "date_source": where.source,
                "date_confidence": where.confidence,
                "date_evidence": list(where.evidence),
            },
        )
    issue = issues[key]
    if TRUST.index(where.source) < TRUST.index(issue.date_source):
        issue.date_source, issue.date_confidence = where.source, where.confidence
        issue.date_evidence = list(where.evidence)
        issue.save()
    return issue


def find_before(page: Page, reading: Reading, claimed: dict) -> tuple[Page | None, str]:
    """Return the reading that this page replaces, or why it can be neither new nor a replacement."""
    if page.issue_id and page.number:
        if other := claimed.get((page.issue_id, page.number)):
            before = other
        else:
            before = Page.objects.current().filter(issue=page.issue_id, number=page.number).first()
        if before is None:
            return None, ""
        if same_page(before, reading):
            return before, ""
        return None, (
            f"{page.issue.date} page {page.number} holds another text already (from {before.source})."
            " Say --date or --page if one of the two is wrong."
        )
    return same_source(page, reading), ""


def inherit_place(page: Page, before: Page) -> None:
    """A new reading stands where the old one stood, unless it knows better."""
    if page.issue_id is None:
        page.issue = before.issue
    page.number = page.number or before.number
    page.position, page.name = before.position or page.position, page.name or before.name


def give_positions(pages: list[Page]) -> None:
    """Let pages without a number stand last in their issue, in the order they came."""
    last: dict[int, int] = {}
    for page in pages:
        if page.number or page.issue_id is None or page.supersedes_id:
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
