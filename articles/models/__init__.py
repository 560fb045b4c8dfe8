"""What is stored: one file a noun."""

from .agency import Agency, AgencyName, Level, Mention, Part
from .article import Article, Credit, GenreChoice, State
from .comment import Comment
from .issue import DateSource, Issue
from .load import Load, LoadedFile
from .mark import Mark
from .merger import Merger
from .mistake import MistakeReport
from .newspaper import Newspaper
from .page import Page
from .passage import Passage
from .presence import Presence
from .saved_filter import SavedFilter
from .search_tables import SearchDocument, SearchOutdated, SearchState
from .section import Section
from .tag import Tag, Tagging, TaggingState, TagSynonym

__all__ = [
    "Agency",
    "AgencyName",
    "Article",
    "Comment",
    "Credit",
    "DateSource",
    "GenreChoice",
    "Issue",
    "Level",
    "Load",
    "LoadedFile",
    "Mark",
    "Mention",
    "Merger",
    "MistakeReport",
    "Newspaper",
    "Page",
    "Part",
    "Passage",
    "Presence",
    "SavedFilter",
    "SearchDocument",
    "SearchOutdated",
    "SearchState",
    "Section",
    "State",
    "Tag",
    "TagSynonym",
    "Tagging",
    "TaggingState",
]
