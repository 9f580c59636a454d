"""What every act on units, people and offices does: ask for the right, and keep who did it and why."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.selectors import is_wholly_within, units_within_reach

if TYPE_CHECKING:
    from django.db import models

    from accounts.models import Unit, User

logger = logging.getLogger("accounts")


def require_unit(by: User | None, verb: str, unit: Unit | None) -> None:
    """Refuse who has not the verb at or above this unit; a root, which stands under none, is the server's."""
    if by is None:
        return
    reach = units_within_reach(by, verb, timezone.localdate())
    if unit is None or not by.is_active or not reach.filter(pk=unit.pk).exists():
        raise PermissionDenied


def require_person(by: User | None, person: User | None) -> None:
    """Refuse who does not manage people, or not all the units in which this person holds an office."""
    if by is None:
        return
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    today = timezone.localdate()
    if person and not is_wholly_within(person, units_within_reach(by, "manage_people", today), today):
        raise PermissionDenied


def keep(row: models.Model, *, act: str, by: User | None, reason: str = "") -> None:
    """Check and save a row, with who changed it, by which act and why in its history."""
    row.full_clean()
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = f"{act}: {reason}" if reason else act  # type: ignore[attr-defined]
    row.save()
    # Keys only: names and reasons stay in the database.
    logger.info("%s %s=%s by=%s", act, row._meta.model_name, row.pk, by.pk if by else None)
