"""Grounds for an evaluation: found by looking at the record, or stated by an official."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from archive.scheme import code_of
from archive.sheet import written
from decisions.cases.services import deposit
from decisions.cases.validation import validate
from decisions.cases.wording import in_chinese
from decisions.evaluation import rules, sheets
from decisions.evaluation.models import EvaluationTrigger, TriggerKind
from decisions.evaluation.selectors import due_day, latest_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision

    Ground = tuple[str, str, str, dict[str, Any]]

CIRCUMSTANCES = ("change", "force_majeure")


@in_chinese
def grounds(decision: Decision, today: date) -> Iterator[Ground]:
    """Return what the record holds as a ground: kind, cause, words, numbers.

    What the organ has already decided on is no ground again: opinions, results and reports count from then on.
    """
    yield from list(_grounds(decision, today))


def _grounds(decision: Decision, today: date) -> Iterator[Ground]:
    last = latest_order(decision)
    since = last.on if last else None
    round_now = (last.round if last else 0) + 1
    due = due_day(decision)
    answered_by_order = last is not None and last.is_ordered and not hasattr(last, "evaluation")
    if due is not None and due <= today and not answered_by_order:
        yield (
            TriggerKind.CALENDAR,
            f"calendar:{due.isoformat()}",
            _("The evaluation is due on %(day)s.") % {"day": written(due)},
            {"due_on": due.isoformat()},
        )
    yield from _opinions(decision, since, round_now)
    yield from _targets(decision, since)
    yield from _circumstances(decision, since)
    for suspension in decision.suspensions.filter(resumed_on__isnull=True):
        yield (
            TriggerKind.SUSPENSION,
            f"suspension:{suspension.pk}",
            _("The execution is suspended by %(number)s.") % {"number": suspension.number},
            {"number": suspension.number, "on": suspension.on.isoformat()},
        )


def _opinions(decision: Decision, since: date | None, round_now: int) -> Iterator[Ground]:
    threshold = decision.pack["posteval.opinions_threshold"]
    if threshold is None:
        return
    received = decision.execution_opinions.all()
    if since is not None:
        received = received.filter(received_on__gt=since)
    count = received.count()
    if count >= threshold:
        yield (
            TriggerKind.OPINIONS,
            f"opinions:{round_now}",
            _("%(count)d opinions on the execution were received; from %(threshold)d on they call for an evaluation.")
            % {"count": count, "threshold": threshold},
            {"received": count, "threshold": threshold, "since": since.isoformat() if since else None},
        )


def _targets(decision: Decision, since: date | None) -> Iterator[Ground]:
    percent = decision.pack["posteval.target_percent"]
    if percent is None:
        return
    for task in decision.execution_tasks.filter(target__isnull=False):
        told = task.progress.select_related("report").order_by("-report__on", "-pk").first()
        if told is None or told.attained is None or told.attained >= percent:
            continue
        if since is not None and told.report.on <= since:
            continue
        yield (
            TriggerKind.TARGET,
            f"target:{told.pk}",
            _("%(task)s: %(result)s of %(expected)s %(measure)s reached (%(attained)s%%), less than %(percent)d%%.")
            % {
                "task": task.name,
                "result": _plain(told.result),
                "expected": _plain(told.expected),
                "measure": task.measure,
                "attained": _plain(told.attained),
                "percent": percent,
            },
            {
                "task": task.name,
                "report": told.report.number,
                "result": str(told.result),
                "expected": str(told.expected),
                "attained": str(told.attained),
                "threshold": percent,
            },
        )


def _plain(value: Any) -> str:
    return f"{value.normalize():f}"


def _circumstances(decision: Decision, since: date | None) -> Iterator[Ground]:
    if "circumstance_changed" not in decision.pack["posteval.extra_triggers"]:
        return
    problems = decision.execution_problems.filter(kind__in=CIRCUMSTANCES, seriousness="serious")
    if since is not None:
        problems = problems.filter(on__gt=since)
    for problem in problems:
        yield (
            TriggerKind.CIRCUMSTANCE,
            f"problem:{problem.pk}",
            _("%(kind)s, reported as %(number)s.") % {"kind": problem.get_kind_display(), "number": problem.number},
            {"number": problem.number, "kind": problem.kind, "found_on": problem.found_on.isoformat()},
        )


def look(decision: Decision, *, today: date) -> list[EvaluationTrigger]:
    """Record every ground the record holds and nobody has recorded; once for each cause.

    The caller holds the lock of the decision's process.

    Returns:
        The grounds that are new.
    """
    found = []
    for kind, cause, text, numbers in grounds(decision, today):
        trigger, is_new = EvaluationTrigger.objects.get_or_create(
            decision=decision,
            cause=cause,
            defaults={"kind": kind, "text": text[:500], "numbers": numbers, "on": today},
        )
        if is_new:
            file_trigger(trigger)
            found.append(trigger)
    return found


@transaction.atomic
def state(
    decision: Decision,
    *,
    kind: str,
    cause: str,
    text: str,
    numbers: Mapping[str, Any],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Record a ground an official states, and file it."""
    trigger = EvaluationTrigger(
        decision=decision, kind=kind, cause=cause, text=text[:500], numbers=dict(numbers), on=on, by=by
    )
    validate(trigger)
    trigger.save()
    return file_trigger(trigger, files=files)


def file_trigger(trigger: EvaluationTrigger, *, files: Sequence[Upload] = ()) -> Material:
    """File a ground as L01, with its numbers."""
    return deposit(
        trigger.decision,
        code="L01",
        title=sheets.trigger_title(code_of("L01").title),
        act="trigger_evaluation",
        producer="" if trigger.by else sheets.system(),
        data={
            "kind": trigger.kind,
            "cause": trigger.cause,
            "text": trigger.text,
            "numbers": trigger.numbers,
            "on": trigger.on.isoformat(),
        },
        sheet=sheets.trigger_sheet(trigger),
        files=files,
        rules=(rules.grounds_are_decided_on,),
        on=trigger.on,
        by=trigger.by,
    )
