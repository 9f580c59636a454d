"""Pages of lists that may be long: nothing is counted further than anybody pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Whoever wants more than so many rows narrows the list.
MOST_COUNTED = 10_000


class CappedPaginator(Paginator):
    """Pages through the first rows of a list."""

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        rows = cast("QuerySet", self.object_list)
        return rows.order_by()[:MOST_COUNTED].count()

    @property
    def is_capped(self) -> bool:
        """Whether there may be more rows than are counted."""
        return self.count >= MOST_COUNTED
