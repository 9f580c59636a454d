"""Counting days as the law counts them: the day a period starts on is not counted (Civil Code, art. 201).

Nothing here knows where working days come from: the functions take a source that answers, for a year, its working days
in order. ``calendar.py`` is that source in the product.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

WorkingDays = Callable[[int], Sequence[date]]


def days_between(start: date, end: date) -> int:
    """Return the days from ``start``, itself not counted, to ``end`` inclusive; 0 if it does not follow."""
    return max((end - start).days, 0)


def add_days(start: date, days: int) -> date:
    """Return the last day of a period of ``days`` days that begins on ``start``."""
    return start + timedelta(days=days)


def add_months(start: date, months: int) -> date:
    """Return the day of a later month that answers to ``start``; its last day where the month is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, working: WorkingDays) -> bool:
    """Whether offices work on the day."""
    days = working(day.year)
    position = bisect_left(days, day)
    return position < len(days) and days[position] == day


def working_days_between(start: date, end: date, working: WorkingDays) -> int:
    """Return the working days after ``start`` up to ``end`` inclusive; 0 if it does not follow."""
    if end <= start:
        return 0
    first = start + timedelta(days=1)
    counted = 0
    for year in range(first.year, end.year + 1):
        days = working(year)
        counted += bisect_right(days, end) - bisect_left(days, first)
    return counted


def add_working_days(start: date, count: int, working: WorkingDays) -> date:
    """Return the last day of a period of ``count`` working days that begins on ``start``.

    Args:
        start: The day the period starts on, not counted.
        count: How many working days it has; with none it ends where it starts.
        working: The source of working days.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        msg = "A period cannot have fewer than no days."
        raise ValueError(msg)
    if count == 0:
        return start
    first = start + timedelta(days=1)
    year, left = first.year, count
    while True:
        days = working(year)
        after = days[bisect_left(days, first) :]
        if left <= len(after):
            return after[left - 1]
        left -= len(after)
        year += 1


def next_working_day(day: date, working: WorkingDays) -> date:
    """Return the day itself if offices work on it, else the first day after it on which they do."""
    return add_working_days(day - timedelta(days=1), 1, working)
