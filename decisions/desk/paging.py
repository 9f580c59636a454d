"""Pages of lists that may be long: nothing is counted further than anybody pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Whoever wants more than so many rows narrows the list.
MOST_COUNTED = 10_000


def count_of(rows: QuerySet) -> int:
    """Return how many rows there are, counting no further than a list is paged."""
    return rows.order_by()[:MOST_COUNTED].count()


class CappedPaginator(Paginator):
    """Pages through the first rows of a list."""

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return count_of(cast("QuerySet", self.object_list))
