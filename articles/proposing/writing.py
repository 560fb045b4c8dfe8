"""Articles, passages and all that hangs on them are written here, a batch of pages at a time.

The loader brings many new pages, the desk one that was marked: both come through `write_pages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import transaction
from django.utils.timezone import now

from articles.models import Article, Credit, Mention, Page, Passage, Section, Tagging, TaggingState

from .continuing import link_continued, printed_direction
from .drafting import Draft, PageDraft
from .identity import give_ids
from .matching import Existing, Paired, pair_pages
from .naming import Names
from .pairing import alike, grams_of
from .remembering import Remembered
from .rows import ARTICLE, CREDIT, MENTION, PASSAGE, TAGGING, insert
from .updating import (
    FROZEN,
    credits_of,
    digests_of,
    mentions_of,
    proposal_of,
    taggings_of,
    update_article,
)

# How many of the best suggestions become tags of an article that goes out without an editor's look.
ACCEPTED_TAGS = 5
# A story that took in this much of another's words is where that one went.
SWALLOWED = 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """A stored page and what was found on it; `before` is the reading that it replaces."""

    page: Page
    draft: PageDraft
    before: Page | None = None
    is_new: bool = False  # no article can know it yet


@dataclass(slots=True)
class Outcome:
    """What became of the articles."""

    made: list[Article] = field(default_factory=list)
    changed: list[Article] = field(default_factory=list)
    unmatched: list[Article] = field(default_factory=list)
    published: int = 0


@transaction.atomic
def write_pages(
    pages: Sequence[Told], *, by=None, load=None, publish: bool = False, remembered: Remembered | None = None
) -> Outcome:
    """Bring the articles of these pages in step with what was found on them."""
    from articles import publishing

    outcome = Outcome()
    names = Names((draft for told in pages for draft in told.draft.drafts), remembered)
    fresh: list[tuple[Told, int, Draft]] = []
    owners: dict[tuple[int, int], int] = {}  # (page, story) -> article
    for told, paired in zip(pages, pair_pages(pages), strict=True):
        for order, draft in enumerate(told.draft.drafts):
            existing = paired.by_story.get(order)
            if existing is None:
                fresh.append((told, order, draft))
                continue
            owners[told.page.pk, order] = existing.article.pk
            if update_article(existing, draft, told.page, order, names, by=by):
                outcome.changed.append(existing.article)
        outcome.unmatched += leave_unmatched(told, paired)
    outcome.made = make_articles(fresh, names, load=load)
    for article, (told, order, _draft) in zip(outcome.made, fresh, strict=True):
        owners[told.page.pk, order] = article.pk
    if publish:
        outcome.published = publishing.publish_new(outcome.made)
    insert(Article, ARTICLE, map(row_of, outcome.made))
    write_passages(pages, owners)
    entries = write_rows_of_new(outcome.made, fresh, names)
    link_continued({told.page.issue_id for told in pages if has_continued(told)})
    for told in pages:
        note_page(told)
    if outcome.published:
        accept_sections([article for article in outcome.made if article.publish_at])
        publishing.announce(entries)
    return outcome


def make_articles(fresh, names: Names, *, load) -> list[Article]:
    """Return unsaved articles for stories that are no article yet."""
    numbers = give_ids(
        [
            (told.page.issue.date if told.page.issue_id else None, told.page.sha256, draft.start)
            for told, _order, draft in fresh
        ]
    )
    # To the second: an archive keeps it twice for each article, in letters.
    moment = now().replace(microsecond=0)
    made = []
    for number, (told, order, draft) in zip(numbers, fresh, strict=True):
        fields = draft.fields
        body = fields["body"]
        made.append(
            Article(
                id=number,
                issue=told.page.issue,
                page=told.page,
                order=order,
                section=names.section_of(draft),
                characters=len(body.replace("\n", "")),
                confidence=draft.confidence,
                warnings=list(draft.warnings),
                proposed=digests_of(proposal_of(draft, names)),
                continued_page=printed_direction(draft),
                load=load,
                updated_at=moment,
                **{
                    name: fields[name]
                    for name in (
                        "kicker", "title", "subtitle", "genre", "body", "series", "series_number",
                        "dateline_place", "dateline_date", "event_date",
                    )
                    if name in fields
                },
            )
        )  # fmt: skip
    return made


def row_of(article: Article) -> tuple:
    """Return an article as rows.ARTICLE names its columns."""
    return _columns(article)


_columns = attrgetter(*(Article._meta.get_field(name).attname for name in ARTICLE))


def write_rows_of_new(made: list[Article], fresh, names: Names) -> list:
    """Write bylines, mentions and tags; return what the search index is told of the public ones."""
    credits, mentions, taggings, entries = [], [], [], []
    for article, (_told, _order, draft) in zip(made, fresh, strict=True):
        is_public = article.publish_at is not None
        hanging = (
            credits_of(article.pk, draft),
            mentions_of(article.pk, draft, names),
            taggings_of(article.pk, draft, names, accepted=ACCEPTED_TAGS if is_public else 0),
        )
        for rows, more in zip((credits, mentions, taggings), hanging, strict=True):
            rows += more
        if is_public:
            entries.append(entry_of(article, *hanging))
    insert(Credit, CREDIT, credits)
    insert(Mention, MENTION, mentions)
    insert(Tagging, TAGGING, taggings)
    return entries


def entry_of(article: Article, credits: list[tuple], mentions: list[tuple], taggings: list[tuple]):
    """Return a new article as the search index wants it; the rows are as rows names their columns."""
    from articles.search import Entry

    return Entry(
        article.pk,
        article.sort_key,
        (article.kicker, article.title, article.subtitle, article.body),
        newspaper=article.issue.newspaper_id,
        section=article.section_id,
        genre=article.genre,
        page=article.page.number,
        agencies=[agency for _article, agency, *_others in mentions],
        tags=[tag for _article, tag, state, _weight in taggings if state == TaggingState.ACCEPTED],
        writers=[name for _article, name, *_others in credits],
    )


def accept_sections(articles: list[Article]) -> None:
    """Keep the headings that published articles stand under: readers see no section that is only proposed."""
    sections = {article.section_id for article in articles if article.section and article.section.is_proposed}
    if sections:
        Section.objects.filter(pk__in=sections).update(is_proposed=False)


def write_passages(pages: Sequence[Told], owners: dict[tuple[int, int], int]) -> None:
    """Write where the words of each article stand."""
    insert(Passage, PASSAGE, [row for told in pages for row in missing_passages(told, owners)])


def missing_passages(told: Told, owners: dict[tuple[int, int], int]) -> list[tuple]:
    """Return the passages that a page still needs; what is right already stays, and what is wrong goes."""
    page = told.page.pk
    wanted = {
        (owners[page, order], page, place, *passage)
        for order, draft in enumerate(told.draft.drafts)
        for place, passage in enumerate(draft.passages)
    }
    if not told.is_new:
        standing = {
            row[1:]: row[0]
            for row in Passage.objects.filter(page=page).order_by().values_list("pk", *PASSAGE)
        }
        wrong = [pk for key, pk in standing.items() if key not in wanted]
        if wrong:
            Passage.objects.filter(pk__in=wrong).delete()
        wanted -= standing.keys()
    if told.before:
        # The older reading keeps what no story of the new one is.
        Passage.objects.filter(page=told.before, article__in={key[0] for key in wanted}).delete()
    return sorted(wanted)


def leave_unmatched(told: Told, paired: Paired) -> list[Article]:
    """Mark the articles that no story is any more. They are shown to the editors, never deleted."""
    left = []
    for existing in paired.left:
        article = existing.article
        went_to = where_it_went(existing, paired)
        replaced = went_to if article.state not in FROZEN and not article.touched else None
        if article.is_unmatched and (replaced is None or article.replaced_by_id == replaced.pk):
            continue
        article.is_unmatched = True
        article.replaced_by = replaced or article.replaced_by
        article.save_without_historical_record(update_fields=["is_unmatched", "replaced_by"])
        left.append(article)
    return left


def where_it_went(existing: Existing, paired: Paired) -> Article | None:
    """Return the article whose story now holds nearly all words of this one."""
    ours = grams_of(existing.words)
    best = max(
        (
            (alike(ours, theirs := grams_of(other.words)), len(theirs), other)
            for other in paired.by_story.values()
        ),
        key=lambda item: item[:2],
        default=None,
    )
    if best is None or best[0] < SWALLOWED or best[1] < len(ours):
        return None
    return best[2].article


def has_continued(told: Told) -> bool:
    return any(draft.continued_from or draft.continued_on for draft in told.draft.drafts)


def describe_page(draft: PageDraft) -> dict:
    """Return what a page keeps of how it was told apart."""
    return {
        "loose": [list(piece) for piece in draft.loose],
        "segmenter": draft.segmenter[:40],
        "doubts": sum(
            warning["severity"] >= Article.DOUBTFUL for one in draft.drafts for warning in one.warnings
        ),
    }


def note_page(told: Told) -> None:
    """Keep with the page what stands outside every story and how much is in doubt."""
    if told.is_new:
        return  # it was stored with it
    facts = describe_page(told.draft)
    changed = [name for name, value in facts.items() if getattr(told.page, name) != value]
    for name in changed:
        setattr(told.page, name, facts[name])
    if changed:
        told.page.save(update_fields=changed)
