"""What readers may see beside articles: confirmed, and standing on at least one published article.

A section, agency or tag that only drafts carry answers like one that never existed.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull
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
IS_STANDING = IsNull(Unindexed("merged_into"), True)


def public_sections():
    published = Article.objects.published().filter(section=OuterRef("pk"))
    return Section.objects.filter(Exists(published), is_proposed=False)


def public_agencies():
    published = Article.objects.published().filter(
        mentions__agency=OuterRef("pk"), mentions__is_refused=False
    )
    return Agency.objects.filter(IS_STANDING, Exists(published), is_proposed=False)


def public_tags():
    published = Article.objects.published().filter(
        taggings__tag=OuterRef("pk"), taggings__state=TaggingState.ACCEPTED
    )
    return Tag.objects.filter(IS_STANDING, Exists(published))


def articles_mentioning(agency):
    """Return the published articles that an agency stands in."""
    mentions = Mention.objects.filter(agency=agency, is_refused=False).values("article")
    return Article.objects.published().filter(pk__in=mentions)


def articles_tagged(tag):
    """Return the published articles that an editor put this tag on."""
    taggings = Tagging.objects.filter(tag=tag, state=TaggingState.ACCEPTED).values("article")
    return Article.objects.published().filter(pk__in=taggings)


def articles_by(name: str):
    """Return the published articles with this name in their byline."""
    credits = Credit.objects.filter(name=name).values("article")
    return Article.objects.published().filter(pk__in=credits)


def is_public(prefix: str = "") -> Q:
    """Return the condition that an article is public, for counting through a relation."""
    return Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}publish_at__lte": now()})
