"""Studying a proposal and deciding whether the procedure starts (art. 10, 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from decisions.cases.models import Status
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.initiation import rules, sheets
from decisions.initiation.determining import (
    Answer,
    NonpublicReview,
    determine_all,
    file_determinations,
    nothing_more_is_owed,
)
from decisions.initiation.facts import LeadFacts
from decisions.initiation.models import Initiation, LeadUnit, Study
from decisions.initiation.selectors import holds_office_in, initiation_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from archive.services import Expect
    from decisions.cases.models import Decision
    from decisions.statutes.rule import Procedure


@dataclass(frozen=True)
class Lead:
    """Who draws up the draft (art. 11).

    Attributes:
        unit: The lead unit; of several, the one that leads.
        co_units: The others.
        principal: The official in charge, of the leading unit.
        risk_unit: Who assesses the risks; the lead unit where none is named (art. 22(1)).
    """

    unit: Unit | None = None
    co_units: Sequence[Unit] = ()
    principal: User | None = None
    risk_unit: Unit | None = None


@transaction.atomic
def study(
    decision: Decision,
    *,
    recommends: bool,
    report: str,
    necessity: str,
    feasibility: str,
    suggested_lead: Unit | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Report on a proposal: whether the procedure should be started, and why (art. 10).

    Returns:
        The report filed as A02.
    """
    found = Study(
        decision=decision,
        recommends=recommends,
        report=report,
        necessity=necessity,
        feasibility=feasibility,
        suggested_lead=suggested_lead,
        on=on,
        by=by,
    )
    validate(found)
    found.save()
    return deposit(
        decision,
        code="A02",
        title=code_of("A02").title,
        act="study",
        data={
            "studying_unit": decision.study_unit.name if decision.study_unit else None,
            "recommends": recommends,
            "report": report,
            "necessity": necessity,
            "feasibility": feasibility,
            "suggested_lead": suggested_lead.name if suggested_lead else None,
        },
        sheet=sheets.study_sheet(decision, found),
        producer=decision.study_unit.name if decision.study_unit else "",
        files=files,
        rules=(
            rules.leaders_proposal_is_studied,
            rules.departments_proposal_is_argued,
            rules.public_proposal_is_studied,
        ),
        on=on,
        by=by,
    )


@transaction.atomic
def initiate(
    decision: Decision,
    *,
    is_started: bool,
    reason: str,
    approver: str,
    approval_number: str,
    reply: str,
    lead: Lead,
    is_exploratory: bool,
    exploratory_ground: str,
    determinations: Mapping[Procedure, Answer],
    signed_by: str,
    nonpublic: NonpublicReview,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Decide whether the procedure starts; if so, name who leads and determine which procedures apply.

    Args:
        is_started: Whether it starts; if not, everything after ``reply`` is left empty.
        reply: What the proposer is told.
        lead: Who draws up the draft.
        determinations: For each of the six procedures its ground and reason.
        signed_by: Who answers for the determinations.
        nonpublic: The review by the confidentiality office, where the matter is not disclosed.

    Returns:
        The approval filed as A08.

    Raises:
        Refusal: INIT-04, LEAD-01 or LEAD-02 stands in the way.
        ValidationError: A determination is missing or inconsistent.
    """
    found = Initiation(
        decision=decision,
        is_started=is_started,
        reason=reason,
        approver=approver,
        approval_number=approval_number,
        exploratory_ground=exploratory_ground if is_exploratory else "",
        on=on,
        by=by,
    )
    study_found = Study.objects.filter(decision=decision).first()
    require(decision.pack, (rules.organ_decides_to_start, initiation_facts(study_found, found)))
    validate(found)
    found.save()
    if not is_started:
        decision.status = Status.NOT_STARTED
        decision.save(update_fields=["status"])
        return _file_approval(decision, found, reply=reply, files=files, on=on, by=by)
    if is_exploratory and not exploratory_ground.strip():
        raise ValidationError(
            {"exploratory_ground": _("State why this is an exploratory reform on which the state has no clear rule.")}
        )
    decision.is_exploratory = is_exploratory
    _name_lead(decision, lead, on=on)
    made = determine_all(decision, determinations, signed_by=signed_by, on=on)
    decision.save()
    filed = _file_approval(decision, found, reply=reply, files=files, on=on, by=by)
    deposit(
        decision,
        code="A09",
        title=code_of("A09").title,
        act="initiate",
        data={
            "lead_unit": lead.unit.name if lead.unit else None,
            "co_units": [unit.name for unit in lead.co_units],
            "principal": lead.principal.name if lead.principal else None,
            "risk_unit": lead.risk_unit.name if lead.risk_unit else None,
        },
        sheet=sheets.lead_sheet(decision),
        producer=decision.authority.name,
        rules=(rules.lead_unit_is_named, rules.one_unit_leads),
        on=on,
        by=by,
    )
    file_determinations(
        decision,
        made,
        act="initiate",
        nonpublic=nonpublic,
        on=on,
        by=by,
    )
    return filed


def _name_lead(decision: Decision, lead: Lead, *, on: date) -> None:
    units = [unit for unit in (lead.unit, *lead.co_units) if unit is not None]
    facts = LeadFacts(
        units=tuple(unit.name for unit in units),
        principals=(lead.unit.name,) if lead.unit else (),
        official=lead.principal.name if lead.principal else "",
        official_is_of_principal=bool(lead.unit and lead.principal and holds_office_in(lead.principal, lead.unit, on)),
    )
    require(decision.pack, (rules.lead_unit_is_named, facts), (rules.one_unit_leads, facts))
    decision.lead_unit = lead.unit
    decision.principal = lead.principal
    decision.risk_unit = lead.risk_unit
    for unit in units:
        row = LeadUnit(decision=decision, unit=unit, is_principal=unit == lead.unit)
        validate(row)
        row.save()
    decision.involved_units.add(*lead.co_units)


def _file_approval(
    decision: Decision, found: Initiation, *, reply: str, files: Sequence[Upload], on: date, by: User
) -> Material:
    expectations: list[Expect] = []
    if not found.is_started:
        expectations = nothing_more_is_owed(
            decision, reason=sheets.reason_not_started(found), decided_by=found.approver, but=("A08",)
        )
    return deposit(
        decision,
        code="A08",
        title=code_of("A08").title,
        act="initiate",
        data={
            "is_started": found.is_started,
            "reason": found.reason,
            "approver": found.approver,
            "approval_number": found.approval_number,
            "reply": reply,
            "is_exploratory": decision.is_exploratory,
            "exploratory_ground": found.exploratory_ground,
        },
        sheet=sheets.initiation_sheet(decision, found, reply=reply),
        number=found.approval_number,
        producer=decision.authority.name,
        files=files,
        expectations=[*expectations, *sheets.exploratory_expectations(decision, found)],
        rules=(rules.organ_decides_to_start,),
        on=on,
        by=by,
    )
