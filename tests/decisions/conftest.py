"""What the tests of decisions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.cases import World
from tests.procedure import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def archive_root(settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    return settings.ARCHIVE_ROOT


@pytest.fixture
def world(db) -> World:
    """An authority with everybody a decision needs."""
    return World.create()


@pytest.fixture
def procedure(world) -> Iterator[Procedure]:
    """A decision not yet proposed; the clock goes with it."""
    with Procedure(world) as found:
        yield found
