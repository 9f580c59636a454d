"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class DecideEvaluationView(SkeletonView):
    """Page of ``decide_evaluation``."""

    verb = "decide_evaluation"
    lane = Lane.DECISION_ORGAN
    code = "L01"
    node = "decide_evaluation"


class EvaluateView(SkeletonView):
    """Page of ``evaluate``."""

    verb = "evaluate"
    lane = Lane.EVALUATOR
    code = "L04"
    node = "evaluate"


class ApplyEvaluationView(SkeletonView):
    """Page of ``apply_evaluation``."""

    verb = "apply_evaluation"
    lane = Lane.DECISION_ORGAN
    code = "L05"
    node = "apply_evaluation"
