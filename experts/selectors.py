"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def concluded_on(decision: Decision):
    """Skeleton."""
    return decision.snapshots.order_by("sequence").first() if decision.process.task_set.filter(flow_task_type="HUMAN", status="DONE", flow_task="decisions/flows.DecisionFlow.conclude_panel").exists() else None


def end_of_scoring(decision: Decision):
    """Skeleton."""
    return __import__("django.utils.timezone").utils.timezone.now()
