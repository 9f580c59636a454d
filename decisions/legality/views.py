"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class SubmitForReviewView(SkeletonView):
    """Page of ``submit_for_review``."""

    verb = "submit_for_review"
    lane = Lane.LEAD_UNIT
    code = "G02"
    node = "submit_for_review"


class AcceptSubmissionView(SkeletonView):
    """Page of ``accept_submission``."""

    verb = "accept_submission"
    lane = Lane.LEGAL_OFFICE
    code = "G04"
    node = "accept_submission"


class ReviewLegalityView(SkeletonView):
    """Page of ``review_legality``."""

    verb = "review_legality"
    lane = Lane.LEGAL_OFFICE
    code = "G07"
    node = "review_legality"


class RespondToReviewView(SkeletonView):
    """Page of ``respond_to_review``."""

    verb = "respond_to_review"
    lane = Lane.LEAD_UNIT
    code = "G08"
    node = "respond_to_review"
