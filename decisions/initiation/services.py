"""Proposing a matter, studying it, and deciding whether the procedure starts (art. 10, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import open_case
from decisions.cases.models import Decision, ProposalSource, Status
from decisions.cases.services import deposit, issue_number, require
from decisions.initiation import rules, sheets
from decisions.initiation.determining import Answer, determine_all, file_determinations, nothing_more_is_owed
from decisions.initiation.facts import CatalogueFacts, ExclusionFacts, LeadFacts, ProposalFacts
from decisions.initiation.models import Initiation, LeadUnit, Proposal, Study
from decisions.initiation.scope import Exclusion
from decisions.initiation.selectors import holds_office_in, initiation_facts, scope_facts
from decisions.statutes.selectors import pack_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from archive.services import Expect
    from decisions.statutes.rule import Procedure


@transaction.atomic
def propose(
    *,
    title: str,
    authority: Unit,
    proposing_unit: Unit,
    category: str,
    category_reason: str,
    source: str,
    proposed_by: str,
    source_document: str,
    content: str,
    problem: str,
    reasons: str,
    solution: str,
    necessity: str,
    exclusions_checked: bool,
    exclusions: Sequence[str],
    local_exclusion: str,
    catalogue_year: int | None,
    catalogue_item: str,
    reason_outside: str,
    study_unit: Unit | None,
    adjusts: Decision | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Propose a matter, screen it, and hand it over for study; its case is opened and its rules are pinned.

    Args:
        category_reason: Why the matter is of this kind.
        content: What is proposed.
        problem: With ``reasons``, ``solution`` and ``necessity`` the four points of article 10(2).
        exclusions: National grounds of exclusion that apply, which refuse the proposal.
        local_exclusion: A local rule that excludes the matter, which refuses it as well.
        catalogue_item: The item of the catalogue of ``catalogue_year``; empty where the matter is outside it.
        adjusts: The decision in force that is to be adjusted (art. 37).

    Returns:
        The proposal filed as A01.

    Raises:
        Refusal: SCOPE-01 to 03, CAT-01 or INIT-01 to 03 stand in the way.
        ValidationError: No rule pack is in force, or a proposal from an evaluation names no decision to adjust.
    """
    rule_pack = pack_for(authority, on=on)
    if source == ProposalSource.EVALUATION and adjusts is None:
        raise ValidationError({"adjusts": _("Name the decision whose evaluation leads to the proposal.")})
    scope = scope_facts(authority, category=category, category_reason=category_reason)
    item = f"{catalogue_year}-{catalogue_item}" if catalogue_item and catalogue_year else catalogue_item
    proposal_facts = ProposalFacts(
        source=source,
        proposed_by=proposed_by,
        source_document=source_document,
        study_unit=study_unit.name if study_unit else "",
        problem=problem,
        reasons=reasons,
        solution=solution,
        necessity=necessity,
    )
    require(
        rule_pack.resolved,
        (rules.local_government_decides, scope),
        (rules.matter_is_major, scope),
        (
            rules.matter_is_not_excluded,
            ExclusionFacts(
                is_checked=exclusions_checked,
                grounds=tuple(str(Exclusion(value).label) for value in exclusions),
                local=local_exclusion,
            ),
        ),
        (
            rules.matter_is_in_the_catalogue,
            CatalogueFacts(year=catalogue_year, item=item, reason_outside=reason_outside),
        ),
        (rules.leaders_proposal_is_studied, proposal_facts),
        (rules.departments_proposal_is_argued, proposal_facts),
        (rules.public_proposal_is_studied, proposal_facts),
    )
    decision = Decision(
        number=issue_number(authority, "决策", on.year),
        title=title,
        year=on.year,
        category=category,
        source=source,
        authority=authority,
        proposing_unit=proposing_unit,
        study_unit=study_unit,
        rule_pack=rule_pack,
        catalogue_item=item,
        adjusts=adjusts,
        case=open_case(
            fonds_code=authority.fonds_code, fonds_name=authority.name, year=on.year, title=title, on=on
        ),
    )
    decision.full_clean()
    decision.save()
    proposal = Proposal(
        decision=decision,
        proposed_by=proposed_by,
        source_document=source_document,
        content=content,
        category_reason=category_reason,
        problem=problem,
        reasons=reasons,
        solution=solution,
        necessity=necessity,
        exclusions=list(exclusions),
        local_exclusion=local_exclusion,
        catalogue_year=catalogue_year,
        reason_outside=reason_outside,
        on=on,
        by=by,
    )
    proposal.full_clean()
    proposal.save()
    filed = _file_proposal(decision, proposal, files=files, on=on, by=by)
    if adjusts is not None:
        deposit(
            adjusts,
            code="L07",
            title=code_of("L07").title,
            act="propose",
            data={"decision": decision.number, "title": title, "case": decision.case.reference, "content": content},
            sheet=sheets.adjustment_sheet(decision, content),
            on=on,
            by=by,
        )
    return filed


def _file_proposal(
    decision: Decision, proposal: Proposal, *, files: Sequence[Upload], on: date, by: User
) -> Material:
    filed = deposit(
        decision,
        code="A01",
        title=code_of("A01").title,
        act="propose",
        data={
            "number": decision.number,
            "title": decision.title,
            "authority": decision.authority.name,
            "proposing_unit": decision.proposing_unit.name,
            "source": decision.source,
            "proposed_by": proposal.proposed_by,
            "source_document": proposal.source_document,
            "content": proposal.content,
            "problem": proposal.problem,
            "reasons": proposal.reasons,
            "solution": proposal.solution,
            "necessity": proposal.necessity,
            "study_unit": decision.study_unit.name if decision.study_unit else None,
            "adjusts": decision.adjusts.number if decision.adjusts else None,
        },
        sheet=sheets.proposal_sheet(decision, proposal),
        number=decision.number,
        producer=decision.proposing_unit.name,
        files=files,
        rules=(
            rules.leaders_proposal_is_studied,
            rules.departments_proposal_is_argued,
            rules.public_proposal_is_studied,
        ),
        on=on,
        by=by,
    )
    deposit(
        decision,
        code="A03",
        title=code_of("A03").title,
        act="propose",
        data={
            "authority": decision.authority.name,
            "level": decision.authority.level,
            "category": decision.category,
            "category_reason": proposal.category_reason,
            "exclusions_checked": True,
            "exclusions": proposal.exclusions,
            "local_exclusion": proposal.local_exclusion,
            "catalogue_year": proposal.catalogue_year,
            "catalogue_item": decision.catalogue_item,
            "reason_outside_catalogue": proposal.reason_outside,
            "rule_pack": {"code": decision.rule_pack.code, "version": decision.rule_pack.version},
        },
        sheet=sheets.screening_sheet(decision, proposal),
        expectations=sheets.catalogue_expectations(decision, proposal),
        rules=(
            rules.local_government_decides,
            rules.matter_is_major,
            rules.matter_is_not_excluded,
            rules.matter_is_in_the_catalogue,
        ),
        on=on,
        by=by,
    )
    return filed


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
    found.full_clean()
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
    lead_unit: Unit | None,
    co_units: Sequence[Unit],
    principal: User | None,
    risk_unit: Unit | None,
    is_exploratory: bool,
    exploratory_ground: str,
    determinations: Mapping[Procedure, Answer],
    signed_by: str,
    nonpublic_reviewer: str,
    nonpublic_number: str,
    nonpublic_files: Sequence[Upload],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Decide whether the procedure starts; if so, name who leads and determine which procedures apply.

    Args:
        is_started: Whether it starts; if not, everything after ``reply`` is left empty.
        reply: What the proposer is told.
        lead_unit: The leading lead unit; ``co_units`` draw up the draft with it.
        principal: The official in charge, of the lead unit.
        risk_unit: Who assesses the risks; the lead unit where none is named (art. 22(1)).
        determinations: For each of the six procedures its ground and reason.
        signed_by: Who answers for the determinations.
        nonpublic_reviewer: The confidentiality office that reviewed non-disclosure, with number and papers.

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
    found.full_clean()
    found.save()
    if not is_started:
        decision.status = Status.NOT_STARTED
        decision.save(update_fields=["status"])
        return _file_approval(decision, found, reply=reply, files=files, on=on, by=by)
    if is_exploratory and not exploratory_ground.strip():
        raise ValidationError(
            {"exploratory_ground": _("State why this is an exploratory reform on which the state has no clear rule.")}
        )
    units = [unit for unit in (lead_unit, *co_units) if unit is not None]
    facts = LeadFacts(
        units=tuple(unit.name for unit in units),
        principals=(lead_unit.name,) if lead_unit else (),
        official=principal.name if principal else "",
        official_is_of_principal=bool(lead_unit and principal and holds_office_in(principal, lead_unit, on)),
    )
    require(decision.pack, (rules.lead_unit_is_named, facts), (rules.one_unit_leads, facts))
    decision.lead_unit = lead_unit
    decision.principal = principal
    decision.risk_unit = risk_unit
    decision.is_exploratory = is_exploratory
    for unit in units:
        row = LeadUnit(decision=decision, unit=unit, is_principal=unit == lead_unit)
        row.full_clean()
        row.save()
    made = determine_all(decision, determinations, signed_by=signed_by, on=on)
    decision.save()
    decision.involved_units.add(*co_units)
    filed = _file_approval(decision, found, reply=reply, files=files, on=on, by=by)
    deposit(
        decision,
        code="A09",
        title=code_of("A09").title,
        act="initiate",
        data={
            "lead_unit": units[0].name,
            "co_units": [unit.name for unit in co_units],
            "principal": principal.name if principal else None,
            "risk_unit": risk_unit.name if risk_unit else None,
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
        nonpublic_reviewer=nonpublic_reviewer,
        nonpublic_number=nonpublic_number,
        nonpublic_files=nonpublic_files,
        on=on,
        by=by,
    )
    return filed


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
