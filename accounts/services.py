"""Setting up units, people and offices: one act a function, each with who does it and why.

``by`` is none only for the server's own commands. Whoever else acts must hold the verb the act belongs to, in a unit at
or above the one acted on: every service asks again what the page has asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.groups import ADMINISTRATORS, GROUPS, group_label
from accounts.models import FormerPassword, Membership, Unit, User
from accounts.selectors import is_wholly_within, units_within_reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db import models


def _require_unit(by: User | None, verb: str, unit: Unit | None) -> None:
    """Refuse who has not the verb at or above this unit; a root, which stands under none, is the server's."""
    if by is None:
        return
    reach = units_within_reach(by, verb, timezone.localdate())
    if unit is None or not by.is_active or not reach.filter(pk=unit.pk).exists():
        raise PermissionDenied


def _require_person(by: User | None, person: User | None) -> None:
    """Refuse who does not manage people, or not all the units in which this person holds an office."""
    if by is None:
        return
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    today = timezone.localdate()
    if person and not is_wholly_within(person, units_within_reach(by, "manage_people", today), today):
        raise PermissionDenied


def _keep(row: models.Model, *, by: User | None, reason: str) -> None:
    """Check and save a row, with who changed it and why in its history."""
    row.full_clean()
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row.save()


# Units


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
    _require_unit(by, "manage_units", parent)
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
    )
    _keep(unit, by=by, reason="add_unit")
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
    _require_unit(by, "manage_units", unit)
    _require_unit(by, "manage_units", under)
    keys = [unit.pk, *([under.pk] if under else [])]
    # In the order of their keys, so that two moves wait for each other instead of making a ring.
    rows = {row.pk: row for row in Unit.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    moved, above = rows[unit.pk], rows[under.pk] if under else None
    if above is not None and above.path.startswith(moved.path):
        raise ValidationError(_("A unit cannot stand under itself."))
    if above is not None and not above.is_active:
        raise ValidationError(_("The superior unit is retired."))
    moved.parent = above
    _keep(moved, by=by, reason="move_unit")
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
            ``fonds_code``.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: A field is wrong.
        TypeError: A field is not one of these.
    """
    _require_unit(by, "manage_units", unit)
    unknown = set(fields) - {"name", "short_name", "kind", "level", "is_authority", "credit_code", "fonds_code"}
    if unknown:
        raise TypeError(f"not to be changed here: {', '.join(sorted(unknown))}")
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    for field, value in fields.items():
        setattr(row, field, value)
    _keep(row, by=by, reason=reason or "change_unit")
    return row


@transaction.atomic
def rename_unit(unit: Unit, *, name: str, short_name: str, by: User | None, reason: str = "") -> Unit:
    """Give a unit another name; see ``change_unit``."""
    return change_unit(unit, by=by, reason=reason or "rename_unit", name=name, short_name=short_name)


@transaction.atomic
def retire_unit(unit: Unit, *, on: date, by: User | None, reason: str = "") -> Unit:
    """Close a unit; it stays for the records made in its name.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: Units below it are active, or somebody holds an office in it on that day or later.
    """
    _require_unit(by, "manage_units", unit)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    if row.children.filter(is_active=True).exists():
        raise ValidationError(_("Units below it are still active."))
    if row.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists():
        raise ValidationError(_("Somebody still holds an office in this unit."))
    row.is_active = False
    _keep(row, by=by, reason=reason or "retire_unit")
    return row


@transaction.atomic
def restore_unit(unit: Unit, *, by: User | None, reason: str = "") -> Unit:
    """Open a retired unit again.

    Raises:
        PermissionDenied: ``by`` does not manage this unit.
        ValidationError: The superior unit is retired.
    """
    _require_unit(by, "manage_units", unit)
    row = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if row.parent is not None and not row.parent.is_active:
        raise ValidationError(_("The superior unit is retired."))
    row.is_active = True
    _keep(row, by=by, reason=reason or "restore_unit")
    return row


# People


@transaction.atomic
def create_user(*, username: str, name: str, password: str | None, phone: str = "", by: User | None) -> User:
    """Make an account without any right; the person chooses another password at the first login.

    Args:
        password: The initial password; without one nobody can log in until it is reset.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: The user name is taken or the password too weak.
    """
    _require_person(by, None)
    user = User(username=User.normalize_username(username), name=name, phone=phone, must_change_password=True)
    if password is not None:
        _check_password(user, password)
    user.set_password(password)
    _keep(user, by=by, reason="create_user")
    _remember_password(user)
    return user


@transaction.atomic
def change_user(user: User, *, name: str, phone: str, by: User | None, reason: str = "") -> User:
    """Correct the name or telephone of a person.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: A field is wrong.
    """
    _require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    row.name, row.phone = name, phone
    _keep(row, by=by, reason=reason or "change_user")
    return row


@transaction.atomic
def deactivate(user: User, *, by: User | None, reason: str = "") -> User:
    """Shut an account: its sessions end at their next request, its offices give no right.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: It is one's own account.
    """
    _require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == by:
        raise ValidationError(_("Nobody deactivates their own account."))
    row.is_active = False
    _keep(row, by=by, reason=reason or "deactivate")
    return row


@transaction.atomic
def reactivate(user: User, *, by: User | None, reason: str = "") -> User:
    """Open an account again; the offices still held give their rights again.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: It is one's own account.
    """
    _require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == by:
        raise ValidationError(_("Nobody reactivates their own account."))
    row.is_active = True
    _keep(row, by=by, reason=reason or "reactivate")
    return row


# Passwords


def _check_password(user: User, password: str) -> None:
    """Judge a password and say what is wrong beside the field that has it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error


def _remember_password(user: User) -> None:
    if user.has_usable_password():
        FormerPassword.objects.create(user=user, password=user.password)


@transaction.atomic
def reset_password(user: User, *, password: str, by: User | None) -> User:
    """Give an initial password again; the person's sessions end, and they choose another at the next login.

    An administrator's password is reset only by a command on the server: whoever could reset it could act as two
    of the three.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: It is one's own password, an administrator's, or too weak.
    """
    _require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == by:
        raise ValidationError(_("Change your own password on the page for it."))
    is_administrator = row.memberships.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()), group__name__in=ADMINISTRATORS
    ).exists()
    if by is not None and is_administrator:
        raise ValidationError(_("An administrator's password is reset on the server."))
    _check_password(row, password)
    row.set_password(password)
    row.must_change_password = True
    row.password_changed_at = timezone.now()
    _keep(row, by=by, reason="reset_password")
    _remember_password(row)
    return row


@transaction.atomic
def change_password(user: User, *, password: str) -> User:
    """Change one's own password.

    Raises:
        ValidationError: It is too weak, or one of the last five.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    _check_password(row, password)
    row.set_password(password)
    row.must_change_password = False
    row.password_changed_at = timezone.now()
    _keep(row, by=row, reason="change_password")
    _remember_password(row)
    password_changed(password, row)
    return row


# Offices


@transaction.atomic
def appoint(
    user: User,
    *,
    unit: Unit,
    group: Group | str,
    post: str,
    starts_on: date,
    ends_on: date | None = None,
    by: User | None,
    reason: str = "",
) -> Membership:
    """Give a person an office, and with it the rights of a group while it is held.

    Args:
        group: The group or its name, such as ``legality_reviewer``.
        post: The post as papers name it, such as 审查一科科长.
        ends_on: The last day; none while it is open.
        reason: Why, such as the document appointing them.

    Raises:
        PermissionDenied: ``by`` does not manage offices in this unit.
        ValidationError: To oneself; an administrator's office beside any other; the office is held already; the
            unit is retired, the account shut.
    """
    _require_unit(by, "manage_offices", unit)
    if isinstance(group, str):
        group = Group.objects.get(name=group)
    # Offices of one person are given one after another.
    holder = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if holder == by:
        raise ValidationError(_("Nobody gives rights to themselves."))
    if not holder.is_active:
        raise ValidationError(_("The account is deactivated."))
    if not Unit.objects.filter(pk=unit.pk, is_active=True).exists():
        raise ValidationError({"unit": _("The unit is retired.")})
    office = Membership(
        user=holder, unit=unit, group=group, post=post, starts_on=starts_on, ends_on=ends_on, appointed_by=by
    )
    _require_separation(office)
    _keep(office, by=by, reason=reason or "appoint")
    return office


def _require_separation(office: Membership) -> None:
    """Refuse what the trigger ``administrators_are_separate`` refuses, in words."""
    others = (
        Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=office.starts_on), user=office.user)
        .exclude(group=office.group)
        .select_related("group")
    )
    if office.ends_on is not None:
        others = others.filter(starts_on__lte=office.ends_on)
    for other in others:
        if {office.group.name, other.group.name} & set(ADMINISTRATORS):
            raise ValidationError(
                {
                    "group": _("%(one)s and %(other)s cannot be one person at a time (three administrators).")
                    % {"one": group_label(office.group.name), "other": group_label(other.group.name)}
                },
                code="administrators_are_separate",
            )


@transaction.atomic
def end_office(office: Membership, *, on: date, by: User | None, reason: str = "") -> Membership:
    """End an office; ``on`` is the last day it is held.

    Raises:
        PermissionDenied: ``by`` does not manage offices in this unit.
        ValidationError: It is one's own, has ended before, or had not begun on that day.
    """
    _require_unit(by, "manage_offices", office.unit)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if by is not None and row.user_id == by.pk:
        raise ValidationError(_("Nobody changes their own offices."))
    if row.ends_on is not None and row.ends_on <= on:
        raise ValidationError({"ends_on": _("The office has ended already.")})
    row.ends_on = on
    _keep(row, by=by, reason=reason or "end_office")
    return row


# Groups


@transaction.atomic
def grant_verbs(mapping: Mapping[str, Iterable[str]], *, exclusive: bool = False) -> None:
    """Give each verb to exactly the groups named, making groups that are missing; run again, it changes nothing.

    Args:
        mapping: Verbs such as ``decisions.open_consultation``, or ``open_consultation`` where only one application
            has it, each with its groups.
        exclusive: Take verbs the mapping does not name away from every group; without it they stay.

    Raises:
        ValueError: A verb or a group is not known.
    """
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
    verbs = {verb: _permission(verb) for verb in mapping}
    strange = {name for names in mapping.values() for name in names} - set(groups)
    if strange:
        raise ValueError(f"no such group: {', '.join(sorted(strange))}")
    wanted = {(groups[name].pk, verbs[verb]) for verb, names in mapping.items() for name in names}
    through = Group.permissions.through
    present = through.objects.all() if exclusive else through.objects.filter(permission__in=verbs.values())
    kept = set()
    for row in present:
        pair = (row.group_id, row.permission_id)
        if pair in wanted:
            kept.add(pair)
        else:
            row.delete()
    through.objects.bulk_create(through(group_id=group, permission_id=verb) for group, verb in sorted(wanted - kept))


def _permission(verb: str) -> int:
    label, _dot, codename = verb.rpartition(".")
    found = Permission.objects.filter(codename=codename)
    if label:
        found = found.filter(content_type__app_label=label)
    keys = list(found.values_list("pk", flat=True))
    if len(keys) != 1:
        raise ValueError(f"{len(keys)} permissions are called {verb}")
    return keys[0]
