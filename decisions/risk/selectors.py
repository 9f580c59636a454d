"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def is_uncontrollable(decision: Decision):
    """Skeleton."""
    return False


def found_controllable_on(decision: Decision):
    """Skeleton."""
    return decision.snapshots.order_by("sequence").first() if decision.process.task_set.filter(flow_task_type="HUMAN", status="DONE", flow_task="decisions/flows.DecisionFlow.find_risk").exists() else None
