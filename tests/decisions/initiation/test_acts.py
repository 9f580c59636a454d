"""Proposing, studying, starting, and the acts beside the flow."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from archive.models import Expectation
from decisions import compliance
from decisions.cases.models import Decision, Status
from decisions.cases.refusal import Refusal
from decisions.initiation.views import HandOverChargeView, MoveRulePackView, ReviseDeterminationView, WithdrawView
from decisions.statutes.finding import Outcome
from decisions.statutes.rule import Procedure as Heard
from tests.factories.cases import pack_in_force
from tests.factories.papers import paper
from tests.procedure import NotValid

pytestmark = pytest.mark.django_db

PROCEDURES = ("participation", "hearing", "experts", "risk", "competition", "congress")
PLAIN = {
    "hearing_ground": "hearing_not_required",
    "experts_ground": "not_technical",
    "risk_ground": "not_adverse",
    "competition_ground": "no_market",
}
NONPUBLIC = {
    **PLAIN,
    "participation_ground": "state_secret",
    "hearing_ground": "hearing_nonpublic",
    "nonpublic_reviewer": "市国家保密局",
    "nonpublic_number": "临保审〔2026〕3号",
    "nonpublic_files": [paper("不予公开审查意见")],
}


def materials(decision, code):
    return list(decision.case.materials.filter(code=code))


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def owed(decision, code):
    return Expectation.objects.filter(case=decision.case, code=code).order_by("-pk").first()


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


# Proposing


def test_a_proposal_opens_a_case_and_pins_the_rules(procedure, world):
    procedure.perform("propose")
    decision = procedure.decision
    assert decision.number == "临政决策〔2026〕1号"
    assert decision.case.fonds_code == "0101"
    assert decision.rule_pack == world.pack
    assert decision.catalogue_item == "2026-3"
    assert [item.code for item in decision.case.materials.all()] == ["A01", "A03"]
    assert data_of(decision, "A01")["problem"]
    assert data_of(decision, "A03")["rule_pack"] == {"code": "national", "version": "2019-1"}
    assert owed(decision, "A04").is_required is False
    assert procedure.tasks() == ["study"]


def test_the_pack_of_the_authority_goes_before_the_national_floor(procedure, world):
    from decisions.statutes.packs import shipped

    local = next(code for code in shipped() if code != "national")
    pack = pack_in_force(local, authority=world.city)
    procedure.perform("propose", catalogue_item="", reason_outside="年中根据上级部署新增")
    assert procedure.decision.rule_pack == pack


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"exclusions": ["emergency"]}, "SCOPE-03"),
        ({"exclusions_checked": False}, "SCOPE-03"),
        ({"local_exclusion": "内部人事财务事项"}, "SCOPE-03"),
        ({"necessity": ""}, "INIT-02"),
        ({"source": "leader", "study_unit": None}, "INIT-01"),
        ({"source": "deputies", "source_document": ""}, "INIT-03"),
    ],
)
def test_a_refused_proposal_keeps_nothing(procedure, values, code):
    with pytest.raises(Refusal) as refused:
        procedure.perform("propose", **values)
    assert code in [rule.code for rule, _finding in refused.value.grounds]
    assert not Decision.objects.exists()
    procedure.decision = None
    procedure.perform("propose")
    assert procedure.decision.number == "临政决策〔2026〕1号"


def test_the_organ_must_stand_above_the_proposing_unit(procedure, world):
    with pytest.raises(NotValid):
        procedure.perform("propose", authority=world.county.pk)


def test_a_proposal_from_an_evaluation_names_what_it_adjusts(procedure):
    with pytest.raises(ValidationError, match="evaluation|评估"):
        procedure.perform("propose", source="evaluation")


def test_an_adjustment_is_filed_with_the_decision_it_adjusts(procedure, world):
    procedure.perform("propose")
    first = procedure.decision
    Decision.objects.filter(pk=first.pk).update(status=Status.IN_FORCE)
    procedure.decision = None
    procedure.perform("propose", source="evaluation", adjusts=first.pk)
    assert procedure.decision.adjusts == first
    assert data_of(first, "L07")["decision"] == procedure.decision.number


# Starting


def test_the_start_names_who_leads_and_determines_what_applies(procedure, world):
    procedure.advance_to("draft")
    decision = procedure.decision
    assert decision.lead_unit == world.planning
    # The regulator takes part because its review applies.
    assert set(decision.involved_units.all()) == {world.finance, world.regulator}
    assert {row.procedure: row.is_required for row in decision.determinations.all()} == {
        **dict.fromkeys(PROCEDURES, True),
        "congress": False,
    }
    for code in ("A08", "A09", "A10", "C08", "D01", "E01"):
        assert materials(decision, code), code
    assert owed(decision, "D05").is_required
    assert owed(decision, "F03").is_required
    assert not owed(decision, "H08").is_required
    assert not owed(decision, "C01").is_required
    assert not owed(decision, "G09").is_required
    found = outcomes(decision)
    assert {
        found[code] for code in ("SCOPE-01", "SCOPE-02", "SCOPE-03", "CAT-01", "INIT-02", "INIT-04", "LEAD-01")
    } == {Outcome.MET}
    assert found["LEAD-02"] is Outcome.MET


def test_what_does_not_apply_is_not_owed_and_says_who_said_so(procedure):
    procedure.advance_to("initiate").perform("initiate", **PLAIN)
    expectation = owed(procedure.decision, "D02")
    assert expectation.is_required is False
    assert expectation.decided_by == "临江市人民政府办公室 秘书科科长"
    assert "第十九条" in expectation.reason
    procedure.advance_to("finalise_draft")
    done = [entry.act for entry in procedure.decision.case.entries.all()]
    assert "convene_panel" not in done
    assert "open_consultation" in done


def test_a_nonpublic_matter_needs_the_review_of_the_confidentiality_office(procedure):
    procedure.advance_to("initiate")
    with pytest.raises(ValidationError) as refused:
        procedure.perform("initiate", **{**NONPUBLIC, "nonpublic_reviewer": ""})
    assert "nonpublic_reviewer" in refused.value.message_dict
    procedure.perform("initiate", **NONPUBLIC)
    decision = procedure.decision
    assert decision.is_nonpublic
    assert materials(decision, "C01")[0].access == "restricted"
    assert owed(decision, "C01").is_required
    assert not owed(decision, "C15").is_required


@pytest.mark.parametrize(
    "values",
    [
        {"participation_ground": "state_secret", "hearing_ground": "hearing_useful"},
        {"hearing_ground": "hearing_nonpublic"},
    ],
)
def test_grounds_that_contradict_each_other_are_refused(procedure, values):
    procedure.advance_to("initiate")
    with pytest.raises(ValidationError) as refused:
        procedure.perform("initiate", **values)
    assert "hearing_ground" in refused.value.message_dict


@pytest.mark.parametrize("name", ["lead_unit", "principal", "signed_by", "experts_ground", "experts_reason"])
def test_what_the_start_needs_is_asked_for(procedure, name):
    procedure.advance_to("initiate")
    with pytest.raises(NotValid):
        procedure.perform("initiate", **{name: ...})


def test_the_official_in_charge_is_of_the_lead_unit(procedure, world):
    procedure.advance_to("initiate")
    with pytest.raises(Refusal, match="LEAD-01"):
        procedure.perform("initiate", principal=world.person(world.transport, "lead_official").pk)


def test_an_exploratory_reform_says_on_what_ground(procedure):
    procedure.advance_to("initiate")
    with pytest.raises(ValidationError):
        procedure.perform("initiate", is_exploratory=True)
    procedure.perform(
        "initiate", is_exploratory=True, exploratory_ground="国家对用水权交易未作明确规定，省级批准先行先试"
    )
    assert procedure.decision.is_exploratory
    assert owed(procedure.decision, "G09").is_required


def test_a_matter_that_is_not_started_is_filed(procedure):
    procedure.advance_to("initiate")
    keep = ("is_started", "reason", "approver", "approval_number", "files")
    form = procedure.view("initiate").form_class
    left_out = {
        name: ...
        for name in (*form.base_fields, *(f"{item}_{part}" for item in PROCEDURES for part in ("ground", "reason")))
        if name not in (*keep, "on")
    }
    procedure.perform("initiate", **left_out, is_started="no", reason="条件尚不成熟，暂不启动。")
    decision = procedure.decision
    assert decision.status == Status.NOT_STARTED
    assert procedure.tasks() == ["file_dossier"]
    assert not owed(decision, "G07").is_required
    assert not owed(decision, "A10").is_required
    assert owed(decision, "A08") is None


def test_nobody_starts_before_the_study(procedure):
    procedure.advance_to("initiate")
    procedure.on(procedure.decision.study.on - timedelta(days=1))
    with pytest.raises(ValidationError):
        procedure.perform("initiate")


def test_a_department_does_not_start_its_own_matter(procedure, world):
    procedure.advance_to("initiate")
    with pytest.raises(PermissionDenied):
        procedure.perform("initiate", by=world.person(world.planning, "lead_official"))


# Beside the flow


def revision(world, **changes):
    return {
        "procedure": "experts",
        "ground": "not_technical",
        "reason": "事项不涉及专业技术问题。",
        "signed_by": "李文清",
        "countersigned_by": world.person(world.justice, "legality_reviewer").pk,
        "countersign_number": "临司会签〔2026〕2号",
        "files": [paper("适用程序变更会签单")],
        **changes,
    }


def test_a_revised_determination_keeps_the_former(procedure, world):
    procedure.advance_to("draft")
    procedure.aside(ReviseDeterminationView, **revision(world))
    decision = procedure.decision
    rows = decision.determinations.filter(procedure="experts")
    assert [row.is_required for row in rows] == [True, False]
    assert not owed(decision, "D05").is_required
    assert len(materials(decision, "A10")) == 2
    assert not decision.requires(Heard.EXPERTS)


def test_a_procedure_found_inapplicable_on_the_way_frees_its_branch(procedure, world):
    procedure.advance_to("convene_panel")
    procedure.aside(ReviseDeterminationView, **revision(world))
    assert "convene_panel" not in procedure.tasks()
    procedure.advance_to("finalise_draft")


def test_the_last_open_branch_may_be_freed(procedure, world):
    procedure.advance_to("initiate").perform("initiate", **{**PLAIN, "experts_ground": "technical"})
    procedure.advance_to("convene_panel")
    while "convene_panel" in procedure.tasks() and len(procedure.tasks()) > 1:
        other = next(task for task in procedure.tasks() if task != "convene_panel")
        if other == "await_comments":
            procedure.wait_for_timer()
        else:
            procedure.perform(other)
    procedure.aside(ReviseDeterminationView, **revision(world))
    assert procedure.tasks() == ["finalise_draft"]


def test_a_procedure_added_late_still_runs(procedure, world):
    procedure.advance_to("initiate").perform("initiate", **PLAIN)
    procedure.advance_to("finalise_draft")
    procedure.aside(
        ReviseDeterminationView,
        **revision(world, ground="technical", reason="听取意见中发现成本核定专业性强，需要专家论证。"),
    )
    procedure.perform("finalise_draft")
    assert procedure.tasks() == ["convene_panel"]
    assert owed(procedure.decision, "D05").is_required


@pytest.mark.parametrize(
    "changes",
    [{"ground": "technical"}, {"procedure": "hearing", "ground": "hearing_nonpublic"}],
    ids=["unchanged", "contradiction"],
)
def test_a_revision_that_says_nothing_new_or_contradicts_is_refused(procedure, world, changes):
    procedure.advance_to("draft")
    with pytest.raises(ValidationError):
        procedure.aside(ReviseDeterminationView, **revision(world, **changes))
    assert len(materials(procedure.decision, "A10")) == 1


def test_a_revision_is_closed_once_the_draft_is_final(procedure, world):
    procedure.advance_to("submit_for_review")
    assert not ReviseDeterminationView.is_open(procedure.decision)
    with pytest.raises(ValidationError):
        procedure.aside(ReviseDeterminationView, **revision(world))


@pytest.mark.parametrize("node", ["study", "initiate", "draft", "open_consultation", "review_legality", "publish"])
def test_a_withdrawn_matter_is_filed_wherever_it_stood(procedure, world, node):
    procedure.advance_to(node)
    procedure.aside(
        WithdrawView, reason="上级政策调整，暂不推进。", approver="市长 陈国栋", approval_number="临政批〔2026〕77号"
    )
    decision = procedure.decision
    assert decision.status == Status.WITHDRAWN
    assert procedure.tasks() == ["file_dossier"]
    assert materials(decision, "A08")[-1].number == "临政批〔2026〕77号"
    assert not owed(decision, "J01").is_required
    assert not WithdrawView.is_open(decision)


def test_a_started_procedure_is_not_withdrawn_without_approval(procedure):
    procedure.advance_to("draft")
    with pytest.raises(ValidationError) as refused:
        procedure.aside(WithdrawView, reason="不再推进")
    assert "approver" in refused.value.message_dict
    assert procedure.reload().status == Status.IN_PROCEDURE
    assert procedure.tasks() == ["draft"]


def test_another_official_of_the_lead_unit_takes_charge(procedure, world):
    from tests.factories.accounts import MembershipFactory

    successor = MembershipFactory(unit=world.planning, group="lead_official").user
    procedure.advance_to("draft")
    procedure.aside(HandOverChargeView, to=successor.pk, reason="原负责人调离")
    assert procedure.decision.principal == successor
    assert data_of(procedure.decision, "A09")["principal"] == successor.name
    with pytest.raises(NotValid):
        procedure.aside(HandOverChargeView, to=world.person(world.transport, "lead_official").pk, reason="x")


def test_a_decision_moves_to_other_rules_with_a_reason(procedure, world):
    from decisions.statutes.models import PackStatus, RulePack, RuleParameter

    procedure.advance_to("draft")
    assert not MoveRulePackView.is_open(procedure.decision)
    stricter = RulePack.objects.create(
        code="linjiang",
        version="1",
        name="临江市",
        authority=world.city,
        parent=world.pack,
        effective_from="2020-01-01",
    )
    RuleParameter.objects.create(pack=stricter, key="hearing.material_days", value=10, source="临江市办法第九条")
    stricter.status = PackStatus.ACTIVE
    stricter.save()
    procedure.aside(MoveRulePackView, to=stricter.pk, reason="市级实施办法施行")
    assert procedure.decision.rule_pack == stricter
    assert procedure.decision.pack["hearing.material_days"] == 10
    assert data_of(procedure.decision, "A03")["before"]["code"] == "national"
