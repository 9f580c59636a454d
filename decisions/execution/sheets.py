"""The readable half of what execution files; always in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from archive.sheet import Sheet, written
from decisions.cases.wording import in_chinese

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from decisions.cases.models import Decision
    from decisions.execution.models import (
        ExecutionOpinion,
        ExecutionPlan,
        ExecutionReport,
        ExecutionTask,
        ProblemReport,
        Supervision,
        Suspension,
        TaskProgress,
    )


def target_in_words(task: ExecutionTask) -> str:
    """Say what a task is measured by."""
    if task.target is None:
        return task.indicator
    return f"{task.indicator}：{task.get_target_kind_display()} {written(task.target.normalize())}{task.measure}"


@in_chinese
def assignment_sheet(
    decision: Decision, plan: ExecutionPlan, *, co_units: Sequence[str], tasks: Sequence[ExecutionTask]
) -> Sheet:
    """K01."""
    return (
        Sheet()
        .rows(
            (_("Number"), plan.number),
            (_("Matter"), decision),
            (_("Executing unit"), decision.executing_unit),
            (_("Units that take part in executing"), list(co_units)),
            (_("Implementation from"), plan.implemented_on),
            (_("Fixed term until"), plan.term_ends_on),
            (_("Reported"), plan.get_report_cycle_display()),
            (_("Evaluation due"), plan.evaluation_due_on),
            (_("Reason for the day"), plan.schedule_reason),
        )
        .text(_("Requirements"), plan.requirements)
        .table(
            _("Division of tasks"),
            [_("Task"), _("Unit"), _("Due"), _("Target")],
            [[task.name, task.unit, task.due_on, target_in_words(task)] for task in tasks],
        )
    )


@in_chinese
def report_sheet(decision: Decision, report: ExecutionReport, progress: Sequence[TaskProgress]) -> Sheet:
    """K02."""
    return (
        Sheet()
        .rows(
            (_("Number"), report.number),
            (_("Matter"), decision),
            (_("Reporting unit"), report.unit),
            (_("Period"), report.period),
            (_("Final report"), report.is_final),
            (_("Reported on"), report.on),
        )
        .text(_("State of the execution"), report.summary)
        .table(
            _("Tasks"),
            [_("Task"), _("State"), _("Result"), _("To be reached by then"), _("Attained"), _("Remark")],
            [
                [
                    row.task.name,
                    row.get_state_display(),
                    _amount(row.result, row.task.measure),
                    _amount(row.expected, row.task.measure),
                    _amount(row.attained, "%"),
                    row.note,
                ]
                for row in progress
            ],
        )
        .text(_("Difficulties"), report.difficulties)
        .text(_("Next steps"), report.next_steps)
    )


def _amount(value: object, measure: str) -> str:
    return "" if value is None else f"{written(value)}{measure}"


@in_chinese
def problem_in_words(problem: ProblemReport) -> str:
    """Say what kind of circumstance was reported."""
    return problem.get_kind_display()


@in_chinese
def problem_sheet(decision: Decision, problem: ProblemReport) -> Sheet:
    """K04."""
    return (
        Sheet()
        .rows(
            (_("Number"), problem.number),
            (_("Matter"), decision),
            (_("Reporting unit"), problem.unit),
            (_("Kind"), problem.get_kind_display()),
            (_("Seriousness"), problem.get_seriousness_display()),
            (_("Found on"), problem.found_on),
            (_("Reported on"), problem.on),
        )
        .text(_("What happened"), problem.description)
        .text(_("Effect on the goals"), problem.effect)
        .text(_("Measures taken or proposed"), problem.measures)
    )


@in_chinese
def opinion_sheet(decision: Decision, opinion: ExecutionOpinion) -> Sheet:
    """K05, as received or as answered."""
    return (
        Sheet()
        .rows(
            (_("Receipt"), opinion.receipt),
            (_("Matter"), decision),
            (_("Received by"), opinion.get_channel_display()),
            (_("Given by"), opinion.author or _("Not named")),
            (_("Received on"), opinion.received_on),
            (_("Answered on"), opinion.answered_on),
        )
        .text(_("Opinion"), opinion.text)
        .text(_("Answer"), opinion.answer)
    )


@in_chinese
def step_title(step: Supervision) -> str:
    """Name the paper of a step of supervision."""
    return _("Supervision of the execution: %(step)s") % {"step": step.get_step_display()}


@in_chinese
def supervision_sheet(decision: Decision, step: Supervision) -> Sheet:
    """K03."""
    return (
        Sheet()
        .rows(
            (_("Number"), step.number),
            (_("Matter"), decision),
            (_("Check"), step.check_number),
            (_("Step"), step.get_step_display()),
            (_("Unit checked"), decision.executing_unit),
            (_("Asks for rectification"), step.demands_rectification),
            (_("Rectified by"), step.due_on),
            (_("Dated"), step.on),
        )
        .text(_("Content"), step.text)
    )


@in_chinese
def suspension_sheet(decision: Decision, suspension: Suspension) -> Sheet:
    """L06."""
    return (
        Sheet()
        .rows(
            (_("Number"), suspension.number),
            (_("Matter"), decision),
            (_("Ordered by"), suspension.by),
            (_("Circumstance reported"), suspension.problem),
            (_("Suspended on"), suspension.on),
        )
        .text(_("Urgency"), suspension.urgency)
        .text(_("What is suspended"), suspension.scope)
        .text(_("Arrangements against loss and bad effects"), suspension.arrangements)
    )


@in_chinese
def resumption_sheet(
    decision: Decision, *, number: str, suspended_by: str, reason: str, approver: str, on: date
) -> Sheet:
    """L06, ending a suspension."""
    return (
        Sheet()
        .rows(
            (_("Number"), number),
            (_("Matter"), decision),
            (_("Order of suspension"), suspended_by),
            (_("Approved by"), approver),
            (_("Resumed on"), on),
        )
        .text(_("Reason for resuming"), reason)
    )


@in_chinese
def public() -> str:
    """Name the public as the maker of a record."""
    return _("The public")
