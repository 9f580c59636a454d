"""Reading the execution of a decision, and the choices its forms offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone

from accounts.models import Unit
from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import decisions_visible_to, held_offices, units_in_lane, units_under
from decisions.execution.facts import (
    AssignmentFacts,
    CycleFacts,
    FinalReportFacts,
    OpinionsFacts,
    ProblemFacts,
    ReportingFacts,
    ScheduleFacts,
    SuspensionFacts,
)
from decisions.execution.models import (
    ExecutingUnit,
    ExecutionOpinion,
    ExecutionPlan,
    ExecutionReport,
    ExecutionTask,
    ProblemReport,
    Supervision,
    SupervisionStep,
    Suspension,
    TaskProgress,
    TaskState,
)
from decisions.execution.rules import final_report_due, next_report_due

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from decisions.cases.models import Decision

IN_EXECUTION = (Status.IN_FORCE, Status.SUSPENDED)


def evidence(decision: Decision) -> Iterable[object]:
    """Return every fact of the execution as the record holds it."""
    plan = plan_of(decision)
    if plan is None:
        return
    yield assignment_facts(decision)
    yield CycleFacts(cycle=plan.report_cycle)
    yield ScheduleFacts(
        implemented_on=plan.implemented_on,
        due_on=plan.evaluation_due_on,
        reason=plan.schedule_reason,
        term_ends_on=plan.term_ends_on,
    )
    yield ReportingFacts(
        cycle=plan.report_cycle,
        implemented_on=plan.implemented_on,
        reported_on=tuple(
            ExecutionReport.objects.filter(decision=decision, unit=decision.executing_unit)
            .order_by("on", "pk")
            .values_list("on", flat=True)
        ),
    )
    yield final_report_facts(decision, plan)
    for problem in ProblemReport.objects.filter(decision=decision):
        yield ProblemFacts(kind=problem.kind, found_on=problem.found_on, reported_on=problem.on)
    opinions = ExecutionOpinion.objects.filter(decision=decision)
    yield OpinionsFacts(received=opinions.count(), answered=opinions.exclude(answer="").count())
    for suspension in Suspension.objects.filter(decision=decision).select_related("problem", "by"):
        yield SuspensionFacts(
            problem=suspension.problem.get_kind_display(),
            reported_on=suspension.problem.on,
            urgency=suspension.urgency,
            ordered_by=suspension.by.name,
            # Only a head's order is ever recorded; the permission belongs to heads alone.
            is_by_head=True,
            on=suspension.on,
        )


def final_report_facts(decision: Decision, plan: ExecutionPlan) -> FinalReportFacts:
    """Return when the execution ended and when the unit that answers for it reported for the last time."""
    final = ExecutionReport.objects.filter(decision=decision, unit=decision.executing_unit, is_final=True)
    return FinalReportFacts(
        ended_on=ended_on(decision, plan),
        reported_on=final.order_by("on", "pk").values_list("on", flat=True).first(),
        today=timezone.localdate(),
    )


def ended_on(decision: Decision, plan: ExecutionPlan) -> date | None:
    """Return the day the execution ended: that of its fixed term, else that on which the last task was told done."""
    if plan.term_ends_on is not None:
        return plan.term_ends_on
    days: list[date] = []
    for task in tasks_of(decision):
        if not task.told or task.told[-1].state != TaskState.DONE:
            return None
        # Told done again and again, it was done when it was first told so and not taken back since.
        since: date = task.told[-1].report.on
        for told in reversed(task.told):
            if told.state != TaskState.DONE:
                break
            since = told.report.on
        days.append(since)
    return max(days, default=None)


def assignment_facts(decision: Decision) -> AssignmentFacts:
    """Return who executes and what was divided up."""
    units = set(ExecutingUnit.objects.filter(decision=decision).values_list("unit", flat=True))
    tasks = list(ExecutionTask.objects.filter(decision=decision).select_related("unit"))
    return AssignmentFacts(
        unit=decision.executing_unit.name if decision.executing_unit else "",
        tasks=len(tasks),
        foreign=tuple(dict.fromkeys(task.unit.name for task in tasks if task.unit_id not in units)),
    )


def plan_of(decision: Decision) -> ExecutionPlan | None:
    """Return the plan of the execution, once an executing unit is named."""
    return ExecutionPlan.objects.filter(decision=decision).first()


def is_in_execution(decision: Decision) -> bool:
    """Whether the decision is being executed, or its execution is suspended."""
    return decision.status in IN_EXECUTION and plan_of(decision) is not None


def candidates(decision: Decision) -> QuerySet[Unit]:
    """Return the units that may execute: those of the organ and the governments right below it."""
    return units_under(decision.authority)


def units_of(decision: Decision) -> QuerySet[Unit]:
    """Return the units that execute, the one that answers for the whole first."""
    return Unit.objects.filter(pk__in=ExecutingUnit.objects.filter(decision=decision).values("unit")).order_by("path")


def unit_of(official: User, decision: Decision, *, verb: str, on: date | None = None) -> Unit | None:
    """Return the executing unit in which an official holds a verb, the one that answers for the whole first."""
    held = held_offices(official, on).filter(group__permissions__codename=verb).values("unit")
    row = ExecutingUnit.objects.filter(decision=decision, unit__in=held).select_related("unit").first()
    return row.unit if row else None


def is_head(official: User, decision: Decision, on: date) -> bool:
    """Whether an official held on a day the office of the organ's head."""
    return (
        held_offices(official, on)
        .filter(group__permissions__codename="suspend", unit__in=units_in_lane(decision, Lane.DECISION_ORGAN))
        .exists()
    )


def tasks_of(decision: Decision) -> QuerySet[Any]:
    """Return the tasks with their units and every progress, the latest last."""
    return (
        ExecutionTask.objects.filter(decision=decision)
        .select_related("unit")
        .prefetch_related(
            Prefetch(
                "progress",
                queryset=TaskProgress.objects.select_related("report").order_by("report__on", "pk"),
                to_attr="told",
            )
        )
    )


def open_suspension(decision: Decision) -> Suspension | None:
    """Return the suspension that is still in force."""
    return Suspension.objects.filter(decision=decision, resumed_on__isnull=True).select_related("problem").first()


def unanswered(decision: Decision) -> QuerySet[ExecutionOpinion]:
    """Return the opinions nobody has answered yet."""
    return ExecutionOpinion.objects.filter(decision=decision, answer="")


def open_checks(decision: Decision) -> list[int]:
    """Return the numbers of the checks that are not closed."""
    steps = Supervision.objects.filter(decision=decision)
    closed = steps.filter(step=SupervisionStep.CLOSE_OUT).values("check_number")
    return sorted(set(steps.exclude(check_number__in=closed).values_list("check_number", flat=True)))


def last_reports(decisions: Iterable[int]) -> dict[int, date]:
    """Return the day of the last report of each decision; one query for any number."""
    rows = ExecutionReport.objects.filter(decision__in=list(decisions)).values("decision").annotate(last=Max("on"))
    return {row["decision"]: row["last"] for row in rows}


def acts_in(official: User, decision: Decision, *, verb: str, lanes: Iterable[Lane]) -> bool:
    """Whether an official holds a verb in one of several lanes or in a unit that takes part in executing."""
    held = held_offices(official).filter(group__permissions__codename=verb)
    condition = Q(pk__in=())
    for lane in lanes:
        condition |= Q(unit__in=units_in_lane(decision, lane))
    return held.filter(condition | Q(unit__in=units_of(decision))).exists()


def next_report(decision: Decision, plan: ExecutionPlan | None) -> date | None:
    """Return the day by which the next report is due; none before the execution and after the final report."""
    if plan is None or decision.status not in IN_EXECUTION:
        return None
    reports = ExecutionReport.objects.filter(decision=decision)
    if reports.filter(is_final=True).exists():
        return None
    last = reports.aggregate(last=Max("on"))["last"]
    by_cycle = next_report_due(plan.report_cycle, max(last or plan.implemented_on, plan.implemented_on))
    final = final_report_due(decision.pack, ended_on(decision, plan))
    return by_cycle if final is None else min(by_cycle, final)


def board(user: User, *, words: str = "") -> QuerySet[Decision]:
    """Return the decisions in execution a user may read, with plan, units, tasks and what was last told of them."""
    found = (
        decisions_visible_to(user)
        .filter(status__in=IN_EXECUTION, execution_plan__isnull=False)
        .select_related("executing_unit", "execution_plan")
        .prefetch_related(
            Prefetch("execution_tasks", queryset=ExecutionTask.objects.all(), to_attr="tasks"),
            Prefetch(
                "tasks__progress",
                queryset=TaskProgress.objects.select_related("report").order_by("report__on", "pk"),
                to_attr="told",
            ),
        )
        .annotate(
            last_report_on=Max("execution_reports__on"),
            is_reported_out=Exists(ExecutionReport.objects.filter(decision=OuterRef("pk"), is_final=True)),
        )
        .order_by("-year", "-pk")
    )
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return found


@dataclass(frozen=True)
class Progress:
    """How far an execution is, as its board says.

    Attributes:
        done: How many of the tasks are done, of ``total``.
        late: How many are delayed, or past their day and not done.
        report_due_on: By when the next report is due, and how many days are left.
    """

    done: int
    total: int
    late: int
    report_due_on: date | None
    days: int | None


def progress_of(decision: Any, today: date) -> Progress:
    """Return how far the execution of a decision of the board is; nothing more is read."""
    states = [(task, task.told[-1].state if task.told else "") for task in decision.tasks]
    plan = decision.execution_plan
    due = None
    if not decision.is_reported_out:
        due = next_report_due(
            plan.report_cycle, max(decision.last_report_on or plan.implemented_on, plan.implemented_on)
        )
    return Progress(
        done=sum(1 for _task, state in states if state == TaskState.DONE),
        total=len(states),
        late=sum(
            1
            for task, state in states
            if state == TaskState.DELAYED or (state != TaskState.DONE and task.due_on < today)
        ),
        report_due_on=due,
        days=(due - today).days if due else None,
    )
