"""Reading the history of units, people and offices, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import Group
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.groups import group_label
from accounts.models import Membership, Unit, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db import models
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

ACTS: Final[dict[str, StrOrPromise]] = {
    "add_unit": _("Unit added"),
    "move_unit": _("Unit moved"),
    "change_unit": _("Unit changed"),
    "retire_unit": _("Unit retired"),
    "restore_unit": _("Unit restored"),
    "create_user": _("Account made"),
    "change_user": _("Account changed"),
    "deactivate": _("Account deactivated"),
    "reactivate": _("Account reactivated"),
    "unlock": _("Account unlocked"),
    "reset_password": _("Password reset"),
    "change_password": _("Password changed"),
    "appoint": _("Office given"),
    "end_office": _("Office ended"),
}

# Not shown as changes: keys, and what only the machine reads.
_SILENT: Final = {"id", "password_changed_at", "appointed_by", "is_superuser"}


@dataclass(frozen=True)
class Difference:
    """One field that changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One act on a unit, a person or an office."""

    at: datetime
    act: str
    reason: str
    by: str
    about: str
    differences: tuple[Difference, ...] = ()


def read_reason(text: str | None) -> tuple[str, str]:
    """Return what an act is called and the reason given, from what history keeps of both."""
    code, _colon, reason = (text or "").partition(": ")
    return str(ACTS.get(code, code)) or str(_("Changed")), reason


def changes(people: QuerySet[User], units: QuerySet[Unit]) -> QuerySet[Any]:
    """Return the acts on some people, on units, and on offices of both, the latest first, as one list of rows."""
    columns = ("at", "reason", "by", "what", "about")

    def rows(model: type[models.Model], kind: str, about: str, whose: Q) -> QuerySet[Any]:
        found: QuerySet[Any] = (
            model.history.filter(whose)  # type: ignore[attr-defined]
            .order_by()
            .annotate(
                at=F("history_date"),
                reason=F("history_change_reason"),
                by=F("history_user__name"),
                what=Value(kind, output_field=CharField()),
                about=Cast(about, CharField()),
            )
            .values(*columns)
        )
        return found

    whom = people.order_by().values("pk")
    where = units.order_by().values("pk")
    return (
        rows(User, "user", "name", Q(id__in=whom))
        .union(
            rows(Unit, "unit", "name", Q(id__in=where)),
            rows(Membership, "office", "user__name", Q(unit__in=where) | Q(user__in=whom)),
            all=True,
        )
        .order_by("-at")
    )


def history_of(rows: Iterable[Any], names: Mapping[str, Mapping[Any, str]] | None = None) -> list[Change]:
    """Return historical rows as acts with what each changed, the latest first.

    Args:
        rows: Historical rows with ``history_user`` selected; of several objects, in any order.
        names: For a foreign key's field, what its keys are called.
    """
    before: dict[Any, Any] = {}
    acts = []
    for row in sorted(rows, key=lambda row: (row.history_date, row.history_id)):
        act, reason = read_reason(row.history_change_reason)
        acts.append(
            Change(
                at=row.history_date,
                act=act,
                reason=reason,
                by=row.history_user.name if row.history_user else "",
                about=getattr(row, "name", "") or getattr(row, "post", ""),
                differences=tuple(_differences(before.get(row.id), row, names or {})),
            )
        )
        before[row.id] = row
    return acts[::-1]


def _differences(old: Any, new: Any, names: Mapping[str, Mapping[Any, str]]) -> Iterable[Difference]:
    if old is None:
        return
    for field in new.tracked_fields:
        if field.name in _SILENT:
            continue
        pair = [getattr(row, field.attname) for row in (old, new)]
        if pair[0] != pair[1]:
            yield Difference(str(field.verbose_name), *(_shown(field, value, names) for value in pair))


def _shown(field: Any, value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    if field.name in names:
        return names[field.name].get(value, "—")
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return "—" if value in (None, "") else str(value)


def history_of_person(person: User) -> list[Change]:
    """Return every act on a person's account and offices; three queries and the names of units and groups."""
    offices = list(person_offices(person))
    return sorted(
        [
            *history_of(person.history.select_related("history_user")),
            *history_of(
                Membership.history.filter(user=person.pk).select_related("history_user"),
                {
                    "unit": {office.unit_id: office.unit.name for office in offices},
                    "group": {pk: group_label(name) for pk, name in Group.objects.values_list("pk", "name")},
                },
            ),
        ],
        key=lambda change: change.at,
        reverse=True,
    )


def history_of_unit(unit: Unit) -> list[Change]:
    """Return every act on a unit."""
    rows = list(unit.history.select_related("history_user"))
    parents = {row.parent_id for row in rows}
    return history_of(rows, {"parent": dict(Unit.objects.filter(pk__in=parents).values_list("pk", "name"))})


def person_offices(person: User) -> QuerySet[Membership]:
    """Return every office a person has held, holds or will hold, the latest first."""
    return person.memberships.select_related("unit", "group", "appointed_by").order_by("-starts_on", "-pk")
