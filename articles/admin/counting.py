"""How many rows a list has, and which of them stand on the page asked for, whatever the archive's size."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Counted to the end are no lists longer than this; nobody turns two hundred pages.
MOST_COUNTED = 10_000


class AtLeast(int):
    """A number that goes on: shown with a plus."""

    def __str__(self):
        return f"{int(self)}+"


class BoundedPaginator(Paginator):
    """Pages of a list that is counted up to a bound: what answers early need not be looked for on."""

    known: int | None = None  # where whoever made the list has counted it

    @cached_property
    def count(self) -> int:
        if self.known is not None:
            return self.known
        rows = self.object_list
        if not hasattr(rows, "query"):
            return len(rows)
        if not rows.query.where:
            return rows.count()  # a whole table is counted from its smallest index
        number = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
        return AtLeast(MOST_COUNTED) if number > MOST_COUNTED else number


def fetch_in_order(page, rows) -> list:
    """Return the rows of a page: first its keys alone, in its order, then `rows` of these keys.

    Sorted or filtered, a table would be read with everything a list shows, for fifty rows of it.
    """
    keys = list(page.values_list("pk", flat=True))
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]
