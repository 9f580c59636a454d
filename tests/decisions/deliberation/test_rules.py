"""Each rule of deliberation on facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.deliberation import rules
from decisions.deliberation.facts import (
    CongressFacts,
    DepartureFacts,
    MeetingFacts,
    MinutesFacts,
    OutcomeFacts,
    PackageFacts,
    PackageItem,
    PartyFacts,
    SpeakingFacts,
)
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

PACK = Pack("national", "1", "国家")
DAY = date(2026, 6, 1)


def outcome(rule, facts, pack=PACK):
    finding = rule(facts, pack)
    assert finding.outcome is Outcome.PENDING or finding.reason or finding.outcome is Outcome.MET
    return finding.outcome


SUBMIT = {
    1: rules.draft_is_submitted,
    2: rules.public_adoption_is_submitted,
    3: rules.expert_adoption_is_submitted,
    4: rules.risk_report_is_submitted,
    5: rules.opinion_is_submitted,
    6: rules.other_papers_are_submitted,
}


@pytest.mark.parametrize("number", SUBMIT)
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"papers": ("G07-1 意见书",)}, Outcome.MET),
        ({"missing": ("G07 意见书",)}, Outcome.BREACHED),
        ({"papers": ("B05-1 草案",), "missing": ("F03 结论",)}, Outcome.BREACHED),
        ({"waived": "不适用"}, Outcome.NOT_APPLICABLE),
    ],
)
def test_submit_01_to_06(number, item, expected):
    facts = PackageFacts("d" * 64, (PackageItem(number, **item),))
    assert outcome(SUBMIT[number], facts) is expected


def test_submit_01_needs_a_text():
    assert outcome(SUBMIT[1], PackageFacts("", (PackageItem(1, ("B05-1",)),))) is Outcome.BREACHED


def test_submit_05_is_an_equality():
    facts = PackageFacts("d" * 64, (PackageItem(5, ("G07-1",)),), reviewed_digest="d" * 64)
    assert outcome(SUBMIT[5], facts) is Outcome.MET
    assert outcome(SUBMIT[5], replace(facts, reviewed_digest="e" * 64)) is Outcome.BREACHED


def test_submit_06_with_nothing_else_owed():
    assert outcome(SUBMIT[6], PackageFacts("d" * 64, (PackageItem(6),))) is Outcome.MET


MEETING = MeetingFacts("executive", "第12次", DAY, date(2026, 5, 29), is_held=True, members=9, present=5)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"kind": "plenary"}, Outcome.MET),
        ({"kind": "circulation"}, Outcome.BREACHED),
        ({"is_held": False}, Outcome.PENDING),
        ({"present": 4}, Outcome.BREACHED),
        ({"papers_sent_on": date(2026, 5, 30)}, Outcome.BREACHED),
        ({"papers_sent_on": None}, Outcome.BREACHED),
        ({"lead_unit_attends": False}, Outcome.BREACHED),
        ({"legal_head_attends": False}, Outcome.BREACHED),
    ],
)
def test_delib_01(change, expected):
    pack = PACK.with_values(
        meeting__quorum_share="1/2",
        meeting__paper_days=3,
        meeting__lead_unit_attends=True,
        meeting__legal_head_attends=True,
    )
    assert outcome(rules.meeting_discusses, replace(MEETING, **change), pack) is expected


def test_delib_01_without_local_rules_asks_only_for_the_meeting():
    assert outcome(rules.meeting_discusses, replace(MEETING, present=1, papers_sent_on=None)) is Outcome.MET


def test_the_quorum_of_exactly_half_depends_on_the_comparator():
    facts = replace(MEETING, members=8, present=4)
    pack = PACK.with_values(meeting__quorum_share="1/2")
    assert outcome(rules.meeting_discusses, facts, pack) is Outcome.MET
    strict = PACK.with_values(meeting__quorum_share="1/2", meeting__quorum_share_comparator=">")
    assert outcome(rules.meeting_discusses, facts, strict) is Outcome.BREACHED


@given(st.integers(1, 30), st.integers(0, 30), st.integers(1, 5))
def test_more_members_present_never_break_a_quorum(members, present, more):
    present = min(present, members)
    pack = PACK.with_values(meeting__quorum_share="1/2")
    few = outcome(rules.meeting_discusses, replace(MEETING, members=members, present=present), pack)
    many = outcome(
        rules.meeting_discusses, replace(MEETING, members=members, present=min(members, present + more)), pack
    )
    assert (few, many) != (Outcome.MET, Outcome.BREACHED)


DECIDED = OutcomeFacts("adopt", "陈国栋", "陈国栋", favour=5, members=9, discussed=4)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"discussed": 0}, Outcome.BREACHED),
        ({"decider": "刘建平"}, Outcome.BREACHED),
        ({"result": "change_in_substance"}, Outcome.MET),
    ],
)
def test_delib_02(change, expected):
    assert outcome(rules.head_decides, replace(DECIDED, **change)) is expected


def test_delib_02_by_local_outcomes_and_shares():
    pack = PACK.with_values(meeting__outcomes=["adopt", "reject"], meeting__pass_share="2/3")
    assert outcome(rules.head_decides, replace(DECIDED, result="defer"), pack) is Outcome.BREACHED
    assert outcome(rules.head_decides, replace(DECIDED, result="change_in_substance"), pack) is Outcome.BREACHED
    assert outcome(rules.head_decides, DECIDED, pack) is Outcome.BREACHED
    assert outcome(rules.head_decides, replace(DECIDED, favour=6), pack) is Outcome.MET
    assert outcome(rules.head_decides, replace(DECIDED, result="reject", favour=0), pack) is Outcome.MET


SPOKEN = SpeakingFacts(("甲", "乙", "丙"), ("市发改委", "甲", "乙", "丙"), "丙")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"spoke": ("甲", "丙")}, Outcome.BREACHED),
        ({"spoke": ("甲", "丙", "乙")}, Outcome.BREACHED),
        ({"spoke": ("甲", "乙", "丙", "列席人员")}, Outcome.BREACHED),
        ({"spoke": ("甲", "乙")}, Outcome.BREACHED),
        ({"presiding": "丁"}, Outcome.BREACHED),
        ({"presiding": ""}, Outcome.BREACHED),
        ({"is_head": False}, Outcome.BREACHED),
        ({"is_head": False, "delegation": "临政委〔2026〕3号"}, Outcome.MET),
    ],
)
def test_delib_03(change, expected):
    assert outcome(rules.head_speaks_last, replace(SPOKEN, **change)) is expected


@given(st.sets(st.sampled_from("甲乙丙丁戊己庚"), min_size=1), st.data())
def test_delib_03_names_exactly_the_silent(members, data):
    names = tuple(sorted(members))
    silent = data.draw(st.sets(st.sampled_from(names)))
    facts = SpeakingFacts((*names, "市长"), (*(name for name in names if name not in silent), "市长"), "市长")
    finding = rules.head_speaks_last(facts, PACK)
    assert (finding.outcome is Outcome.BREACHED) is bool(silent)
    if silent:
        assert "、".join(name for name in names if name in silent) in str(finding.reason)


DEPARTS = DepartureFacts("adopt", (("disagree", 3), ("agree", 1)), 4, 4, "关系民生，不宜再拖。", said_at_meeting=True)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"reason": " "}, Outcome.BREACHED),
        ({"said_at_meeting": False}, Outcome.BREACHED),
        ({"result": "reject", "reason": ""}, Outcome.NOT_APPLICABLE),
        ({"counts": (("disagree", 2), ("agree", 2)), "reason": ""}, Outcome.NOT_APPLICABLE),
    ],
)
def test_delib_04(change, expected):
    assert outcome(rules.departure_is_explained, replace(DEPARTS, **change)) is expected


def test_delib_04_by_the_base_of_the_place():
    facts = replace(DEPARTS, members=9, reason="")
    assert outcome(rules.departure_is_explained, facts, PACK.with_values(meeting__majority_base="all")) is (
        Outcome.NOT_APPLICABLE
    )


RECORD = MinutesFacts((("甲", "不同意。"),), "孙立新", ("甲", "乙"))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        (rules.dissent_is_recorded, {}, Outcome.MET),
        (rules.dissent_is_recorded, {"differing": ()}, Outcome.MET),
        (rules.dissent_is_recorded, {"differing": (("甲", " "),)}, Outcome.BREACHED),
        (rules.minute_taker_does_not_decide, {}, Outcome.MET),
        (rules.minute_taker_does_not_decide, {"minute_taker": "乙"}, Outcome.BREACHED),
        (rules.minute_taker_does_not_decide, {"minute_taker": ""}, Outcome.BREACHED),
    ],
)
def test_delib_05_and_sod_09(rule, change, expected):
    assert outcome(rule, replace(RECORD, **change)) is expected


PARTY = PartyFacts(DAY, DAY, "临政党组〔2026〕31号", date(2026, 6, 5), "agreed", "临委复〔2026〕19号")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"reply": "not_agreed"}, Outcome.MET),
        ({"reported_on": None}, Outcome.BREACHED),
        ({"report_number": ""}, Outcome.BREACHED),
        ({"reported_on": date(2026, 5, 30)}, Outcome.BREACHED),
        ({"replied_on": None}, Outcome.BREACHED),
        ({"reply_number": ""}, Outcome.BREACHED),
        ({"replied_on": date(2026, 5, 31)}, Outcome.BREACHED),
    ],
)
def test_party_01(change, expected):
    assert outcome(rules.party_committee_is_asked, replace(PARTY, **change)) is expected


CONGRESS = CongressFacts(DAY, DAY, "临政函〔2026〕42号", date(2026, 6, 5), "agreed")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"reported_on": None}, Outcome.BREACHED),
        ({"reported_on": date(2026, 5, 30)}, Outcome.BREACHED),
        ({"replied_on": None}, Outcome.BREACHED),
        ({"replied_on": date(2026, 5, 31)}, Outcome.BREACHED),
    ],
)
def test_npc_01(change, expected):
    assert outcome(rules.congress_is_told, replace(CONGRESS, **change)) is expected
