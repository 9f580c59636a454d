"""Carrying out one act: whoever asks (page, replay, API), it goes through here."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from decisions.cases.models import Submission
from decisions.cases.positions import OpenStep, Position
from decisions.cases.selectors import decision_tasks, may_act

if TYPE_CHECKING:
    from uuid import UUID

    from viewflow.workflow.models import Task

    from accounts.models import User
    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision
    from decisions.cases.views import ActView


# The node whose due day is kept after it is done, so that filing in time can be counted.
FILING = "file_dossier"


class AlreadyDone(Exception):
    """The task was completed before, or the same form was sent before.

    Attributes:
        entry: The ledger entry of the first time, if known.
    """

    def __init__(self, entry: LedgerEntry | None, task: Task | None = None) -> None:
        super().__init__()
        self.entry = entry
        self.task = task


class TakenByColleague(PermissionDenied):
    """A colleague has the task; what was typed waits until it is given back."""


class Rehearsed(Exception):
    """Raised to undo a rehearsal."""


def rehearse(view: ActView, form: ActForm) -> None:
    """Carry the act out and take it back, so that a refusal shows before anybody confirms.

    Raises:
        ValidationError: The act would be refused.
    """
    try:
        with transaction.atomic():
            _carry_out(view, form)
            raise Rehearsed  # noqa: TRY301 -- the transaction has to see it
    except Rehearsed:
        view.reload()


def perform(view: ActView, form: ActForm, *, submission: UUID | None = None) -> LedgerEntry:
    """Carry out an act: everything of it or nothing.

    Args:
        view: The act, bound to its decision, official and task.
        form: A valid form.
        submission: The form's own token; a second sending finds the first.

    Raises:
        AlreadyDone: Somebody completed the task, or this form was sent before.
        PermissionDenied: The official may not do this.
        ValidationError: The act is refused.
    """
    matter = view.decision.case_id if view.decision is not None else None
    try:
        with transaction.atomic():
            entry = _carry_out(view, form)
            if submission is not None:
                Submission.objects.create(token=submission, by=view.official, entry=entry)
    except (AlreadyDone, IntegrityError, PermissionDenied, ValidationError) as error:
        # The second of two presses waited for the first, and finds the matter as the first left it.
        first = sent_before(submission, view.official, case=matter)
        if first is not None:
            raise AlreadyDone(first) from error
        # With a mark, a row that exists already is somebody else's sending; without one it is our own mistake.
        is_taken = submission is not None and Submission.objects.filter(token=submission).exists()
        if is_taken and isinstance(error, IntegrityError):
            raise ValidationError(
                _("The form came back with the mark of another sending. Check it and send it again."), code="token"
            ) from error
        raise
    return entry


def sent_before(submission: UUID | None, official: User, *, case: int | None) -> LedgerEntry | None:
    """Return what a form recorded when the same official sent it before; others' marks say nothing.

    Args:
        submission: The form's own token.
        official: Who sends it.
        case: The case it is about; none for the form that makes one.
    """
    if submission is None:
        return None
    found = Submission.objects.filter(token=submission, by=official).select_related("entry")
    first = (found if case is None else found.filter(entry__case=case)).first()
    return first.entry if first is not None else None


def _carry_out(view: ActView, form: ActForm) -> LedgerEntry:
    if view.task is not None:
        return _complete_task(view, view.task, form)
    if view.decision is None:
        return _start(view, form)
    # Acts beside the flow wait for the same lock, so that they see a settled procedure.
    process = view.decision.process
    with process.flow_class.lock(process.pk):
        view.reload()
        view.check_open()
        _check_may(view)
        opened = view.decision.case.opened_on
        if form.cleaned_data["on"] < opened:
            raise ValidationError(
                {
                    "on": _("The matter was proposed on %(day)s; nothing about it can have happened earlier.")
                    % {"day": opened.isoformat()}
                }
            )
        return view.act(form)


def _complete_task(view: ActView, task: Task, form: ActForm) -> LedgerEntry:
    with task.flow_task.flow_class.lock(task.process_id):
        task = view.task = decision_tasks().get(pk=task.pk)
        if task.status not in {STATUS.NEW, STATUS.ASSIGNED}:
            raise AlreadyDone(_entry_of(view, task), task)
        activation = task.flow_task.activation_class(task)
        view.activation = activation
        view.decision = activation.process.decision
        _check_may(view)
        if task.owner_id not in {None, view.official.pk}:
            raise TakenByColleague(_("The task is taken by %(name)s.") % {"name": task.owner})
        on = form.cleaned_data["on"]
        earliest = earliest_day(task)
        if earliest and on < earliest:
            raise ValidationError(
                {
                    "on": _("The act before this one happened on %(day)s; this one cannot have happened earlier.")
                    % {"day": earliest.isoformat()}
                }
            )
        if activation.status == STATUS.NEW:
            activation.assign(view.official)
        activation.start(None)
        entry = view.act(form)
        task = activation.task
        task.data = {**(task.data or {}), "on": on.isoformat(), "entry": entry.sequence}
        activation.execute()
        return entry


def _start(view: ActView, form: ActForm) -> LedgerEntry:
    node = view.flow_class.instance.node(view.node)
    activation = node.activation_class.create(node, None, None)
    if not view.official.has_perm(f"decisions.{view.verb}"):
        raise PermissionDenied
    activation.start(SimpleNamespace(user=view.official))
    view.activation = activation
    entry = view.act(form)
    assert view.decision is not None  # noqa: S101 -- a start that makes no decision is a programming error
    activation.process.decision = view.decision
    activation.task.data = {"on": form.cleaned_data["on"].isoformat(), "entry": entry.sequence}
    activation.execute()
    refresh_position(view.decision)
    return entry


def refresh_position(decision: Decision) -> None:
    """Write down where the decision stands, for lists; called under the flow's lock, in the act's transaction.

    Four statements besides what the stages need to say when a step is due.
    """
    place = decision.process.flow_class.instance.place(decision)
    filing = next((step.due_on for step in place.steps if step.node == FILING and step.due_on), None)
    raised, handled = place.problems
    values = {
        "present_nodes": place.present_nodes,
        "progress": place.progress,
        "due_on": place.due_on,
        "reviewed_on": place.reviewed_on,
        "tabled_on": place.tabled_on,
        "discussed_on": place.discussed_on,
        "issued_on": place.issued_on,
        "filed_on": place.filed_on,
        "problems_raised": raised,
        "problems_handled": min(handled, raised),
        # Known while the step is open; kept when it is done, to say whether it was done in time.
        **({"filing_due_on": filing} if filing else {}),
    }
    Position.objects.bulk_create(
        [Position(decision=decision, **values)],
        update_conflicts=True,
        unique_fields=["decision"],
        update_fields=list(values),
    )
    decision.open_steps.exclude(task__in=[step.task_id for step in place.steps]).delete()
    OpenStep.objects.bulk_create(
        [
            OpenStep(
                task_id=step.task_id,
                decision=decision,
                node=step.node,
                is_timer=step.is_timer,
                since=step.since,
                due_on=step.due_on,
            )
            for step in place.steps
        ],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["due_on"],
    )


def _check_may(view: ActView) -> None:
    assert view.decision is not None  # noqa: S101
    if not view.may():
        raise PermissionDenied


def _entry_of(view: ActView, task: Task) -> LedgerEntry | None:
    sequence = (task.data or {}).get("entry")
    if sequence is None or view.decision is None:
        return None
    entry: LedgerEntry | None = view.decision.case.entries.filter(sequence=sequence).first()
    return entry


def earliest_day(task: Task) -> date | None:
    """Return the latest day among the acts a task follows: it cannot have happened before them.

    Gateways are walked through; a timer counts with the day it was due.
    """
    latest: date | None = None
    seen: set[int] = set()
    waiting = list(task.previous.all())
    while waiting:
        before = waiting.pop()
        if before.pk in seen:
            continue
        seen.add(before.pk)
        day = day_of(before)
        if day is None:
            waiting += list(before.previous.all())
        elif latest is None or day > latest:
            latest = day
    return latest


def day_of(task: Task) -> date | None:
    """Return the day on which a task's act happened; none for gateways."""
    written = (task.data or {}).get("on")
    if written:
        return datetime.fromisoformat(written).date()
    if task.scheduled:
        return min(timezone.localdate(task.scheduled), timezone.localdate(task.finished or task.scheduled))
    return None


def may(view: ActView) -> bool:
    """Whether the official may do the act in the decision's lane."""
    assert view.decision is not None  # noqa: S101
    return may_act(view.official, view.decision, verb=view.verb, lane=view.lane)


def as_complaints(error: ValidationError) -> list[str]:
    """Return the messages of a refusal."""
    return [str(message) for message in error.messages]


__all__ = [
    "AlreadyDone",
    "TakenByColleague",
    "as_complaints",
    "day_of",
    "earliest_day",
    "may",
    "perform",
    "refresh_position",
    "rehearse",
    "sent_before",
]


def values_of(form: ActForm) -> dict[str, Any]:
    """Return a valid form's values without the day, as keyword arguments of a service."""
    return {name: value for name, value in form.cleaned_data.items() if name != "on"}
