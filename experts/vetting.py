"""From rows to the facts the selection of experts is judged by: relations, parties, pool, composition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from accounts.models import Level, Unit
from archive.models import LedgerEntry
from experts.conflicts import YEARS_ASKED, Matter, Organisation, Relation, Severity, Tie, ties
from experts.facts import Chosen, Composition, Interests, Participation, PoolTerm, PoolUse, Selection, Workload
from experts.models import ACTIVE_SEATS, Affiliation, AffiliationKind, Expert, ExpertPool, Seat, Sector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from decisions.cases.models import Decision
    from experts.models import Panel

# What experts do as experts is no other part in the decision.
OWN_ACTS = ("declare_conflicts", "seal_sheet")


def pools_for(authority: Unit) -> QuerySet[ExpertPool]:
    """Return the pools an organ may take experts from: its own, a superior's, and those its own borrow from."""
    above = [int(part) for part in authority.path.split("/") if part]
    own = ExpertPool.objects.filter(authority=authority, is_active=True)
    return ExpertPool.objects.filter(
        Q(authority__in=above) | Q(pk__in=own.exclude(upstream=None).values("upstream")), is_active=True
    )


def candidates_for(decision: Decision) -> QuerySet[Expert]:
    """Return who may be named: experts of the pools open to the organ, and those entered from outside any pool."""
    return (
        Expert.objects.filter(Q(pool__in=pools_for(decision.authority)) | Q(pool__isnull=True), status="active")
        .select_related("pool", "employer_unit")
        .order_by("code")
    )


def matter_of(decision: Decision, *, interested_parties: Iterable[str] = (), co_units: Iterable[Unit] = ()) -> Matter:
    """Return the organisations a matter belongs to or touches: whoever leads it, as recorded and as named here."""
    leading = Unit.objects.filter(pk__in=decision.lead_units.values("unit"))
    handling = [unit for unit in (decision.lead_unit, decision.study_unit, *leading, *co_units) if unit is not None]
    taking_part = [decision.proposing_unit, decision.risk_unit, *decision.involved_units.all()]
    return Matter(
        handling=tuple(dict.fromkeys(organisation_of(unit) for unit in handling)),
        interested=tuple(Organisation(name) for name in interested_parties),
        taking_part=tuple(
            dict.fromkeys(organisation_of(unit) for unit in taking_part if unit is not None and unit not in handling)
        ),
        years=decision.pack["expert.conflict_years"] or YEARS_ASKED,
    )


def organisation_of(unit: Unit) -> Organisation:
    """Return a unit as an organisation."""
    return Organisation(unit.name, unit.credit_code, unit.path)


def relations_of(expert: Expert) -> list[Relation]:
    """Return an expert's relations: the employer of today and what else is on record."""
    unit = expert.employer_unit
    employer = organisation_of(unit) if unit is not None else Organisation(expert.employer, expert.employer_code)
    found = [Relation(employer, "employer", str(AffiliationKind.EMPLOYER.label))]
    affiliations: Iterable[Affiliation] = expert.affiliations.all()
    for item in affiliations:
        organisation = organisation_of(item.unit) if item.unit else Organisation(item.organisation, item.credit_code)
        found.append(Relation(organisation, item.kind, str(item.get_kind_display()), item.starts_on, item.ends_on))
    return found


def with_relations(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """Return experts with all the check needs, in a fixed number of queries."""
    return experts.select_related("pool__authority", "employer_unit", "user").prefetch_related(
        "affiliations__unit", "fields"
    )


def check(expert: Expert, matter: Matter, on: date) -> list[Tie]:
    """Return what ties an expert to a matter."""
    return ties(relations_of(expert), matter, on)


def interests_of(expert: Expert, matter: Matter, on: date, *, declared: Iterable[str] = ()) -> Interests:
    """Return the direct interests found or declared."""
    found = [tie.text for tie in check(expert, matter, on) if tie.severity is Severity.BAR]
    return Interests(expert.name, (*found, *declared))


def participations(decision: Decision, experts: Sequence[Expert]) -> list[Participation]:
    """Return what else each expert did in the decision: acts in its ledger, or its being in their charge."""
    users = [expert.user_id for expert in experts if expert.user_id]
    acts: dict[int, list[str]] = {}
    entries = LedgerEntry.objects.filter(case=decision.case_id, actor__in=users).exclude(act__in=OWN_ACTS)
    for user, act in entries.order_by("sequence").values_list("actor_id", "act"):
        acts.setdefault(user, []).append(act)
    return [
        Participation(
            expert.name,
            tuple(
                dict.fromkeys(
                    acts.get(expert.user_id or 0, [])
                    + (["principal"] if expert.user_id and expert.user_id == decision.principal_id else [])
                )
            ),
        )
        for expert in experts
    ]


def pool_use(decision: Decision, experts: Iterable[Expert], on: date, *, reason: str = "") -> PoolUse:
    """Return where experts come from and whether they may serve."""
    authority = decision.authority
    usable = set(pools_for(authority).values_list("pk", flat=True))
    experts = list(experts)
    return PoolUse(
        is_province=authority.level == Level.PROVINCE,
        has_own_pool=keeps_pool(authority),
        not_ready=tuple((expert.name, why) for expert in experts if (why := expert.why_not_ready(on))),
        outsiders=tuple(expert.name for expert in experts if expert.pool_id not in usable),
        outsiders_reason=reason,
    )


def keeps_pool(authority: Unit) -> bool:
    """Whether an organ keeps a pool of its own that is open."""
    return ExpertPool.objects.filter(authority=authority, is_active=True).exists()


def terms_of(experts: Iterable[Expert], on: date) -> list[PoolTerm]:
    """Return the terms of those who belong to a pool, as they stand on a day."""
    return [
        PoolTerm(expert.name, expert.term_starts_on, expert.term_ends_on, on)
        for expert in experts
        if expert.pool_id is not None
    ]


def workloads(experts: Iterable[Expert], year: int, *, besides: Panel | None = None) -> list[Workload]:
    """Return how many panels each expert is on in a year, one more counted in.

    Args:
        experts: The experts.
        year: The year.
        besides: The panel that is the one more, if it is there already.
    """
    experts = list(experts)
    seats = Seat.objects.filter(expert__in=experts, status__in=ACTIVE_SEATS, panel__convened_on__year=year)
    if besides is not None:
        seats = seats.exclude(panel=besides)
    counted = dict(seats.order_by().values_list("expert").annotate(Count("pk")))
    return [Workload(expert.name, counted.get(expert.pk, 0) + 1) for expert in experts]


def is_subordinate(expert: Expert, decision: Decision) -> bool:
    """Whether the expert's employer stands below the lead unit."""
    unit, lead = expert.employer_unit, decision.lead_unit
    return unit is not None and lead is not None and unit != lead and unit.path.startswith(lead.path)


def is_industry(expert: Expert) -> bool:
    """Whether the expert comes from the industry's own departments."""
    return expert.sector == Sector.INDUSTRY_DEPARTMENT


def composition(members: Iterable[tuple[str, bool, bool]]) -> Composition:
    """Return the composition of a panel from names with the two marks: industry, subordinate."""
    members = list(members)
    return Composition(
        total=len(members),
        industry=tuple(name for name, industry, _subordinate in members if industry),
        subordinate=tuple(name for name, _industry, subordinate in members if subordinate),
    )


def selection(
    people: Iterable[Chosen], *, views_note: str, themselves: Iterable[str] = (), reason_not_drawn: str = ""
) -> Selection:
    """Return a selection as rules judge it."""
    return Selection(
        people=tuple(people),
        views_note=views_note,
        chose_themselves=tuple(themselves),
        reason_not_drawn=reason_not_drawn,
    )
