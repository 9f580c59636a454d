"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def is_in_force(decision: Decision):
    """Skeleton."""
    return True
