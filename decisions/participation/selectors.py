"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def consulted_on(decision: Decision):
    """Skeleton."""
    return decision.snapshots.order_by("sequence").first() if decision.process.task_set.filter(flow_task_type="HUMAN", status="DONE", flow_task="decisions/flows.DecisionFlow.answer_opinions").exists() else None


def hearing_held_on(decision: Decision):
    """Skeleton."""
    return decision.snapshots.order_by("sequence").first() if decision.process.task_set.filter(flow_task_type="HUMAN", status="DONE", flow_task="decisions/flows.DecisionFlow.hold_hearing").exists() else None


def end_of_consultation(decision: Decision):
    """Skeleton."""
    return __import__("django.utils.timezone").utils.timezone.now()
