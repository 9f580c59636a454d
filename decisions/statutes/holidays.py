"""Acts on the calendar of working days: entering a year from a notice, and seeding the years a library knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from decisions.statutes import calendar
from decisions.statutes.models import CalendarDay, CalendarYear, DayKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.models import User

_SATURDAY = 5


@transaction.atomic
def enter_year(
    year: int,
    *,
    holidays: Mapping[date, str],
    make_ups: Iterable[date],
    source: str,
    by: User | None,
) -> CalendarYear:
    """Enter or replace the working days of a year.

    Days off that fall on a weekend may be listed, as notices do; they change nothing and are not kept.

    Args:
        year: The year.
        holidays: Days off with the name of the holiday.
        make_ups: Weekend days that are worked.
        source: The notice, with its number.
        by: Who enters it.

    Raises:
        ValidationError: A day lies outside the year, is both off and worked, or a make-up day is no weekend day; each
            is named. A year without a single day off is refused too, for no notice says so.
    """
    worked = set(make_ups)
    problems = [
        ValidationError(_("%(day)s does not lie in %(year)s.") % {"day": day, "year": year})
        for day in sorted({*holidays, *worked})
        if day.year != year
    ]
    problems += [
        ValidationError(_("%(day)s is listed both as a day off and as a working day.") % {"day": day})
        for day in sorted(worked & set(holidays))
    ]
    problems += [
        ValidationError(_("%(day)s is a weekday: it is worked anyway.") % {"day": day})
        for day in sorted(worked)
        if day.weekday() < _SATURDAY
    ]
    off = {day: name for day, name in holidays.items() if day.weekday() < _SATURDAY}
    if not off:
        problems.append(ValidationError(_("The notice of %(year)s names no day off.") % {"year": year}))
    if problems:
        raise ValidationError(problems)
    entered = CalendarYear.objects.select_for_update().filter(year=year).first() or CalendarYear(year=year)
    entered.source = source
    entered._history_user = by  # type: ignore[attr-defined]
    entered.full_clean()
    entered.save()
    for old in entered.days.all():
        old._history_user = by  # type: ignore[attr-defined]
        old.delete()
    rows = [CalendarDay(year=entered, day=day, kind=DayKind.HOLIDAY, name=name) for day, name in sorted(off.items())]
    rows += [CalendarDay(year=entered, day=day, kind=DayKind.MAKE_UP) for day in sorted(worked)]
    bulk_create_with_history(rows, CalendarDay, default_user=by)
    calendar.forget()
    transaction.on_commit(calendar.forget)
    return entered


def known_years() -> range:
    """Return the years the library ``chinesecalendar`` knows."""
    from chinese_calendar import constants  # noqa: PLC0415 -- the one place that reads the library

    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


def seed_year(year: int) -> bool:
    """Enter a year as ``chinesecalendar`` knows it, unless somebody has entered it.

    Returns:
        Whether it was entered now.

    Raises:
        ValidationError: The library does not know the year.
    """
    from chinese_calendar import constants  # noqa: PLC0415 -- the one place that reads the library

    if year not in known_years():
        raise calendar.CalendarMissing(year)
    if CalendarYear.objects.filter(year=year).exists():
        return False
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    off = {
        day: names.get(name, str(name))
        for day, name in {**constants.holidays, **constants.in_lieu_days}.items()
        if day.year == year
    }
    # The library lists days off that fall on a weekend, and extra weekend holidays; a day it lists as worked is a
    # working day whatever else it says.
    worked = {day for day in constants.workdays if day.year == year and day.weekday() >= _SATURDAY}
    enter_year(
        year,
        holidays={day: name for day, name in off.items() if day not in worked},
        make_ups=worked,
        source=f"国务院办公厅关于{year}年部分节假日安排的通知",
        by=None,
    )
    return True


def days_in(first: date, last: date) -> list[date]:
    """Return the days from the first to the last."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
