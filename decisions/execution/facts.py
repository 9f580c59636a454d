"""What the rules of execution judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class AssignmentFacts:
    """Who executes, and what the decision was broken down into (art. 34).

    Attributes:
        unit: The executing unit that answers for the whole.
        tasks: How many tasks there are.
        foreign: Units that hold a task without being named as executing.
    """

    unit: str
    tasks: int
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True)
class CycleFacts:
    """How often the execution is reported on."""

    cycle: str


@dataclass(frozen=True)
class ScheduleFacts:
    """When the decision is to be evaluated, as fixed when the executing unit was named."""

    implemented_on: date
    due_on: date
    reason: str = ""
    term_ends_on: date | None = None


@dataclass(frozen=True)
class ReportingFacts:
    """What the executing unit reported, and when (art. 34).

    Attributes:
        cycle: How often it has to.
        implemented_on: From when.
        reported_on: The days of its reports, in order.
    """

    cycle: str
    implemented_on: date
    reported_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class FinalReportFacts:
    """When the execution ended, and when its final report came (art. 34).

    Attributes:
        ended_on: The last day of the fixed term, else the day of the report by which every task was done.
        reported_on: The day of the final report; none while it has not come.
        today: The day of the judgement.
    """

    ended_on: date | None
    reported_on: date | None
    today: date


@dataclass(frozen=True)
class ProblemFacts:
    """A problem, a great change or force majeure, and when it was reported (art. 35(1))."""

    kind: str
    found_on: date
    reported_on: date


@dataclass(frozen=True)
class OpinionsFacts:
    """What the public said of the execution, and how much of it was answered (art. 35(2))."""

    received: int
    answered: int


@dataclass(frozen=True)
class SuspensionFacts:
    """A suspension before any procedure: its ground, its urgency and who ordered it (art. 37).

    Attributes:
        problem: The circumstance of article 35 as it was reported; empty where none was.
        reported_on: When it was reported.
        urgency: Why it cannot wait.
        ordered_by: Who ordered it.
        is_by_head: Whether that is the head of the organ.
    """

    problem: str
    reported_on: date | None
    urgency: str
    ordered_by: str
    is_by_head: bool
    on: date
