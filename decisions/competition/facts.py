"""What the rules of fair-competition review judge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CompetitionFacts:
    """One review, as it is filed or about to be.

    Attributes:
        has_preliminary: Whether the drafting unit's own opinion on the same text is there.
        reviewer: The unit that reviews.
        lead_unit: The unit that drafted.
        lead_is_regulator: Whether the market regulator itself drafted.
        operators_heard: How many affected operators and associations were heard.
        touches_public: Whether the interest of the public is involved.
        public_heard: How the public was heard.
        conclusion: ``lawful``, ``exception`` or ``contrary``; empty while there is none.
        ground: The ground of article 12, for an exception.
        statement: Why the ground applies.
        alternatives: Why nothing restricts competition less.
        period: Until when, or until what, the measure runs.
    """

    has_preliminary: bool
    reviewer: str
    lead_unit: str
    lead_is_regulator: bool = False
    operators_heard: int = 0
    touches_public: bool = False
    public_heard: str = ""
    conclusion: str = ""
    ground: str = ""
    statement: str = ""
    alternatives: str = ""
    period: str = ""
