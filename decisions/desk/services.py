"""Acts of the desk itself: taking a task, giving it back, handing it over, marking a reminder as seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from archive.models import LedgerEntry
from decisions.cases.positions import OpenStep
from decisions.cases.selectors import may_act
from decisions.cases.services import note
from decisions.desk.duties import duties_within
from decisions.desk.steps import step_kinds

if TYPE_CHECKING:
    from datetime import date

    from viewflow.workflow.models import Task

    from accounts.models import User
    from decisions.cases.models import Decision, Reminder


class Taken(ValidationError):
    """Somebody else has the task, or it is done: what was asked for comes too late."""


def claim(task: Task, *, by: User) -> None:
    """Take a task, so that colleagues see who is at it.

    Raises:
        PermissionDenied: The official may not do this step.
        Taken: Somebody else was first, or the task is done.
    """
    with task.flow_task.flow_class.lock(task.process_id):
        decision = _settled(task)
        _check_may(task, decision, by)
        if task.status == STATUS.ASSIGNED and task.owner_id == by.pk:
            return
        _check_open(task)
        if task.status == STATUS.ASSIGNED:
            raise Taken(_("The task is taken by %(name)s."), params={"name": task.owner})
        task.flow_task.activation_class(task).assign(by)


def release(task: Task, *, by: User) -> None:
    """Give a task back that one has taken.

    Raises:
        Taken: It is not the official's, or it is done.
    """
    with task.flow_task.flow_class.lock(task.process_id):
        _settled(task)
        _check_open(task)
        if task.status != STATUS.ASSIGNED:
            return
        if task.owner_id != by.pk:
            raise Taken(_("The task is taken by %(name)s."), params={"name": task.owner})
        task.flow_task.activation_class(task).unassign()


def may_hand_over(task: Task, *, by: User) -> bool:
    """Whether an official may hand a task over: whoever has taken it, or who hands over tasks in that unit."""
    if task.owner_id == by.pk:
        return True
    return OpenStep.objects.filter(duties_within(by, "hand_over_tasks"), task=task.pk).exists()


def handed_over(task: Task, *, by: User) -> tuple[LedgerEntry, dict[str, Any]] | None:
    """Return the hand-over by which an official gave a task to whoever has it now, with what it says; else none."""
    if task.owner is None:
        return None
    case = task.process.coerced.decision.case_id
    latest = (
        LedgerEntry.objects.filter(
            case=case,
            act="hand_over_tasks",
            recorded_at__gte=task.created,
            body__contains=json.dumps(task.flow_task.name),
        )
        .order_by("-sequence")
        .first()
    )
    if latest is None or latest.actor_id != by.pk:
        return None
    said: dict[str, Any] = json.loads(latest.body)["data"]
    if said["step"] != task.flow_task.name or said["to"]["username"] != task.owner.username:
        return None
    return latest, said


def hand_over(task: Task, *, to: User, reason: str, on: date, by: User) -> LedgerEntry:
    """Hand a task to a colleague who may do it; the ledger keeps from whom, to whom and why.

    Who presses twice gets the entry of the first time: it changes hands once.

    Args:
        task: The task.
        to: Who is to do it.
        reason: Why it changes hands.
        on: The day.
        by: Who has it, or hands over tasks in the unit.

    Raises:
        PermissionDenied: The official may not hand it over.
        Taken: It is done, or the official has handed it over already.
        ValidationError: The colleague may not do it, or has it already.
    """
    with task.flow_task.flow_class.lock(task.process_id):
        decision = _settled(task)
        _check_open(task)
        before = handed_over(task, by=by)
        if before is not None and task.owner_id == to.pk and before[1]["reason"] == reason:
            return before[0]
        if not may_hand_over(task, by=by):
            if before is not None:
                raise Taken(_("You have handed the task to %(name)s already."), params={"name": task.owner})
            raise PermissionDenied
        if task.owner_id == to.pk:
            raise ValidationError({"to": _("%(name)s has the task already.") % {"name": to}})
        kind = step_kinds()[task.flow_task.name]
        if not to.is_active or not may_act(to, decision, verb=kind.verb, lane=kind.lane):
            raise ValidationError({"to": _("%(name)s may not do this step.") % {"name": to}})
        owner = task.owner
        activation = task.flow_task.activation_class(task)
        if task.status == STATUS.ASSIGNED:
            activation.reassign(to)
        else:
            activation.assign(to)
        return note(
            decision,
            act="hand_over_tasks",
            data={
                "step": task.flow_task.name,
                "title": str(kind.title),
                "from": {"username": owner.username, "name": owner.name} if owner else None,
                "to": {"username": to.username, "name": to.name},
                "reason": reason,
            },
            on=on,
            by=by,
        )


@transaction.atomic
def see(reminder: Reminder, *, by: User) -> None:
    """Mark a reminder as seen; the first to see it counts."""
    type(reminder).objects.filter(pk=reminder.pk, seen_by__isnull=True).update(seen_by=by, seen_at=timezone.now())


def _settled(task: Task) -> Decision:
    """Read the task again under the lock and return its decision."""
    task.refresh_from_db()
    decision: Decision = task.process.coerced.decision
    return decision


def _check_open(task: Task) -> None:
    if task.status not in {STATUS.NEW, STATUS.ASSIGNED}:
        raise Taken(_("The task is done already."))


def _check_may(task: Task, decision: Decision, official: User) -> None:
    kind = step_kinds()[task.flow_task.name]
    if not may_act(official, decision, verb=kind.verb, lane=kind.lane):
        raise PermissionDenied
