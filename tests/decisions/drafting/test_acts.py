"""Drafts, the units asked about them, and what they answered."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from archive.models import Expectation
from decisions import compliance
from decisions.cases.models import ChangeClass
from decisions.cases.refusal import Refusal
from decisions.drafting.models import UnitConsultation, UnitReply
from decisions.drafting.views import ReplyAsUnitView
from decisions.statutes.finding import Outcome
from tests.factories.papers import paper
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db
STANDS_AT = "draft"


def codes(decision):
    return set(decision.case.materials.values_list("code", flat=True))


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def owed(decision, code):
    return Expectation.objects.filter(case=decision.case, code=code).order_by("-pk").first()


def outcome_of(decision, code):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}[code]


# Drafting


def test_a_draft_is_kept_clause_by_clause_and_fixed(procedure, world):
    procedure.advance_to("draft").perform("draft")
    decision = procedure.decision
    draft, snapshot = decision.current_draft, decision.current_snapshot
    assert [clause.key for clause in draft.clauses.all()][1:3] == ["art-1", "art-2"]
    assert snapshot.change_class == ChangeClass.FIRST
    assert {"B01", "B02", "B03", "B05"} <= codes(decision)
    assert data_of(decision, "B05")["snapshot"]["digest"] == snapshot.digest
    assert owed(decision, "B04").is_required is False
    assert owed(decision, "B07").is_required
    assert world.ecology in decision.involved_units.all()
    assert procedure.tasks() == ["consult_units"]
    assert outcome_of(decision, "DRAFT-02") is Outcome.MET
    assert outcome_of(decision, "CONS-01") is Outcome.PENDING


@pytest.mark.parametrize(
    "values",
    [{"basis": []}, {"basis": [{"title": "价格法", "relation": ""}]}],
)
def test_a_draft_without_its_basis_is_refused_and_keeps_nothing(procedure, values):
    procedure.advance_to("draft")
    with pytest.raises(Refusal, match="DRAFT-02"):
        procedure.perform("draft", **values)
    assert not procedure.reload().drafts.exists()
    assert procedure.tasks() == ["draft"]


def test_options_are_compared_where_views_diverge(procedure):
    procedure.advance_to("draft").perform(
        "draft",
        options=[
            {"title": "方案一", "content": "上调0.35元", "comparison": "补偿成本", "is_preferred": True},
            {"title": "方案二", "content": "分两年上调", "comparison": "负担较轻，缺口较大"},
        ],
    )
    assert len(data_of(procedure.decision, "B04")["options"]) == 2
    assert outcome_of(procedure.decision, "DRAFT-04") is Outcome.MET


def test_where_no_unit_is_concerned_the_reason_is_filed(procedure):
    procedure.advance_to("draft")
    with pytest.raises(ValidationError) as refused:
        procedure.perform("draft", units=[])
    assert "units" in refused.value.message_dict
    procedure.perform("draft", units=[], reason_no_units="仅涉及本委职责。")
    assert "consult_units" not in procedure.tasks()
    assert owed(procedure.decision, "B06").reason == "仅涉及本委职责。"
    assert outcome_of(procedure.decision, "CONS-01") is Outcome.NOT_APPLICABLE
    assert outcome_of(procedure.decision, "CONS-02") is Outcome.NOT_APPLICABLE


def test_only_the_lead_unit_drafts(procedure, world):
    procedure.advance_to("draft")
    with pytest.raises(PermissionDenied):
        procedure.perform("draft", by=world.person(world.finance, "lead_official"))


# Consulting units


def test_a_unit_replies_itself_and_nobody_replaces_its_reply(procedure, world):
    procedure.advance_to("consult_units")
    official = world.person(world.ecology, "consulted_official")
    procedure.aside(ReplyAsUnitView, by=official, unit=world.ecology.pk, position="agree")
    assert data_of(procedure.decision, "B06")["is_own"]
    assert procedure.decision.case.materials.get(code="B06").producer == world.ecology.name
    assert not ReplyAsUnitView.is_open(procedure.decision)
    with pytest.raises(NotValid):
        procedure.perform(
            "consult_units",
            paper_replies=[
                {
                    "unit": world.ecology.pk,
                    "position": "disagree",
                    "text": "不同意",
                    "signed_by": "局长",
                    "replied_on": procedure.day,
                    "files": [paper("复函")],
                }
            ],
        )
    procedure.perform("consult_units")
    assert outcome_of(procedure.decision, "CONS-01") is Outcome.MET


def test_a_unit_that_was_not_asked_does_not_reply(procedure, world):
    procedure.advance_to("consult_units")
    with pytest.raises(PermissionDenied):
        procedure.aside(
            ReplyAsUnitView,
            by=world.person(world.transport, "consulted_official"),
            unit=world.transport.pk,
            position="agree",
        )


def test_the_justice_bureaus_reply_is_no_legality_review(procedure, world):
    procedure.values["draft"] = {"units": [world.justice.pk]}
    procedure.advance_to("consult_units")
    procedure.aside(
        ReplyAsUnitView,
        by=world.person(world.justice, "consulted_official"),
        unit=world.justice.pk,
        position="suggest",
        text="第四条减免条件建议明确。",
    )
    data = data_of(procedure.decision, "B06")
    assert data["kind"] == "consultation"
    assert data["is_legal_office"]
    assert "G07" not in codes(procedure.decision)
    procedure.perform("consult_units")
    assert data_of(procedure.decision, "B07")["replies"][0]["opinions"][0]["disposition"] == "adopted"


def test_all_units_must_have_answered(procedure):
    procedure.advance_to("consult_units")
    with pytest.raises(Refusal, match="CONS-01"):
        procedure.perform("consult_units", paper_replies=[])
    assert not UnitReply.objects.exists()
    assert not UnitConsultation.objects.exists()


def test_a_unit_that_does_not_reply_in_time_is_named(procedure, world):
    procedure.advance_to("consult_units")
    procedure.perform(
        "consult_units",
        paper_replies=[
            {
                "unit": world.ecology.pk,
                "position": "silent",
                "text": "3月8日、3月12日两次函催，逾期未复。",
                "signed_by": "李文清",
                "replied_on": procedure.day,
                "files": [paper("催办函")],
            }
        ],
    )
    assert outcome_of(procedure.decision, "CONS-01") is Outcome.EXCUSED


@pytest.fixture
def disputed(procedure, world):
    procedure.advance_to("consult_units")
    procedure.aside(
        ReplyAsUnitView,
        by=world.person(world.ecology, "consulted_official"),
        unit=world.ecology.pk,
        position="disagree",
        text="特种用水涨幅过大，影响洗车行业节水改造。",
    )
    return procedure


def answer(world, **changes):
    return {
        "unit": world.ecology.pk,
        "text": "特种用水涨幅过大",
        "disposition": "rejected",
        "reason": "与成本监审结论一致。",
        **changes,
    }


def test_disagreement_needs_an_answer(disputed):
    with pytest.raises(Refusal, match="CONS-01"):
        disputed.perform("consult_units", opinions=[])


def test_disagreement_that_stays_needs_the_three_points(disputed, world):
    with pytest.raises(Refusal, match="CONS-02"):
        disputed.perform("consult_units", opinions=[answer(world, issue="特种用水价格水平")])
    disputed.perform(
        "consult_units",
        opinions=[
            answer(
                world,
                issue="特种用水价格水平",
                unit_opinion="涨幅不宜超过20%",
                lead_opinion="依据定价办法，特种用水应当体现稀缺性，维持原方案。",
            )
        ],
    )
    assert data_of(disputed.decision, "B08")["disagreements"][0]["issue"] == "特种用水价格水平"
    assert owed(disputed.decision, "B08").is_required
    assert outcome_of(disputed.decision, "CONS-02") is Outcome.MET


def test_disagreement_that_is_settled_needs_no_statement(disputed, world):
    disputed.perform("consult_units", opinions=[answer(world, disposition="partly", reason="降至20%", is_agreed=True)])
    assert "B08" not in codes(disputed.decision)
    assert owed(disputed.decision, "B08").is_required is False


def test_a_reply_is_not_older_than_the_draft(procedure, world):
    procedure.advance_to("consult_units")
    with pytest.raises(ValidationError, match="replied|复函|答复|回复"):
        procedure.perform(
            "consult_units",
            paper_replies=[
                {
                    "unit": world.ecology.pk,
                    "position": "agree",
                    "signed_by": "局长",
                    "replied_on": "2026-01-05",
                    "files": [paper("复函")],
                }
            ],
        )
