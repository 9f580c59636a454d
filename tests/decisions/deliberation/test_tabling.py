"""Submitting a draft and admitting it to the agenda: what is asked for, and that a refusal keeps nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from decisions.cases.refusal import Refusal
from decisions.deliberation import selectors
from decisions.deliberation.models import Meeting
from tests.decisions.deliberation.records import codes_of, data_of
from tests.factories import deliberation as acts
from tests.factories.deliberation import DAY

pytestmark = pytest.mark.django_db


# Submitting


def test_the_package_is_what_the_file_holds(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    found = data_of(decision, "H02")
    assert [item["number"] for item in found["items"]] == [1, 2, 3, 4, 5, 6]
    assert found["items"][0]["papers"] == ["B05-1 材料B05", "F03-1 材料F03"]
    assert found["snapshot"]["digest"] == found["reviewed_digest"] == decision.submitted_snapshot.digest
    assert data_of(decision, "H01")["round"] == 1


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("B05", "SUBMIT-01"),
        ("F03", "SUBMIT-01"),
        ("C15", "SUBMIT-02"),
        ("D08", "SUBMIT-03"),
        ("E05", "SUBMIT-04"),
        ("G07", "SUBMIT-05"),
        ("G05", "SUBMIT-06"),
    ],
)
def test_a_missing_paper_is_named(world, code, rule):
    decision = acts.ready(world, without=(code,))
    before = decision.case.entries.count()
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert codes_of(refused) == [rule]
    assert code in str(refused.value)
    assert decision.case.entries.count() == before
    assert not decision.deliberation_requests.exists()


def test_what_was_not_performed_is_not_asked_for(world):
    waived = ("congress", "participation", "hearing", "experts", "risk", "competition")
    decision = acts.ready(world, without=("C15", "D08", "E05", "F03", "risk", "competition"), waived=waived)
    acts.submit(decision, world)
    assert data_of(decision, "H02")["items"][2]["waived"] == "依据明确"


@pytest.mark.parametrize(("kind", "rule"), [("legality", "LEGAL-03"), ("risk", "RISK-06"), ("competition", "FCR-04")])
def test_no_text_passes_without_its_reviews(world, kind, rule):
    decision = acts.ready(world, without=(kind,))
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert rule in codes_of(refused)


@pytest.mark.parametrize(("kind", "rule"), [("legality", "LEGAL-03"), ("risk", "RISK-06"), ("competition", "FCR-04")])
def test_a_negative_review_stops_it(world, kind, rule):
    decision = acts.ready(world)
    acts.review(decision, kind, world, allows=False)
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert rule in codes_of(refused)


def test_an_opinion_on_an_older_text_does_not_count(world):
    decision = acts.ready(world)
    acts.text(
        decision, world, [*acts.CLAUSES[:2], ("art-3", "第三条", "自2026年11月1日起执行。")], change_class="minor"
    )
    with pytest.raises(Refusal) as refused:
        acts.submit(decision, world)
    assert {"SUBMIT-05", "LEGAL-03"} <= set(codes_of(refused))


# Admitting


def test_admission_calls_the_meeting_and_files_the_notice(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    assert not selectors.is_admitted(decision)
    filed = acts.admit(decision, world, papers_sent_on=DAY, meets_on=DAY + timedelta(days=3))
    assert filed.code == "H03"
    item = selectors.present_item(decision)
    assert (item.meeting.kind, item.position) == ("executive", 1)
    assert item.snapshot == decision.submitted_snapshot
    assert selectors.is_admitted(decision)


def test_a_second_matter_joins_the_same_meeting(world):
    first, second = acts.on_agenda(world), acts.on_agenda(world)
    assert selectors.present_item(first).meeting == selectors.present_item(second).meeting
    assert selectors.present_item(second).position == 2
    third = acts.ready(world)
    acts.submit(third, world)
    acts.admit(third, world, meeting=Meeting.objects.get(), kind="", meeting_number="", meets_on=None)
    assert selectors.present_item(third).position == 3


def test_the_same_number_on_another_day_is_refused(world):
    acts.on_agenda(world)
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError) as refused:
        acts.admit(decision, world, meets_on=DAY + timedelta(days=7))
    assert "meeting_number" in refused.value.message_dict


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "circulation"},
        {"meets_on": DAY - timedelta(days=1)},
        {"chair": ""},
        {"checks": []},
    ],
    ids=["circulation", "before notice", "no chair", "unchecked"],
)
def test_there_is_no_other_way_to_a_meeting(world, changes):
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError), transaction.atomic():
        acts.admit(decision, world, **changes)
    assert not Meeting.objects.exists()


def test_what_is_found_incomplete_is_not_admitted(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    with pytest.raises(ValidationError, match="4"):
        acts.admit(decision, world, checks=acts.checks(decision, item4="missing"))


def test_papers_too_late_are_refused_by_the_place(world):
    decision = acts.ready(world, pack=acts.local_pack(world, **{"meeting.paper_days": 3}))
    acts.submit(decision, world)
    with pytest.raises(Refusal, match="DELIB-01"):
        acts.admit(decision, world, meets_on=DAY + timedelta(days=2))


def test_a_returned_request_comes_again(world):
    decision = acts.ready(world)
    acts.submit(decision, world)
    checks = acts.checks(decision, item4="missing")
    with pytest.raises(ValidationError):
        acts.admit(decision, world, is_admitted=False, checks=checks)
    filed = acts.admit(decision, world, is_admitted=False, checks=checks, reason="风险评估报告缺少处置预案。")
    assert filed.code == "H02"
    assert not selectors.is_admitted(decision)
    acts.submit(decision, world)
    assert selectors.present_request(decision).round == 2
    assert not selectors.is_admitted(decision)
