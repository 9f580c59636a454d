"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class ReviewCompetitionView(SkeletonView):
    """Page of ``review_competition``."""

    verb = "review_competition"
    lane = Lane.MARKET_REGULATOR
    code = "F03"
    node = "review_competition"
