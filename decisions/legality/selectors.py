"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def submission_is_accepted(decision: Decision):
    """Skeleton."""
    return True


def submission_needs_supplement(decision: Decision):
    """Skeleton."""
    return False


def draft_is_unlawful(decision: Decision):
    """Skeleton."""
    return False


def review_is_stale(decision: Decision):
    """Skeleton."""
    return False
