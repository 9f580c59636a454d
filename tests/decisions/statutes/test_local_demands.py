"""What places ask for besides: the time of a final report, of forwarding, of publishing, who keeps, who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from decisions.execution import rules as execution
from decisions.execution.facts import FinalReportFacts
from decisions.filing import rules as filing
from decisions.filing.facts import CustodyFacts
from decisions.legality import rules as legality
from decisions.legality.facts import ForwardingFacts
from decisions.participation import hearing_rules, rules
from decisions.participation.facts import AnswersPublished, Feedback
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack

DAY = date(2026, 4, 1)
NOWHERE = Pack("national", "1", "国家")
MET, BREACHED, PENDING, NONE = Outcome.MET, Outcome.BREACHED, Outcome.PENDING, Outcome.NOT_APPLICABLE


def later(days):
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("ended", "reported", "today", "expected"),
    [
        (None, None, 0, PENDING),
        (None, 5, 5, MET),
        (0, None, 30, PENDING),
        (0, None, 31, BREACHED),
        (0, 30, 90, MET),
        (0, 31, 90, BREACHED),
        (0, -3, 90, MET),
    ],
)
def test_exec_07_asks_for_the_final_report(ended, reported, today, expected):
    facts = FinalReportFacts(
        None if ended is None else later(ended), None if reported is None else later(reported), later(today)
    )
    asking = NOWHERE.with_values(execution__final_report_days=30)
    assert execution.final_report_is_in_time(facts, asking).outcome is expected
    assert execution.final_report_is_in_time(facts, NOWHERE).outcome is NONE


@pytest.mark.parametrize(("days", "expected"), [(None, PENDING), (0, MET), (3, MET), (4, BREACHED)])
def test_legal_10_asks_when_the_submission_was_checked(days, expected):
    facts = ForwardingFacts(submitted_on=DAY, checked_on=None if days is None else later(days), working_days=days)
    assert legality.submission_is_forwarded(facts, NOWHERE).outcome is NONE
    asking = NOWHERE.with_values(legality__intake_forward_days=3)
    assert legality.submission_is_forwarded(facts, asking).outcome is expected


@pytest.mark.parametrize(("days", "expected"), [(None, PENDING), (15, MET), (16, BREACHED)])
def test_pub_08_asks_when_the_answers_were_published(days, expected):
    facts = AnswersPublished(DAY, None if days is None else later(days), days)
    assert rules.answers_are_published_in_time(facts, NOWHERE).outcome is NONE
    asking = NOWHERE.with_values(public__adoption_publish_days=15)
    assert rules.answers_are_published_in_time(facts, asking).outcome is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Feedback(2, ""), BREACHED),
        (Feedback(2, " "), BREACHED),
        (Feedback(2, "", is_closing=False), PENDING),
        (Feedback(2, "四月二十日逐人寄送书面答复"), MET),
        (Feedback(0, ""), NONE),
    ],
)
def test_hear_25_asks_how_participants_were_told(facts, expected):
    asking = NOWHERE.with_values(hearing__feedback_required=True)
    assert hearing_rules.participants_are_told(facts, asking).outcome is expected
    assert hearing_rules.participants_are_told(Feedback(2, ""), NOWHERE).outcome is NONE


@pytest.mark.parametrize(
    ("asked", "facts", "expected"),
    [
        ("justice_bureau", CustodyFacts("市司法局", "justice_bureau", is_lead=False), MET),
        ("justice_bureau", CustodyFacts("市发展改革委", "department", is_lead=True), BREACHED),
        ("lead_unit", CustodyFacts("市发展改革委", "department", is_lead=True), MET),
        ("lead_unit", CustodyFacts("市档案馆", "archives", is_lead=False), BREACHED),
        ("archives", CustodyFacts("", "", is_lead=False), PENDING),
    ],
)
def test_archv_05_asks_who_files(asked, facts, expected):
    """The default of the schema is nobody's rule: it binds only where a place says so."""
    place = Pack("a", "1", "某市", {"archive.custodian_role": asked}, {"archive.custodian_role": "某市办法第九条"})
    assert filing.custodian_files(facts, place).outcome is expected
    assert filing.custodian_files(facts, NOWHERE).outcome is NONE
