"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class ProposeView(SkeletonView):
    """Page of ``propose``."""

    verb = "propose"
    lane = Lane.PROPOSER
    code = "A01"
    node = "propose"


class StudyView(SkeletonView):
    """Page of ``study``."""

    verb = "study"
    lane = Lane.STUDY_UNIT
    code = "A02"
    node = "study"


class InitiateView(SkeletonView):
    """Page of ``initiate``."""

    verb = "initiate"
    lane = Lane.DECISION_ORGAN
    code = "A08"
    node = "initiate"
