"""Pages of this stage."""

from decisions.cases.lanes import Lane
from decisions.cases.skeleton import SkeletonView


class FileDossierView(SkeletonView):
    """Page of ``file_dossier``."""

    verb = "file_dossier"
    lane = Lane.ARCHIVES
    code = "M03"
    node = "file_dossier"
