"""Grounds, orders, evaluations, and what becomes of a decision."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from archive.models import Expectation
from decisions import compliance
from decisions.cases.models import Decision, Reminder, Status
from decisions.cases.refusal import Refusal
from decisions.cases.services import supersede
from decisions.evaluation import due, selectors
from decisions.evaluation.models import EvaluationTrigger
from decisions.evaluation.views import TriggerEvaluationView
from decisions.execution.views import EnterExecutionOpinionView, ReportExecutionView, ReportProblemView, SuspendView
from decisions.statutes.finding import Outcome
from tests.factories.executing import in_force, stricter_pack
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db
STANDS_AT = "draft"


@pytest.fixture
def named(procedure):
    """A decision whose executing unit is named; its evaluation is due a year later."""
    in_force(procedure).perform("assign_execution")
    return procedure


@pytest.fixture
def strict(procedure, world):
    """The same under local rules with numbers of their own."""
    stricter_pack(
        world,
        {
            "posteval.mandatory_after_months": 12,
            "posteval.opinions_threshold": 2,
            "posteval.target_percent": 80,
            "posteval.extra_triggers": ["circumstance_changed", "legal_basis_changed"],
            "posteval.experts_excluded": True,
            "posteval.executor_independent": True,
            "posteval.gate_on_change": True,
            "posteval.grades": ["excellent", "good", "fair", "poor"],
        },
    )
    in_force(procedure).perform("assign_execution")
    return procedure


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


def order(procedure, **values):
    procedure.aside(TriggerEvaluationView, kind="order", text="市政府认为有必要评估。")
    procedure.perform("decide_evaluation", **values)
    return procedure


GOES_ON = {
    "outcome": "continue",
    "reason": "目标基本实现，按评估建议继续执行。",
    "approval_number": "",
    "arrangements": "",
    "next_due_on": date(2028, 3, 1),
}
DECLINED = {
    "is_ordered": "no",
    "reason": "执行时间尚短，数据不足。",
    "evaluating_unit": ...,
    "scope": "",
    "next_due_on": date(2027, 1, 5),
}


# When


def test_the_timer_waits_for_the_day_fixed_with_the_execution(named):
    day = selectors.day_of_evaluation(named.decision)
    assert day.isoformat() == "2027-03-05T00:00:00+08:00"
    task = named.task("await_evaluation")
    assert task.scheduled == day
    named.wait_for_timer()
    assert named.day == date(2027, 3, 5)
    assert named.tasks() == ["decide_evaluation"]


def test_a_reminder_comes_before_the_day_and_only_once(named, world):
    assert due.run(date(2027, 2, 1)) == 0
    assert due.run(date(2027, 2, 4)) == 1
    assert due.run(date(2027, 2, 5)) == 0
    reminder = Reminder.objects.get(kind=due.EVALUATION_DUE)
    assert (reminder.unit, reminder.due_on) == (world.office, date(2027, 3, 5))


# Grounds


def test_the_day_that_has_come_is_a_ground_with_its_date(named):
    named.wait_for_timer()
    named.perform("decide_evaluation")
    trigger = EvaluationTrigger.objects.get()
    assert trigger.numbers == {"due_on": "2027-03-05"}
    assert data_of(named.decision, "L01")["grounds"][0]["kind"] == "calendar"


@pytest.mark.parametrize(
    ("kind", "more", "inside"),
    [
        ("order", {}, "有必要"),
        ("legal_basis", {"instrument": "城镇供水价格管理办法", "article": "第七条"}, "《城镇供水价格管理办法》第七条"),
        ("circumstance", {}, "有必要"),
    ],
)
def test_a_stated_ground_makes_it_due_at_once(named, kind, more, inside):
    named.aside(TriggerEvaluationView, kind=kind, text="有必要评估。", **more)
    assert named.tasks() == ["decide_evaluation"]
    trigger = EvaluationTrigger.objects.get()
    assert inside in trigger.text
    assert data_of(named.decision, "L01")["kind"] == kind


def test_who_supervises_may_state_a_ground_and_the_executing_unit_may_not(named, world):
    with pytest.raises(PermissionDenied):
        named.aside(
            TriggerEvaluationView, by=world.person(world.planning, "executing_official"), kind="order", text="x"
        )
    named.aside(TriggerEvaluationView, by=world.person(world.supervision, "supervisor"), kind="order", text="督查发现")


@pytest.mark.from_the_start
def test_many_opinions_are_a_ground(strict, world):
    clerk = world.person(world.office, "office_clerk")

    def say():
        strict.aside(EnterExecutionOpinionView, by=clerk, channel="telephone", text="水费涨得太快。")

    say()
    assert due.run(strict.day) == 0
    say()
    assert due.run(strict.day) == 1
    assert due.run(strict.day) == 0
    assert strict.tasks() == ["decide_evaluation"]
    trigger = EvaluationTrigger.objects.get()
    assert trigger.numbers == {"received": 2, "threshold": 2, "since": None}
    strict.perform("decide_evaluation", **DECLINED)
    assert strict.tasks() == ["await_evaluation"]
    assert due.run(strict.day) == 0  # what is answered is no ground again
    say()
    say()
    assert due.run(strict.day) == 1
    assert strict.tasks() == ["decide_evaluation"]


@pytest.mark.from_the_start
def test_a_target_missed_is_a_ground_with_its_numbers(strict):
    strict.on(date(2026, 8, 2))

    def report(result):
        first, second, third = strict.decision.execution_tasks.all()
        strict.aside(
            ReportExecutionView,
            period="上半年",
            summary="推进中",
            progress=[
                {"task": first.pk, "state": "delayed", "result": result},
                {"task": second.pk, "state": "under_way", "result": "8"},
                {"task": third.pk, "state": "done"},
            ],
        )

    report("12000")
    assert due.run(strict.day) == 0
    report("11900")
    assert due.run(strict.day) == 1
    trigger = EvaluationTrigger.objects.get()
    assert trigger.kind == "target"
    assert (trigger.numbers["attained"], trigger.numbers["threshold"]) == ("79.33", 80)
    assert strict.tasks() == ["decide_evaluation"]


@pytest.mark.from_the_start
def test_a_serious_change_and_a_suspension_are_grounds(strict):
    strict.aside(
        ReportProblemView,
        kind="force_majeure",
        seriousness="serious",
        found_on=strict.day,
        description="特大洪水",
        effect="停水",
        measures="抢修",
    )
    problem = strict.decision.execution_problems.get()
    strict.aside(SuspendView, problem=problem.pk, urgency="紧急", scope="全部", arrangements="应急供水")
    assert due.run(strict.day) == 2
    assert set(EvaluationTrigger.objects.values_list("kind", flat=True)) == {"circumstance", "suspension"}


def test_nothing_of_the_kind_is_a_ground_where_local_rules_are_silent(named, world):
    clerk = world.person(world.office, "office_clerk")
    for _time in range(5):
        named.aside(EnterExecutionOpinionView, by=clerk, channel="telephone", text="意见")
    assert due.run(named.day) == 0
    assert named.tasks() == ["await_evaluation"]


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


def test_the_schedule_shows_what_is_due_and_why(strict, client, world, django_assert_num_queries):
    strict.aside(TriggerEvaluationView, kind="order", text="市政府认为有必要评估。")
    clerk = world.person(world.office, "office_clerk")
    client.force_login(clerk)
    page = client.get(reverse("evaluation:schedule"))
    assert page.status_code == 200
    assert "市政府认为有必要评估" in page.content.decode()
    assert strict.decision.title in page.content.decode()
    assert list(client.get(reverse("evaluation:schedule"), {"only_grounds": "on"}).context["decisions"])
    assert not list(client.get(reverse("evaluation:schedule"), {"words": "没有的事项"}).context["decisions"])
    for node in ("decide_evaluation", "evaluate", "apply_evaluation"):
        view = strict.view(node)
        client.force_login(view.official)
        form = client.get(reverse("decisions:task", args=[strict.task(node).pk]))
        assert form.status_code == 200
        strict.perform(node, **({"grade": "good"} if node == "evaluate" else {}))
    client.force_login(clerk)
    rounds = client.get(reverse("evaluation:rounds", args=[strict.decision.pk]))
    assert rounds.status_code == 200
    assert "87.4%" in rounds.content.decode()
    client.force_login(world.person(world.transport, "evaluator"))
    assert client.get(reverse("evaluation:rounds", args=[strict.decision.pk])).status_code == 404
