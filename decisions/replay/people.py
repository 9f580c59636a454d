"""Making sure that the units and people of a case exist, without changing those that do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from accounts import services as accounts
from accounts.models import Membership, Unit, User
from decisions.replay.folder import FolderError


@transaction.atomic
def settle(people: dict[str, Any], *, password: str | None = None) -> None:
    """Add the units, people and offices that are not there yet.

    Args:
        people: The content of ``people.toml``.
        password: The password new accounts log in with; without one nobody can log in with them.

    Raises:
        FolderError: A unit, superior or group that is named does not exist.
    """
    for entry in people.get("unit", []):
        if not Unit.objects.filter(name=entry["name"]).exists():
            accounts.add_unit(
                name=entry["name"],
                short_name=entry.get("short_name", entry["name"]),
                kind=entry["kind"],
                level=entry["level"],
                parent=_unit(entry["parent"]) if entry.get("parent") else None,
                is_authority=entry.get("is_authority", False),
                fonds_code=entry.get("fonds_code", ""),
                document_code=entry.get("document_code", ""),
                by=None,
            )
    for entry in people.get("person", []):
        user = User.objects.filter(username=entry["username"]).first()
        if user is None:
            user = accounts.create_user(username=entry["username"], name=entry["name"], password=password, by=None)
        for office in entry.get("office", []):
            _appoint(user, office)


def _appoint(user: User, office: dict[str, Any]) -> None:
    unit = _unit(office["unit"])
    group = Group.objects.filter(name=office["group"]).first()
    if group is None:
        message = f"{user.username}: there is no group {office['group']}."
        raise FolderError(message)
    if Membership.objects.filter(user=user, unit=unit, group=group).exists():
        return
    accounts.appoint(
        user,
        unit=unit,
        group=group,
        post=office["post"],
        starts_on=office.get("from", date(2020, 1, 1)),
        ends_on=office.get("until"),
        by=None,
    )


def _unit(name: str) -> Unit:
    unit = Unit.objects.filter(name=name).first()
    if unit is None:
        message = f"There is no unit {name}."
        raise FolderError(message)
    return unit
