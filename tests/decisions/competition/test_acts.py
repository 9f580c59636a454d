"""Reviewing fair competition, through the flow."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied

from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval
from decisions.competition import selectors
from decisions.competition.models import CompetitionReview
from decisions.competition.views import PreliminaryReviewView
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db
STANDS_AT = "review_competition"

NO_PAPER = {"measures": "", "opinion": "", "preliminary_conclusion": "", "signed_by": ""}
CONTRARY = {
    "conclusion": "contrary",
    "reasons": "第五条仅允许本市企业承接二次供水改造，限制外地经营者进入本地市场。",
    "advice": "删除第五条对经营者注册地的限制。",
}
EXCEPTION = {
    "conclusion": "exception",
    "ground": "public",
    "statement": "节约用水属于条例第十二条第三项规定的社会公共利益。",
    "alternatives": "已比较补贴、限量两种方式，均不能达到节水目标且限制更大。",
    "period": "2028年12月31日止",
}


def codes(decision):
    return list(decision.case.materials.values_list("code", flat=True))


def test_a_lawful_measure_files_three_papers_and_is_approved(procedure):
    procedure.advance_to("review_competition").perform("review_competition")
    decision = procedure.decision
    assert [code for code in codes(decision) if code.startswith("F")] == ["F01", "F02", "F03"]
    assert selectors.concluded_on(decision) == decision.current_snapshot
    assert approval(decision, "competition").number == "临政公审〔2026〕1号"


def test_without_a_preliminary_opinion_the_regulator_cannot_conclude(procedure):
    procedure.advance_to("review_competition")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_competition", **NO_PAPER)
    assert [rule.code for rule, _finding in refused.value.grounds] == ["FCR-01"]
    assert not CompetitionReview.objects.exists()


def test_the_drafting_unit_enters_its_own_opinion(procedure):
    procedure.advance_to("review_competition")
    procedure.aside(
        PreliminaryReviewView,
        measures="第三条、第五条",
        opinion="不具有排除、限制竞争效果。",
        conclusion="lawful",
        signed_by="市发改委 价格科科长",
    )
    procedure.perform("review_competition", **dict.fromkeys(NO_PAPER, ...))
    assert codes(procedure.decision).count("F01") == 1
    assert not selectors.preliminary_is_open(procedure.decision)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"operators": []}, "FCR-02"),
        ({"public_heard": ""}, "FCR-02"),
        ({**EXCEPTION, "period": ""}, "FCR-03"),
        ({**EXCEPTION, "alternatives": ""}, "FCR-03"),
        ({**EXCEPTION, "ground": ""}, "FCR-03"),
    ],
)
def test_what_is_missing_is_refused(procedure, values, code):
    procedure.advance_to("review_competition")
    with pytest.raises(Refusal) as refused:
        procedure.perform("review_competition", **values)
    assert [rule.code for rule, _finding in refused.value.grounds] == [code]


def test_an_argued_exception_lets_the_matter_go_on(procedure):
    procedure.advance_to("review_competition").perform("review_competition", **EXCEPTION)
    assert approval(procedure.decision, "competition").allows_submission
    material = procedure.decision.case.materials.get(code="F03")
    assert json.loads(material.data)["data"]["period"] == "2028年12月31日止"


def test_a_contrary_text_goes_back_to_the_draft_and_is_reviewed_again(procedure):
    procedure.values["review_competition"] = CONTRARY
    procedure.advance_to("review_competition").perform("review_competition")
    assert selectors.is_restricted(procedure.decision)
    assert selectors.concluded_on(procedure.decision) is None
    procedure.advance_to("draft")
    procedure.values.pop("review_competition")
    procedure.perform("draft")
    procedure.advance_to("review_competition").perform("review_competition")
    assert selectors.concluded_on(procedure.decision) is not None
    assert selectors.latest(procedure.decision).round == 2


def test_a_contrary_text_needs_advice(procedure):
    procedure.advance_to("review_competition")
    with pytest.raises(NotValid):
        procedure.perform("review_competition", **{**CONTRARY, "advice": ""})


def test_only_the_regulator_reviews(procedure, world):
    procedure.advance_to("review_competition")
    with pytest.raises(PermissionDenied):
        procedure.perform("review_competition", by=world.person(world.planning, "lead_official"))
