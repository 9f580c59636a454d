"""Naming who executes, and what the executing unit reports (art. 34, 35); what the public says is in ``opinions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.execution import rules, sheets
from decisions.execution.attainment import attained_percent, expected_by
from decisions.execution.facts import AssignmentFacts, CycleFacts, ScheduleFacts
from decisions.execution.models import (
    ExecutingUnit,
    ExecutionPlan,
    ExecutionReport,
    ExecutionTask,
    ProblemReport,
    TaskProgress,
)
from decisions.execution.opinions import (
    handle_execution_opinion,
    receive_execution_opinion,
    receive_opinion,
    running,
)
from decisions.execution.selectors import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision

__all__ = [
    "assign_execution",
    "handle_execution_opinion",
    "receive_execution_opinion",
    "receive_opinion",
    "report_execution",
    "report_problem",
]


@transaction.atomic
def assign_execution(
    decision: Decision,
    *,
    executing_unit: Unit | None,
    co_units: Sequence[Unit],
    tasks: Sequence[Mapping[str, Any]],
    implemented_on: date,
    term_ends_on: date | None,
    report_cycle: str,
    evaluation_due_on: date | None,
    schedule_reason: str,
    requirements: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Name who executes, divide the work, fix the reports and the day of the evaluation (art. 34).

    Args:
        executing_unit: The unit that answers for the whole; ``co_units`` take part.
        tasks: ``name``, ``unit``, ``due_on``, and where a task is measured ``indicator``, ``target_kind``, ``target``
            and ``measure``.
        implemented_on: From when the decision is carried out.
        term_ends_on: Until when, if it is for a fixed term.
        evaluation_due_on: The day of the evaluation; without one, the last day local rules leave.

    Returns:
        The designation filed as K01.

    Raises:
        Refusal: EXEC-01, EXEC-05 or EXEC-06 stand in the way.
        ValidationError: No day is given and local rules set none, or a task is due before it can begin.
    """
    due_on = evaluation_due_on or rules.suggested_evaluation(
        decision.pack, implemented_on=implemented_on, term_ends_on=term_ends_on
    )
    if due_on is None:
        raise ValidationError({"evaluation_due_on": _("Local rules set no time for the evaluation: choose the day.")})
    others = [unit for unit in co_units if unit != executing_unit]
    named = {unit.pk for unit in others} | ({executing_unit.pk} if executing_unit else set())
    require(
        decision.pack,
        (
            rules.executing_unit_is_named,
            AssignmentFacts(
                unit=executing_unit.name if executing_unit else "",
                tasks=len(tasks),
                foreign=tuple(dict.fromkeys(task["unit"].name for task in tasks if task["unit"].pk not in named)),
            ),
        ),
        (rules.reports_are_frequent_enough, CycleFacts(cycle=report_cycle)),
        (
            rules.evaluation_is_scheduled,
            ScheduleFacts(
                implemented_on=implemented_on, due_on=due_on, reason=schedule_reason, term_ends_on=term_ends_on
            ),
        ),
    )
    assert executing_unit is not None  # noqa: S101 -- EXEC-01 has just been met
    plan = ExecutionPlan(
        decision=decision,
        number=issue_number(decision.authority, "执行", on.year),
        implemented_on=implemented_on,
        term_ends_on=term_ends_on,
        report_cycle=report_cycle,
        evaluation_due_on=due_on,
        schedule_reason=schedule_reason,
        requirements=requirements,
        on=on,
        by=by,
    )
    validate(plan)
    plan.save()
    for unit in (executing_unit, *others):
        ExecutingUnit.objects.create(decision=decision, unit=unit, is_principal=unit == executing_unit)
    decision.executing_unit = executing_unit
    decision.save(update_fields=["executing_unit"])
    decision.involved_units.add(executing_unit, *others)
    rows = [_task(decision, position, task, since=implemented_on) for position, task in enumerate(tasks, 1)]
    return deposit(
        decision,
        code="K01",
        title=code_of("K01").title,
        act="assign_execution",
        number=plan.number,
        data={
            "number": plan.number,
            "executing_unit": executing_unit.name,
            "co_units": [unit.name for unit in others],
            "implemented_on": implemented_on.isoformat(),
            "term_ends_on": term_ends_on.isoformat() if term_ends_on else None,
            "report_cycle": report_cycle,
            "evaluation_due_on": due_on.isoformat(),
            "schedule_reason": schedule_reason,
            "requirements": requirements,
            "tasks": [
                {
                    "name": row.name,
                    "unit": row.unit.name,
                    "due_on": row.due_on.isoformat(),
                    "indicator": row.indicator,
                    "target_kind": row.target_kind,
                    "target": None if row.target is None else str(row.target),
                    "measure": row.measure,
                }
                for row in rows
            ],
        },
        sheet=sheets.assignment_sheet(decision, plan, co_units=[unit.name for unit in others], tasks=rows),
        files=files,
        rules=(rules.executing_unit_is_named, rules.reports_are_frequent_enough, rules.evaluation_is_scheduled),
        on=on,
        by=by,
    )


def _task(decision: Decision, position: int, given: Mapping[str, Any], *, since: date) -> ExecutionTask:
    row = ExecutionTask(decision=decision, position=position, **given)
    if row.due_on < since:
        raise ValidationError(_("The task “%(task)s” is due before the implementation begins.") % {"task": row.name})
    validate(row)
    row.save()
    return row


def _reporting_unit(decision: Decision, by: User, *, verb: str, on: date) -> Unit:
    unit = unit_of(by, decision, verb=verb, on=on)
    if unit is None:
        raise ValidationError(
            {"on": _("%(name)s held no office in an executing unit on that day.") % {"name": by.name}}
        )
    return unit


@transaction.atomic
def report_execution(
    decision: Decision,
    *,
    period: str,
    summary: str,
    difficulties: str,
    next_steps: str,
    is_final: bool,
    progress: Sequence[Mapping[str, Any]],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Report how the execution goes, task by task (art. 34).

    What was to be reached by the day of the report, and how much of it was, is kept as it was computed then.

    Args:
        period: What the report is about, in words.
        progress: ``task``, ``state``, ``result`` where the task is measured, and ``note``.

    Returns:
        The report filed as K02.

    Raises:
        ValidationError: The decision is not being executed, or a measured task has no result.
    """
    plan = running(decision, on)
    report = ExecutionReport(
        decision=decision,
        unit=_reporting_unit(decision, by, verb="report_execution", on=on),
        number=issue_number(decision.authority, "执报", on.year),
        period=period,
        is_final=is_final,
        summary=summary,
        difficulties=difficulties,
        next_steps=next_steps,
        on=on,
        by=by,
    )
    validate(report)
    report.save()
    rows = [_progress(report, plan, given) for given in progress]
    return deposit(
        decision,
        code="K02",
        title=code_of("K02").title,
        act="report_execution",
        number=report.number,
        producer=report.unit.name,
        data={
            "number": report.number,
            "unit": report.unit.name,
            "period": period,
            "is_final": is_final,
            "summary": summary,
            "difficulties": difficulties,
            "next_steps": next_steps,
            "progress": list(_as_data(rows)),
        },
        sheet=sheets.report_sheet(decision, report, rows),
        files=files,
        rules=(rules.execution_is_reported, *((rules.final_report_is_in_time,) if is_final else ())),
        on=on,
        by=by,
    )


def _progress(report: ExecutionReport, plan: ExecutionPlan, given: Mapping[str, Any]) -> TaskProgress:
    row = TaskProgress(report=report, **given)
    task = row.task
    if task.decision_id != report.decision_id:
        raise ValidationError(_("The task belongs to another decision."))
    if task.target is not None and row.result is not None:
        row.expected = expected_by(
            kind=task.target_kind, target=task.target, start=plan.implemented_on, due=task.due_on, day=report.on
        )
        row.attained = attained_percent(kind=task.target_kind, result=row.result, expected=row.expected)
    elif task.target is not None:
        raise ValidationError(_("The task “%(task)s” is measured: enter its result.") % {"task": task.name})
    validate(row)
    row.save()
    return row


def _as_data(rows: Iterable[TaskProgress]) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {
            "task": row.task.name,
            "state": row.state,
            "note": row.note,
            **{
                name: None if value is None else str(value)
                for name, value in (("result", row.result), ("expected", row.expected), ("attained", row.attained))
            },
        }


@transaction.atomic
def report_problem(
    decision: Decision,
    *,
    kind: str,
    seriousness: str,
    found_on: date,
    description: str,
    effect: str,
    measures: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Report a problem, a great change or force majeure (art. 35(1)); a late report is taken in as well.

    Returns:
        The report filed as K04.

    Raises:
        ValidationError: The decision is not being executed, or the days contradict each other.
    """
    running(decision, on)
    problem = ProblemReport(
        decision=decision,
        unit=_reporting_unit(decision, by, verb="report_problem", on=on),
        number=issue_number(decision.authority, "执情", on.year),
        kind=kind,
        seriousness=seriousness,
        found_on=found_on,
        description=description,
        effect=effect,
        measures=measures,
        on=on,
        by=by,
    )
    validate(problem)
    problem.save()
    return deposit(
        decision,
        code="K04",
        title=code_of("K04").title,
        act="report_problem",
        number=problem.number,
        producer=problem.unit.name,
        data={
            "number": problem.number,
            "unit": problem.unit.name,
            "kind": kind,
            "seriousness": seriousness,
            "found_on": found_on.isoformat(),
            "description": description,
            "effect": effect,
            "measures": measures,
        },
        sheet=sheets.problem_sheet(decision, problem),
        files=files,
        rules=(rules.problem_is_reported_in_time,),
        expectations=[
            Expect(code="K04", is_required=True, reason=sheets.problem_in_words(problem), decided_by=problem.unit.name)
        ],
        on=on,
        by=by,
    )
