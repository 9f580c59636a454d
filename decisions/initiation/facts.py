"""What the rules of initiation judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class ScopeFacts:
    """Who decides, and into which kind of matter it falls (art. 2, 3(1), 42)."""

    authority: str
    level: str
    takes_decisions: bool
    category: str
    category_reason: str


@dataclass(frozen=True)
class ExclusionFacts:
    """What keeps a matter out of the procedure (art. 3(2) and local rules).

    Attributes:
        is_checked: Whether somebody has checked the list.
        grounds: The national grounds that apply, in words.
        local: The local rule that keeps the matter out, if one does.
    """

    is_checked: bool
    grounds: tuple[str, ...] = ()
    local: str = ""


@dataclass(frozen=True)
class CatalogueFacts:
    """Whether the matter stands in the annual catalogue (art. 3(3))."""

    year: int | None
    item: str
    reason_outside: str


@dataclass(frozen=True)
class ProposalFacts:
    """Who proposes what, and to whom it is handed for study (art. 10)."""

    source: str
    proposed_by: str
    source_document: str
    study_unit: str
    problem: str = ""
    reasons: str = ""
    solution: str = ""
    necessity: str = ""


@dataclass(frozen=True)
class InitiationFacts:
    """Whether the procedure was started, after study, and by whom (art. 10)."""

    studied_on: date | None
    is_decided: bool
    decided_on: date | None = None
    is_started: bool = False
    recommended: bool = False
    reason: str = ""
    approver: str = ""
    approval_number: str = ""


@dataclass(frozen=True)
class LeadFacts:
    """The lead units with those that lead, and the official in charge (art. 11)."""

    units: tuple[str, ...]
    principals: tuple[str, ...]
    official: str = ""
    official_is_of_principal: bool = True
