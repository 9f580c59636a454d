"""Reading what initiation recorded, and the choices its forms offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import Unit, UnitKind, User
from accounts.past import made_at, row_at
from accounts.selectors import held_on
from decisions.cases.models import Decision, Status
from decisions.cases.selectors import decisions_visible_to, held_offices, open_nodes, units_under
from decisions.initiation.facts import (
    CatalogueFacts,
    ExclusionFacts,
    InitiationFacts,
    LeadFacts,
    ProposalFacts,
    ScopeFacts,
)
from decisions.initiation.models import Initiation, Proposal, Study
from decisions.initiation.scope import Exclusion
from decisions.statutes.models import PackStatus, RulePack
from decisions.statutes.packs import FLOOR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

# Until the draft is final, what applies may still be revised (art. 14-24 are then still open).
BEFORE_THE_FINAL_DRAFT = frozenset(
    {
        "draft",
        "consult_units",
        "open_consultation",
        "await_comments",
        "answer_opinions",
        "announce_hearing",
        "hold_hearing",
        "convene_panel",
        "await_sheets",
        "conclude_panel",
        "assess_risk",
        "find_risk",
        "review_competition",
        "finalise_draft",
    }
)
# Once the decision is published it can no longer be withdrawn, only adjusted or terminated (art. 37).
AFTER_THE_DECISION = frozenset({"file_dossier", "assign_execution", "await_evaluation"})


def is_started(decision: Decision) -> bool:
    """Whether the decision-making organ started the procedure."""
    return Initiation.objects.filter(decision=decision, is_started=True).exists()


def evidence(decision: Decision) -> Iterable[object]:
    """Return every fact of initiation as the record holds it."""
    proposal = Proposal.objects.filter(decision=decision).first()
    if proposal is None:
        return
    # A unit that takes no decisions any more took this one.
    authority = row_at(decision.authority, made_at(proposal))
    yield scope_facts(authority, category=decision.category, category_reason=proposal.category_reason)
    yield ExclusionFacts(
        is_checked=True,
        grounds=tuple(str(Exclusion(value).label) for value in proposal.exclusions),
        local=proposal.local_exclusion,
    )
    yield CatalogueFacts(
        year=proposal.catalogue_year, item=decision.catalogue_item, reason_outside=proposal.reason_outside
    )
    yield ProposalFacts(
        source=decision.source,
        proposed_by=proposal.proposed_by,
        source_document=proposal.source_document,
        study_unit=decision.study_unit.name if decision.study_unit else "",
        problem=proposal.problem,
        reasons=proposal.reasons,
        solution=proposal.solution,
        necessity=proposal.necessity,
    )
    study = Study.objects.filter(decision=decision).first()
    initiation = Initiation.objects.filter(decision=decision).first()
    yield initiation_facts(study, initiation)
    if initiation is not None and initiation.is_started:
        yield lead_facts_of(decision)


def scope_facts(authority: Unit, *, category: str, category_reason: str) -> ScopeFacts:
    """Return who decides and what kind of matter it is."""
    return ScopeFacts(
        authority=authority.name,
        level=authority.level,
        takes_decisions=authority.is_authority,
        category=category,
        category_reason=category_reason,
    )


def initiation_facts(study: Study | None, initiation: Initiation | None) -> InitiationFacts:
    """Return whether and how the start was decided."""
    if initiation is None:
        return InitiationFacts(studied_on=study.on if study else None, is_decided=False)
    return InitiationFacts(
        studied_on=study.on if study else None,
        is_decided=True,
        decided_on=initiation.on,
        is_started=initiation.is_started,
        recommended=bool(study and study.recommends),
        reason=initiation.reason,
        approver=initiation.approver,
        approval_number=initiation.approval_number,
    )


def lead_facts_of(decision: Decision) -> LeadFacts:
    """Return the lead units as the record holds them.

    Whether the official holds an office there was judged on the day of the appointment; people move on.
    """
    rows = list(decision.lead_units.select_related("unit"))
    return LeadFacts(
        units=tuple(row.unit.name for row in rows),
        principals=tuple(row.unit.name for row in rows if row.is_principal),
        official=decision.principal.name if decision.principal else "",
    )


def holds_office_in(person: User, unit: Unit, on: date) -> bool:
    """Whether a person holds an office in a unit on a day."""
    return held_offices(person, on).filter(unit=unit).exists()


def proposing_units_of(official: User) -> QuerySet[Unit]:
    """Return the units in whose name an official may propose."""
    return Unit.objects.filter(
        pk__in=held_offices(official).filter(group__permissions__codename="propose").values("unit"), is_active=True
    )


def authorities_above(units: Iterable[Unit]) -> QuerySet[Unit]:
    """Return the authorities at or above these units: those to which they may propose."""
    keys = {int(part) for unit in units for part in unit.path.split("/") if part}
    return Unit.objects.filter(pk__in=keys, is_authority=True, is_active=True).order_by("-path")


def units_to_study(authorities: Iterable[Unit]) -> QuerySet[Unit]:
    """Return the units to which these authorities may hand a proposal for study."""
    found = Unit.objects.none()
    for authority in authorities:
        found |= units_under(authority)
    return found.filter(
        kind__in=[
            UnitKind.GOVERNMENT_OFFICE,
            UnitKind.JUSTICE_BUREAU,
            UnitKind.MARKET_REGULATOR,
            UnitKind.DEPARTMENT,
            UnitKind.GOVERNMENT,
        ]
    ).distinct()


def lead_candidates(authority: Unit) -> QuerySet[Unit]:
    """Return the units that may lead."""
    return units_to_study([authority])


def officials_in_charge(authority: Unit, on: date) -> QuerySet[User]:
    """Return the people who may be put in charge: those who draw up drafts in a unit of the authority."""
    return (
        User.objects.filter(
            held_on(on, "memberships__"),
            memberships__group__permissions__codename="draft",
            memberships__unit__in=lead_candidates(authority).values("pk"),
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )


def legality_reviewers(decision: Decision, on: date) -> QuerySet[User]:
    """Return the reviewers of the authority's justice bureau, who countersign a revised determination."""
    authority = decision.authority
    return User.objects.filter(
        Q(memberships__unit=authority) | Q(memberships__unit__parent=authority),
        held_on(on, "memberships__"),
        memberships__unit__kind=UnitKind.JUSTICE_BUREAU,
        memberships__group__permissions__codename="review_legality",
        is_active=True,
    ).distinct()


def adjustable(official: User) -> QuerySet[Decision]:
    """Return the decisions in force that a new proposal may adjust."""
    return decisions_visible_to(official).filter(status__in=[Status.IN_FORCE, Status.SUSPENDED])


def packs_in_force(authority: Unit, *, on: date) -> QuerySet[RulePack]:
    """Return the packs by which a decision of an authority may be judged."""
    above = [int(part) for part in authority.path.split("/") if part]
    return (
        RulePack.objects.filter(status=PackStatus.ACTIVE, effective_from__lte=on)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gte=on))
        .filter(Q(authority__in=above) | Q(code=FLOOR))
    )


def determinations_are_open(decision: Decision) -> bool:
    """Whether what applies may still be revised: the procedure is started and the draft not final."""
    return decision.status == Status.IN_PROCEDURE and bool(open_nodes(decision) & BEFORE_THE_FINAL_DRAFT)


def may_be_withdrawn(decision: Decision) -> bool:
    """Whether the matter is still before its publication."""
    return decision.status == Status.IN_PROCEDURE and not (open_nodes(decision) & AFTER_THE_DECISION)
