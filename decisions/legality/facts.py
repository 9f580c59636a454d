"""What the rules of legality review judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PackageFacts:
    """What was submitted for review, or is about to be (art. 26(1))."""

    has_draft: bool
    has_explanation: bool
    basis: str
    statement: str
    statement_checked: bool
    prereview: str = ""


@dataclass(frozen=True, kw_only=True)
class SeparationFacts:
    """One person with a part in the review, and what else that person did (SOD-04).

    Attributes:
        name: The person.
        is_counsel: Whether as counsel; else as reviewer.
        drafted: Whether the person drew up a version of the draft or is in charge of it.
        is_of_drafter: Whether, as counsel, the person works for the lead unit or is hired by it on this matter.
    """

    name: str
    is_counsel: bool
    drafted: bool = False
    is_of_drafter: bool = False


@dataclass(frozen=True, kw_only=True)
class ProblemFacts:
    """One problem a review names."""

    question: str
    advice: str
    article: str


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """One review: what it rests on, and the opinion once it is issued or about to be.

    Attributes:
        unit: The reviewing unit; ``is_in_charge`` whether it is the one responsible for legality review.
        accepted_on: When a complete submission was accepted; none while it was not.
        replies: How many replies of the reviewing unit to the consultation of units are on file.
        is_reply: Whether the paper issued as opinion is such a reply.
        counsel: How many signed opinions of counsel and public lawyers there are on this text.
        is_issued: Whether the opinion is issued or about to be.
        working_days: Days of review up to the issue, without interruptions.
        earliest: The first day on which enough have passed, if it can be told.
        early_reason: Why it was issued earlier.
        findings: For each of the three questions whether it is answered with yes; None where it is not answered.
        without_basis: Questions whose answer names no basis.
        problems: The problems named.
        conclusion: Of ``Conclusion``; empty while there is none.
        reviewer: Who answers for the opinion; ``approver`` who approved it.
        claims_exception: Whether the matter shall go on as an exploratory reform in spite of the conclusion.
        is_exploratory: Whether it was started as one.
        risk_statement: The legal risks, expressly.
    """

    unit: str
    is_in_charge: bool
    accepted_on: date | None
    replies: int = 0
    is_reply: bool = False
    counsel: int = 0
    is_issued: bool = False
    working_days: int = 0
    earliest: date | None = None
    early_reason: str = ""
    findings: tuple[bool | None, bool | None, bool | None] = (None, None, None)
    without_basis: int = 0
    problems: tuple[ProblemFacts, ...] = ()
    conclusion: str = ""
    reviewer: str = ""
    approver: str = ""
    claims_exception: bool = False
    is_exploratory: bool = False
    risk_statement: str = ""


@dataclass(frozen=True, kw_only=True)
class ForwardingFacts:
    """How long the check of a submission took (art. 26(1)).

    Attributes:
        submitted_on: The day of the submission.
        checked_on: The day it was accepted, sent back or to be supplemented; none while it waits.
        working_days: The working days between, as counted on the day of the check.
    """

    submitted_on: date
    checked_on: date | None = None
    working_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class ResponseFacts:
    """How the lead unit acted on an opinion (art. 28).

    Attributes:
        problems: How many problems the opinion names.
        unanswered: The numbers of those without an answer.
        unreasoned: The numbers of those not adopted without a reason.
        adopted: How many were adopted with a change of the text.
        is_changed: Whether the text was changed.
    """

    problems: int
    unanswered: tuple[int, ...] = ()
    unreasoned: tuple[int, ...] = ()
    adopted: int = 0
    is_changed: bool = False
