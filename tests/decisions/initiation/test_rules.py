"""The rules of initiation, one answer after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.initiation import rules
from decisions.initiation.facts import (
    CatalogueFacts,
    ExclusionFacts,
    InitiationFacts,
    LeadFacts,
    ProposalFacts,
    ScopeFacts,
)
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor

PACK = floor()
SCOPE = ScopeFacts("临江市人民政府", "city", takes_decisions=True, category="plan", category_reason="属于专项规划")
PROPOSAL = ProposalFacts(
    source="department",
    proposed_by="市发改委",
    source_document="临发改〔2026〕18号",
    study_unit="市发改委",
    problem="问题",
    reasons="依据",
    solution="方案",
    necessity="必要可行",
)
STARTED = InitiationFacts(
    studied_on=date(2026, 3, 3),
    is_decided=True,
    decided_on=date(2026, 3, 5),
    is_started=True,
    recommended=True,
    reason="同意",
    approver="市长",
    approval_number="临政批〔2026〕1号",
)


def outcome(rule, facts, pack=PACK) -> Outcome:
    return rule(facts, pack).outcome


@pytest.mark.parametrize("level", ["province", "city", "county"])
def test_scope_01_met_by_governments(level):
    assert outcome(rules.local_government_decides, replace(SCOPE, level=level)) is Outcome.MET


@pytest.mark.parametrize("level", ["department", "township"])
def test_scope_01_met_by_reference(level):
    finding = rules.local_government_decides(replace(SCOPE, level=level), PACK)
    assert finding.outcome is Outcome.MET
    assert "四十二" in str(finding.reason)


def test_scope_01_breached_by_a_unit_that_takes_no_decisions():
    assert outcome(rules.local_government_decides, replace(SCOPE, takes_decisions=False)) is Outcome.BREACHED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"category": ""}, Outcome.BREACHED),
        ({"category_reason": "  "}, Outcome.BREACHED),
    ],
)
def test_scope_02(change, expected):
    assert outcome(rules.matter_is_major, replace(SCOPE, **change)) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ExclusionFacts(is_checked=True), Outcome.MET),
        (ExclusionFacts(is_checked=False), Outcome.BREACHED),
        (ExclusionFacts(is_checked=True, grounds=("突发事件应急处置",)), Outcome.BREACHED),
        (ExclusionFacts(is_checked=True, local="贵州省重大行政决策程序实施办法第三条：信访事项"), Outcome.BREACHED),
    ],
)
def test_scope_03(facts, expected):
    assert outcome(rules.matter_is_not_excluded, facts) is expected


@pytest.mark.parametrize(
    ("facts", "required", "expected"),
    [
        (CatalogueFacts(2026, "2026-3", ""), True, Outcome.MET),
        (CatalogueFacts(None, "", "年中新增事项"), True, Outcome.EXCUSED),
        (CatalogueFacts(None, "", ""), True, Outcome.BREACHED),
        (CatalogueFacts(None, "", ""), False, Outcome.NOT_APPLICABLE),
    ],
)
def test_cat_01(facts, required, expected):
    pack = PACK.with_values(catalogue__required=required)
    assert outcome(rules.matter_is_in_the_catalogue, facts, pack) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.NOT_APPLICABLE),
        ({"source": "leader"}, Outcome.MET),
        ({"source": "leader", "study_unit": ""}, Outcome.BREACHED),
        ({"source": "leader", "proposed_by": ""}, Outcome.BREACHED),
    ],
)
def test_init_01(change, expected):
    assert outcome(rules.leaders_proposal_is_studied, replace(PROPOSAL, **change)) is expected


@given(missing=st.sets(st.sampled_from(["problem", "reasons", "solution", "necessity"])))
def test_init_02_breached_by_any_missing_point(missing):
    facts = replace(PROPOSAL, **dict.fromkeys(missing, " "))
    expected = Outcome.BREACHED if missing else Outcome.MET
    assert outcome(rules.departments_proposal_is_argued, facts) is expected


def test_init_02_does_not_reach_leaders():
    facts = replace(PROPOSAL, source="leader", problem="")
    assert outcome(rules.departments_proposal_is_argued, facts) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("source", ["deputies", "public"])
@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, Outcome.MET), ({"source_document": ""}, Outcome.BREACHED), ({"study_unit": ""}, Outcome.BREACHED)],
)
def test_init_03(source, change, expected):
    assert outcome(rules.public_proposal_is_studied, replace(PROPOSAL, source=source, **change)) is expected


def test_init_03_does_not_reach_departments():
    assert outcome(rules.public_proposal_is_studied, PROPOSAL) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"recommended": False}, Outcome.MET),
        ({"is_decided": False}, Outcome.PENDING),
        ({"studied_on": None}, Outcome.BREACHED),
        ({"decided_on": date(2026, 3, 2)}, Outcome.BREACHED),
        ({"approver": ""}, Outcome.BREACHED),
        ({"approval_number": ""}, Outcome.BREACHED),
        ({"reason": ""}, Outcome.BREACHED),
    ],
)
def test_init_04(change, expected):
    assert outcome(rules.organ_decides_to_start, replace(STARTED, **change)) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (LeadFacts(("市发改委",), ("市发改委",), "李文清"), Outcome.MET),
        (LeadFacts((), ()), Outcome.BREACHED),
        (LeadFacts(("市发改委",), ("市发改委",)), Outcome.BREACHED),
        (LeadFacts(("市发改委",), ("市发改委",), "李文清", official_is_of_principal=False), Outcome.BREACHED),
    ],
)
def test_lead_01(facts, expected):
    assert outcome(rules.lead_unit_is_named, facts) is expected


@given(units=st.integers(0, 6), principals=st.integers(0, 6))
def test_lead_02_of_several_exactly_one(units, principals):
    facts = LeadFacts(tuple(map(str, range(units))), tuple(map(str, range(min(principals, units)))), "李文清")
    expected = (
        Outcome.NOT_APPLICABLE if units < 2 else Outcome.MET if min(principals, units) == 1 else Outcome.BREACHED
    )
    assert outcome(rules.one_unit_leads, facts) is expected


def test_every_ground_belongs_to_exactly_one_procedure_and_answer():
    from decisions.initiation.grounds import GROUNDS, Ground

    listed = [ground for answers in GROUNDS.values() for grounds in answers for ground in grounds]
    assert sorted(listed) == sorted(Ground)


def test_legality_review_and_collective_discussion_cannot_be_found_inapplicable():
    from decisions.initiation.grounds import GROUNDS

    assert {procedure.value for procedure in GROUNDS} == {
        "participation",
        "hearing",
        "experts",
        "risk",
        "competition",
        "congress",
    }
