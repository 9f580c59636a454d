"""Working days from our own table, and years nobody has entered."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from decisions.statutes import calendar, selectors
from decisions.statutes.holidays import enter_year, known_years, seed_year
from decisions.statutes.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 16), False),  # the eve, a Monday
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # a Saturday worked
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
    ],
)
def test_spring_festival_and_national_day_of_2026(year_2026, day, works):
    assert calendar.is_working_day(day) is works


def test_seven_working_days_across_the_spring_festival(year_2026):
    """Submitted on 12 February, seven working days end on Saturday 28 February, a make-up day (art. 26(2))."""
    assert calendar.add_working_days(date(2026, 2, 12), 7) == date(2026, 2, 28)
    assert calendar.working_days_between(date(2026, 2, 12), date(2026, 2, 27)) == 6


def test_a_year_nobody_entered_is_refused_and_named(year_2026):
    with pytest.raises(calendar.CalendarMissing, match="2027") as caught:
        calendar.add_working_days(date(2026, 12, 28), 7)
    assert caught.value.year == 2027
    assert isinstance(caught.value, ValidationError)
    with pytest.raises(calendar.CalendarMissing, match="2027"):
        calendar.working_days_between(date(2026, 12, 1), date(2027, 1, 4))


def test_a_period_that_ends_with_the_year_needs_no_other(year_2026):
    assert calendar.add_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert calendar.working_days_between(date(2025, 12, 31), date(2026, 1, 4)) == 1


def test_entering_a_year_is_seen_at_once(year_2026):
    with pytest.raises(calendar.CalendarMissing):
        calendar.is_working_day(date(2027, 1, 4))
    holidays = {date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦"}
    enter_year(2027, holidays=holidays, make_ups=[], source="国办发明电〔2026〕1号", by=None)
    assert calendar.is_working_day(date(2027, 1, 4))
    assert not calendar.is_working_day(date(2027, 1, 1))
    enter_year(
        2027, holidays={**holidays, date(2027, 1, 4): "元旦"}, make_ups=[date(2027, 1, 9)], source="更正", by=None
    )
    assert not calendar.is_working_day(date(2027, 1, 4))
    assert calendar.is_working_day(date(2027, 1, 9))
    assert CalendarDay.history.filter(history_type="-").exists()


def test_a_weekend_listed_as_off_changes_nothing_and_is_not_kept():
    enter_year(2027, holidays={date(2027, 1, 1): "元旦", date(2027, 1, 2): "元旦"}, make_ups=[], source="x", by=None)
    assert list(CalendarDay.objects.values_list("day", flat=True)) == [date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("holidays", "make_ups", "says"),
    [
        ({date(2026, 1, 1): "元旦"}, [], "does not lie in 2027"),
        ({date(2027, 1, 1): "元旦", date(2027, 1, 9): "x"}, [date(2027, 1, 9)], "both"),
        ({date(2027, 1, 1): "元旦"}, [date(2027, 1, 4)], "is a weekday"),
        ({}, [], "names no day off"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(holidays, make_ups, says, english):
    with pytest.raises(ValidationError) as caught:
        enter_year(2027, holidays=holidays, make_ups=make_ups, source="x", by=None)
    assert any(says in message for message in caught.value.messages)
    assert not CalendarYear.objects.exists()


def test_the_table_holds_only_days_that_depart_from_the_week(year_2026):
    year = CalendarYear.objects.get()
    for day, kind in ((date(2026, 3, 7), "holiday"), (date(2026, 3, 9), "make_up")):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarDay.objects.create(year=year, day=day, kind=kind)


def test_seeding_leaves_alone_what_somebody_entered():
    enter_year(2026, holidays={date(2026, 1, 5): "试"}, make_ups=[], source="本地", by=None)
    assert seed_year(2026) is False
    assert not calendar.is_working_day(date(2026, 1, 5))


def test_load_calendar_is_idempotent_and_refuses_what_it_does_not_know(capsys):
    call_command("load_calendar", "2025", "2026")
    first = list(CalendarDay.objects.values_list("day", "kind"))
    call_command("load_calendar", "2025", "2026", verbosity=0)
    assert list(CalendarDay.objects.values_list("day", "kind")) == first
    with pytest.raises(CommandError, match="2090"):
        call_command("load_calendar", "2090")
    assert set(known_years()) >= {2019, 2026}


def test_every_known_year_agrees_with_the_library():
    from chinese_calendar import is_workday

    call_command("load_calendar", "2020", "2024", "2026", verbosity=0)
    for year in (2020, 2024, 2026):
        days = set(calendar.working_days_of(year))
        assert days == {day for day in _year(year) if is_workday(day)}


def test_reading_a_year_again_costs_no_query(year_2026, django_assert_num_queries):
    calendar.forget()
    with django_assert_num_queries(2):
        for day in _year(2026)[:60]:
            calendar.is_working_day(day)


def test_missing_years_are_this_one_and_the_next(year_2026):
    assert selectors.missing_years(date(2026, 11, 20)) == [2027]
    assert selectors.missing_years(date(2025, 11, 20)) == [2025]


def _year(year):
    return [date.fromordinal(day) for day in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
