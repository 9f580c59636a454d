"""The readable half of what evaluation files; always in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from archive.services import Expect
from archive.sheet import Sheet
from decisions.cases.wording import in_chinese
from decisions.evaluation.models import Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decisions.cases.models import Decision
    from decisions.evaluation.models import (
        Application,
        Evaluation,
        EvaluationMember,
        EvaluationOrder,
        EvaluationTrigger,
        Indicator,
    )

OF_AN_EVALUATION = ("L02", "L03", "L04", "L05")


@in_chinese
def system() -> str:
    """Name the system as the maker of a record."""
    return _("System")


@in_chinese
def trigger_title(title: Any) -> str:
    """Name the paper of a ground."""
    return _("%(title)s: ground for an evaluation") % {"title": title}


@in_chinese
def trigger_sheet(trigger: EvaluationTrigger) -> Sheet:
    """L01, the ground."""
    return (
        Sheet()
        .rows(
            (_("Matter"), trigger.decision),
            (_("Kind"), trigger.get_kind_display()),
            (_("Arose on"), trigger.on),
            (_("Stated by"), trigger.by or _("System, from the record")),
        )
        .text(_("Ground"), trigger.text)
    )


@in_chinese
def order_sheet(order: EvaluationOrder, triggers: Iterable[EvaluationTrigger]) -> Sheet:
    """L01, the decision on evaluating, with the check of who is barred."""
    sheet = (
        Sheet()
        .rows(
            (_("Number"), order.number),
            (_("Matter"), order.decision),
            (_("Result"), _("Evaluate") if order.is_ordered else _("Do not evaluate now")),
            (_("Approved by"), order.approver),
            (_("Decided on"), order.on),
            (_("Evaluating unit"), order.evaluating_unit),
            (_("Third party commissioned"), order.third_party),
            (_("Number of the commission"), order.contract),
            (_("Report due"), order.report_due_on),
            (_("Decided on again"), order.next_due_on),
        )
        .text(_("Reason"), order.reason)
        .text(_("What is evaluated"), order.scope)
        .table(
            _("Grounds answered"),
            [_("Kind"), _("Ground"), _("Arose on")],
            [[trigger.get_kind_display(), trigger.text, trigger.on] for trigger in triggers],
        )
    )
    if order.third_party:
        sheet.rows(
            (_("Argued or assessed before"), list(order.assessors) or _("Nobody on file")),
            (_("Ties to the executing unit"), order.tie or _("None declared")),
            (_("Independence declared"), order.is_declared),
            heading=_("Check of who may not evaluate"),
        )
    return sheet


@in_chinese
def plan_sheet(evaluation: Evaluation, members: Iterable[EvaluationMember]) -> Sheet:
    """L02."""
    order = evaluation.order
    return (
        Sheet()
        .rows(
            (_("Matter"), evaluation.decision),
            (_("Evaluating unit"), order.evaluating_unit),
            (_("Third party commissioned"), order.third_party),
            (_("Self-evaluation"), evaluation.is_self_evaluation),
            (_("Plan dated"), evaluation.planned_on),
            (_("Methods"), [Method(value).label for value in evaluation.methods]),
        )
        .text(_("Plan"), evaluation.plan)
        .table(
            _("Members of the evaluation"),
            [_("Kind"), _("Full name"), _("Organisation"), _("Part taken")],
            [[row.get_category_display(), row.name, row.organisation, row.role] for row in members],
        )
        .text(_("Why kinds of members are absent"), evaluation.absence_reason)
    )


@in_chinese
def inquiries_sheet(evaluation: Evaluation) -> Sheet:
    """L03."""
    return (
        Sheet()
        .rows((_("Matter"), evaluation.decision), (_("Inquiries closed on"), evaluation.collected_until))
        .text(_("How the public was heard"), evaluation.heard)
        .text(_("Inquiries and opinions"), evaluation.inquiries)
    )


@in_chinese
def report_sheet(evaluation: Evaluation, indicators: Iterable[Indicator]) -> Sheet:
    """L04."""
    return (
        Sheet()
        .rows(
            (_("Number"), evaluation.number),
            (_("Matter"), evaluation.decision),
            (_("Evaluating unit"), evaluation.order.evaluating_unit),
            (_("Third party commissioned"), evaluation.order.third_party),
            (_("Self-evaluation"), evaluation.is_self_evaluation),
            (_("Reported on"), evaluation.on),
        )
        .table(
            _("Indicators"),
            [_("About"), _("Indicator"), _("Target"), _("Result"), _("Source")],
            [[row.get_dimension_display(), row.name, row.target, row.result, row.source] for row in indicators],
        )
        .text(_("Execution"), evaluation.execution)
        .text(_("Effects"), evaluation.effects)
        .text(_("Costs and benefits"), evaluation.costs)
        .text(_("Appraisal by society"), evaluation.appraisal)
        .text(_("Problems and their causes"), evaluation.problems)
        .text(_("Suggestions"), evaluation.suggestions)
        .rows(
            (_("Grade"), evaluation.get_grade_display() if evaluation.grade else ""),
            (_("Conclusion"), evaluation.get_conclusion_display()),
        )
        .text(_("Reasons of the conclusion"), evaluation.conclusion_reason)
    )


@in_chinese
def result_sheet(result: Application) -> Sheet:
    """L05."""
    return (
        Sheet()
        .rows(
            (_("Number"), result.number),
            (_("Matter"), result.decision),
            (_("Evaluation report"), result.evaluation.number),
            (_("The evaluation advises"), result.evaluation.get_conclusion_display()),
            (_("Decided"), result.get_outcome_display()),
            (_("Approved by"), result.approver),
            (_("Number of the organ's decision"), result.approval_number),
            (_("Major adjustment"), result.is_major if result.outcome == "adjust" else None),
            (_("Ordered to propose the adjustment"), result.proposing_unit),
            (_("To be proposed by"), result.propose_by),
            (_("Next evaluation"), result.next_due_on),
            (_("Decided on"), result.on),
        )
        .text(_("Reasons"), result.reason)
        .text(_("What is adjusted"), result.adjustment)
        .text(_("Why the adjustment is minor"), result.minor_reason)
        .text(_("Arrangements against loss and bad effects"), result.arrangements)
    )


@in_chinese
def adjustment_order_sheet(result: Application) -> Sheet:
    """L07, the order to go through the procedure again."""
    return (
        Sheet()
        .rows(
            (_("Matter"), result.decision),
            (_("Ordered by"), result.number),
            (_("Ordered to propose the adjustment"), result.proposing_unit),
            (_("To be proposed by"), result.propose_by),
        )
        .text(_("What is adjusted"), result.adjustment)
    )


@in_chinese
def reminder_to_propose(result: Application) -> str:
    """Tell a unit that it has to propose a major adjustment."""
    return _("Propose the major adjustment ordered by %(number)s.") % {"number": result.number}


@in_chinese
def order_expectations(decision: Decision, order: EvaluationOrder) -> list[Expect]:
    """Say what an evaluation owes the file, or why there is none."""
    if order.is_ordered:
        reason = _("Evaluation ordered by %(number)s.") % {"number": order.number}
        return [
            Expect(code=code, is_required=True, reason=reason, decided_by=order.approver)
            for code in ("L01", *OF_AN_EVALUATION)
        ]
    if decision.evaluations.exists():
        return []
    reason = _("Not evaluated for now (%(number)s): %(reason)s") % {"number": order.number, "reason": order.reason}
    return [
        Expect(code=code, is_required=False, reason=reason, decided_by=order.approver) for code in OF_AN_EVALUATION
    ]


@in_chinese
def result_expectations(result: Application) -> list[Expect]:
    """Say whether the reference to the case of a major adjustment is owed."""
    if not result.is_major:
        return []
    return [
        Expect(
            code="L07",
            is_required=True,
            reason=_("Major adjustment ordered by %(number)s.") % {"number": result.number},
            decided_by=result.approver,
        )
    ]
