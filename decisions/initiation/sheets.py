"""The readable half of what initiation files; always in Chinese, whatever language the official works in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.services import Expect
from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.initiation.scope import Exclusion
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Unit, User
    from decisions.cases.models import Decision, Determination
    from decisions.initiation.grounds import Ground
    from decisions.initiation.models import Initiation, PackMove, Proposal, Study, Withdrawal
    from decisions.statutes.selectors import Comparison


@in_chinese
def proposal_sheet(decision: Decision, proposal: Proposal) -> Sheet:
    """A01."""
    return (
        Sheet()
        .rows(
            (_("Number"), decision.number),
            (_("Matter"), decision.title),
            (_("Decision-making organ"), decision.authority),
            (_("Proposing unit"), decision.proposing_unit),
            (_("Source of the proposal"), decision.get_source_display()),
            (_("Proposed by"), proposal.proposed_by),
            (_("Number of the source document"), proposal.source_document),
            (_("Adjusts the decision"), decision.adjusts),
            (_("Handed for study to"), decision.study_unit),
            (_("Proposed on"), proposal.on),
        )
        .text(_("What is proposed"), proposal.content)
        .text(_("Main problem to be solved"), proposal.problem)
        .text(_("Reasons and basis"), proposal.reasons)
        .text(_("Preliminary solution"), proposal.solution)
        .text(_("Necessity and feasibility"), proposal.necessity)
    )


@in_chinese
def screening_sheet(decision: Decision, proposal: Proposal) -> Sheet:
    """A03."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision.title),
            (_("Decision-making organ"), decision.authority),
            (_("Level"), decision.authority.get_level_display()),
            (_("Kind of matter"), decision.get_category_display()),
            (
                _("Annual catalogue"),
                decision.catalogue_item or _("Outside the catalogue: %(reason)s") % {"reason": proposal.reason_outside}
                if decision.catalogue_item or proposal.reason_outside
                else _("No catalogue is kept"),
            ),
            (_("Rules applied"), decision.rule_pack),
        )
        .text(_("Why it is of this kind"), proposal.category_reason)
        .table(
            _("Check of excluded matters"),
            [_("Excluded matter"), _("Does the matter belong to it?")],
            [
                *([item.label, item.value in proposal.exclusions] for item in Exclusion),
                [_("Other matters excluded by local rules"), proposal.local_exclusion or False],
            ],
        )
    )


@in_chinese
def adjustment_sheet(decision: Decision, content: str) -> Sheet:
    """L07, filed with the decision that is to be adjusted."""
    return (
        Sheet()
        .rows(
            (_("Matter of the adjustment"), decision),
            (_("Case"), decision.case.reference),
            (_("Decision-making organ"), decision.authority),
        )
        .text(_("What is proposed"), content)
    )


@in_chinese
def study_sheet(decision: Decision, study: Study) -> Sheet:
    """A02."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Studying unit"), decision.study_unit),
            (_("Conclusion"), conclusion_in_words(recommends=study.recommends)),
            (_("Suggested lead unit"), study.suggested_lead),
            (_("Studied on"), study.on),
        )
        .text(_("Result of the study"), study.report)
        .text(_("Necessity"), study.necessity)
        .text(_("Feasibility"), study.feasibility)
    )


def conclusion_in_words(*, recommends: bool) -> str:
    """Say what a study concludes."""
    return _("The procedure should be started") if recommends else _("The procedure should not be started")


@in_chinese
def initiation_sheet(decision: Decision, initiation: Initiation, *, reply: str) -> Sheet:
    """A08."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Result"), _("Procedure started") if initiation.is_started else _("Procedure not started")),
            (_("Approved by"), initiation.approver),
            (_("Number of the approval"), initiation.approval_number),
            (_("Decided on"), initiation.on),
            (_("Exploratory reform"), initiation.decision.is_exploratory),
        )
        .text(_("Reasons"), initiation.reason)
        .text(_("Ground of the exploratory reform"), initiation.exploratory_ground)
        .text(_("Reply to the proposer"), reply)
    )


@in_chinese
def lead_sheet(decision: Decision, *, reason: str = "") -> Sheet:
    """A09."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Lead unit"), decision.lead_unit),
            (
                _("Units that take part in leading"),
                [row.unit.name for row in decision.lead_units.select_related("unit") if not row.is_principal],
            ),
            (_("Official in charge"), decision.principal),
            (_("Risk-assessing unit"), decision.risk_unit),
        )
        .text(_("Reasons"), reason)
    )


@in_chinese
def determination_sheet(
    decision: Decision, found: Iterable[Determination], *, countersigned_by: str = "", countersign_number: str = ""
) -> Sheet:
    """A10, and the statements on single procedures taken from it."""
    rows = list(found)
    return (
        Sheet()
        .rows((_("Matter"), decision))
        .table(
            _("Procedures"),
            [_("Procedure"), _("Applies"), _("Ground and reason"), _("Determined by"), _("Determined on")],
            [[Procedure(row.procedure).label, row.is_required, row.ground, row.signed_by, row.on] for row in rows],
        )
        .rows((_("Countersigned by"), countersigned_by), (_("Number of the countersignature"), countersign_number))
    )


@in_chinese
def nonpublic_sheet(decision: Decision, determination: Determination, *, reviewer: str, number: str) -> Sheet:
    """C01."""
    return Sheet().rows(
        (_("Matter"), decision),
        (_("Ground and reason"), determination.ground),
        (_("Determined by"), determination.signed_by),
        (_("Reviewed by the confidentiality office"), reviewer),
        (_("Number of the review"), number),
    )


@in_chinese
def withdrawal_sheet(decision: Decision, withdrawal: Withdrawal) -> Sheet:
    """A08, ending what the approval began."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Result"), _("Withdrawn")),
            (_("Withdrawn by"), decision.lead_unit or decision.proposing_unit),
            (_("Approved by"), withdrawal.approver),
            (_("Number of the approval"), withdrawal.approval_number),
            (_("Withdrawn on"), withdrawal.on),
        )
        .text(_("Reasons"), withdrawal.reason)
    )


@in_chinese
def pack_move_sheet(decision: Decision, move: PackMove, changes: Iterable[Comparison]) -> Sheet:
    """A03, supplement: by which rules the matter is judged from now on."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Rules before"), move.before),
            (_("Rules after"), move.after),
            (_("Moved on"), move.on),
        )
        .text(_("Reasons"), move.reason)
        .table(
            _("Parameters that differ"),
            [_("Parameter"), _("Before"), _("After")],
            ([row.spec.label, row.left, row.right] for row in changes),
        )
    )


@in_chinese
def ground_in_words(ground: Ground, reason: str) -> str:
    """Write a statutory ground and the reason given with it as one text."""
    return f"{ground.label}：{reason.strip()}"


@in_chinese
def charge_sheet(decision: Decision, *, before: User | None, after: User, unit: Unit, reason: str) -> Sheet:
    """A09, supplement: who is in charge from now on."""
    return (
        Sheet()
        .rows(
            (_("Matter"), decision),
            (_("Lead unit"), unit),
            (_("Official in charge before"), before),
            (_("Official in charge"), after),
        )
        .text(_("Reasons"), reason)
    )


@in_chinese
def reason_not_started(initiation: Initiation) -> str:
    """Say why the file of a matter that was not started holds no more."""
    return _("The procedure was not started: %(reason)s") % {"reason": initiation.reason}


@in_chinese
def reason_withdrawn(withdrawal: Withdrawal) -> str:
    """Say why the file of a withdrawn matter holds no more."""
    return _("The matter was withdrawn: %(reason)s") % {"reason": withdrawal.reason}


@in_chinese
def catalogue_expectations(decision: Decision, proposal: Proposal) -> list[Expect]:
    """Say where the papers of the annual catalogue are: never in the file of one matter."""
    if decision.catalogue_item:
        reason = _("Kept in the file of the annual catalogue; item %(item)s.") % {"item": decision.catalogue_item}
    elif proposal.reason_outside:
        reason = _("Outside the catalogue: %(reason)s") % {"reason": proposal.reason_outside}
    else:
        reason = _("No catalogue is kept")
    return [Expect(code=code, is_required=False, reason=reason) for code in ("A04", "A05", "A06", "A07")]


@in_chinese
def exploratory_expectations(decision: Decision, initiation: Initiation) -> list[Expect]:
    """Say whether a legal risk statement is owed (art. 25(2))."""
    if not initiation.is_started:
        return []
    if decision.is_exploratory:
        reason = _("Exploratory reform: %(ground)s") % {"ground": initiation.exploratory_ground}
    else:
        reason = _("Not an exploratory reform")
    return [Expect(code="G09", is_required=decision.is_exploratory, reason=reason, decided_by=initiation.approver)]
