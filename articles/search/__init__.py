"""Search: its own tokens, index and query. One small interface, whatever the database."""

from .answering import Answer, Hit, count_exactly, search
from .asking import generation
from .index import compare, forget_articles, index_articles, publication_changed
from .parsing import parse
from .query import Filters, Query, Term

__all__ = [
    "Answer",
    "Filters",
    "Hit",
    "Query",
    "Term",
    "compare",
    "count_exactly",
    "forget_articles",
    "generation",
    "index_articles",
    "parse",
    "publication_changed",
    "search",
]
