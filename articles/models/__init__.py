"""What is stored: one file a noun."""

from .agency import Agency, AgencyName, Level, Mention, Part
from .article import Article, Credit, GenreChoice, State
from .issue import DateSource, Issue
from .load import Load, LoadedFile
from .mark import Mark
from .newspaper import Newspaper
from .page import Page
from .passage import Passage
from .section import Section
from .tag import Tag, Tagging, TaggingState, TagSynonym

__all__ = [
    "Agency",
    "AgencyName",
    "Article",
    "Credit",
    "DateSource",
    "GenreChoice",
    "Issue",
    "Level",
    "Load",
    "LoadedFile",
    "Mark",
    "Mention",
    "Newspaper",
    "Page",
    "Part",
    "Passage",
    "Section",
    "State",
    "Tag",
    "TagSynonym",
    "Tagging",
    "TaggingState",
]
