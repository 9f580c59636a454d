"""The rules of evaluation and adjustment, one answer after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.evaluation import rules
from decisions.evaluation.facts import CommissionFacts, GroundFacts, ParticipationFacts, ResultFacts, TeamFacts
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor
from decisions.statutes.periods import add_months

PACK = floor()
DUTY = PACK.with_values(posteval__mandatory_after_months=12)
DAY = date(2026, 3, 2)
ORDERED = GroundFacts(
    grounds=("目标未达到",),
    is_ordered=True,
    reason="效果明显未达预期",
    evaluator="市财政局",
    decided_on=date(2026, 9, 1),
    implemented_on=DAY,
)
DECLINED = replace(ORDERED, is_ordered=False, evaluator="", reason="时间尚短", next_due_on=date(2027, 3, 2))
COMMISSION = CommissionFacts("临江大学评估中心", frozenset({"安评咨询公司", "周文清"}), contract="委〔2027〕1号")
EVERYBODY = frozenset({*rules.BROUGHT_IN, "expert"})
PARTICIPATION = ParticipationFacts("问卷1000份", EVERYBODY)
RESULT = ResultFacts("临政评报〔2027〕1号", "terminate", "terminate", "同意", approval="常〔2027〕1号")


def outcome(rule, facts, pack=PACK):
    return rule(facts, pack).outcome


@pytest.mark.parametrize(
    ("facts", "pack", "expected"),
    [
        (ORDERED, PACK, Outcome.MET),
        (replace(ORDERED, reason=""), PACK, Outcome.BREACHED),
        (replace(ORDERED, evaluator=""), PACK, Outcome.BREACHED),
        (DECLINED, PACK, Outcome.EXCUSED),
        (replace(DECLINED, next_due_on=None), PACK, Outcome.BREACHED),
        (replace(DECLINED, next_due_on=date(2026, 9, 1)), PACK, Outcome.BREACHED),
        (DECLINED, DUTY, Outcome.EXCUSED),
        (replace(DECLINED, next_due_on=date(2027, 3, 3)), DUTY, Outcome.BREACHED),
        (replace(DECLINED, decided_on=date(2027, 3, 2), next_due_on=date(2028, 1, 1)), DUTY, Outcome.BREACHED),
        (
            replace(
                DECLINED,
                last_evaluated_on=date(2027, 2, 1),
                decided_on=date(2027, 3, 2),
                next_due_on=date(2028, 1, 1),
            ),
            DUTY,
            Outcome.EXCUSED,
        ),
    ],
)
def test_eval_01(facts, pack, expected):
    assert outcome(rules.grounds_are_decided_on, facts, pack) is expected


@given(st.dates(DAY, date(2040, 1, 1)), st.integers(1, 60))
def test_eval_01_a_duty_is_declined_only_before_its_day(decided, months):
    pack = PACK.with_values(posteval__mandatory_after_months=months)
    last = add_months(DAY, months)
    facts = replace(DECLINED, decided_on=decided, next_due_on=last)
    expected = Outcome.EXCUSED if decided < last else Outcome.BREACHED
    assert outcome(rules.grounds_are_decided_on, facts, pack) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"third_party": ""}, Outcome.NOT_APPLICABLE),
        ({"third_party": "安评咨询公司"}, Outcome.BREACHED),
        ({"third_party": " 安评 咨询公司 "}, Outcome.BREACHED),
        ({"contract": ""}, Outcome.BREACHED),
    ],
)
def test_eval_02_bars_who_assessed_before(change, expected):
    assert outcome(rules.third_party_assessed_nothing, replace(COMMISSION, **change)) is expected


def test_eval_02_sees_the_same_name_in_other_widths():
    facts = CommissionFacts("ＡＢＣ 咨询（临江）", frozenset({"abc咨询(临江)"}), contract="1")
    assert outcome(rules.third_party_assessed_nothing, facts) is Outcome.BREACHED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_declared": True}, Outcome.MET),
        ({}, Outcome.BREACHED),
        ({"is_declared": True, "tie": "承接该局信息化项目"}, Outcome.BREACHED),
        ({"is_declared": True, "executing_unit": "临江大学评估中心"}, Outcome.BREACHED),
        ({"third_party": ""}, Outcome.NOT_APPLICABLE),
    ],
)
def test_sod_05_where_local_rules_ask_for_independence(change, expected):
    pack = PACK.with_values(posteval__executor_independent=True)
    assert outcome(rules.third_party_is_independent, replace(COMMISSION, **change), pack) is expected
    assert outcome(rules.third_party_is_independent, replace(COMMISSION, **change)) is Outcome.NOT_APPLICABLE


def test_sod_02_bars_bodies_always_and_experts_where_local_rules_say_so():
    strict = PACK.with_values(posteval__experts_excluded=True)
    expert = TeamFacts(("周 文清",), ("临江大学",), frozenset({"周文清", "安评咨询公司"}))
    assert outcome(rules.team_assessed_nothing, expert) is Outcome.MET
    assert outcome(rules.team_assessed_nothing, expert, strict) is Outcome.BREACHED
    body = replace(expert, persons=("何建平",), organisations=("安评咨询公司",), third_party="某中心")
    assert outcome(rules.team_assessed_nothing, body) is Outcome.BREACHED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"heard": ""}, Outcome.BREACHED),
        ({"categories": EVERYBODY - {"social"}}, Outcome.BREACHED),
        ({"categories": EVERYBODY - {"social"}, "absence_reason": "本地无相关社会组织"}, Outcome.EXCUSED),
        ({"categories": frozenset({"expert"}), "absence_reason": "时间紧"}, Outcome.BREACHED),
    ],
)
def test_eval_03(change, expected):
    assert outcome(rules.all_sides_take_part, replace(PARTICIPATION, **change)) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_self_evaluation": False}, Outcome.NOT_APPLICABLE),
        ({}, Outcome.MET),
        ({"is_marked": False}, Outcome.BREACHED),
        ({"categories": EVERYBODY - {"expert"}}, Outcome.BREACHED),
        ({"categories": EVERYBODY - {"deputy"}}, Outcome.BREACHED),
    ],
)
def test_sod_12(change, expected):
    facts = replace(PARTICIPATION, is_self_evaluation=True, is_marked=True)
    assert outcome(rules.self_evaluation_is_open, replace(facts, **change)) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, Outcome.MET), ({"outcome": "continue"}, Outcome.EXCUSED), ({"reason": ""}, Outcome.BREACHED)],
)
def test_eval_04(change, expected):
    assert outcome(rules.result_is_the_basis, replace(RESULT, **change)) is expected


@pytest.mark.parametrize(
    ("change", "gate", "expected"),
    [
        ({}, False, Outcome.MET),
        ({"report": ""}, False, Outcome.BREACHED),
        ({"approval": ""}, False, Outcome.BREACHED),
        ({"outcome": "continue", "report": "", "approval": ""}, False, Outcome.NOT_APPLICABLE),
        ({"outcome": "continue", "report": "", "approval": ""}, True, Outcome.BREACHED),
        ({"outcome": "adjust"}, True, Outcome.MET),
    ],
)
def test_adj_01(change, gate, expected):
    pack = PACK.with_values(posteval__gate_on_change=gate)
    assert outcome(rules.change_follows_procedure, replace(RESULT, **change), pack) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"outcome": "continue"}, Outcome.NOT_APPLICABLE),
        ({"minor_reason": "仅调整时间安排"}, Outcome.NOT_APPLICABLE),
        ({}, Outcome.BREACHED),
        ({"is_major": True}, Outcome.BREACHED),
        ({"is_major": True, "proposing_unit": "市发改委"}, Outcome.MET),
        ({"is_major": True, "adjusting": "临政决策〔2027〕3号"}, Outcome.MET),
    ],
)
def test_adj_03(change, expected):
    facts = replace(RESULT, outcome="adjust")
    assert outcome(rules.major_adjustment_is_proposed, replace(facts, **change)) is expected
