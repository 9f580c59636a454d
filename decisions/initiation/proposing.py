"""Proposing a matter: its screening, its case, the rules it is judged by, and the unit that studies it (art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import open_case
from decisions.cases.models import Decision, ProposalSource
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.initiation import rules, sheets
from decisions.initiation.facts import CatalogueFacts, ExclusionFacts, ProposalFacts
from decisions.initiation.models import Proposal
from decisions.initiation.scope import Exclusion
from decisions.initiation.selectors import scope_facts
from decisions.statutes.selectors import pack_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload


@dataclass(frozen=True)
class Arguments:
    """The four points of article 10(2)."""

    problem: str
    reasons: str
    solution: str
    necessity: str


@dataclass(frozen=True)
class Screening:
    """Why a matter is a major decision, and what was checked about it (art. 2, 3).

    Attributes:
        category: One of the five kinds.
        category_reason: Why it is of this kind.
        exclusions_checked: Whether somebody checked what is excluded.
        exclusions: National grounds of exclusion that apply, which refuse the proposal.
        local_exclusion: A local rule that excludes the matter, which refuses it as well.
        catalogue_item: The item of the catalogue of ``catalogue_year``; empty where the matter is outside it.
        reason_outside: Why it is outside the catalogue.
    """

    category: str
    category_reason: str
    exclusions_checked: bool
    exclusions: Sequence[str]
    local_exclusion: str
    catalogue_year: int | None
    catalogue_item: str
    reason_outside: str

    @property
    def item(self) -> str:
        """The item with its year, such as 2026-3."""
        if self.catalogue_item and self.catalogue_year:
            return f"{self.catalogue_year}-{self.catalogue_item}"
        return self.catalogue_item


@transaction.atomic
def propose(
    *,
    title: str,
    authority: Unit,
    proposing_unit: Unit,
    source: str,
    proposed_by: str,
    source_document: str,
    content: str,
    arguments: Arguments,
    screening: Screening,
    study_unit: Unit | None,
    adjusts: Decision | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Propose a matter, screen it, and hand it over for study; its case is opened and its rules are pinned.

    Args:
        content: What is proposed.
        arguments: The four points of article 10(2), owed by departments and lower governments.
        screening: Why the matter is major, and what was checked about it.
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
    scope = scope_facts(authority, category=screening.category, category_reason=screening.category_reason)
    proposal_facts = ProposalFacts(
        source=source,
        proposed_by=proposed_by,
        source_document=source_document,
        study_unit=study_unit.name if study_unit else "",
        problem=arguments.problem,
        reasons=arguments.reasons,
        solution=arguments.solution,
        necessity=arguments.necessity,
    )
    require(
        rule_pack.resolved,
        (rules.local_government_decides, scope),
        (rules.matter_is_major, scope),
        (
            rules.matter_is_not_excluded,
            ExclusionFacts(
                is_checked=screening.exclusions_checked,
                grounds=tuple(str(Exclusion(value).label) for value in screening.exclusions),
                local=screening.local_exclusion,
            ),
        ),
        (
            rules.matter_is_in_the_catalogue,
            CatalogueFacts(
                year=screening.catalogue_year, item=screening.item, reason_outside=screening.reason_outside
            ),
        ),
        (rules.leaders_proposal_is_studied, proposal_facts),
        (rules.departments_proposal_is_argued, proposal_facts),
        (rules.public_proposal_is_studied, proposal_facts),
    )
    decision = Decision(
        number=issue_number(authority, "决策", on.year),
        title=title,
        year=on.year,
        category=screening.category,
        source=source,
        authority=authority,
        proposing_unit=proposing_unit,
        study_unit=study_unit,
        rule_pack=rule_pack,
        catalogue_item=screening.item,
        adjusts=adjusts,
        case=open_case(fonds_code=authority.fonds_code, fonds_name=authority.name, year=on.year, title=title, on=on),
    )
    validate(decision)
    decision.save()
    proposal = Proposal(
        decision=decision,
        proposed_by=proposed_by,
        source_document=source_document,
        content=content,
        category_reason=screening.category_reason,
        problem=arguments.problem,
        reasons=arguments.reasons,
        solution=arguments.solution,
        necessity=arguments.necessity,
        exclusions=list(screening.exclusions),
        local_exclusion=screening.local_exclusion,
        catalogue_year=screening.catalogue_year,
        reason_outside=screening.reason_outside,
        on=on,
        by=by,
    )
    validate(proposal)
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


def _file_proposal(decision: Decision, proposal: Proposal, *, files: Sequence[Upload], on: date, by: User) -> Material:
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
