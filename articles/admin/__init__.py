"""The editors' door: lists, forms, the page desk, loads, reports."""

from . import agency, article, issue, load, mistakes, page, people, places, tag

__all__ = ["agency", "article", "issue", "load", "mistakes", "page", "people", "places", "tag"]
