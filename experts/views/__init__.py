"""Acts and pages of expert argumentation."""

from experts.views.answering import DeclareConflictsView, ScoreView
from experts.views.organising import (
    ConcludePanelView,
    ConvenePanelView,
    ExtendScoringView,
    OpenSheetsView,
    ReplaceExpertView,
)

SIDE_ACTS = (DeclareConflictsView, ScoreView, ReplaceExpertView, ExtendScoringView, OpenSheetsView)

__all__ = [
    "SIDE_ACTS",
    "ConcludePanelView",
    "ConvenePanelView",
    "DeclareConflictsView",
    "ExtendScoringView",
    "OpenSheetsView",
    "ReplaceExpertView",
    "ScoreView",
]
