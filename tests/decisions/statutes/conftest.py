"""A calendar that forgets between tests, the shipped packs, and a legality reviewer."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation

from decisions.statutes import calendar, services
from decisions.statutes.holidays import seed_year
from decisions.statutes.models import RulePack
from decisions.statutes.packs import shipped


@pytest.fixture(autouse=True)
def _forget_calendar():
    """What one test read of a calendar that is rolled back must not reach the next."""
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def year_2026(db):
    seed_year(2026)


@pytest.fixture
def floor(db) -> RulePack:
    """The national floor in force."""
    return in_force(shipped()["national"])


@pytest.fixture
def packs(db) -> dict[str, RulePack]:
    """Every shipped pack as ``load_packs`` leaves it."""
    call_command("load_packs", verbosity=0)
    return {pack.code: pack for pack in RulePack.objects.all()}


def in_force(file, *, authority=None, on=date(2026, 1, 5)) -> RulePack:
    """Load a pack and put it in force."""
    pack = services.review_pack(services.load_pack(file), by=None)
    return services.activate_pack(pack, authority=authority, on=on, by=None)


@pytest.fixture
def english():
    """English messages, whatever catalogues are compiled."""
    with translation.override("en"):
        yield
