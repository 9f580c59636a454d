"""What the rules of the gate to the meeting judge: the last word of each review, and the text it was given on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReviewedText:
    """How the legality review stands to the text that is to go to the meeting (art. 25(2)).

    Attributes:
        is_reviewed: Whether there is an opinion at all.
        is_lawful: Whether it finds the text lawful as it stands.
        is_same_text: Whether the digest it was given on is that of the present text.
        is_exploratory: Whether the matter is an exploratory reform without an explicit rule of the state.
        risk_is_stated: Whether the opinion states the legal risk expressly.
        number: The opinion's number.
        reviewed_digest: Of the text reviewed.
        current_digest: Of the text as it stands.
    """

    is_reviewed: bool
    is_lawful: bool = False
    is_same_text: bool = False
    is_exploratory: bool = False
    risk_is_stated: bool = False
    number: str = ""
    reviewed_digest: str = ""
    current_digest: str = ""


@dataclass(frozen=True, kw_only=True)
class RiskFound:
    """The decision-making organ's last finding on the risk (art. 24).

    Attributes:
        is_required: Whether the assessment was determined to apply.
        is_found: Whether there is a finding.
        is_controllable: What it says.
        level: The level assessed (``high``, ``medium``, ``low``), where the finding itself is judged.
        rounds: How often the risk was assessed, where the finding itself is judged.
        unmet: Risk points without a measure, where the finding itself is judged.
    """

    is_required: bool
    is_found: bool
    is_controllable: bool = False
    level: str = ""
    rounds: int = 1
    unmet: int = 0


@dataclass(frozen=True, kw_only=True)
class CompetitionConcluded:
    """The last conclusion of the fair-competition review (Regulation on it, art. 18)."""

    is_required: bool
    is_concluded: bool
    allows_issue: bool = False
