"""What the tests of decisions share."""

from __future__ import annotations

import copy
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import override_settings

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


@pytest.fixture(scope="module")
def standing_procedure(request, standing_world, django_db_blocker, tmp_path_factory) -> Iterator[Procedure | None]:
    """A decision carried once to the node a module names as ``STANDS_AT``, below the savepoint of each test."""
    node = getattr(request.module, "STANDS_AT", None)
    if node is None or standing_world is None:
        yield None
        return
    root = tmp_path_factory.mktemp("standing")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(ARCHIVE_ROOT=root, MEDIA_ROOT=str(root)), Procedure(standing_world) as found:
            found.advance_to(node)
        found.files = root
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def procedure(request, standing_procedure, world, archive_root) -> Iterator[Procedure]:
    """A decision not yet proposed, or where ``STANDS_AT`` of the module says; the clock goes with it."""
    if standing_procedure is None or request.node.get_closest_marker("from_the_start"):
        found = Procedure(world)
    else:
        found = copy.deepcopy(standing_procedure)
        found.world = world
        shutil.copytree(standing_procedure.files, archive_root, copy_function=os.link, dirs_exist_ok=True)
    with found:
        yield found
