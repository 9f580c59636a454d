"""The time of a review in working days: the day of acceptance is not counted, nor the days of an interruption."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from decisions.statutes import periods

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from decisions.statutes.periods import WorkingDays

Interruption = tuple["date", "date"]


def merged(interruptions: Iterable[Interruption]) -> list[Interruption]:
    """Return the interruptions in order, those that touch or overlap as one; both days of each belong to it."""
    found: list[Interruption] = []
    for start, end in sorted(interruptions):
        if found and start <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def elapsed(accepted: date, day: date, interruptions: Iterable[Interruption], working: WorkingDays) -> int:
    """Return the working days of review after ``accepted`` up to ``day`` inclusive.

    Args:
        accepted: The day on which a complete submission was accepted.
        day: The day asked about.
        interruptions: First and last day of each time that does not count.
        working: The source of working days.
    """
    counted = periods.working_days_between(accepted, day, working)
    for start, end in merged(interruptions):
        first = max(start - timedelta(days=1), accepted)
        last = min(end, day)
        counted -= periods.working_days_between(first, last, working)
    return counted


def earliest(accepted: date, days: int, interruptions: Iterable[Interruption], working: WorkingDays) -> date:
    """Return the first day on which ``days`` working days of review have passed."""
    pauses = merged(interruptions)
    day = periods.add_working_days(accepted, days, working)
    while (short := days - elapsed(accepted, day, pauses, working)) > 0:
        day = periods.add_working_days(day, short, working)
    return day
