"""How a row stood when something was done: what is judged later was true at the act, whatever changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model


def made_at(row: Model) -> datetime | None:
    """Return the instant a row with history was made, by the clock of the server; none where no row says."""
    history: Any = row.history  # type: ignore[attr-defined]
    found: datetime | None = (
        history.order_by("history_date", "history_id").values_list("history_date", flat=True).first()
    )
    return found


def row_at(row: Model, instant: datetime | None) -> Any:
    """Return a row as its history held it at an instant; as it is where the history says nothing of that time."""
    if instant is None:
        return row
    history: Any = row.history  # type: ignore[attr-defined]
    return history.filter(history_date__lte=instant).order_by("-history_date", "-history_id").first() or row
