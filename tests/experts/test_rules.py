"""Each rule of article 19 to 21 in each of its answers."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack
from decisions.statutes.rule import JUDGEMENTS, REGISTER
from experts import rules
from experts.facts import (
    Adoption,
    Argumentation,
    Chosen,
    Composition,
    Interests,
    Opening,
    PanelPlan,
    PanelSize,
    Participation,
    PoolTerm,
    PoolUse,
    Selection,
    Signature,
    Undertaking,
    Vote,
    Workload,
)

THREE = frozenset(rules.STATUTORY)
ONE = Chosen("李明远", "环境", "专业对口")
MET, EXCUSED, BREACHED, NA = Outcome.MET, Outcome.EXCUSED, Outcome.BREACHED, Outcome.NOT_APPLICABLE
SERVING = date(2026, 4, 1)


def pack(**values):
    return Pack("t", "1", "t", MappingProxyType({key.replace("__", ".", 1): value for key, value in values.items()}))


MORE_THAN = {"expert__vote_share": "3/5", "expert__vote_share_comparator": ">"}

CASES = [
    ("EXP-01", Argumentation(5, THREE), {}, MET),
    ("EXP-01", Argumentation(0, frozenset()), {}, BREACHED),
    ("EXP-01", Argumentation(5, THREE - {"soundness"}), {}, BREACHED),
    ("EXP-01", Argumentation(5, THREE), {"expert__dimensions": ["legality"]}, BREACHED),
    ("EXP-02", Undertaking("李明远", True, True), {}, MET),
    ("EXP-02", Undertaking("李明远", True, False), {}, BREACHED),
    ("EXP-03", Signature("李明远", "李明远", True), {}, MET),
    ("EXP-03", Signature("李明远", "李 明远", True), {}, MET),
    ("EXP-03", Signature("李明远", "李明远", False), {}, BREACHED),
    ("EXP-03", Signature("李明远", "", True), {}, BREACHED),
    ("EXP-04", PanelPlan("论证会", THREE), {}, MET),
    ("EXP-05", Selection((ONE,), "已注意"), {}, MET),
    ("EXP-05", Selection((Chosen("甲", "环境", "理由", "赞成"), Chosen("乙", "环境", "理由", "反对")), ""), {}, MET),
    ("EXP-05", Selection((ONE,), ""), {}, BREACHED),
    ("EXP-05", Selection((Chosen("甲", "环境", " "),), "已注意"), {}, BREACHED),
    ("EXP-06", Interests("李明远", ()), {}, MET),
    ("EXP-06", Interests("李明远", ("承办单位职工",)), {}, BREACHED),
    ("SOD-01", Participation("李明远", ()), {}, MET),
    ("SOD-01", Participation("李明远", ("draft",)), {}, BREACHED),
    ("EXP-07", PoolUse(is_province=False, has_own_pool=False), {}, MET),
    ("EXP-07", PoolUse(is_province=True, has_own_pool=True), {}, MET),
    ("EXP-07", PoolUse(is_province=True, has_own_pool=False), {}, BREACHED),
    ("EXP-07", PoolUse(is_province=False, has_own_pool=True, not_ready=(("甲", "聘期届满"),)), {}, BREACHED),
    ("EXP-08", PanelPlan("论证会", THREE), {}, MET),
    ("EXP-08", PanelPlan("论证会", frozenset({"necessity"})), {}, BREACHED),
    ("EXP-09", PanelSize(1, is_complex=True), {}, MET),
    ("EXP-09", PanelSize(0, is_complex=False), {}, BREACHED),
    ("EXP-09", PanelSize(8, is_complex=True), {"expert__min": 5, "expert__min_complex": 9}, BREACHED),
    ("EXP-09", PanelSize(8, is_complex=False), {"expert__min": 5, "expert__min_complex": 9}, MET),
    ("EXP-10", PanelSize(4, is_complex=False), {}, MET),
    ("EXP-10", PanelSize(4, is_complex=False), {"expert__odd": True}, BREACHED),
    ("EXP-10", PanelSize(5, is_complex=False), {"expert__odd": True}, MET),
    ("EXP-11", PoolUse(False, True, outsiders=("甲",)), {}, MET),
    ("EXP-11", PoolUse(False, True, outsiders=("甲",)), {"expert__pool_mandatory": True}, BREACHED),
    (
        "EXP-11",
        PoolUse(False, True, outsiders=("甲",), outsiders_reason="库内无此专业"),
        {"expert__pool_mandatory": True},
        EXCUSED,
    ),
    ("EXP-12", Opening(0, date(2026, 6, 3), date(2026, 6, 1)), {}, MET),
    ("EXP-12", Opening(1, date(2026, 6, 3), date(2026, 6, 3)), {}, BREACHED),
    ("EXP-12", Opening(1, date(2026, 6, 3), date(2026, 6, 4)), {}, MET),
    ("EXP-13", Adoption((), (), departs_from_majority=False), {}, MET),
    ("EXP-13", Adoption(("专家01",), (), departs_from_majority=False), {}, BREACHED),
    ("EXP-13", Adoption((), ("专家01",), departs_from_majority=False), {}, BREACHED),
    ("EXP-14", Adoption((), (), departs_from_majority=False), {"expert__majority_dissent_reason": True}, MET),
    ("EXP-14", Adoption((), (), departs_from_majority=True), {}, MET),
    ("EXP-14", Adoption((), (), departs_from_majority=True), {"expert__majority_dissent_reason": True}, BREACHED),
    (
        "EXP-14",
        Adoption((), (), departs_from_majority=True, departure_reason="贷款合同期限在即"),
        {"expert__majority_dissent_reason": True},
        EXCUSED,
    ),
    ("SOD-07", Composition(3, ("甲",), ()), {"expert__max_share_industry_dept": "1/3"}, MET),
    ("SOD-07", Composition(5, ("甲", "乙"), ()), {"expert__max_share_industry_dept": "1/3"}, BREACHED),
    ("SOD-07", Composition(4, (), ("甲", "乙")), {"expert__max_share_subordinate": "1/2"}, MET),
    ("SOD-07", Composition(3, (), ("甲", "乙")), {"expert__max_share_subordinate": "1/2"}, BREACHED),
    ("SOD-07", Composition(3, ("甲", "乙"), ("甲", "乙")), {}, MET),
    ("EXP-16", Workload("李明远", 7), {}, MET),
    ("EXP-16", Workload("李明远", 6), {"expert__max_tasks_per_year": 6}, MET),
    ("EXP-16", Workload("李明远", 7), {"expert__max_tasks_per_year": 6}, BREACHED),
    ("EXP-17", Vote(5, 0, 0, "as_drafted"), {}, NA),
    ("EXP-17", Vote(5, 3, 0, "as_drafted"), {"expert__vote_share": "3/5"}, MET),
    (
        "EXP-17",
        Vote(5, 3, 0, "as_drafted"),
        {"expert__vote_share": "3/5", "expert__vote_share_comparator": ">"},
        BREACHED,
    ),
    ("EXP-17", Vote(5, 2, 3, "as_drafted"), {"expert__vote_share": "1/2"}, BREACHED),
    ("EXP-17", Vote(5, 2, 3, "with_changes"), {"expert__vote_share": "1/2"}, MET),
    ("EXP-17", Vote(5, 1, 1, "with_changes"), {"expert__vote_share": "1/2"}, BREACHED),
    ("EXP-17", Vote(5, 0, 0, "rework"), {"expert__vote_share": "1/2"}, MET),
    ("EXP-18", PoolTerm("甲", date(2024, 1, 1), date(2028, 12, 31), SERVING), {}, NA),
    ("EXP-18", PoolTerm("甲", None, None, SERVING), {"expert__term_years": 3}, NA),
    ("EXP-18", PoolTerm("甲", date(2024, 1, 1), date(2028, 12, 31), SERVING), {"expert__term_years": 5}, MET),
    ("EXP-18", PoolTerm("甲", date(2024, 1, 1), date(2028, 12, 31), SERVING), {"expert__term_years": 3}, BREACHED),
    ("EXP-18", PoolTerm("甲", date(2023, 4, 1), None, SERVING), {"expert__term_years": 3}, MET),
    ("EXP-18", PoolTerm("甲", date(2023, 3, 31), None, SERVING), {"expert__term_years": 3}, BREACHED),
    ("EXP-18", PoolTerm("甲", date(2024, 1, 1), date(2026, 3, 31), SERVING), {"expert__term_years": 3}, BREACHED),
    ("SOD-11", Selection((ONE,), "已注意"), {}, MET),
    ("SOD-11", Selection((ONE,), "已注意", chose_themselves=("李明远",)), {}, BREACHED),
    ("SOD-11", Selection((ONE,), "已注意"), {"expert__random_draw": True}, BREACHED),
    ("SOD-11", Selection((ONE,), "已注意", reason_not_drawn="人数有限"), {"expert__random_draw": True}, EXCUSED),
]


@pytest.mark.parametrize(("code", "facts", "values", "outcome"), CASES)
def test_a_rule_answers(code, facts, values, outcome):
    finding = REGISTER[code](facts, pack(**values))
    assert finding.outcome is outcome
    if outcome is BREACHED:
        assert str(finding.reason)
        assert str(finding.cure)


def test_every_rule_has_its_cases():
    own = {rule.code for rule in REGISTER.values() if rule.facts.__module__ == "experts.facts"}
    assert own == {code for code, *_rest in CASES}
    assert "EXP-15" in JUDGEMENTS


@pytest.mark.parametrize("code", ["EXP-02", "EXP-03", "EXP-06", "SOD-01"])
def test_a_breach_names_who(code):
    facts = {
        "EXP-02": Undertaking("李明远", False, False),
        "EXP-03": Signature("李明远", "张三", True),
        "EXP-06": Interests("李明远", ("承办单位职工",)),
        "SOD-01": Participation("李明远", ("draft",)),
    }[code]
    assert "李明远" in str(REGISTER[code](facts, pack()).reason)


@given(count=st.integers(0, 30), least=st.integers(1, 15), more=st.integers(1, 15), is_complex=st.booleans())
def test_the_number_needed_never_falls_for_a_complex_matter(count, least, more, is_complex):
    numbers = pack(expert__min=least, expert__min_complex=more)
    needed = rules.required_number(numbers, is_complex=is_complex)
    assert needed >= least
    found = REGISTER["EXP-09"](PanelSize(count, is_complex), numbers).outcome
    assert (found is MET) == (count >= needed)


@given(total=st.integers(1, 20), part=st.integers(0, 20))
def test_a_third_is_a_third(total, part):
    part = min(part, total)
    facts = Composition(total, tuple(str(number) for number in range(part)), ())
    found = REGISTER["SOD-07"](facts, pack(expert__max_share_industry_dept="1/3")).outcome
    assert (found is MET) == (3 * part <= total)
