"""The rules of execution, one answer after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.execution import rules
from decisions.execution.attainment import attained_percent, expected_by
from decisions.execution.facts import (
    AssignmentFacts,
    CycleFacts,
    OpinionsFacts,
    ProblemFacts,
    ReportingFacts,
    ScheduleFacts,
    SuspensionFacts,
)
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor
from decisions.statutes.periods import add_months

PACK = floor()
DAY = date(2026, 3, 2)
SUSPENSION = SuspensionFacts(
    problem="不可抗力",
    reported_on=DAY,
    urgency="防止损失扩大",
    ordered_by="陈国栋",
    is_by_head=True,
    on=DAY,
)


def outcome(rule, facts, pack=PACK):
    return rule(facts, pack).outcome


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (AssignmentFacts("市发改委", 2), Outcome.MET),
        (AssignmentFacts("", 2), Outcome.BREACHED),
        (AssignmentFacts("市发改委", 0), Outcome.BREACHED),
        (AssignmentFacts("市发改委", 2, ("市交通局",)), Outcome.BREACHED),
    ],
)
def test_exec_01(facts, expected):
    assert outcome(rules.executing_unit_is_named, facts) is expected


def test_exec_05_knows_no_cycle_but_that_of_local_rules():
    assert outcome(rules.reports_are_frequent_enough, CycleFacts("year")) is Outcome.NOT_APPLICABLE
    pack = PACK.with_values(execution__report_cycle="quarter")
    assert outcome(rules.reports_are_frequent_enough, CycleFacts("half_year"), pack) is Outcome.BREACHED
    assert outcome(rules.reports_are_frequent_enough, CycleFacts("quarter"), pack) is Outcome.MET
    assert outcome(rules.reports_are_frequent_enough, CycleFacts("week"), pack) is Outcome.MET


def test_exec_06_asks_for_a_day_within_local_rules():
    facts = ScheduleFacts(implemented_on=DAY, due_on=date(2027, 3, 2))
    assert outcome(rules.evaluation_is_scheduled, facts) is Outcome.MET
    assert outcome(rules.evaluation_is_scheduled, replace(facts, due_on=DAY)) is Outcome.BREACHED
    pack = PACK.with_values(posteval__mandatory_after_months=12, posteval__after_term_months=6)
    assert outcome(rules.evaluation_is_scheduled, facts, pack) is Outcome.MET
    assert outcome(rules.evaluation_is_scheduled, replace(facts, due_on=date(2027, 3, 3)), pack) is Outcome.BREACHED
    short = replace(facts, term_ends_on=date(2026, 6, 1))
    assert outcome(rules.evaluation_is_scheduled, short, pack) is Outcome.BREACHED


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ((), Outcome.PENDING),
        ((date(2026, 6, 2),), Outcome.MET),
        ((date(2026, 6, 3),), Outcome.BREACHED),
        ((date(2026, 6, 2), date(2026, 9, 2)), Outcome.MET),
        ((date(2026, 6, 2), date(2026, 9, 3)), Outcome.BREACHED),
    ],
)
def test_exec_02(reported, expected):
    assert outcome(rules.execution_is_reported, ReportingFacts("quarter", DAY, reported)) is expected


def test_exec_03_counts_days_where_local_rules_do():
    facts = ProblemFacts("problem", DAY, DAY + timedelta(days=4))
    assert outcome(rules.problem_is_reported_in_time, facts) is Outcome.MET
    pack = PACK.with_values(execution__problem_report_days=3)
    assert outcome(rules.problem_is_reported_in_time, facts, pack) is Outcome.BREACHED
    in_time = replace(facts, reported_on=DAY + timedelta(days=3))
    assert outcome(rules.problem_is_reported_in_time, in_time, pack) is Outcome.MET


@pytest.mark.parametrize(
    ("received", "answered", "expected"),
    [(0, 0, Outcome.NOT_APPLICABLE), (3, 2, Outcome.PENDING), (3, 3, Outcome.MET)],
)
def test_exec_04(received, answered, expected):
    assert outcome(rules.opinions_are_taken_in, OpinionsFacts(received, answered)) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.EXCUSED),
        ({"problem": "", "reported_on": None}, Outcome.BREACHED),
        ({"reported_on": DAY + timedelta(days=1)}, Outcome.BREACHED),
        ({"urgency": " "}, Outcome.BREACHED),
        ({"is_by_head": False}, Outcome.BREACHED),
    ],
)
def test_adj_02_needs_both_conditions_and_the_head(change, expected):
    assert outcome(rules.suspension_is_urgent, replace(SUSPENSION, **change)) is expected


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(rules.CYCLES))
def test_the_next_report_is_due_later_and_a_shorter_cycle_sooner(day, cycle):
    due = rules.next_report_due(cycle, day)
    assert due > day
    for shorter in rules.CYCLES[rules.CYCLES.index(cycle) + 1 :]:
        assert rules.next_report_due(shorter, day) <= due


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_months_later_never_leave_the_month(day, months, more):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert add_months(day, months + more) >= later


@given(
    st.decimals(1, 10**6, places=2),
    st.integers(1, 1000),
    st.integers(0, 1200),
)
def test_what_grows_is_expected_evenly_and_never_above_the_target(target, length, elapsed):
    expected = expected_by(
        kind="grows", target=target, start=DAY, due=DAY + timedelta(days=length), day=DAY + timedelta(days=elapsed)
    )
    assert 0 <= expected <= target
    assert (expected == target) == (elapsed >= length) or expected == target


@given(st.decimals(1, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_attainment_is_whole_exactly_when_the_target_is_reached(target, result):
    at_least = attained_percent(kind="at_least", result=result, expected=target)
    at_most = attained_percent(kind="at_most", result=result, expected=target)
    if result >= target:
        assert at_least >= 100
    if result <= target:
        assert at_most == 100
    else:
        assert at_most <= 100


def test_nothing_expected_yet_is_nothing_attained():
    assert attained_percent(kind="grows", result=Decimal(5), expected=Decimal(0)) is None
    assert attained_percent(kind="at_most", result=Decimal(0), expected=Decimal(9)) == 100
