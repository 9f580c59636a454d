"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class ConvenePanelView(SkeletonView):
    """Page of ``convene_panel``."""

    verb = "convene_panel"
    lane = Lane.LEAD_UNIT
    code = "D02"
    node = "convene_panel"


class ConcludePanelView(SkeletonView):
    """Page of ``conclude_panel``."""

    verb = "conclude_panel"
    lane = Lane.LEAD_UNIT
    code = "D07"
    node = "conclude_panel"
