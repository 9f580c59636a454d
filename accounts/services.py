"""Setting up units, people and offices: one act a function, each with who does it and why.

``by`` is none only for the server's own commands. Whoever else acts must hold the verb the act belongs to, in a unit
at or above the one acted on: every service asks again what the page has asked.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from axes.utils import reset as forget_failures
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.groups import ADMINISTRATORS, GROUPS, group_label
from accounts.keeping import keep, require_person, require_unit
from accounts.models import FormerPassword, Membership, Unit, User
from accounts.selectors import is_wholly_within, units_within_reach
from accounts.tree import add_unit, change_unit, move_unit, rename_unit, restore_unit, retire_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

__all__ = [
    "add_unit",
    "appoint",
    "change_password",
    "change_unit",
    "change_user",
    "create_user",
    "deactivate",
    "end_office",
    "grant_verbs",
    "move_unit",
    "reactivate",
    "rename_unit",
    "reset_password",
    "restore_unit",
    "retire_unit",
    "unlock",
]

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
    require_person(by, None)
    user = User(username=User.normalize_username(username), name=name, phone=phone, must_change_password=True)
    if password is not None:
        _check_password(user, password)
    user.set_password(password)
    keep(user, act="create_user", by=by)
    _remember_password(user)
    return user


@transaction.atomic
def change_user(user: User, *, name: str, phone: str, by: User | None, reason: str = "") -> User:
    """Correct the name or telephone of a person.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: A field is wrong.
    """
    require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    row.name, row.phone = name, phone
    keep(row, act="change_user", by=by, reason=reason)
    return row


@transaction.atomic
def deactivate(user: User, *, by: User | None, reason: str = "") -> User:
    """Shut an account: its sessions end at their next request, its offices give no right.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: It is one's own account.
    """
    require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == by:
        raise ValidationError(_("Nobody deactivates their own account."))
    row.is_active = False
    keep(row, act="deactivate", by=by, reason=reason)
    return row


@transaction.atomic
def reactivate(user: User, *, by: User | None, reason: str = "") -> User:
    """Open an account again; the offices still held give their rights again.

    Raises:
        PermissionDenied: ``by`` does not manage this person.
        ValidationError: It is one's own account.
    """
    require_person(by, user)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == by:
        raise ValidationError(_("Nobody reactivates their own account."))
    row.is_active = True
    keep(row, act="reactivate", by=by, reason=reason)
    return row


@transaction.atomic
def unlock(user: User, *, by: User | None, reason: str = "") -> User:
    """Let somebody try again at once after too many wrong passwords.

    Raises:
        PermissionDenied: ``by`` does not unlock accounts where this person holds an office.
        ValidationError: It is one's own account.
    """
    if by is not None:
        today = timezone.localdate()
        reach = units_within_reach(by, "unlock_accounts", today)
        if not by.has_perm("accounts.unlock_accounts") or not is_wholly_within(user, reach, today):
            raise PermissionDenied
    if user == by:
        raise ValidationError(_("Nobody unlocks their own account."))
    forget_failures(username=user.username)
    row = User.objects.select_for_update().get(pk=user.pk)
    keep(row, act="unlock", by=by, reason=reason)
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
    require_person(by, user)
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
    keep(row, act="reset_password", by=by)
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
    keep(row, act="change_password", by=row)
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
    require_unit(by, "manage_offices", unit)
    if isinstance(group, str):
        group = Group.objects.get(name=group)
    # Offices of one person are given one after another.
    holder = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if holder == by:
        raise ValidationError(_("Nobody gives rights to themselves."))
    if not holder.is_active:
        raise ValidationError(_("The account is deactivated and takes no office."))
    if not Unit.objects.filter(pk=unit.pk, is_active=True).exists():
        raise ValidationError({"unit": _("The unit is retired and takes no office.")})
    office = Membership(
        user=holder, unit=unit, group=group, post=post, starts_on=starts_on, ends_on=ends_on, appointed_by=by
    )
    _require_separation(office)
    keep(office, act="appoint", by=by, reason=reason)
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
    require_unit(by, "manage_offices", office.unit)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if by is not None and row.user_id == by.pk:
        raise ValidationError(_("Nobody changes their own offices."))
    if row.ends_on is not None and row.ends_on <= on:
        raise ValidationError({"ends_on": _("The office has ended already.")})
    row.ends_on = on
    keep(row, act="end_office", by=by, reason=reason)
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
    Group.objects.bulk_create([Group(name=name) for name in GROUPS], ignore_conflicts=True)
    groups = {group.name: group for group in Group.objects.filter(name__in=GROUPS)}
    verbs = _permissions(mapping)
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


def _permissions(verbs: Iterable[str]) -> dict[str, int]:
    named = {verb: verb.rpartition(".") for verb in verbs}
    known: dict[str, list[tuple[str, int]]] = defaultdict(list)
    found = Permission.objects.filter(codename__in={codename for _label, _dot, codename in named.values()})
    for codename, label, key in found.values_list("codename", "content_type__app_label", "pk"):
        known[codename].append((label, key))
    keys: dict[str, int] = {}
    for verb, (label, _dot, codename) in named.items():
        matching = [key for app, key in known[codename] if label in {"", app}]
        if len(matching) != 1:
            raise ValueError(f"{len(matching)} permissions are called {verb}")
        keys[verb] = matching[0]
    return keys
