"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class AssignExecutionView(SkeletonView):
    """Page of ``assign_execution``."""

    verb = "assign_execution"
    lane = Lane.DECISION_ORGAN
    code = "K01"
    node = "assign_execution"
