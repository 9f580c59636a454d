"""What falls due by itself: grounds for an evaluation, and reminders before its day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from decisions.cases.lanes import Lane
from decisions.cases.models import Decision, Reminder
from decisions.cases.selectors import units_in_lane
from decisions.cases.wording import in_chinese
from decisions.evaluation.models import EvaluationOrder
from decisions.evaluation.selectors import IN_EXECUTION, with_due_day
from decisions.evaluation.triggers import look

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import Unit

NODE = "await_evaluation"
NOTICE = timedelta(days=30)
EVALUATION_DUE = "evaluation_due"
REPORT_OVERDUE = "evaluation_report_overdue"


def run(today: date) -> int:
    """Record grounds for evaluations, let their timers run out, and remind of the days that come near.

    Each decision is looked at under the lock of its process, and each cause is one row, so that several runs at once
    do everything once.

    Returns:
        How many grounds and reminders were new.
    """
    done = 0
    for key in _to_look_at(today).values_list("pk", flat=True):
        done += _look_at(key, today)
    return done + _remind(today)


def _in_execution() -> QuerySet[Any]:
    return with_due_day(Decision.objects.filter(status__in=IN_EXECUTION, execution_plan__isnull=False))


def _to_look_at(today: date) -> QuerySet[Any]:
    """Return the decisions whose record may hold a ground."""
    decision = OuterRef("pk")
    plans = Decision.objects.filter(pk=decision)
    return _in_execution().filter(
        Q(evaluation_due_on__lte=today)
        | Q(Exists(plans.filter(execution_opinions__isnull=False)))
        | Q(Exists(plans.filter(execution_tasks__progress__isnull=False)))
        | Q(Exists(plans.filter(execution_problems__isnull=False)))
        | Q(Exists(plans.filter(suspensions__isnull=False)))
    )


def _look_at(key: int, today: date) -> int:
    decision = Decision.objects.select_related("rule_pack", "process").get(pk=key)
    flow_class = decision.process.flow_class
    with transaction.atomic(), flow_class.lock(decision.process.pk):
        decision.refresh_from_db(fields=["status"])
        if decision.status not in IN_EXECUTION:
            return 0
        found = look(decision, today=today)
        if found:
            flow_class.hasten(decision, NODE, on=today)
        return len(found)


@in_chinese
def _remind(today: date) -> int:
    told = 0
    near = _in_execution().filter(evaluation_due_on__lte=today + NOTICE, evaluation_due_on__gte=today)
    for decision in near.select_related("authority"):
        told += _tell(
            decision,
            EVALUATION_DUE,
            unit=units_in_lane(decision, Lane.GOVERNMENT_OFFICE).first() or decision.authority,
            due_on=decision.evaluation_due_on,
            text=_("The evaluation has to be decided on by %(day)s.")
            % {"day": decision.evaluation_due_on.isoformat()},
        )
    late = EvaluationOrder.objects.filter(
        is_ordered=True, evaluation__isnull=True, report_due_on__lt=today, decision__status__in=IN_EXECUTION
    ).select_related("decision", "evaluating_unit")
    for order in late:
        assert order.evaluating_unit is not None  # noqa: S101 -- a constraint holds it
        assert order.report_due_on is not None  # noqa: S101 -- just filtered
        told += _tell(
            order.decision,
            REPORT_OVERDUE,
            unit=order.evaluating_unit,
            due_on=order.report_due_on,
            text=_("The evaluation report was due on %(day)s.") % {"day": order.report_due_on.isoformat()},
        )
    return told


def _tell(decision: Decision, kind: str, *, unit: Unit, due_on: date, text: str) -> int:
    _reminder, is_new = Reminder.objects.get_or_create(
        decision=decision,
        kind=kind,
        cause=due_on.isoformat(),
        defaults={"text": text, "unit": unit, "due_on": due_on},
    )
    return int(is_new)
