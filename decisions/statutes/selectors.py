"""Reading rule packs and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.selectors import authorities_of
from decisions.statutes.models import CalendarDay, CalendarYear, DayKind, PackStatus, RulePack, RuleParameter
from decisions.statutes.packs import FLOOR
from decisions.statutes.schema import GROUPS, SCHEMA
from decisions.statutes.strictness import Order, compare_values
from decisions.statutes.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import Promise

    from accounts.models import Unit, User
    from decisions.statutes.spec import Spec

    Text = str | Promise


def packs() -> QuerySet[RulePack]:
    """Every version of every pack with the number of parameters it sets itself, the national floor before all."""
    return (
        RulePack.objects.select_related("parent", "authority")
        .annotate(set_count=Count("parameters"))
        .order_by(ExpressionWrapper(Q(parent__isnull=False), BooleanField()), "code", "-effective_from", "-version")
    )


def pack_for(authority: Unit, *, on: date) -> RulePack:
    """Return the pack a new decision of an authority is judged by.

    It is the pack in force for the authority itself, else for the nearest unit above it, else the national floor.

    Raises:
        ValidationError: Not even the national floor is in force.
    """
    above = [int(part) for part in authority.path.split("/") if part]
    in_force = RulePack.objects.filter(status=PackStatus.ACTIVE, effective_from__lte=on).exclude(effective_to__lt=on)
    nearest = (
        in_force.filter(Q(authority__in=above) | Q(authority=authority)).order_by("-authority__path").first()
        or in_force.filter(code=FLOOR).first()
    )
    if nearest is None:
        raise ValidationError(_("No rule pack is in force, not even the national floor."), code="no_rule_pack")
    return nearest


def may_manage(user: User, pack: RulePack, *, on: date) -> bool:
    """Whether a pack is one of the user's own authority, so that a holder of the verb may act on it.

    A version nobody has yet taken for an authority may be taken by any, unless the version before it is another's. The
    national floor belongs to the authority at the top of the tree.
    """
    own = authorities_of(user, on)
    if pack.code == FLOOR:
        return own.filter(parent__isnull=True).exists()
    holders = set(RulePack.objects.filter(code=pack.code, authority__isnull=False).values_list("authority", flat=True))
    return not holders or own.filter(pk__in=holders).exists()


@dataclass(frozen=True)
class Setting:
    """One parameter of a resolved pack, as a page shows it."""

    spec: Spec
    value: str
    source: str
    note: str
    origin: str  # the pack in the chain that sets it, "" for the schema's default

    @property
    def is_set(self) -> bool:
        """Whether any pack of the chain sets it."""
        return bool(self.origin)


def settings_of(pack: RulePack) -> list[tuple[Text, list[Setting]]]:
    """Return every parameter of a pack by group, with where it comes from."""
    chain = pack.chain
    resolved = pack.resolved
    rank = {item.pk: position for position, item in enumerate(chain)}
    winners: dict[str, RuleParameter] = {}
    for parameter in RuleParameter.objects.filter(pack__in=chain).select_related("pack"):
        held = winners.get(parameter.key)
        if held is None or rank[parameter.pack_id] < rank[held.pack_id]:
            winners[parameter.key] = parameter
    grouped: list[tuple[Text, list[Setting]]] = []
    for group, label in GROUPS.items():
        rows = []
        for key, spec in SCHEMA.items():
            if spec.group != group or spec.shares:
                continue
            winner = winners.get(key)
            rows.append(
                Setting(
                    spec=spec,
                    value=in_words(spec, resolved),
                    source=winner.source if winner else "",
                    note=winner.note if winner else "",
                    origin=str(winner.pack) if winner else "",
                )
            )
        grouped.append((label, rows))
    return grouped


@dataclass(frozen=True)
class Comparison:
    """One parameter of two packs beside each other."""

    spec: Spec
    left: str
    right: str
    left_source: str
    right_source: str
    order: Order  # how the right stands to the left

    @property
    def verdict(self) -> Text:
        """Which of the two binds harder, in words."""
        return {
            Order.SAME: _("same"),
            Order.STRICTER: _("right is stricter"),
            Order.LOOSER: _("left is stricter"),
            Order.APART: _("different"),
        }[self.order]


def compare(left: RulePack, right: RulePack, *, only_differences: bool = False) -> list[Comparison]:
    """Return two packs parameter by parameter.

    A fraction is one row with its comparator.
    """
    a, b = left.resolved, right.resolved
    rows = [
        Comparison(
            spec=spec,
            left=in_words(spec, a),
            right=in_words(spec, b),
            left_source=a.source(key),
            right_source=b.source(key),
            order=compare_values(key, a, b),
        )
        for key, spec in SCHEMA.items()
        if not spec.shares
    ]
    return [row for row in rows if row.order is not Order.SAME] if only_differences else rows


@dataclass(frozen=True)
class YearStatus:
    """What is known of a year's working days."""

    year: int
    entered: CalendarYear | None
    holidays: int
    make_ups: int

    @property
    def is_missing(self) -> bool:
        """Whether nobody has entered the year."""
        return self.entered is None


def year_statuses(years: Sequence[int]) -> list[YearStatus]:
    """Return what is known of each of the years, in two queries."""
    entered = {item.year: item for item in CalendarYear.objects.filter(year__in=years)}
    counts = {
        row["year__year"]: row
        for row in CalendarDay.objects.filter(year__year__in=years)
        .order_by()
        .values("year__year")
        .annotate(
            holidays=Count("pk", filter=Q(kind=DayKind.HOLIDAY)), make_ups=Count("pk", filter=Q(kind=DayKind.MAKE_UP))
        )
    }
    return [
        YearStatus(
            year=year,
            entered=entered.get(year),
            holidays=counts[year]["holidays"] if year in counts else 0,
            make_ups=counts[year]["make_ups"] if year in counts else 0,
        )
        for year in years
    ]


def missing_years(today: date) -> list[int]:
    """Return the years a period begun today may reach into and nobody has entered: this one and the next."""
    return [status.year for status in year_statuses([today.year, today.year + 1]) if status.is_missing]


def years_to_enter(today: date) -> list[int]:
    """Return the missing years that somebody has to enter now, as their first day is near or past.

    The State Council announces a year's days off in the autumn before; until then nobody can enter it.
    """
    near = today + timedelta(days=settings.CALENDAR_LEAD_DAYS)
    return [year for year in missing_years(today) if year <= near.year]
