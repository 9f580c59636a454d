"""What the rules of drafting judge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BasisFacts:
    """The laws and policies gone through for the draft (art. 12(2))."""

    titles: tuple[str, ...]
    without_relation: tuple[str, ...] = ()
    compliance_note: str = ""


@dataclass(frozen=True)
class AnalysisFacts:
    """Whether costs and benefits were analysed, and how many options compared (art. 12(3), (4))."""

    has_cost_benefit: bool
    options: int


@dataclass(frozen=True)
class ConsultationFacts:
    """Which units were asked about a version of the draft, and which answered (art. 13)."""

    version: int
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    silent: tuple[str, ...] = ()
    reason_for_none: str = ""
    is_concluded: bool = False
    without_disposition: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisagreementFacts:
    """What became of one unit's disagreement (art. 13); without a unit nobody disagreed."""

    unit: str = ""
    is_agreed: bool = True
    issue: str = ""
    unit_opinion: str = ""
    lead_opinion: str = ""
