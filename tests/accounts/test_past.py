"""Reading a row as it stood at an instant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.past import made_at, row_at
from tests.factories.accounts import UnitFactory

pytestmark = pytest.mark.django_db


def test_a_row_is_read_as_it_stood_then():
    unit = UnitFactory(name="市发展改革委", kind="department")
    then = made_at(unit)
    unit.kind = "institution"
    unit.save()
    assert row_at(unit, then).kind == "department"
    assert row_at(unit, unit.history.latest("history_date").history_date).kind == "institution"


def test_where_the_history_says_nothing_the_row_counts():
    unit = UnitFactory(kind="department")
    assert row_at(unit, None) is unit
    assert row_at(unit, made_at(unit) - timedelta(days=1)) is unit
