"""What the tests of decisions share."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from decisions.statutes import calendar
from tests.factories.cases import World
from tests.procedure import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def standing_world(request, django_db_setup, django_db_blocker) -> Iterator[World | None]:
    """The same for all tests of a module, entered once below the savepoint of each; none for tests that commit."""
    if _commits(request._pyfuncitem):
        yield None
        return
    calendar.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.create()
        transaction.set_rollback(True)
    calendar.forget()


@pytest.fixture
def world(standing_world, request) -> Iterator[World]:
    """An authority with everybody a decision needs."""
    assert standing_world is None or not _commits(request.node), "tests that commit stand in a module of their own"
    request.getfixturevalue("db" if standing_world is not None else "transactional_db")
    calendar.forget()
    yield copy.deepcopy(standing_world) if standing_world is not None else World.create()
    calendar.forget()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture
def procedure(world) -> Iterator[Procedure]:
    """A decision not yet proposed; the clock goes with it."""
    with Procedure(world) as found:
        yield found
