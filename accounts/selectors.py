"""Reading units, people and the offices they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.models import Membership, Unit, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


def held_on(day: date, prefix: str = "") -> Q:
    """Return the condition that an office is held on a day.

    Args:
        day: The day asked about; first and last day count.
        prefix: The way to the office from the model asked, such as ``memberships__``.
    """
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


# On a user whose object is one request's own: the rights read so far, by day.
_KEPT = "_kept_rights"


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A right somebody has, and the office that gives it.

    Attributes:
        label: The application of the permission.
        codename: The permission.
        group: The group of the office.
        unit: The unit in which the office is held, by its key.
        path: Its place in the tree.
        kind: What it is.
        is_authority: Whether it is an authority itself.
        parent: The unit above it, by its key.
    """

    label: str
    codename: str
    group: str
    unit: int
    path: str
    kind: str
    is_authority: bool
    parent: int | None

    @property
    def name(self) -> str:
        """The right as it is asked for, such as ``decisions.review_legality``."""
        return f"{self.label}.{self.codename}"


def held_rights(user: User, on: date) -> tuple[HeldRight, ...]:
    """Return every right that the offices held on a day give, once for each office that gives it.

    Read once a request: what a page shows and whom it lets in is asked many times, and must not change between.
    """
    kept: dict[date, tuple[HeldRight, ...]] | None = getattr(user, _KEPT, None)
    if kept is not None and on in kept:
        return kept[on]
    rows = Membership.objects.filter(
        held_on(on), user=user, user__is_active=True, group__permissions__isnull=False
    ).values_list(
        "group__permissions__content_type__app_label",
        "group__permissions__codename",
        "group__name",
        "unit_id",
        "unit__path",
        "unit__kind",
        "unit__is_authority",
        "unit__parent_id",
    )
    found = tuple(HeldRight(*row) for row in rows.order_by())
    if kept is not None:
        kept[on] = found
    return found


def keep_rights(user: User) -> None:
    """Read the rights of this user object once: it is one request's own and goes with it."""
    setattr(user, _KEPT, {})


def offices_of(user: User, on: date) -> QuerySet[Membership]:
    """Return the offices a user holds on a day, with unit and group."""
    return Membership.objects.filter(held_on(on), user=user).select_related("unit", "group")


def office_in(user: User, unit: Unit, on: date) -> Membership | None:
    """Return the office a user holds in exactly this unit on a day; of several, the latest taken up."""
    return offices_of(user, on).filter(unit=unit).order_by("-starts_on", "-pk").first()


def office_line(user: User | None, authority: Unit | None, on: date | None = None) -> str:
    """Return unit and post as records name them, such as "市司法局 审查一科科长".

    Of several offices it takes the one that belongs to the authority itself, then one in an authority below it, then
    any; among equals the latest taken up. Who holds no office has an empty line.

    Args:
        user: Who acts; none for the system.
        authority: The authority whose matter it is.
        on: The day of the act; without one, today.
    """
    if user is None:
        return ""
    offices = list(offices_of(user, on or timezone.localdate()).order_by("-starts_on", "-pk"))
    if len(offices) > 1 and authority is not None:
        below = authority_paths_within(authority)
        offices.sort(key=lambda office: _distance(office.unit.path, authority.path, below))
    return str(offices[0]).strip() if offices else ""


def authority_paths_within(authority: Unit) -> list[str]:
    """Return the paths of the authorities strictly below one."""
    return list(
        units_below(authority).filter(is_authority=True).exclude(pk=authority.pk).values_list("path", flat=True)
    )


def _distance(path: str, authority: str, below: Iterable[str]) -> int:
    if not path.startswith(authority):
        return 2
    return 1 if any(path.startswith(lower) for lower in below) else 0


def units_below(unit: Unit) -> QuerySet[Unit]:
    """Return a unit and all below it, in the order of the tree."""
    return Unit.objects.filter(path__startswith=unit.path)


def units_above(unit: Unit) -> QuerySet[Unit]:
    """Return a unit and all above it, the root first."""
    return Unit.objects.filter(pk__in=unit.path.strip("/").split("/"))


def depths_within(reach: QuerySet[Unit], units: Iterable[Unit]) -> dict[int, int]:
    """Return, by key, how many units of a reach stand above each of some units; one query.

    Args:
        reach: The units that count as above; what lies higher does not.
        units: The units asked about, a page of the reach.
    """
    above = {unit.pk: [int(part) for part in unit.path.strip("/").split("/")][:-1] for unit in units}
    known = set(reach.filter(pk__in={key for keys in above.values() for key in keys}).values_list("pk", flat=True))
    return {unit: sum(key in known for key in keys) for unit, keys in above.items()}


def units_of(user: User, on: date) -> QuerySet[Unit]:
    """Return the units in which a user holds an office on a day."""
    return Unit.objects.filter(pk__in=offices_of(user, on).order_by().values("unit"))


def authorities_of(user: User, on: date) -> QuerySet[Unit]:
    """Return the authorities to which the offices of a user belong on a day: for each office the nearest above."""
    paths = list(units_of(user, on).values_list("path", flat=True))
    above = {int(part) for path in paths for part in path.strip("/").split("/")}
    authorities = dict(Unit.objects.filter(pk__in=above, is_authority=True).values_list("path", "pk"))
    nearest = set()
    for path in paths:
        candidates = [known for known in authorities if path.startswith(known)]
        if candidates:
            nearest.add(authorities[max(candidates, key=len)])
    return Unit.objects.filter(pk__in=nearest)


def unit_of_kind(authority: Unit, kind: str) -> Unit | None:
    """Return the office of a kind that serves an authority, such as its justice bureau.

    It stands under the authority, nearest first, and under no other authority between; an authority may also be of
    that kind itself.
    """
    if authority.kind == kind:
        return authority
    below = authority_paths_within(authority)
    found = [
        unit
        for unit in units_below(authority).filter(kind=kind, is_active=True, is_authority=False)
        if not any(unit.path.startswith(lower) for lower in below)
    ]
    return min(found, key=lambda unit: (unit.path.count("/"), unit.pk), default=None)


def users_with(right: str, units: Iterable[Unit] | QuerySet[Unit] | None, on: date) -> QuerySet[User]:
    """Return the active users who have a right by an office held on a day.

    Args:
        right: A group, such as ``legality_reviewer``, or a permission, such as ``decisions.review_legality``.
        units: The units in which the office must be held; none for any.
        on: The day asked about.
    """
    offices = Membership.objects.filter(held_on(on))
    if "." in right:
        label, codename = right.split(".", 1)
        offices = offices.filter(
            group__permissions__codename=codename, group__permissions__content_type__app_label=label
        )
    else:
        offices = offices.filter(group__name=right)
    if units is not None:
        offices = offices.filter(unit__in=units)
    return User.objects.filter(is_active=True, pk__in=offices.order_by().values("user"))


def units_within_reach(user: User, verb: str, on: date) -> QuerySet[Unit]:
    """Return the units an administrator may act on: where the office giving the verb is held, and all below.

    Args:
        user: The administrator.
        verb: A permission of this package, such as ``manage_units``.
        on: The day asked about.
    """
    tops = (
        offices_of(user, on)
        .filter(group__permissions__codename=verb, group__permissions__content_type__app_label="accounts")
        .values_list("unit__path", flat=True)
    )
    reach = Q(pk__in=())
    for path in set(tops):
        reach |= Q(path__startswith=path)
    return Unit.objects.filter(reach)


def people_within_reach(units: QuerySet[Unit], on: date) -> QuerySet[User]:
    """Return the people an administrator of some units may see.

    They have held an office in one of these units, or hold none anywhere, as newly entered people do.
    """
    offices = Membership.objects.filter(user=OuterRef("pk"))
    current = offices.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return User.objects.filter(Exists(offices.filter(unit__in=units)) | ~Exists(current))


def is_wholly_within(person: User, units: QuerySet[Unit], on: date) -> bool:
    """Whether every office a person holds, or will hold, is in these units."""
    current = person.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return not current.exclude(unit__in=units).exists()


def search_people(
    people: QuerySet[User], on: date, *, q: str = "", unit: Unit | None = None, group: str = "", state: str = ""
) -> QuerySet[User]:
    """Return people narrowed as the list's filter asks, each with the offices held that day in ``offices_today``.

    Args:
        people: Whom to search among.
        on: The day whose offices count.
        q: Part of a name, user name or post.
        unit: Only who holds an office in it or below it.
        group: Only who holds an office with this group.
        state: ``active``, ``inactive``, or ``none`` for active people without an office.
    """
    offices = Membership.objects.filter(held_on(on), user=OuterRef("pk"))
    if q:
        people = people.filter(
            Q(name__icontains=q) | Q(username__icontains=q) | Exists(offices.filter(post__icontains=q))
        )
    if unit is not None:
        people = people.filter(Exists(offices.filter(unit__path__startswith=unit.path)))
    if group:
        people = people.filter(Exists(offices.filter(group__name=group)))
    if state == "inactive":
        people = people.filter(is_active=False)
    elif state in ("active", "none"):
        people = people.filter(is_active=True)
    if state == "none":
        people = people.filter(~Exists(offices))
    today = Membership.objects.filter(held_on(on)).select_related("unit", "group").order_by("-starts_on", "pk")
    return people.prefetch_related(Prefetch("memberships", queryset=today, to_attr="offices_today")).order_by(
        "username"
    )


def units_with_counts(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Return units in the order of the tree, each with its number of people in ``people_today``."""
    return (
        units.annotate(
            people_today=Count("memberships__user", filter=held_on(on, "memberships__"), distinct=True),
        )
        .select_related("parent")
        .order_by("path")
    )
