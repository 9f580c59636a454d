"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def day_of_evaluation(decision: Decision):
    """Skeleton."""
    return __import__("django.utils.timezone").utils.timezone.now()


def evaluation_is_ordered(decision: Decision):
    """Skeleton."""
    return True


def goes_on(decision: Decision):
    """Skeleton."""
    return False
