"""Assessing risks and finding on them, through the flow."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval
from decisions.risk import selectors
from decisions.risk.models import RiskAssessment
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db
STANDS_AT = "assess_risk"

UNCONTROLLABLE = {
    "is_controllable": "no",
    "reason": "涨幅偏高，反对意见集中。",
    "demands": "降低居民水价涨幅并分步执行。",
}


def codes(decision):
    return list(decision.case.materials.values_list("code", flat=True))


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def test_an_assessment_files_plan_inquiries_opinions_and_report(procedure):
    procedure.advance_to("assess_risk").perform("assess_risk")
    decision = procedure.decision
    assert [code for code in codes(decision) if code.startswith("E") and code != "E01"] == ["E02", "E03", "E04", "E05"]
    report = data_of(decision, "E05")
    assert report["snapshot"]["digest"] == decision.current_snapshot.digest
    assert [point["number"] for point in report["points"]] == [1, 2]
    assert "find_risk" in procedure.tasks()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"points": []}, "风险点|risk points"),
        ({"opinions": []}, "部门|departments"),
        ({"response_plan": ""}, "处置预案|response plan"),
    ],
)
def test_a_report_that_lacks_a_part_is_refused_and_the_part_named(procedure, values, named):
    procedure.advance_to("assess_risk")
    with pytest.raises(Refusal, match=named) as refused:
        procedure.perform("assess_risk", **values)
    assert [rule.code for rule, _finding in refused.value.grounds] == ["RISK-04"]
    assert not RiskAssessment.objects.exists()
    assert "E05" not in codes(procedure.decision)


def test_a_third_party_needs_its_contract_and_is_remembered(procedure):
    procedure.advance_to("assess_risk")
    with pytest.raises(Refusal):
        procedure.perform("assess_risk", third_party="临江市公正风险评估有限公司")
    procedure.perform("assess_risk", third_party="临江市公正风险评估有限公司", contract="LJFX-2026-07")
    assert selectors.third_parties(procedure.decision) == ["临江市公正风险评估有限公司"]


def test_an_earlier_assessment_is_named_with_its_source(procedure):
    procedure.advance_to("assess_risk")
    earlier = {
        "kind": "environment",
        "title": "净水厂扩建环境影响报告书",
        "number": "临环审〔2025〕9号",
        "approved_by": "临江市生态环境局",
        "approved_on": "2025-09-01",
    }
    procedure.perform("assess_risk", earlier=[earlier])
    assert data_of(procedure.decision, "E02")["earlier"][0]["number"] == "临环审〔2025〕9号"


def test_a_controllable_risk_is_approved_for_the_meeting(procedure):
    procedure.advance_to("find_risk").perform("find_risk")
    decision = procedure.decision
    assert selectors.found_controllable_on(decision) == decision.current_snapshot
    assert not selectors.is_uncontrollable(decision)
    assert approval(decision, "risk").conclusion == "controllable"
    assert codes(decision).count("E06") == 1


def test_an_uncontrollable_risk_says_what_to_adjust(procedure):
    procedure.advance_to("find_risk")
    with pytest.raises(ValidationError):
        procedure.perform("find_risk", **{**UNCONTROLLABLE, "demands": ""})


def test_an_uncontrollable_risk_leads_back_to_the_draft_and_is_assessed_again(procedure):
    procedure.values["find_risk"] = UNCONTROLLABLE
    procedure.advance_to("find_risk").perform("find_risk")
    assert selectors.is_uncontrollable(procedure.decision)
    procedure.advance_to("draft")
    assert procedure.tasks() == ["draft"]
    procedure.values.pop("find_risk")
    procedure.perform("draft")
    procedure.advance_to("assess_risk")
    with pytest.raises(NotValid):
        procedure.perform("assess_risk", adjustment="")
    procedure.perform("assess_risk")
    assert codes(procedure.decision).count("E07") == 1
    procedure.perform("find_risk")
    assert not selectors.is_uncontrollable(procedure.decision)
    assert selectors.latest(procedure.decision).round == 2


def test_a_finding_is_the_organs(procedure, world):
    procedure.advance_to("find_risk")
    with pytest.raises(PermissionDenied):
        procedure.perform("find_risk", by=world.person(world.planning, "lead_official"))


def test_the_pages_show_the_matrix(procedure, client):
    procedure.advance_to("assess_risk").perform("assess_risk")
    view = procedure.view("find_risk")
    client.force_login(view.official)
    page = client.get(reverse("decisions:task", args=[view.task.pk]))
    assert page.status_code == 200
    assert 'class="matrix"' in page.content.decode()
