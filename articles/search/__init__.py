"""Search: its own tokens, index and query. One small interface, whatever the database."""

from .answering import Answer, Hit, count_exactly, search
from .asking import generation
from .facets import Facets, Months, by_month, count_periods, facets
from .index import (
    Entry,
    compact,
    compare,
    forget_articles,
    index_articles,
    index_ids,
    index_new,
    publication_changed,
)
from .parsing import parse
from .query import Filters, Query, Term
from .suggesting import Suggestion, did_you_mean, related, suggest
from .uses import Usage, usage

__all__ = [
    "Answer",
    "Entry",
    "Facets",
    "Filters",
    "Hit",
    "Months",
    "Query",
    "Suggestion",
    "Term",
    "Usage",
    "by_month",
    "compact",
    "compare",
    "count_exactly",
    "count_periods",
    "did_you_mean",
    "facets",
    "forget_articles",
    "generation",
    "index_articles",
    "index_ids",
    "index_new",
    "parse",
    "publication_changed",
    "related",
    "search",
    "suggest",
    "usage",
]
