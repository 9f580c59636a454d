"""Who an expert was at an instant: names are corrected and accounts change, signatures stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from experts.models import Expert


def person_at(expert: Expert, instant: datetime) -> tuple[str, int | None]:
    """Return name and account of an expert as the pool held them at an instant, the present ones where no row says."""
    kept = (
        expert.history.filter(history_date__lte=instant)
        .order_by("-history_date", "-history_id")
        .values_list("name", "user_id")
        .first()
    )
    return kept or (expert.name, expert.user_id)
