"""Orders, evaluations, and what becomes of a decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from archive.models import Expectation
from decisions.cases.models import Decision, Reminder, Status
from decisions.cases.refusal import Refusal
from decisions.cases.services import supersede
from decisions.evaluation import selectors
from decisions.evaluation.models import EvaluationTrigger
from decisions.evaluation.views import TriggerEvaluationView
from decisions.execution.views import ReportProblemView, SuspendView
from decisions.statutes.finding import Outcome
from tests.decisions.evaluation.records import DECLINED, GOES_ON, data_of, order, outcomes
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db
STANDS_AT = "draft"


# Deciding


def test_declining_needs_a_reason_and_a_later_day(named):
    named.aside(TriggerEvaluationView, kind="order", text="有必要评估。")
    with pytest.raises(Refusal, match="EVAL-01"):
        named.perform("decide_evaluation", **{**DECLINED, "next_due_on": ...})
    assert EvaluationTrigger.objects.get().answer is None
    named.perform("decide_evaluation", **DECLINED)
    assert named.tasks() == ["await_evaluation"]
    assert selectors.day_of_evaluation(named.decision).date() == date(2027, 1, 5)
    assert EvaluationTrigger.objects.get().answer.round == 1
    assert outcomes(named.decision)["EVAL-01"] is Outcome.EXCUSED
    owed = Expectation.objects.filter(case=named.decision.case, code="L04").latest("pk")
    assert not owed.is_required


@pytest.mark.from_the_start
def test_a_duty_cannot_be_declined(strict):
    strict.wait_for_timer()
    with pytest.raises(Refusal, match="EVAL-01"):
        strict.perform("decide_evaluation", **{**DECLINED, "next_due_on": date(2027, 9, 1)})
    strict.perform("decide_evaluation")
    assert strict.tasks() == ["evaluate"]


def test_who_assessed_before_is_not_commissioned(named, monkeypatch):
    from decisions.risk import selectors as risk

    monkeypatch.setattr(risk, "assessors", lambda _decision, **_at: {"临江安评咨询有限公司"}, raising=False)
    named.aside(TriggerEvaluationView, kind="order", text="有必要评估。")
    with pytest.raises(Refusal, match="EVAL-02"):
        named.perform("decide_evaluation", third_party="临江 安评咨询有限公司", contract="委〔2026〕1号")
    named.perform("decide_evaluation", third_party="省评估研究院", contract="委〔2026〕1号")
    assert data_of(named.decision, "L01")["compared_with"] == ["临江安评咨询有限公司"]
    assert outcomes(named.decision)["EVAL-02"] is Outcome.MET


@pytest.mark.from_the_start
def test_an_expert_who_argued_does_not_evaluate_where_local_rules_say_so(strict, monkeypatch):
    from experts import selectors as experts

    monkeypatch.setattr(experts, "assessors", lambda _decision, **_at: {"周文清"}, raising=False)
    order(strict)
    with pytest.raises(Refusal, match="SOD-02"):
        strict.perform("evaluate", grade="good")
    assert strict.tasks() == ["evaluate"]
    assert not strict.decision.case.materials.filter(code="L02").exists()


@pytest.mark.from_the_start
def test_a_third_party_declares_its_independence_where_local_rules_say_so(strict):
    strict.aside(TriggerEvaluationView, kind="order", text="有必要评估。")
    given = {"third_party": "省评估研究院", "contract": "委〔2026〕1号"}
    with pytest.raises(Refusal, match="SOD-05"):
        strict.perform("decide_evaluation", **given)
    strict.perform("decide_evaluation", **given, is_declared=True)


@pytest.mark.from_the_start
def test_what_a_unit_is_called_later_makes_no_third_party_of_it(strict):
    """SOD-05 asks of the day of the order: the executing unit was somebody else then, whatever it is called now."""
    unit = strict.decision.executing_unit
    unit.save()  # its history begins by this clock, not by the one of whoever made the world of the tests
    strict.aside(TriggerEvaluationView, kind="order", text="有必要评估。")
    given = {"third_party": "省评估研究院", "contract": "委〔2026〕1号"}
    strict.perform("decide_evaluation", **given, is_declared=True)
    assert outcomes(strict.decision)["SOD-05"] is Outcome.MET
    strict.on(strict.day + timedelta(days=1))
    unit.name = "省评估研究院"
    unit.save()
    assert outcomes(strict.reload())["SOD-05"] is Outcome.MET


@pytest.mark.from_the_start
def test_a_third_party_stays_compared_with_those_it_was_compared_with(strict, monkeypatch):
    """EVAL-02: the names of the day count, and none that somebody took since."""
    from experts import selectors as experts

    strict.aside(TriggerEvaluationView, kind="order", text="有必要评估。")
    given = {"third_party": "省评估研究院", "contract": "委〔2026〕1号"}
    strict.perform("decide_evaluation", **given, is_declared=True)
    monkeypatch.setattr(experts, "assessors", lambda _decision, **_at: {"省评估研究院"}, raising=False)
    assert outcomes(strict.decision)["EVAL-02"] is Outcome.MET


# Evaluating


def test_an_evaluation_is_filed_with_plan_inquiries_and_report(named):
    order(named).perform("evaluate")
    decision = named.decision
    for code in ("L01", "L02", "L03", "L04"):
        assert decision.case.materials.filter(code=code).exists(), code
    assert len(data_of(decision, "L02")["members"]) == 8
    assert data_of(decision, "L04")["conclusion"] == "terminate"
    found = outcomes(decision)
    assert {found[code] for code in ("EVAL-01", "EVAL-03", "SOD-02")} == {Outcome.MET}
    assert found["SOD-12"] is Outcome.NOT_APPLICABLE
    assert found["EVAL-02"] is Outcome.NOT_APPLICABLE


def test_kinds_that_are_absent_need_a_reason(named):
    order(named)
    few = [{"category": "deputy", "name": "郭立新"}, {"category": "expert", "name": "周文清"}]
    with pytest.raises(Refusal, match="EVAL-03"):
        named.perform("evaluate", members=few)
    named.perform("evaluate", members=few, absence_reason="涉及面窄，未邀请其他组织。")
    assert outcomes(named.decision)["EVAL-03"] is Outcome.EXCUSED


def test_the_executing_unit_evaluates_itself_only_in_company_and_marked(named, world):
    order(named, evaluating_unit=world.planning.pk)
    with pytest.raises(Refusal, match="SOD-12"):
        named.perform("evaluate")
    named.perform("evaluate", is_self_evaluation=True)
    assert outcomes(named.decision)["SOD-12"] is Outcome.MET


def test_no_conclusion_before_the_inquiries_are_closed(named):
    order(named)
    with pytest.raises(ValidationError):
        named.perform("evaluate", collected_until=named.day + timedelta(days=1))


@pytest.mark.from_the_start
def test_a_grade_where_local_rules_give_grades(strict):
    from tests.procedure import NotValid

    order(strict)
    with pytest.raises(NotValid):
        strict.perform("evaluate")
    strict.perform("evaluate", grade="good")
    assert data_of(strict.decision, "L04")["grade"] == "good"


# Applying


def test_a_terminated_decision_ends(named):
    order(named).perform("evaluate")
    with pytest.raises(Refusal, match="ADJ-01"):
        named.perform("apply_evaluation", approval_number="")
    assert named.reload().status == Status.IN_FORCE
    named.perform("apply_evaluation")
    assert named.decision.status == Status.TERMINATED
    assert named.tasks() == []
    assert outcomes(named.decision)["ADJ-01"] is Outcome.MET


def test_what_goes_on_is_evaluated_again(named):
    order(named).perform("evaluate", conclusion="continue")
    with pytest.raises(ValidationError):
        named.perform("apply_evaluation", **{**GOES_ON, "next_due_on": ...})
    named.perform("apply_evaluation", **GOES_ON)
    assert named.tasks() == ["await_evaluation"]
    assert selectors.day_of_evaluation(named.decision).date() == date(2028, 3, 1)
    named.wait_for_timer()
    named.perform("decide_evaluation")
    assert named.decision.evaluation_orders.count() == 2


def test_departing_from_the_advice_needs_reasons_and_shows(named):
    order(named).perform("evaluate")
    named.perform("apply_evaluation", **GOES_ON)
    assert outcomes(named.decision)["EVAL-04"] is Outcome.EXCUSED


def test_the_organ_may_suspend_and_the_decision_waits(named):
    order(named).perform("evaluate", conclusion="suspend")
    named.perform("apply_evaluation", outcome="suspend", next_due_on=date(2027, 6, 1))
    assert named.decision.status == Status.SUSPENDED
    assert named.tasks() == ["await_evaluation"]


def test_a_minor_adjustment_says_why_it_is_minor(named):
    order(named).perform("evaluate", conclusion="adjust")
    values = {"outcome": "adjust", "adjustment": "减免资金改按季拨付。", "next_due_on": date(2028, 3, 1)}
    with pytest.raises(Refusal, match="ADJ-03"):
        named.perform("apply_evaluation", **values)
    named.perform("apply_evaluation", **values, minor_reason="不改变价格水平和适用范围。")
    assert named.decision.status == Status.IN_FORCE
    assert not named.decision.case.materials.filter(code="L07").exists()


def test_a_major_adjustment_goes_through_the_procedure_and_replaces_the_decision(named, world):
    order(named).perform("evaluate", conclusion="adjust")
    named.perform(
        "apply_evaluation",
        outcome="adjust",
        adjustment="第三阶梯价格和水量分档重新核定。",
        is_major=True,
        proposing_unit=world.planning.pk,
        propose_by=named.day + timedelta(days=90),
        next_due_on=date(2028, 3, 1),
    )
    old = named.decision
    assert old.status == Status.IN_FORCE
    assert named.tasks() == ["await_evaluation"]
    assert data_of(old, "L07")["proposing_unit"] == world.planning.name
    assert Reminder.objects.get(kind="propose_adjustment").unit == world.planning
    assert outcomes(old)["ADJ-03"] is Outcome.MET

    new = Procedure(world, day=named.day)
    new.perform("propose", source="evaluation", adjusts=old.pk)
    assert new.decision.adjusts == old
    assert Decision.objects.get(pk=old.pk).status == Status.IN_FORCE

    supersede(old, new.decision, on=named.day, by=world.person(world.office, "office_clerk"))
    assert named.reload().status == Status.ADJUSTED
    assert named.tasks() == []
    assert named.decision.process.finished is not None
    assert data_of(old, "L07")["replaced_by"] == new.decision.number
    assert supersede(old, new.decision, on=named.day, by=None) is None


def test_going_on_ends_a_suspension(named):
    named.aside(
        ReportProblemView,
        kind="problem",
        seriousness="serious",
        found_on=named.day,
        description="计费系统错误",
        effect="多收水费",
        measures="停用系统",
    )
    problem = named.decision.execution_problems.get()
    named.aside(SuspendView, problem=problem.pk, urgency="防止继续多收", scope="全部", arrangements="退费")
    named.perform("decide_evaluation")
    named.perform("evaluate", conclusion="continue")
    named.perform("apply_evaluation", **GOES_ON)
    assert named.decision.status == Status.IN_FORCE
    assert named.decision.suspensions.get().resumed_on is not None


# Pages
