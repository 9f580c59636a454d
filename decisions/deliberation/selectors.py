"""Reading this stage."""

from collections.abc import Iterable

from decisions.cases.models import Decision


def evidence(decision: Decision) -> Iterable[object]:
    """Return the facts of the stage."""
    return []


def is_admitted(decision: Decision):
    """Skeleton."""
    return True


def is_adopted(decision: Decision):
    """Skeleton."""
    return True


def is_changed_in_substance(decision: Decision):
    """Skeleton."""
    return False


def is_rejected(decision: Decision):
    """Skeleton."""
    return False


def party_asks_for_changes(decision: Decision):
    """Skeleton."""
    return False


def party_does_not_agree(decision: Decision):
    """Skeleton."""
    return False


def report_to_congress_is_due(decision: Decision):
    """Skeleton."""
    return True


def congress_asks_for_changes(decision: Decision):
    """Skeleton."""
    return False


def congress_does_not_agree(decision: Decision):
    """Skeleton."""
    return False
