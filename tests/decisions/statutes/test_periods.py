"""Counting days: Civil Code art. 201, whatever the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.statutes import periods

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def calendars(draw):
    """A calendar in which at least every tenth day is worked, so that periods end."""
    seed = draw(st.integers(1, 10))
    rest = draw(st.frozensets(st.integers(1, 9), max_size=8))

    @cache
    def working(year):
        first = date(year, 1, 1)
        days = (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days))
        return tuple(day for day in days if (day.toordinal() + seed) % 10 not in rest)

    return working


@settings(deadline=None)
@given(calendars(), DAYS, st.integers(1, 400))
def test_a_period_added_is_the_period_counted(working, start, count):
    end = periods.add_working_days(start, count, working)
    assert periods.working_days_between(start, end, working) == count
    assert periods.is_working_day(end, working)
    assert periods.working_days_between(start, end - timedelta(days=1), working) == count - 1


@settings(deadline=None)
@given(calendars(), DAYS, st.integers(0, 900), st.integers(0, 900))
def test_counting_adds_up_across_any_day_between(working, start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert periods.working_days_between(start, end, working) == periods.working_days_between(
        start, middle, working
    ) + periods.working_days_between(middle, end, working)


@settings(deadline=None)
@given(calendars(), DAYS, st.integers(-50, 500))
def test_the_count_agrees_with_looking_at_each_day(working, start, length):
    end = start + timedelta(days=length)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    assert periods.working_days_between(start, end, working) == sum(
        periods.is_working_day(day, working) for day in days
    )


@settings(deadline=None)
@given(calendars(), DAYS)
def test_the_next_working_day_is_never_before_and_never_skips_one(working, day):
    found = periods.next_working_day(day, working)
    assert found >= day
    assert periods.is_working_day(found, working)
    assert periods.working_days_between(day - timedelta(days=1), found, working) == 1


def test_the_first_day_is_not_counted():
    """Thirty days from 1 June end on 1 July."""
    assert periods.add_days(date(2026, 6, 1), 30) == date(2026, 7, 1)
    assert periods.days_between(date(2026, 6, 1), date(2026, 7, 1)) == 30
    assert periods.days_between(date(2026, 7, 1), date(2026, 6, 1)) == 0


def test_no_days_end_where_they_start_and_fewer_are_refused():
    assert periods.add_working_days(date(2026, 1, 3), 0, lambda _year: ()) == date(2026, 1, 3)
    with pytest.raises(ValueError, match="fewer than no days"):
        periods.add_working_days(date(2026, 1, 3), -1, lambda _year: ())
