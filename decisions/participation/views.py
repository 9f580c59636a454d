"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class OpenConsultationView(SkeletonView):
    """Page of ``open_consultation``."""

    verb = "open_consultation"
    lane = Lane.LEAD_UNIT
    code = "C02"
    node = "open_consultation"


class AnswerOpinionsView(SkeletonView):
    """Page of ``answer_opinions``."""

    verb = "answer_opinions"
    lane = Lane.LEAD_UNIT
    code = "C15"
    node = "answer_opinions"


class AnnounceHearingView(SkeletonView):
    """Page of ``announce_hearing``."""

    verb = "announce_hearing"
    lane = Lane.LEAD_UNIT
    code = "C09"
    node = "announce_hearing"


class HoldHearingView(SkeletonView):
    """Page of ``hold_hearing``."""

    verb = "hold_hearing"
    lane = Lane.LEAD_UNIT
    code = "C13"
    node = "hold_hearing"
