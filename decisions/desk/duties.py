"""Which open steps are a user's to do: the lanes read backwards, from the offices held today to the decisions.

``cases.selectors.may_act`` asks about one decision; here one query asks about all of them, and a test holds the two
together for every official at every step.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import UnitKind
from accounts.selectors import held_rights
from decisions.cases.lanes import Lane
from decisions.cases.selectors import KEEPERS, KEEPS_ITSELF, keeper_of
from decisions.desk.steps import awaited_acts
from decisions.statutes.models import PackStatus, RulePack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import User

_KINDS = {
    Lane.DECISION_ORGAN: (UnitKind.GOVERNMENT, UnitKind.GOVERNMENT_OFFICE),
    Lane.GOVERNMENT_OFFICE: (UnitKind.GOVERNMENT_OFFICE,),
    Lane.LEGAL_OFFICE: (UnitKind.JUSTICE_BUREAU,),
    Lane.MARKET_REGULATOR: (UnitKind.MARKET_REGULATOR,),
    Lane.SUPERVISION: (UnitKind.SUPERVISION, UnitKind.GOVERNMENT_OFFICE),
}
_NAMED = {
    Lane.STUDY_UNIT: ("study_unit",),
    Lane.LEAD_UNIT: ("lead_unit",),
    Lane.EXECUTING_UNIT: ("executing_unit",),
    Lane.EVALUATOR: ("evaluating_unit",),
}


@dataclass(frozen=True)
class Office:
    """A unit a user acts in today.

    Attributes:
        unit: Its id.
        kind: What it is.
        serves: The authority it is, or stands right under; none elsewhere in the tree.
        is_below: Whether it stands under that authority and is not one itself.
    """

    unit: int
    kind: str
    serves: int | None
    is_below: bool


def duties_of(user: User) -> Q:
    """Return the condition on open steps that are the user's to do today; one query.

    Returns:
        A condition on ``OpenStep``; it matches nothing for somebody without such an office.
    """
    return _condition(user, {kind.verb for kind in awaited_acts()})


def duties_within(user: User, verb: str) -> Q:
    """Return the condition on open steps of units in which the user holds a verb, whoever is to do them."""
    offices = {office for found in _offices(user, [verb]).values() for office in found}
    return _any_of((_stands_in(kind.lane, offices), kind.node) for kind in awaited_acts())


def _condition(user: User, verbs: Iterable[str]) -> Q:
    offices = _offices(user, verbs)
    return _any_of((_stands_in(kind.lane, offices.get(kind.verb, set())), kind.node) for kind in awaited_acts())


def _any_of(conditions: Iterable[tuple[Q, str]]) -> Q:
    """Join conditions on the decision with the nodes they hold for; equal conditions are asked once."""
    nodes: dict[Q, list[str]] = defaultdict(list)
    for condition, node in conditions:
        if condition:
            nodes[condition].append(node)
    found = Q(pk__in=())
    for condition, names in nodes.items():
        found |= condition & Q(node__in=names)
    return found


def _offices(user: User, verbs: Iterable[str]) -> dict[str, set[Office]]:
    asked = set(verbs)
    found: dict[str, set[Office]] = defaultdict(set)
    for right in held_rights(user, timezone.localdate()):
        if right.label == "decisions" and right.codename in asked:
            serves = right.unit if right.is_authority else right.parent
            found[right.codename].add(Office(right.unit, right.kind, serves, not right.is_authority))
    return found


def _stands_in(lane: Lane, offices: Iterable[Office]) -> Q:
    """Return the condition on decisions in whose lane one of the offices stands; empty if there can be none."""
    offices = list(offices)
    units = sorted(office.unit for office in offices)
    condition = Q()
    if lane in _NAMED and units:
        for field in _NAMED[lane]:
            condition |= Q(**{f"decision__{field}__in": units})
    if lane is Lane.RISK_ASSESSOR and units:
        condition = Q(decision__risk_unit__in=units) | Q(
            decision__risk_unit__isnull=True, decision__lead_unit__in=units
        )
    if lane is Lane.ARCHIVES and units:
        return _keeps(offices)
    served = _served(office for office in offices if office.kind in _KINDS.get(lane, ()))
    if served:
        condition |= Q(decision__authority__in=served)
    return condition


def _keeps(offices: Sequence[Office]) -> Q:
    """Return the condition on decisions whose dossier one of the offices files; one query, about rule packs.

    Where the place names the keeper the keeper alone files, else the lead unit and whoever keeps files.
    """
    units = sorted(office.unit for office in offices)
    below = [office for office in offices if office.is_below]
    named: dict[str, list[int]] = defaultdict(list)
    for pack in RulePack.objects.exclude(status=PackStatus.DRAFT).order_by("pk"):
        if keeper := keeper_of(pack.resolved):
            named[keeper].append(pack.pk)
    lead = Q(decision__lead_unit__in=units)
    proposing = Q(decision__proposing_unit__in=units)
    free = lead | proposing | Q(decision__authority__in=_served(item for item in below if item.kind in KEEPERS))
    condition = free & ~Q(decision__rule_pack__in=sorted(key for keys in named.values() for key in keys))
    for keeper, packs in named.items():
        if keeper == KEEPS_ITSELF:
            here = lead | (Q(decision__lead_unit__isnull=True) & proposing)
        else:
            here = Q(decision__authority__in=_served(item for item in below if item.kind == keeper))
        condition |= here & Q(decision__rule_pack__in=packs)
    return condition


def _served(offices: Iterable[Office]) -> list[int]:
    """Return the authorities whose matters some offices handle."""
    return sorted({office.serves for office in offices if office.serves is not None})
