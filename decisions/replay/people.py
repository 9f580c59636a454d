"""Making sure that the units, people and experts of a case exist, without changing those that do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import services as accounts
from accounts.models import Membership, Unit, User
from decisions.replay.folder import FolderError
from experts import services as experts
from experts.models import Expert, ExpertField, ExpertPool

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = ("unit", "person", "field", "pool", "expert")
SINCE = date(2020, 1, 1)


@transaction.atomic
def settle(people: dict[str, Any], *, password: str | None = None) -> None:
    """Add the units, people, offices, pools and experts that are not there yet.

    Args:
        people: The content of ``people.toml``.
        password: The password new accounts log in with; without one nobody can log in with them.

    Raises:
        FolderError: An entry lacks something, or names what does not exist; the message names the entry.
    """
    unknown = sorted(set(people) - set(PARTS))
    if unknown:
        message = f"people: unknown {', '.join(unknown)}; known are {', '.join(PARTS)}."
        raise FolderError(message)
    settling: dict[str, Callable[[dict[str, Any]], object]] = {
        "unit": _unit,
        "person": lambda entry: _person(entry, password),
        "field": _field,
        "pool": _pool,
        "expert": lambda entry: _expert(entry, password),
    }
    for part in PARTS:
        for entry in people.get(part, []):
            name = entry.get("name") or entry.get("username") or "?"
            try:
                settling[part](entry)
            except KeyError as error:
                message = f"people, {part} {name}: {error} is missing."
                raise FolderError(message) from error
            except TypeError as error:
                message = f"people, {part} {name}: {error}"
                raise FolderError(message) from error
            except ValidationError as error:
                message = f"people, {part} {name}: {' '.join(error.messages)}"
                raise FolderError(message) from error


def _unit(entry: dict[str, Any]) -> None:
    if Unit.objects.filter(name=entry["name"]).exists():
        return
    accounts.add_unit(
        name=entry["name"],
        short_name=entry.get("short_name", entry["name"]),
        kind=entry["kind"],
        level=entry["level"],
        parent=_unit_named(entry["parent"]) if entry.get("parent") else None,
        is_authority=entry.get("is_authority", False),
        fonds_code=entry.get("fonds_code", ""),
        document_code=entry.get("document_code", ""),
        by=None,
    )


def _person(entry: dict[str, Any], password: str | None) -> User:
    user = User.objects.filter(username=entry["username"]).first()
    if user is None:
        user = accounts.create_user(username=entry["username"], name=entry["name"], password=password, by=None)
    for office in entry.get("office", []):
        _appoint(user, office)
    return user


def _appoint(user: User, office: dict[str, Any]) -> None:
    unit = _unit_named(office["unit"])
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
        starts_on=office.get("from", SINCE),
        ends_on=office.get("until"),
        by=None,
    )


def _field(entry: dict[str, Any]) -> None:
    ExpertField.objects.get_or_create(code=entry["code"], defaults={"name": entry["name"]})


def _pool(entry: dict[str, Any]) -> None:
    if ExpertPool.objects.filter(name=entry["name"]).exists():
        return
    pool = ExpertPool(
        name=entry["name"],
        authority=_unit_named(entry["authority"]),
        managing_unit=_unit_named(entry.get("managed_by", entry["authority"])),
        management_rules=entry.get("management_rules", ""),
        integrity_rules=entry.get("integrity_rules", ""),
        exit_rules=entry.get("exit_rules", ""),
    )
    pool.full_clean()
    pool.save()


def _expert(entry: dict[str, Any], password: str | None) -> None:
    user = _person(entry, password)
    if Expert.objects.filter(user=user).exists():
        return
    fields = list(ExpertField.objects.filter(code__in=entry["fields"]))
    if len(fields) != len(entry["fields"]):
        message = f"{entry['username']}: a field of {', '.join(entry['fields'])} is not there."
        raise FolderError(message)
    made = experts.enter_expert(
        ExpertPool.objects.filter(name=entry["pool"]).first(),
        fields=fields,
        affiliations=entry.get("affiliations", []),
        by=None,
        user=user,
        name=entry["name"],
        employer=entry["employer"],
        sector=entry["sector"],
        title=entry.get("title", ""),
        qualifications=entry.get("qualifications", ""),
        region=entry.get("region", ""),
    )
    experts.set_status(
        made,
        status="active",
        term_starts_on=entry["from"],
        term_ends_on=entry["until"],
        appointment=entry.get("appointment", ""),
        by=None,
    )


def _unit_named(name: str) -> Unit:
    unit = Unit.objects.filter(name=name).first()
    if unit is None:
        message = f"There is no unit {name}."
        raise FolderError(message)
    return unit
