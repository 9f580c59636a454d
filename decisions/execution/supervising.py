"""Supervising the execution, suspending it in urgency, and resuming it (art. 34, 37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.models import Status
from decisions.cases.services import deposit, issue_number, require
from decisions.cases.validation import validate
from decisions.execution import rules, sheets
from decisions.execution.facts import SuspensionFacts
from decisions.execution.models import Supervision, SupervisionStep, Suspension
from decisions.execution.selectors import is_head, is_in_execution, open_suspension, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.execution.models import ProblemReport


@transaction.atomic
def supervise(
    decision: Decision,
    *,
    check: int | None,
    step: str,
    number: str,
    text: str,
    demands_rectification: bool,
    rectify_by: date | None,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Record a step of a check on the execution: plan, conclusion, feedback, rectification or close-out.

    Args:
        check: The check it belongs to; none opens a new one, which begins with its plan.
        number: The number of the paper; without one, the next of the series is given.

    Returns:
        The step filed as K03.

    Raises:
        ValidationError: The step does not follow from what the check holds.
    """
    plan = plan_of(decision)
    if plan is None:
        raise ValidationError(_("No executing unit is named yet."))
    steps = list(Supervision.objects.filter(decision=decision, check_number=check or 0))
    _check_order(steps, step, on=on)
    if check is None:
        last = Supervision.objects.filter(decision=decision).order_by("-check_number").first()
        check = (last.check_number if last else 0) + 1
    found = Supervision(
        decision=decision,
        check_number=check,
        step=step,
        number=number or issue_number(decision.authority, "督查", on.year),
        text=text,
        demands_rectification=demands_rectification,
        due_on=rectify_by,
        on=on,
        by=by,
    )
    validate(found)
    found.save()
    return deposit(
        decision,
        code="K03",
        title=sheets.step_title(found),
        act="supervise",
        number=found.number,
        data={
            "check": check,
            "step": step,
            "number": found.number,
            "text": text,
            "demands_rectification": demands_rectification,
            "rectify_by": rectify_by.isoformat() if rectify_by else None,
        },
        sheet=sheets.supervision_sheet(decision, found),
        files=files,
        rules=(rules.executing_unit_is_named,),
        on=on,
        by=by,
    )


def _check_order(steps: Sequence[Supervision], step: str, *, on: date) -> None:
    taken = {item.step for item in steps}
    if SupervisionStep.CLOSE_OUT in taken:
        raise ValidationError({"step": _("The check is closed.")})
    if steps and on < steps[-1].on:
        raise ValidationError({"on": _("The step before is of %(day)s.") % {"day": steps[-1].on}})
    needed = {
        SupervisionStep.CONCLUSION: {SupervisionStep.PLAN},
        SupervisionStep.FEEDBACK: {SupervisionStep.CONCLUSION},
        SupervisionStep.RECTIFICATION: {SupervisionStep.CONCLUSION},
        SupervisionStep.CLOSE_OUT: {SupervisionStep.CONCLUSION, SupervisionStep.FEEDBACK},
    }.get(SupervisionStep(step), set())
    if step == SupervisionStep.CLOSE_OUT and any(item.demands_rectification for item in steps):
        needed = needed | {SupervisionStep.RECTIFICATION}
    missing = [str(item.label) for item in SupervisionStep if item in needed - taken]
    if missing:
        raise ValidationError(
            {"step": _("Before this step the check needs: %(steps)s.") % {"steps": "、".join(missing)}}
        )


@transaction.atomic
def suspend(
    decision: Decision,
    *,
    problem: ProblemReport | None,
    urgency: str,
    scope: str,
    arrangements: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Suspend the execution first, by order of the head, in urgency and on a reported circumstance (art. 37).

    Args:
        problem: The circumstance of article 35 as the executing unit reported it.
        urgency: Why it cannot wait for the procedure.
        scope: What is suspended; the whole decision or a part.
        arrangements: What keeps loss and bad effects small.

    Returns:
        The order filed as L06.

    Raises:
        Refusal: ADJ-02 stands in the way.
        ValidationError: The decision is not in force.
    """
    if decision.status != Status.IN_FORCE or not is_in_execution(decision):
        raise ValidationError(_("Only a decision that is being executed can be suspended."))
    if problem is not None and problem.decision_id != decision.pk:
        raise ValidationError({"problem": _("The report belongs to another decision.")})
    require(
        decision.pack,
        (
            rules.suspension_is_urgent,
            SuspensionFacts(
                problem=str(problem.get_kind_display()) if problem else "",
                reported_on=problem.on if problem else None,
                urgency=urgency,
                ordered_by=by.name,
                is_by_head=is_head(by, decision, on),
                on=on,
            ),
        ),
    )
    assert problem is not None  # noqa: S101 -- ADJ-02 has just been met
    found = Suspension(
        decision=decision,
        problem=problem,
        number=issue_number(decision.authority, "中止", on.year),
        urgency=urgency,
        scope=scope,
        arrangements=arrangements,
        on=on,
        by=by,
    )
    validate(found)
    found.save()
    decision.status = Status.SUSPENDED
    decision.save(update_fields=["status"])
    return deposit(
        decision,
        code="L06",
        title=code_of("L06").title,
        act="suspend",
        number=found.number,
        data={
            "number": found.number,
            "problem": problem.number,
            "kind": problem.kind,
            "reported_on": problem.on.isoformat(),
            "urgency": urgency,
            "scope": scope,
            "arrangements": arrangements,
            "ordered_by": by.name,
        },
        sheet=sheets.suspension_sheet(decision, found),
        files=files,
        rules=(rules.suspension_is_urgent,),
        expectations=[Expect(code="L06", is_required=True, reason=str(found.urgency), decided_by=by.name)],
        on=on,
        by=by,
    )


@transaction.atomic
def resume(decision: Decision, *, reason: str, approver: str, files: Sequence[Upload], on: date, by: User) -> Material:
    """Resume a suspended execution, whether the head or the organ suspended it.

    Returns:
        The order filed as L06.

    Raises:
        ValidationError: The execution is not suspended, or was suspended later.
    """
    if decision.status != Status.SUSPENDED:
        raise ValidationError(_("The execution is not suspended."))
    held = open_suspension(decision)
    if held is not None:
        if on < held.on:
            raise ValidationError({"on": _("It was suspended on %(day)s.") % {"day": held.on}})
        held.resumed_on = on
        held.resume_reason = reason
        held.resumed_by = by
        validate(held)
        held.save()
    decision.status = Status.IN_FORCE
    decision.save(update_fields=["status"])
    number = issue_number(decision.authority, "恢复", on.year)
    suspended_by = held.number if held else ""
    return deposit(
        decision,
        code="L06",
        title=_("Decision to resume the execution"),
        act="resume",
        number=number,
        data={"number": number, "suspension": suspended_by or None, "reason": reason, "approver": approver},
        sheet=sheets.resumption_sheet(
            decision, number=number, suspended_by=suspended_by, reason=reason, approver=approver, on=on
        ),
        files=files,
        rules=(rules.suspension_is_urgent,),
        on=on,
        by=by,
    )
