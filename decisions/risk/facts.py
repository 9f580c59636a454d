"""What the rules of risk assessment judge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """One round of assessment, as it is filed or about to be.

    Attributes:
        assessor: The unit that assesses.
        may_assess: Whether it is the lead unit or the unit named for the assessment.
        third_party: The body commissioned, if one is.
        contract: The number of its contract.
        methods: How the risks were inquired into.
        departments_heard: How many departments gave an opinion.
        points: How many risk points the report names.
        points_without_measure: How many of them have no prevention measure.
        has_response_plan: Whether the report has a response plan.
        overall_level: ``high``, ``medium`` or ``low``.
        reused: Titles of earlier assessments relied on.
        reused_without_source: Those named without number and date.
    """

    assessor: str
    may_assess: bool
    third_party: str = ""
    contract: str = ""
    methods: tuple[str, ...] = ()
    departments_heard: int = 0
    points: int = 0
    points_without_measure: int = 0
    has_response_plan: bool = False
    overall_level: str = ""
    reused: tuple[str, ...] = ()
    reused_without_source: tuple[str, ...] = ()
