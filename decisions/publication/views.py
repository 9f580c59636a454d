"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class PublishView(SkeletonView):
    """Page of ``publish``."""

    verb = "publish"
    lane = Lane.GOVERNMENT_OFFICE
    code = "J01"
    node = "publish"
