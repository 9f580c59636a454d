"""Reading risk assessments and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.cases.selectors import approval
from decisions.risk.facts import AssessmentFacts
from decisions.risk.models import RiskAssessment, RiskMethod
from decisions.statutes.comparison import ClauseChange, compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from decisions.cases.models import Decision, Snapshot


def evidence(decision: Decision) -> Iterator[object]:
    """Return the facts of every round as the record holds them."""
    for assessment in rounds(decision):
        yield facts_of(assessment)


def rounds(decision: Decision) -> list[RiskAssessment]:
    """Return the rounds of assessment in order, with their rows."""
    return list(
        RiskAssessment.objects.filter(decision=decision)
        .select_related("assessor", "snapshot", "finding")
        .prefetch_related("points", "opinions", "earlier")
        .order_by("round")
    )


def latest(decision: Decision) -> RiskAssessment | None:
    """Return the last round."""
    return (
        RiskAssessment.objects.filter(decision=decision)
        .select_related("assessor", "snapshot__draft", "finding")
        .order_by("-round")
        .first()
    )


def facts_of(assessment: RiskAssessment) -> AssessmentFacts:
    """Return a round as the rules judge it; who may assess was judged when it was filed."""
    points = list(assessment.points.all())
    return AssessmentFacts(
        assessor=assessment.assessor.name,
        may_assess=True,
        third_party=assessment.third_party,
        contract=assessment.contract,
        methods=tuple(str(RiskMethod(value).label) for value in assessment.methods),
        departments_heard=len(assessment.opinions.all()),
        points=len(points),
        points_without_measure=sum(not point.measure.strip() for point in points),
        has_response_plan=bool(assessment.response_plan.strip()),
        overall_level=assessment.overall_level,
        reused=tuple(row.title for row in assessment.earlier.all()),
    )


def is_uncontrollable(decision: Decision) -> bool:
    """Whether the organ's last finding is that the risk is not controllable; the draft has to be adjusted then."""
    found = approval(decision, "risk")
    return found is not None and not found.allows_submission


def found_controllable_on(decision: Decision) -> Snapshot | None:
    """Return the text on which the last finding says that the risk is controllable."""
    found = approval(decision, "risk")
    return found.snapshot if found is not None and found.allows_submission else None


def adjustment(decision: Decision) -> list[ClauseChange]:
    """Return what changed, clause by clause, between the text last found uncontrollable and the present one."""
    found = (
        decision.approvals.filter(kind="risk", allows_submission=False)
        .select_related("snapshot__draft")
        .order_by("-pk")
        .first()
    )
    current = decision.current_snapshot
    if found is None or current is None or found.snapshot.digest == current.digest:
        return []
    return list(compare(list(found.snapshot.draft.clauses.all()), list(current.draft.clauses.all())))


def third_parties(decision: Decision) -> list[str]:
    """Return the bodies commissioned with the assessment: none of them may evaluate the decision later (SOD-02)."""
    named = RiskAssessment.objects.filter(decision=decision).exclude(third_party="").order_by("round")
    return list(dict.fromkeys(named.values_list("third_party", flat=True)))


def assessors(decision: Decision, *, at: datetime | None = None) -> set[str]:  # noqa: ARG001 -- asked of all alike
    """Return the names of those who assessed before the decision was taken, for whoever chooses an evaluator.

    Args:
        decision: The decision.
        at: When they are compared; what a round of assessment names does not change.
    """
    return set(third_parties(decision))
