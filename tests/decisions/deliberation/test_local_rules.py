"""What places add to the meeting, on facts: opening, written opinions, confirmation, shelving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from decisions.deliberation import local_rules as rules
from decisions.deliberation.facts import (
    ConfirmationFacts,
    OpeningFacts,
    ShelvedFacts,
    WrittenFacts,
    WrittenOpinion,
)
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

PACK = Pack("national", "1", "国家")
DAY = date(2026, 6, 1)
YEAR = PACK.with_values(meeting__shelve_lapse_months=12)
SHELVED = ShelvedFacts(shelved_on=DAY, back_on=None, today=DAY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Outcome.PENDING),
        ({"today": date(2027, 6, 1)}, Outcome.PENDING),
        ({"today": date(2027, 6, 2)}, Outcome.BREACHED),
        ({"today": date(2027, 6, 2), "has_lapsed": True}, Outcome.MET),
        ({"back_on": date(2027, 6, 1), "today": date(2030, 1, 1)}, Outcome.MET),
        ({"back_on": date(2027, 6, 2), "today": date(2027, 6, 2)}, Outcome.BREACHED),
    ],
)
def test_a_shelved_proposal_comes_back_until_its_last_day(changes, expected):
    assert rules.shelved_comes_back_in_time(replace(SHELVED, **changes), YEAR).outcome is expected


def test_without_a_period_nothing_lapses():
    late = replace(SHELVED, today=date(2040, 1, 1))
    assert rules.shelved_comes_back_in_time(late, PACK).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("opening", "words", "expected"),
    [
        ("none", "", Outcome.MET),
        ("neutral", "请发改委汇报。", Outcome.MET),
        ("neutral", " ", Outcome.BREACHED),
        ("leaning", "我看可以。", Outcome.BREACHED),
        ("", "", Outcome.BREACHED),
    ],
)
def test_the_head_opens_neutrally_where_the_place_asks(opening, words, expected):
    facts = OpeningFacts(opening, words)
    assert rules.head_opens_neutrally(facts, PACK.with_values(meeting__head_neutral=True)).outcome is expected
    assert rules.head_opens_neutrally(facts, PACK).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("opinion", "allowed", "expected"),
    [
        (WrittenOpinion("甲", is_absent_member=True, received_on=DAY), True, Outcome.MET),
        (WrittenOpinion("甲", is_absent_member=True, received_on=DAY), False, Outcome.BREACHED),
        (WrittenOpinion("甲", is_absent_member=False, received_on=DAY), True, Outcome.BREACHED),
        (WrittenOpinion("甲", is_absent_member=True, received_on=date(2026, 6, 2)), True, Outcome.BREACHED),
        (WrittenOpinion("甲", is_absent_member=True, received_on=None), True, Outcome.BREACHED),
    ],
)
def test_only_absent_members_write_and_in_time(opinion, allowed, expected):
    pack = PACK.with_values(meeting__written_opinions=allowed)
    assert rules.written_opinions_are_in_order(WrittenFacts(DAY, (opinion,)), pack).outcome is expected
    assert rules.written_opinions_are_in_order(WrittenFacts(DAY), pack).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("confirmed", "today", "expected"),
    [
        ((None, None), DAY, Outcome.PENDING),
        ((date(2026, 6, 3), None), date(2026, 6, 8), Outcome.PENDING),
        ((date(2026, 6, 3), None), date(2026, 6, 9), Outcome.BREACHED),
        ((date(2026, 6, 3), date(2026, 6, 9)), date(2026, 6, 10), Outcome.BREACHED),
        ((date(2026, 6, 3), date(2026, 6, 8)), date(2027, 1, 1), Outcome.MET),
    ],
)
def test_each_member_confirms_within_the_days(confirmed, today, expected):
    facts = ConfirmationFacts("会纪1号", DAY, tuple(zip(("甲", "乙"), confirmed, strict=True)), today)
    assert rules.members_confirm_in_time(facts, PACK.with_values(meeting__confirm_days=7)).outcome is expected
    assert rules.members_confirm_in_time(facts, PACK).outcome is Outcome.NOT_APPLICABLE
