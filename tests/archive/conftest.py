"""What the archive's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import archive as factory

if TYPE_CHECKING:
    from pathlib import Path

    from archive.models import Case


@pytest.fixture(autouse=True)
def archive_root(settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    return settings.ARCHIVE_ROOT


@pytest.fixture
def case(db) -> Case:
    """A case with nothing in it."""
    return factory.case()
