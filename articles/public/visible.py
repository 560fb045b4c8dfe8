"""What readers may see beside articles: confirmed, and standing on at least one published article.

A section, agency or tag that only drafts carry answers like one that never existed.
"""

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property
from django.utils.timezone import now

from articles.models import (
    Agency,
    Article,
    Credit,
    Mention,
    Section,
    State,
    Tag,
    Tagging,
    TaggingState,
)
from articles.models.article import Unindexed

# As `standing()`, but lists by name are to be read in the order of the names: nearly every row was never
# merged, and by that index all of them would be looked at and sorted for the first hundred.
# Written out: told as a value, SQLite would look at every row to see that its index keeps to it.
IS_PUBLISHED = {"state": RawSQL(f"'{State.PUBLISHED}'", ())}
AN_HOUR = 60 * 60
IS_STANDING = IsNull(Unindexed("merged_into"), True)


def public_sections(at=None):
    published = Article.objects.published(at).filter(section=OuterRef("pk"))
    return Section.objects.filter(Exists(published), is_proposed=False)


def public_agencies(at=None):
    published = Article.objects.published(at).filter(
        mentions__agency=OuterRef("pk"), mentions__is_refused=False
    )
    return Agency.objects.filter(IS_STANDING, Exists(published), is_proposed=False)


def public_tags(at=None):
    published = Article.objects.published(at).filter(
        taggings__tag=OuterRef("pk"), taggings__state=TaggingState.ACCEPTED
    )
    return Tag.objects.filter(IS_STANDING, Exists(published))


class Standing:
    """The published articles that a name stands in by its mentions, taggings or credits."""

    def __init__(self, uses):
        self.uses = uses.order_by()

    def all(self, at=None):
        return Article.objects.published(at).filter(pk__in=self.uses.values("article"))

    def from_newest(self, at=None):
        """Return them as all of the archive looked through from its newest article on."""
        return Article.objects.published(at).filter(Exists(self.uses.filter(article=OuterRef("pk"))))

    def newest(self, wanted: int):
        """Return them to be read newest first, about as many as wanted."""
        return self.from_newest() if self.is_common(wanted) else self.all()

    def is_common(self, wanted: int) -> bool:
        """Tell whether so many of them are soon found from the newest article on.

        To take all articles of a common name and sort them for the first twenty would cost more. A rare one
        is looked for by its own index.
        """
        return self.number**2 > wanted * size_of_archive()

    @cached_property
    def number(self) -> int:
        return self.uses.count()


class Everything:
    """The published articles."""

    def all(self, at=None):
        return Article.objects.published(at)

    def newest(self, wanted: int):
        return self.all()

    def is_common(self, wanted: int) -> bool:
        return False


class Under(Everything):
    """The published articles of a section: its index has them in their order, however many."""

    def __init__(self, section):
        self.section = section

    def all(self, at=None):
        return Article.objects.published(at).filter(section=self.section)


def standing_of_agency(agency) -> Standing:
    return Standing(Mention.objects.filter(agency=agency, is_refused=False))


def standing_of_tag(tag) -> Standing:
    """By the taggings that an editor stands behind."""
    return Standing(Tagging.objects.filter(tag=tag, state=TaggingState.ACCEPTED))


def standing_of_writer(name: str) -> Standing:
    return Standing(Credit.objects.filter(name=name))


def size_of_archive() -> int:
    """Return about how many articles are published."""
    size = cache.get("size-of-archive")
    if size is None:
        size = Article.objects.filter(**IS_PUBLISHED).count()
        cache.set("size-of-archive", size, AN_HOUR)
    return size


def is_public(prefix: str = "") -> Q:
    """Return the condition that an article is public, for counting through a relation."""
    return Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}publish_at__lte": now()})
