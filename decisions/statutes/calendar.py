"""Working days from our own table.

The State Council announces the days off of a year in the autumn before. A year nobody has entered is refused, never
guessed: a deadline that is a day wrong makes an act unlawful.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.statutes import periods
from decisions.statutes.models import CalendarDay, CalendarYear, DayKind
from decisions.statutes.periods import add_days, days_between

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CalendarMissing",
    "add_days",
    "add_working_days",
    "days_between",
    "forget",
    "is_working_day",
    "next_working_day",
    "working_days_between",
    "working_days_of",
]

# This process forgets a year the moment it changes it; what another process changed is seen after this long.
KEPT_FOR = 60.0

_SATURDAY = 5
_years: dict[int, tuple[float, Sequence[date]]] = {}


class CalendarMissing(ValidationError):
    """A period reaches into a year whose working days nobody has entered.

    Attributes:
        year: The year.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "The working days of %(year)s are not entered yet. Enter them from the State Council's notice before "
                "counting a period that reaches into that year."
            ),
            code="calendar_missing",
            params={"year": year},
        )


def working_days_of(year: int) -> Sequence[date]:
    """Return the working days of a year in order.

    Raises:
        CalendarMissing: Nobody has entered the year.
    """
    kept = _years.get(year)
    if kept is not None and time.monotonic() - kept[0] < KEPT_FOR:
        return kept[1]
    if not CalendarYear.objects.filter(year=year).exists():
        raise CalendarMissing(year)
    departures = dict(CalendarDay.objects.filter(year__year=year).values_list("day", "kind"))
    days = working_days_from(year, departures)
    _years[year] = (time.monotonic(), days)
    return days


def working_days_from(year: int, departures: dict[date, str]) -> Sequence[date]:
    """Return the working days of a year, given the days that depart from the week."""
    first, count = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return tuple(
        day
        for day in (first + timedelta(days=offset) for offset in range(count))
        if departures.get(day, DayKind.MAKE_UP if day.weekday() < _SATURDAY else DayKind.HOLIDAY) == DayKind.MAKE_UP
    )


def forget() -> None:
    """Drop the years kept in memory; whoever changes the table calls this."""
    _years.clear()


def is_working_day(day: date) -> bool:
    """Whether offices work on the day.

    Raises:
        CalendarMissing: Nobody has entered the year.
    """
    return periods.is_working_day(day, working_days_of)


def working_days_between(start: date, end: date) -> int:
    """Return the working days after ``start`` up to ``end`` inclusive.

    Raises:
        CalendarMissing: The period reaches into a year nobody has entered.
    """
    return periods.working_days_between(start, end, working_days_of)


def add_working_days(start: date, count: int) -> date:
    """Return the last day of a period of working days that begins on ``start``, itself not counted.

    Raises:
        CalendarMissing: The period reaches into a year nobody has entered.
    """
    return periods.add_working_days(start, count, working_days_of)


def next_working_day(day: date) -> date:
    """Return the day itself if offices work on it, else the next on which they do.

    Raises:
        CalendarMissing: It would lie in a year nobody has entered.
    """
    return periods.next_working_day(day, working_days_of)
