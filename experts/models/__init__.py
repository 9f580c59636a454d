"""Pool, panels and sheets, where Django looks for them."""

from experts.models.panel import (
    ACTIVE_SEATS,
    Answer,
    ConflictDeclaration,
    Course,
    Criterion,
    Panel,
    PanelForm,
    Seat,
    SeatStatus,
)
from experts.models.pool import (
    Affiliation,
    AffiliationKind,
    Expert,
    ExpertField,
    ExpertPool,
    ExpertStatus,
    Sector,
)
from experts.models.sheets import (
    Disposition,
    ExpertOpinion,
    OpinionAnswer,
    PanelResult,
    ScoreItem,
    ScoreSheet,
    SheetDraft,
    Stance,
)

__all__ = [
    "ACTIVE_SEATS",
    "Affiliation",
    "AffiliationKind",
    "Answer",
    "ConflictDeclaration",
    "Course",
    "Criterion",
    "Disposition",
    "Expert",
    "ExpertField",
    "ExpertOpinion",
    "ExpertPool",
    "ExpertStatus",
    "OpinionAnswer",
    "Panel",
    "PanelForm",
    "PanelResult",
    "ScoreItem",
    "ScoreSheet",
    "Seat",
    "SeatStatus",
    "Sector",
    "SheetDraft",
    "Stance",
]
