"""The rules of drafting, one answer after another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.drafting import rules
from decisions.drafting.facts import AnalysisFacts, BasisFacts, ConsultationFacts, DisagreementFacts
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor

PACK = floor()
BASIS = BasisFacts(titles=("价格法", "城镇供水价格管理办法"), compliance_note="符合")
ASKED = ConsultationFacts(
    version=1, asked=("市财政局", "市司法局"), answered=("市财政局", "市司法局"), is_concluded=True
)
DISPUTE = DisagreementFacts(
    unit="市财政局",
    is_agreed=False,
    issue="减免资金来源",
    unit_opinion="不宜由财政负担",
    lead_opinion="依据办法应由财政负担",
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"titles": ()}, Outcome.BREACHED),
        ({"without_relation": ("价格法",)}, Outcome.BREACHED),
        ({"compliance_note": " "}, Outcome.BREACHED),
    ],
)
def test_draft_02(change, expected):
    assert rules.laws_are_gone_through(replace(BASIS, **change), PACK).outcome is expected


@given(has=st.booleans(), options=st.integers(0, 9))
def test_draft_03_and_04_are_never_in_the_way(has, options):
    facts = AnalysisFacts(has_cost_benefit=has, options=options)
    costs, compared = rules.costs_are_analysed(facts, PACK), rules.options_are_compared(facts, PACK)
    assert costs.outcome is (Outcome.MET if has else Outcome.NOT_APPLICABLE)
    assert compared.outcome is (Outcome.MET if options >= 2 else Outcome.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"asked": (), "answered": (), "reason_for_none": "仅涉及本单位职责"}, Outcome.NOT_APPLICABLE),
        ({"asked": (), "answered": ()}, Outcome.BREACHED),
        ({"answered": ("市财政局",)}, Outcome.PENDING),
        ({"answered": ("市财政局",), "silent": ("市司法局",)}, Outcome.EXCUSED),
        ({"is_concluded": False}, Outcome.PENDING),
        ({"without_disposition": ("市财政局",)}, Outcome.BREACHED),
    ],
)
def test_cons_01(change, expected):
    assert rules.units_are_consulted(replace(ASKED, **change), PACK).outcome is expected


@given(missing=st.sets(st.sampled_from(["issue", "unit_opinion", "lead_opinion"])))
def test_cons_02_needs_all_three_points(missing):
    facts = replace(DISPUTE, **dict.fromkeys(missing, ""))
    expected = Outcome.BREACHED if missing else Outcome.MET
    assert rules.disagreement_is_stated(facts, PACK).outcome is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (DisagreementFacts(), Outcome.NOT_APPLICABLE),
        (DisagreementFacts(unit="市财政局", is_agreed=True), Outcome.MET),
    ],
)
def test_cons_02_where_nobody_disagrees_any_more(facts, expected):
    assert rules.disagreement_is_stated(facts, PACK).outcome is expected
