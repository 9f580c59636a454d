"""The rules of legality review and of the gate, and the clock."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.cases import rules as gate
from decisions.cases.facts import CompetitionConcluded, ReviewedText, RiskFound
from decisions.legality import clock, rules
from decisions.legality.facts import PackageFacts, ProblemFacts, ResponseFacts, ReviewFacts, SeparationFacts
from decisions.statutes import periods
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

PACK = Pack("test", "1", "test", {"legality.min_working_days": 7, "legality.counsel_min": 1})
ISSUED = ReviewFacts(
    unit="临江市司法局",
    is_in_charge=True,
    accepted_on=dt.date(2026, 6, 22),
    counsel=1,
    is_issued=True,
    working_days=7,
    findings=(True, True, True),
    conclusion="lawful",
    reviewer="王审",
    approver="高志远",
)
OPEN = ReviewFacts(unit="临江市司法局", is_in_charge=True, accepted_on=dt.date(2026, 6, 22))
PROBLEM = ProblemFacts(question="content", advice="修改基数", article="省办法第九条")
REVIEW_RULES = [
    rules.department_in_charge_reviews,
    rules.review_stands_by_itself,
    rules.opinion_is_no_reply,
    rules.review_takes_its_time,
    rules.three_questions_are_answered,
    rules.somebody_answers_for_it,
    rules.counsel_is_heard,
]


def but(facts, **values):
    return dataclasses.replace(facts, **values)


@pytest.mark.parametrize("judged", REVIEW_RULES, ids=lambda item: item.code)
def test_a_whole_opinion_meets_every_rule(judged):
    assert judged(ISSUED, PACK).outcome is Outcome.MET


@pytest.mark.parametrize(
    "judged",
    [item for item in REVIEW_RULES if item is not rules.review_stands_by_itself],
    ids=lambda item: item.code,
)
def test_an_open_review_waits(judged):
    assert judged(OPEN, PACK).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("judged", "values"),
    [
        (rules.department_in_charge_reviews, {"is_in_charge": False}),
        (rules.review_stands_by_itself, {"accepted_on": None, "replies": 1}),
        (rules.opinion_is_no_reply, {"is_reply": True}),
        (rules.review_takes_its_time, {"working_days": 6}),
        (rules.three_questions_are_answered, {"findings": (True, None, True)}),
        (rules.three_questions_are_answered, {"without_basis": 1}),
        (rules.three_questions_are_answered, {"findings": (True, True, False)}),
        (rules.three_questions_are_answered, {"conclusion": ""}),
        (rules.three_questions_are_answered, {"conclusion": "unlawful"}),
        (rules.three_questions_are_answered, {"conclusion": "lawful_after_change"}),
        (
            rules.three_questions_are_answered,
            {"problems": (ProblemFacts(question="content", advice="", article="x"),)},
        ),
        (rules.three_questions_are_answered, {"findings": (True, True, False), "problems": (PROBLEM,)}),
        (rules.somebody_answers_for_it, {"approver": " "}),
        (rules.counsel_is_heard, {"counsel": 0}),
        (rules.risk_of_reform_is_stated, {"claims_exception": True}),
        (rules.risk_of_reform_is_stated, {"claims_exception": True, "is_exploratory": True}),
    ],
)
def test_what_is_missing_or_does_not_follow_is_a_breach(judged, values):
    finding = judged(but(ISSUED, **values), PACK)
    assert finding.outcome is Outcome.BREACHED
    assert str(finding.cure)


def test_replies_to_the_consultation_are_named_and_not_counted():
    assert rules.review_stands_by_itself(but(ISSUED, replies=2), PACK).outcome is Outcome.MET


def test_a_short_review_is_excused_by_a_reason():
    assert (
        rules.review_takes_its_time(but(ISSUED, working_days=2, early_reason="汛期"), PACK).outcome is Outcome.EXCUSED
    )


def test_the_exception_is_not_applicable_until_it_is_used():
    assert rules.risk_of_reform_is_stated(ISSUED, PACK).outcome is Outcome.NOT_APPLICABLE
    stated = but(ISSUED, claims_exception=True, is_exploratory=True, risk_statement="缺少上位法")
    assert rules.risk_of_reform_is_stated(stated, PACK).outcome is Outcome.MET


def test_the_place_can_ask_for_more_counsel_and_more_days():
    strict = PACK.with_values(legality__counsel_min=2, legality__min_working_days=10)
    assert rules.counsel_is_heard(ISSUED, strict).outcome is Outcome.BREACHED
    assert rules.review_takes_its_time(but(ISSUED, working_days=9), strict).outcome is Outcome.BREACHED


PACKAGE = PackageFacts(
    has_draft=True, has_explanation=True, basis="价格法", statement="已履行", statement_checked=True
)


@pytest.mark.parametrize(
    "values",
    [
        {"has_draft": False},
        {"has_explanation": False},
        {"basis": " "},
        {"statement": ""},
        {"statement_checked": False},
    ],
)
def test_a_package_with_a_gap_is_refused(values):
    assert rules.package_is_whole(PACKAGE, PACK).outcome is Outcome.MET
    assert rules.package_is_whole(but(PACKAGE, **values), PACK).outcome is Outcome.BREACHED


def test_a_first_review_is_part_of_the_package_where_the_place_asks_for_it():
    strict = PACK.with_values(legality__internal_prereview=True)
    assert rules.package_is_whole(PACKAGE, strict).outcome is Outcome.BREACHED
    assert rules.package_is_whole(but(PACKAGE, prereview="同意送审"), strict).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({}, Outcome.MET),
        ({"drafted": True}, Outcome.BREACHED),
        ({"is_counsel": True, "is_of_drafter": True}, Outcome.BREACHED),
        ({"is_counsel": True}, Outcome.MET),
    ],
)
def test_nobody_reviews_what_he_drafted(values, outcome):
    facts = SeparationFacts(**{"name": "王审", "is_counsel": False, **values})
    assert rules.reviewer_did_not_draft(facts, PACK).outcome is outcome


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"problems": 0}, Outcome.MET),
        ({"problems": 2, "adopted": 1, "is_changed": True}, Outcome.MET),
        ({"problems": 2, "unanswered": (2,)}, Outcome.BREACHED),
        ({"problems": 2, "unreasoned": (1,)}, Outcome.BREACHED),
        ({"problems": 2, "adopted": 1}, Outcome.BREACHED),
    ],
)
def test_every_problem_is_acted_on(values, outcome):
    assert rules.every_problem_is_acted_on(ResponseFacts(**values), PACK).outcome is outcome


# The gate

LAWFUL = ReviewedText(is_reviewed=True, is_lawful=True, is_same_text=True)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (LAWFUL, Outcome.MET),
        (but(LAWFUL, is_reviewed=False), Outcome.BREACHED),
        (but(LAWFUL, is_same_text=False), Outcome.PENDING),
        (but(LAWFUL, is_lawful=False), Outcome.BREACHED),
        (but(LAWFUL, is_lawful=False, is_exploratory=True), Outcome.BREACHED),
        (but(LAWFUL, is_lawful=False, risk_is_stated=True), Outcome.BREACHED),
        (but(LAWFUL, is_lawful=False, is_exploratory=True, risk_is_stated=True), Outcome.EXCUSED),
        (but(LAWFUL, is_lawful=False, is_exploratory=True, risk_is_stated=True, is_same_text=False), Outcome.PENDING),
    ],
)
def test_only_the_text_reviewed_passes(facts, outcome):
    assert gate.lawful_text(facts, PACK).outcome is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (RiskFound(is_required=False, is_found=False), Outcome.NOT_APPLICABLE),
        (RiskFound(is_required=True, is_found=False), Outcome.PENDING),
        (RiskFound(is_required=True, is_found=True), Outcome.BREACHED),
        (RiskFound(is_required=False, is_found=True), Outcome.BREACHED),
        (RiskFound(is_required=True, is_found=True, is_controllable=True), Outcome.MET),
    ],
)
def test_only_a_controllable_risk_passes(facts, outcome):
    assert gate.controllable_risk(facts, PACK).outcome is outcome


@pytest.mark.parametrize(
    ("policy", "values", "outcome"),
    [
        ("by_controllability", {}, Outcome.MET),
        ("block", {}, Outcome.BREACHED),
        ("mitigate_and_reassess", {}, Outcome.BREACHED),
        ("mitigate_and_reassess", {"rounds": 2}, Outcome.MET),
        ("proceed_with_measures", {"unmet": 1}, Outcome.BREACHED),
        ("proceed_with_measures", {}, Outcome.MET),
    ],
)
def test_the_place_says_what_a_level_means(policy, values, outcome):
    pack = PACK.with_values(risk__policy_high=policy)
    facts = RiskFound(is_required=True, is_found=True, is_controllable=True, level="high", **values)
    assert gate.controllable_risk(facts, pack).outcome is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (CompetitionConcluded(is_required=False, is_concluded=False), Outcome.NOT_APPLICABLE),
        (CompetitionConcluded(is_required=True, is_concluded=False), Outcome.PENDING),
        (CompetitionConcluded(is_required=False, is_concluded=True), Outcome.BREACHED),
        (CompetitionConcluded(is_required=True, is_concluded=True, allows_issue=True), Outcome.MET),
    ],
)
def test_nothing_contrary_to_fair_competition_passes(facts, outcome):
    assert gate.fair_competition(facts, PACK).outcome is outcome


# The clock

START = dt.date(2026, 6, 22)
days = st.integers(0, 60).map(lambda number: START + dt.timedelta(days=number))
pauses = st.lists(st.tuples(days, days).map(sorted).map(tuple), max_size=4)


def weekdays(year):
    first = dt.date(year, 1, 1)
    return [
        day for day in (first + dt.timedelta(days=n) for n in range(366)) if day.weekday() < 5 and day.year == year
    ]


def test_the_day_of_acceptance_is_not_counted():
    assert clock.elapsed(START, START, [], weekdays) == 0
    assert clock.earliest(START, 7, [], weekdays) == dt.date(2026, 7, 1)


def test_an_interruption_moves_the_day_on():
    assert clock.earliest(START, 7, [(dt.date(2026, 6, 24), dt.date(2026, 6, 25))], weekdays) == dt.date(2026, 7, 3)


@given(pauses, days)
def test_the_clock_counts_each_working_day_outside_the_interruptions_once(interruptions, day):
    expected = sum(
        START < item <= day and not any(start <= item <= end for start, end in interruptions)
        for item in weekdays(2026)
    )
    assert clock.elapsed(START, day, interruptions, weekdays) == expected


@given(pauses, st.integers(1, 20))
def test_the_earliest_day_is_the_first_with_enough_days(interruptions, demanded):
    day = clock.earliest(START, demanded, interruptions, weekdays)
    assert clock.elapsed(START, day, interruptions, weekdays) >= demanded
    assert clock.elapsed(START, day - dt.timedelta(days=1), interruptions, weekdays) < demanded
    assert periods.is_working_day(day, weekdays)


@given(pauses)
def test_merged_interruptions_do_not_touch(interruptions):
    found = clock.merged(interruptions)
    assert all(first[1] + dt.timedelta(days=1) < second[0] for first, second in pairwise(found))
