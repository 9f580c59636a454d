"""Acts on the tree of units; ``accounts.services`` offers them with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from accounts.keeping import keep, require_unit
from accounts.models import Unit

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


@transaction.atomic
def add_unit(
    *,
    name: str,
    short_name: str,
    kind: str,
    level: str,
    parent: Unit | None = None,
    is_authority: bool = False,
    credit_code: str = "",
    fonds_code: str = "",
    document_code: str = "",
    by: User | None,
) -> Unit:
    """Add a unit to the tree.

    Args:
        parent: The superior unit; none for a root.
        is_authority: Whether it takes decisions; then it needs a fonds number.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: The name is taken, a field is wrong, or the superior unit is retired.
    """
    require_unit(by, "manage_units", parent)
    above = Unit.objects.select_for_update().get(pk=parent.pk) if parent else None
    if above is not None and not above.is_active:
        raise ValidationError(_("The superior unit is retired."))
    unit = Unit(
        name=name,
        short_name=short_name,
        kind=kind,
        level=level,
        parent=above,
        is_authority=is_authority,
        credit_code=credit_code,
        fonds_code=fonds_code,
        document_code=document_code,
    )
    keep(unit, act="add_unit", by=by)
    unit.path = f"{above.path if above else '/'}{unit.pk}/"
    Unit.objects.filter(pk=unit.pk).update(path=unit.path)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, under: Unit | None, by: User | None) -> Unit:
    """Put a unit, with all below it, under another one.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: It would stand under itself, or the new superior unit is retired.
    """
    require_unit(by, "manage_units", unit)
    require_unit(by, "manage_units", under)
    keys = [unit.pk, *([under.pk] if under else [])]
    # In the order of their keys, so that two moves wait for each other instead of making a ring.
    rows = {row.pk: row for row in Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    moved, above = rows[unit.pk], rows[under.pk] if under else None
    if above is not None and above.path.startswith(moved.path):
        raise ValidationError(_("A unit cannot stand under itself."))
    if above is not None and not above.is_active:
        raise ValidationError(_("The superior unit is retired."))
    moved.parent = above
    keep(moved, act="move_unit", by=by)
    before, after = moved.path, f"{above.path if above else '/'}{moved.pk}/"
    Unit.objects.filter(path__startswith=before).update(
        path=Concat(Value(after), Substr("path", len(before) + 1)),
    )
    moved.path = after
    return moved


@transaction.atomic
def change_unit(unit: Unit, *, by: User | None, reason: str = "", **fields: Any) -> Unit:
    """Rename a unit or correct what is known about it; records made before keep the name they were made with.

    Args:
        reason: Why, such as the document reorganising it.
        fields: Any of ``name``, ``short_name``, ``kind``, ``level``, ``is_authority``, ``credit_code``,
            ``fonds_code``, ``document_code``.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: A field is wrong.
        TypeError: A field is not one of these.
    """
    require_unit(by, "manage_units", unit)
    unknown = set(fields) - {
        "name",
        "short_name",
        "kind",
        "level",
        "is_authority",
        "credit_code",
        "fonds_code",
        "document_code",
    }
    if unknown:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    for field, value in fields.items():
        setattr(row, field, value)
    keep(row, act="change_unit", by=by, reason=reason)
    return row


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, short_name: str, by: User | None, reason: str = "") -> Unit:
    """Give a unit another name; see ``change_unit``."""
    return change_unit(unit, by=by, reason=reason, name=name, short_name=short_name)


@transaction.atomic
def retire_unit(unit: Unit, *, on: date, by: User | None, reason: str = "") -> Unit:
    """Close a unit; it stays for the records made in its name.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: Units below it are active, or somebody holds an office in it on that day or later.
    """
    require_unit(by, "manage_units", unit)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    if row.children.filter(is_active=True).exists():
        raise ValidationError(_("Units below it are still active."))
    if row.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists():
        raise ValidationError(_("Somebody still holds an office in this unit."))
    row.is_active = False
    keep(row, act="retire_unit", by=by, reason=reason)
    return row


@transaction.atomic
def restore_unit(unit: Unit, *, by: User | None, reason: str = "") -> Unit:
    """Open a retired unit again.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: The superior unit is retired.
    """
    require_unit(by, "manage_units", unit)
    row = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if row.parent is not None and not row.parent.is_active:
        raise ValidationError(_("The superior unit is retired."))
    row.is_active = True
    keep(row, act="restore_unit", by=by, reason=reason)
    return row
