"""What the rules of evaluation and adjustment judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class GroundFacts:
    """What was decided on the grounds for an evaluation (art. 36(1)).

    Attributes:
        grounds: The grounds on record, in words.
        is_ordered: Whether an evaluation was ordered.
        reason: Why, or why not.
        evaluator: The evaluating unit.
        decided_on: When it was decided.
        implemented_on: From when the decision is carried out.
        last_evaluated_on: When it was last evaluated.
        next_due_on: The next day, where it was declined.
    """

    grounds: tuple[str, ...]
    is_ordered: bool
    reason: str
    evaluator: str
    decided_on: date
    implemented_on: date
    last_evaluated_on: date | None = None
    next_due_on: date | None = None


@dataclass(frozen=True)
class CommissionFacts:
    """A third party that evaluates, and who argued or assessed before the decision (art. 36(2)).

    Attributes:
        third_party: The body commissioned; empty where none is.
        assessors: The names of those who argued or assessed before.
        contract: The number of the commission.
        executing_unit: The unit that executes.
        tie: What ties the third party to the executing unit, as it declared; empty for nothing.
        is_declared: Whether it declared itself on that.
    """

    third_party: str
    assessors: frozenset[str]
    contract: str = ""
    executing_unit: str = ""
    tie: str = ""
    is_declared: bool = False


@dataclass(frozen=True)
class TeamFacts:
    """Who evaluates: persons and the organisations they come from, and those who argued before."""

    persons: tuple[str, ...]
    organisations: tuple[str, ...]
    assessors: frozenset[str]
    third_party: str = ""


@dataclass(frozen=True)
class ParticipationFacts:
    """Who took part in an evaluation (art. 36(3)).

    Attributes:
        heard: In how many ways, and how, the public was heard.
        categories: The kinds of members that took part.
        absence_reason: Why the others did not.
        is_self_evaluation: Whether the executing unit evaluates itself.
        is_marked: Whether the report says so.
    """

    heard: str
    categories: frozenset[str]
    absence_reason: str = ""
    is_self_evaluation: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class ResultFacts:
    """What the organ made of an evaluation (art. 36(4), 37).

    Attributes:
        report: The number of the evaluation report; empty where there is none.
        conclusion: What the evaluation advises.
        outcome: What the organ decided.
        reason: Why.
        approval: The number of the organ's decision.
        is_major: Whether the adjustment is a major one.
        minor_reason: Why it is not.
        proposing_unit: Which unit was ordered to propose the adjustment.
        adjusting: The number of the decision proposed to adjust this one.
    """

    report: str
    conclusion: str
    outcome: str
    reason: str
    approval: str = ""
    is_major: bool = False
    minor_reason: str = ""
    proposing_unit: str = ""
    adjusting: str = ""
