"""What the search above the article list finds: a number, headlines in any state, published texts."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Q

from .base import search_words

# As many as one action takes; whoever finds more narrows the list.
MOST_FOUND = 2000
MOST_TEXTS = 200  # newest ones: each is read to make sure
HEADLINE = ("title", "kicker", "subtitle")


def find_articles(queryset, term: str, *, in_texts: bool = True) -> list[int] | None:
    """Return the keys of those articles that a person means by some words or a number; None without any.

    Looked up once: counted and then listed, the headlines of the whole archive would be read twice.
    """
    words = search_words(term)
    if not words:
        return None
    is_number = len(words) == 1 and words[0].isascii() and words[0].isdecimal() and len(words[0]) < 19
    if is_number and (found := list(queryset.filter(pk=int(words[0])).values_list("pk", flat=True))):
        return found
    condition = reduce(and_, map(in_headline, words))
    if in_texts and (keys := find_in_texts(" ".join(words))):
        condition |= Q(pk__in=keys)
    return list(queryset.filter(condition).order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND])


def in_headline(word: str) -> Q:
    """Return the condition that a headline holds the word; an article without one goes by its text."""
    # One after the other: a database that looks at the text first reads the whole archive.
    untitled = reduce(and_, (Q(**{part: ""}) for part in HEADLINE)) & Q(body__icontains=word)
    return reduce(or_, (Q(**{f"{part}__icontains": word}) for part in HEADLINE)) | untitled


def find_in_texts(words: str) -> list[int]:
    """Return the newest published articles whose text holds the words, as the readers' search finds them."""
    from articles.search import search

    return [hit.article_id for hit in search(words, limit=MOST_TEXTS).hits]
