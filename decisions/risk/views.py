"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class AssessRiskView(SkeletonView):
    """Page of ``assess_risk``."""

    verb = "assess_risk"
    lane = Lane.RISK_ASSESSOR
    code = "E05"
    node = "assess_risk"


class FindRiskView(SkeletonView):
    """Page of ``find_risk``."""

    verb = "find_risk"
    lane = Lane.DECISION_ORGAN
    code = "E05"
    node = "find_risk"
