"""Issuing and publishing: exactly what was decided, in time, explained."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from decisions import compliance
from decisions.cases.models import Status
from decisions.cases.refusal import Refusal
from decisions.publication import rules, selectors
from decisions.publication.facts import InterpretationFacts, PublicationFacts, TimelinessFacts, WithholdingFacts
from decisions.publication.models import Publication
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack
from tests.factories import deliberation as acts
from tests.factories.deliberation import DAY

PACK = Pack("national", "1", "国家")


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).latest("sequence").data)["data"]


PUBLISHED = PublicationFacts("d", "d", ("website",))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"channels": ("gazette", "newspaper")}, Outcome.MET),
        ({"channels": ("newspaper",)}, Outcome.BREACHED),
        ({"channels": ()}, Outcome.BREACHED),
        ({"channels": (), "withheld": "国家秘密"}, Outcome.NOT_APPLICABLE),
        ({"published_digest": "e"}, Outcome.BREACHED),
        ({"published_digest": "e", "withheld": "国家秘密"}, Outcome.BREACHED),
    ],
)
def test_publ_01(change, expected):
    assert rules.decision_is_published(replace(PUBLISHED, **change), PACK).outcome is expected


@given(st.integers(0, 400), st.integers(0, 400))
def test_info_01_is_met_up_to_the_last_day_and_not_after(published, due):
    facts = TimelinessFacts(DAY, DAY + timedelta(days=published), DAY + timedelta(days=due), "系统故障")
    expected = Outcome.MET if published <= due else Outcome.BREACHED
    assert rules.published_in_time(facts, PACK).outcome is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TimelinessFacts(DAY, None, DAY), Outcome.PENDING),
        (TimelinessFacts(DAY, DAY, None), Outcome.MET),
        (TimelinessFacts(DAY, None, DAY, withheld="国家秘密"), Outcome.NOT_APPLICABLE),
    ],
)
def test_info_01(facts, expected):
    assert rules.published_in_time(facts, PACK).outcome is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (WithholdingFacts(is_withheld=False), Outcome.NOT_APPLICABLE),
        (WithholdingFacts(is_withheld=True, ground="国家秘密", reason="涉密"), Outcome.MET),
        (WithholdingFacts(is_withheld=True, ground="国家秘密"), Outcome.BREACHED),
        (WithholdingFacts(is_withheld=True, reason="涉密"), Outcome.BREACHED),
    ],
)
def test_info_02(facts, expected):
    assert rules.withheld_on_a_ground(facts, PACK).outcome is expected


EXPLAINED = InterpretationFacts(True, True, "发布会", True, "已采纳", True, "已采纳")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.MET),
        ({"is_watched": False, "is_technical": False, "interpretation": ""}, Outcome.NOT_APPLICABLE),
        ({"withheld": "国家秘密", "interpretation": ""}, Outcome.NOT_APPLICABLE),
        ({"interpretation": ""}, Outcome.BREACHED),
        ({"public_adoption": ""}, Outcome.BREACHED),
        ({"public_heard": False, "public_adoption": ""}, Outcome.MET),
        ({"expert_adoption": ""}, Outcome.BREACHED),
    ],
)
def test_publ_02(change, expected):
    assert rules.decision_is_interpreted(replace(EXPLAINED, **change), PACK).outcome is expected


pytest_db = pytest.mark.django_db


@pytest_db
def test_the_decision_is_issued_under_its_number_and_is_in_force(world):
    decision = acts.adopted(world)
    filed = acts.publish(decision, world)
    assert (filed.code, filed.number, filed.access) == ("J01", "临政发〔2026〕1号", "public")
    assert [clause["text"] for clause in data_of(decision, "J01")["clauses"]] == [
        text for *_head, text in acts.CLAUSES
    ]
    assert decision.status == Status.IN_FORCE
    assert selectors.is_in_force(decision)
    assert data_of(decision, "J02")["due_on"] == "2026-06-30"


@pytest_db
def test_only_what_was_decided_is_issued(world):
    decision = acts.adopted(world)
    with pytest.raises(Refusal, match="PUBL-01"):
        acts.publish(decision, world, digest="0" * 64)
    acts.text(decision, world, acts.CLAUSES[:2], change_class="substantive")
    with pytest.raises(Refusal, match="PUBL-01"):
        acts.publish(decision, world)
    assert not Publication.objects.exists()
    assert not selectors.is_in_force(decision)


@pytest_db
@pytest.mark.parametrize("reply", ["changes", "not_agreed"])
def test_nothing_is_issued_that_the_party_committee_did_not_agree_to(world, reply):
    decision = acts.adopted(world, reply=reply)
    with pytest.raises(ValidationError, match="31|三十一"):
        acts.publish(decision, world)


@pytest_db
def test_nothing_is_issued_before_the_congress_was_told(world):
    with pytest.raises(ValidationError, match="art. 8|第八条"):
        acts.publish(acts.adopted(world, waived=()), world)


@pytest_db
def test_late_is_published_with_a_reason_and_shown_as_a_breach(world):
    decision = acts.adopted(world)
    late = date(2026, 7, 1)
    channels = [{"kind": "website", "reference": "https://www.linjiang.gov.cn/1.html", "on": late}]
    with pytest.raises(ValidationError) as refused:
        acts.publish(decision, world, on=late, issued_on=DAY, effective_on=late, channels=channels)
    assert "late_reason" in refused.value.message_dict
    acts.publish(
        decision, world, on=late, issued_on=DAY, effective_on=late, channels=channels, late_reason="印刷延误。"
    )
    found = {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}
    assert found["INFO-01"] is Outcome.BREACHED
    assert found["PUBL-01"] is Outcome.MET


@pytest_db
@pytest.mark.parametrize(
    "changes",
    [
        {"issued_on": DAY + timedelta(days=1)},
        {"issued_on": DAY - timedelta(days=1)},
        {"effective_on": DAY - timedelta(days=1)},
        {"channels": [{"kind": "website", "reference": "x", "on": DAY + timedelta(days=1)}]},
        {"channels": [{"kind": "website", "reference": "x", "on": DAY - timedelta(days=1)}]},
        {"withheld_ground": "state_secret", "withheld_reason": "涉密"},
    ],
    ids=[
        "issued tomorrow",
        "before the meeting",
        "effective before",
        "tomorrow",
        "before issue",
        "withheld, published",
    ],
)
def test_impossible_dates_and_contradictions_are_refused(world, changes):
    with pytest.raises(ValidationError):
        acts.publish(acts.adopted(world), world, **changes)


@pytest_db
def test_what_is_not_disclosed_is_filed_with_its_ground(world):
    decision = acts.adopted(world)
    with pytest.raises(Refusal, match="INFO-02"):
        acts.publish(decision, world, channels=[], withheld_ground="state_secret")
    filed = acts.publish(decision, world, channels=[], withheld_ground="state_secret", withheld_reason="涉密。")
    assert filed.access == "restricted"
    assert data_of(decision, "J02")["withheld_ground"] == "state_secret"
    assert not decision.case.materials.filter(code="J03").exists()
    assert decision.case.expectations.filter(code="J03").latest("pk").is_required is False


@pytest_db
def test_what_is_watched_is_interpreted(world):
    decision = acts.adopted(world)
    with pytest.raises(Refusal, match="PUBL-02"):
        acts.publish(decision, world, is_watched=True)
    acts.publish(
        decision, world, is_watched=True, interpretation="发布会", public_adoption="已采纳", expert_adoption="已采纳"
    )
    assert data_of(decision, "J03")["interpretation"] == "发布会"


@pytest_db
def test_an_adjusted_decision_is_replaced(world):
    before = acts.adopted(world)
    acts.publish(before, world)
    decision = acts.ready(world)
    decision.adjusts = before
    decision.save()
    acts.submit(decision, world)
    acts.admit(decision, world)
    acts.deliberate(decision, world)
    acts.report(decision, world)
    acts.publish(decision, world)
    before.refresh_from_db()
    assert before.status == Status.ADJUSTED
    assert data_of(before, "L07")["replaced_by"] == decision.number


@pytest_db
def test_a_number_is_given_once(world):
    acts.publish(acts.adopted(world), world, document_number="临政发〔2026〕8号")
    with pytest.raises(ValidationError):
        acts.publish(acts.adopted(world), world, document_number="临政发〔2026〕8号")
