"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class SubmitForDeliberationView(SkeletonView):
    """Page of ``submit_for_deliberation``."""

    verb = "submit_for_deliberation"
    lane = Lane.LEAD_UNIT
    code = "H01"
    node = "submit_for_deliberation"


class AdmitView(SkeletonView):
    """Page of ``admit``."""

    verb = "admit"
    lane = Lane.GOVERNMENT_OFFICE
    code = "H02"
    node = "admit"


class DeliberateView(SkeletonView):
    """Page of ``deliberate``."""

    verb = "deliberate"
    lane = Lane.GOVERNMENT_OFFICE
    code = "H04"
    node = "deliberate"


class ReportToPartyView(SkeletonView):
    """Page of ``report_to_party``."""

    verb = "report_to_party"
    lane = Lane.GOVERNMENT_OFFICE
    code = "H07"
    node = "report_to_party"


class ReportToCongressView(SkeletonView):
    """Page of ``report_to_congress``."""

    verb = "report_to_congress"
    lane = Lane.GOVERNMENT_OFFICE
    code = "H08"
    node = "report_to_congress"
