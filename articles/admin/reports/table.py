"""What a report holds: its rows, the place each row opens, and the figures of its picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

Bars = list[tuple[str, float]]


class Report:
    """One question about the archive, asked anew for each answer; each part only where it is shown."""

    name: str
    title: str
    about: str
    head: tuple[str, ...]

    def rows(self, most: int) -> Iterable[tuple[Any, tuple]]:
        """Return (key, cells) for each row, the most pressing first."""
        raise NotImplementedError

    def number(self) -> int | None:
        """Return how many rows there are, where they were not all fetched."""
        return None

    def picture(self) -> Bars:
        raise NotImplementedError

    def address(self, key) -> str:
        """Return the place that a row opens, by its key."""
        raise NotImplementedError


def day_in_words(day) -> str:
    return day.isoformat() if day else ""


def page_in_words(paper: str, day, edition: str, number: str, name: str) -> str:
    """Return what Page calls itself, from columns: making eight thousand pages takes a second."""
    where = f"{paper} {day:%Y-%m-%d}{f' {edition}' if edition else ''}" if day else _("日期待定")
    label = _("第%(number)s版") % {"number": number} if number else _("版次待定")
    return f"{where} {label} {name}".strip()


# The columns that page_in_words takes.
PAGE = ("issue__newspaper__name", "issue__date", "issue__edition", "number", "name")
