"""What the tests of decisions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decisions.statutes import calendar
from tests.factories.cases import World
from tests.procedure import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world(db) -> Iterator[World]:
    """An authority with everybody a decision needs."""
    calendar.forget()
    yield World.create()
    calendar.forget()


@pytest.fixture
def procedure(world) -> Iterator[Procedure]:
    """A decision not yet proposed; the clock goes with it."""
    with Procedure(world) as found:
        yield found
