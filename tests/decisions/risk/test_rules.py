"""The rules of risk assessment and the matrix."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.risk import rules
from decisions.risk.facts import AssessmentFacts
from decisions.risk.matrix import level_of
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

PACK = Pack("test", "1", "test", {})
WHOLE = AssessmentFacts(
    assessor="临江市发展和改革委员会",
    may_assess=True,
    methods=("走访",),
    departments_heard=2,
    points=2,
    has_response_plan=True,
    overall_level="low",
)
degrees = st.integers(1, 5)


def but(**values):
    return dataclasses.replace(WHOLE, **values)


@pytest.mark.parametrize(
    ("judged", "facts", "outcome"),
    [
        (rules.unit_in_charge_assesses, WHOLE, Outcome.MET),
        (rules.unit_in_charge_assesses, but(assessor=""), Outcome.PENDING),
        (rules.unit_in_charge_assesses, but(may_assess=False), Outcome.BREACHED),
        (rules.earlier_assessment_is_named, WHOLE, Outcome.NOT_APPLICABLE),
        (rules.earlier_assessment_is_named, but(reused=("环评",)), Outcome.MET),
        (rules.earlier_assessment_is_named, but(reused=("环评",), reused_without_source=("环评",)), Outcome.BREACHED),
        (rules.methods_are_recorded, WHOLE, Outcome.MET),
        (rules.methods_are_recorded, but(methods=()), Outcome.NOT_APPLICABLE),
        (rules.report_is_whole, WHOLE, Outcome.MET),
        (rules.report_is_whole, but(departments_heard=0), Outcome.BREACHED),
        (rules.report_is_whole, but(points=0), Outcome.BREACHED),
        (rules.report_is_whole, but(points_without_measure=1), Outcome.BREACHED),
        (rules.report_is_whole, but(has_response_plan=False), Outcome.BREACHED),
        (rules.commission_is_recorded, WHOLE, Outcome.NOT_APPLICABLE),
        (rules.commission_is_recorded, but(third_party="某公司"), Outcome.BREACHED),
        (rules.commission_is_recorded, but(third_party="某公司", contract="7号"), Outcome.MET),
    ],
)
def test_the_rules(judged, facts, outcome):
    assert judged(facts, PACK).outcome is outcome


@given(degrees, degrees, degrees)
def test_a_higher_degree_never_lowers_the_level(likelihood, impact, other):
    rank = ["low", "medium", "high"]
    higher = max(likelihood, other)
    assert rank.index(level_of(higher, impact)) >= rank.index(level_of(likelihood, impact))
    assert level_of(likelihood, impact) == level_of(impact, likelihood)
