"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class DraftView(SkeletonView):
    """Page of ``draft``."""

    verb = "draft"
    lane = Lane.LEAD_UNIT
    code = "B05"
    node = "draft"


class ConsultUnitsView(SkeletonView):
    """Page of ``consult_units``."""

    verb = "consult_units"
    lane = Lane.LEAD_UNIT
    code = "B07"
    node = "consult_units"


class FinaliseDraftView(SkeletonView):
    """Page of ``finalise_draft``."""

    verb = "finalise_draft"
    lane = Lane.LEAD_UNIT
    code = "B05"
    node = "finalise_draft"
