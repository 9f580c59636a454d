"""Naming who executes, and the acts beside the flow while a decision is carried out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from archive.models import Expectation
from decisions import compliance
from decisions.cases.models import Decision, Reminder, Status
from decisions.cases.refusal import Refusal
from decisions.execution import due, selectors, services
from decisions.execution.models import ExecutionOpinion, ExecutionPlan
from decisions.execution.views import (
    EnterExecutionOpinionView,
    HandleExecutionOpinionView,
    ReportExecutionView,
    ReportProblemView,
    ResumeView,
    SuperviseView,
    SuspendView,
)
from decisions.participation.intake import Author
from decisions.statutes.finding import Outcome
from decisions.statutes.packs import floor
from tests.factories.executing import in_force, stricter_pack
from tests.factories.papers import paper
from tests.procedure import NotValid, Procedure

pytestmark = pytest.mark.django_db
STANDS_AT = "draft"


@pytest.fixture
def named(procedure):
    """A decision whose executing unit is named."""
    in_force(procedure).perform("assign_execution")
    return procedure


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


def progress(decision, *results):
    tasks = list(decision.execution_tasks.all())
    return [
        {"task": task.pk, "state": "under_way", **({} if result is None else {"result": result})}
        for task, result in zip(tasks, results, strict=True)
    ]


def report(procedure, *results, **values):
    return procedure.aside(
        ReportExecutionView,
        **{
            "period": "2026年第二季度",
            "summary": "按计划推进。",
            "progress": progress(procedure.decision, *(results or ("2000", "8.5", None))),
            "files": [paper("执行情况报告")],
            **values,
        },
    )


PROBLEM = {
    "kind": "change",
    "seriousness": "serious",
    "description": "上游水源地突发污染，原水成本大幅上升。",
    "effect": "价格成本基础改变，减免资金缺口约三分之一。",
    "measures": "启用备用水源，申请调整执行安排。",
}
SUSPENSION = {
    "urgency": "成本信息失真将造成群众多缴水费，来不及履行调整程序。",
    "scope": "暂停执行第二、三阶梯价格。",
    "arrangements": "按原标准计费，已收差额下期抵扣。",
}


def test_who_executes_is_named_with_tasks_and_a_day_of_evaluation(named, world):
    decision = named.decision
    assert decision.executing_unit == world.planning
    assert world.finance in decision.involved_units.all()
    assert decision.execution_tasks.count() == 3
    filed = data_of(decision, "K01")
    assert filed["number"] == "临政执行〔2026〕1号"
    assert filed["evaluation_due_on"] == "2027-03-05"
    assert named.tasks() == ["await_evaluation"]
    found = outcomes(decision)
    assert found["EXEC-01"] is Outcome.MET
    assert found["EXEC-02"] is Outcome.PENDING
    assert found["EXEC-04"] is Outcome.NOT_APPLICABLE


def test_a_task_lies_with_a_unit_that_executes(procedure, world):
    in_force(procedure)
    task = {"name": "宣传", "unit": world.transport.pk, "due_on": date(2026, 9, 1)}
    with pytest.raises(Refusal, match="EXEC-01"):
        procedure.perform("assign_execution", tasks=[task])
    assert not ExecutionPlan.objects.exists()
    assert procedure.reload().executing_unit is None
    procedure.perform("assign_execution")
    assert data_of(procedure.decision, "K01")["number"] == "临政执行〔2026〕1号"


@pytest.mark.parametrize(
    "values",
    [
        {"tasks": []},
        {"evaluation_due_on": ...},
        {"executing_unit": ...},
    ],
)
def test_what_the_designation_needs_is_asked_for(procedure, values):
    in_force(procedure)
    with pytest.raises(NotValid):
        procedure.perform("assign_execution", **values)


def test_a_target_is_whole_or_not_there(procedure, world):
    in_force(procedure)
    task = {"name": "改造", "unit": world.planning.pk, "due_on": date(2026, 9, 1), "target": "5"}
    with pytest.raises(ValidationError):
        procedure.perform("assign_execution", tasks=[task])


@pytest.mark.from_the_start
def test_local_rules_give_the_day_and_the_cycle(procedure, world):
    stricter_pack(world, {"posteval.mandatory_after_months": 12, "execution.report_cycle": "month"})
    in_force(procedure)
    with pytest.raises(Refusal, match="EXEC-05"):
        procedure.perform("assign_execution")
    with pytest.raises(Refusal, match="EXEC-06"):
        procedure.perform("assign_execution", report_cycle="month", evaluation_due_on=date(2027, 6, 1))
    procedure.perform("assign_execution", report_cycle="month", evaluation_due_on=...)
    assert procedure.decision.execution_plan.evaluation_due_on == date(2027, 3, 5)


def test_a_report_keeps_what_was_to_be_reached_by_its_day(named):
    named.on(date(2026, 8, 2))  # half of the 300 days
    report(named, "12000", "18", None)
    told = {row.task.position: row for row in named.decision.execution_reports.get().progress.all()}
    assert str(told[1].expected) == "15000.0000"
    assert str(told[1].attained) == "80.00"
    assert str(told[2].attained) == "50.00"
    assert told[3].attained is None
    assert data_of(named.decision, "K02")["progress"][0]["attained"] == "80.00"


def test_a_measured_task_needs_its_result(named):
    with pytest.raises(ValidationError):
        report(named, None, "9", None)
    assert not named.decision.execution_reports.exists()


def test_a_unit_that_takes_part_reports_as_well_and_nobody_else(named, world):
    report(named, by=world.person(world.finance, "executing_official"))
    assert named.decision.execution_reports.get().unit == world.finance
    with pytest.raises(PermissionDenied):
        report(named, by=world.person(world.transport, "executing_official"))


def test_a_report_that_comes_late_shows(named):
    named.on(date(2026, 7, 20))
    report(named)
    assert outcomes(named.decision)["EXEC-02"] is Outcome.BREACHED


def test_after_the_last_task_is_done_a_final_report_is_due(named, monkeypatch):
    """EXEC-07: within the days of the place, and the next report falls due by then."""
    monkeypatch.setattr(Decision, "pack", property(lambda _row: floor().with_values(execution__final_report_days=10)))
    assert outcomes(named.decision)["EXEC-07"] is Outcome.PENDING
    done = [{**row, "state": "done"} for row in progress(named.decision, "30000", "9", None)]
    named.on(named.day + timedelta(days=5))
    report(named, progress=done)
    ended = named.day
    plan = named.decision.execution_plan
    assert selectors.next_report(named.decision, plan) == ended + timedelta(days=10)
    named.on(ended + timedelta(days=11))
    assert outcomes(named.decision)["EXEC-07"] is Outcome.BREACHED
    named.on(ended + timedelta(days=10))
    report(named, progress=done, is_final=True)
    assert outcomes(named.decision)["EXEC-07"] is Outcome.MET


def test_a_missing_report_is_reminded_of_once(named, world):
    assert due.run(date(2026, 6, 5)) == 0
    assert due.run(date(2026, 6, 6)) == 1
    assert due.run(date(2026, 6, 7)) == 0
    assert Reminder.objects.get().unit == world.planning


def test_nothing_is_reported_before_the_designation(named):
    with pytest.raises(ValidationError):
        report(named, on=named.decision.execution_plan.on - timedelta(days=1))


# Opinions


def test_an_opinion_is_registered_and_answered(named, world):
    clerk = world.person(world.office, "office_clerk")
    named.aside(EnterExecutionOpinionView, by=clerk, channel="letter", author="王某", text="账单看不懂。")
    opinion = ExecutionOpinion.objects.get()
    assert opinion.receipt == "临政执意〔2026〕1号"
    assert outcomes(named.decision)["EXEC-04"] is Outcome.PENDING
    named.aside(HandleExecutionOpinionView, opinion=opinion.pk, answer="已在账单背面印制阶梯说明。")
    assert outcomes(named.decision)["EXEC-04"] is Outcome.MET
    assert [item.code for item in named.decision.case.materials.filter(code="K05")] == ["K05", "K05"]
    with pytest.raises(NotValid):
        named.aside(HandleExecutionOpinionView, opinion=opinion.pk, answer="x")


def test_the_portal_gets_the_same_receipt_for_the_same_form(named):
    token = uuid4()
    author = Author(tier="anonymous", name="张三")
    first = services.receive_opinion(named.decision, body="水压变稳了。", author=author, submission=token)
    again = services.receive_opinion(named.decision, body="水压变稳了。", author=author, submission=token)
    assert first == again
    assert first.tracking == first.receipt
    assert first.author == ""
    assert first.channel == "web"
    assert named.decision.case.materials.filter(code="K05").count() == 1


def test_no_opinion_is_taken_on_what_is_not_executed(procedure):
    procedure.advance_to("draft")
    with pytest.raises(ValidationError):
        services.receive_execution_opinion(procedure.decision, text="意见", on=procedure.day)


# Supervision


def test_a_check_runs_in_order(named):
    def step(**values):
        return named.aside(SuperviseView, **{"text": "督查内容", **values})

    with pytest.raises(ValidationError):
        step(step="conclusion")
    step(step="plan")
    with pytest.raises(NotValid):
        step(check=1, step="conclusion", demands_rectification=True)
    step(check=1, step="conclusion", demands_rectification=True, rectify_by=named.day + timedelta(days=30))
    step(check=1, step="feedback")
    with pytest.raises(ValidationError):
        step(check=1, step="close_out")
    step(check=1, step="rectification")
    step(check=1, step="close_out")
    with pytest.raises(NotValid):
        step(check=1, step="feedback")
    assert named.decision.case.materials.filter(code="K03").count() == 5


def test_the_executing_unit_does_not_supervise_itself(named, world):
    with pytest.raises(PermissionDenied):
        named.aside(SuperviseView, by=world.person(world.planning, "executing_official"), step="plan", text="x")


# Suspension


def test_nothing_is_suspended_without_a_reported_circumstance(named):
    with pytest.raises(Refusal, match="ADJ-02"):
        named.aside(SuspendView, **SUSPENSION)
    assert named.reload().status == Status.IN_FORCE
    assert not named.decision.case.materials.filter(code="L06").exists()
    assert named.tasks() == ["await_evaluation"]


def test_the_head_suspends_in_urgency_and_an_evaluation_is_decided_on(named):
    named.aside(ReportProblemView, found_on=named.day, **PROBLEM)
    problem = named.decision.execution_problems.get()
    with pytest.raises(Refusal, match="ADJ-02"):
        named.aside(SuspendView, **{**SUSPENSION, "urgency": ""}, problem=problem.pk)
    named.aside(SuspendView, **SUSPENSION, problem=problem.pk)
    decision = named.decision
    assert decision.status == Status.SUSPENDED
    assert named.tasks() == ["decide_evaluation"]
    assert data_of(decision, "L06")["problem"] == problem.number
    assert Expectation.objects.filter(case=decision.case, code="L06", is_required=True).exists()
    assert outcomes(decision)["ADJ-02"] is Outcome.EXCUSED
    assert outcomes(decision)["EXEC-03"] is Outcome.MET
    assert not SuspendView.is_open(decision)
    named.aside(ResumeView, reason="水源恢复，成本核定无误。", approver="市长 陈国栋")
    assert named.decision.status == Status.IN_FORCE
    assert named.decision.suspensions.get().resumed_on == named.day


def test_only_the_head_suspends(named, world):
    named.aside(ReportProblemView, found_on=named.day, **PROBLEM)
    problem = named.decision.execution_problems.get()
    with pytest.raises(PermissionDenied):
        named.aside(SuspendView, by=world.person(world.office, "office_clerk"), **SUSPENSION, problem=problem.pk)


@pytest.mark.from_the_start
def test_a_late_report_of_a_problem_is_taken_in_and_shows(procedure, world):
    stricter_pack(world, {"execution.problem_report_days": 3})
    in_force(procedure).perform("assign_execution")
    procedure.on(procedure.day + timedelta(days=10))
    procedure.aside(ReportProblemView, found_on=procedure.day - timedelta(days=4), **PROBLEM)
    assert outcomes(procedure.decision)["EXEC-03"] is Outcome.BREACHED


# Pages


def test_the_pages_of_the_execution(named, client, world):
    report(named)
    client.force_login(world.person(world.planning, "executing_official"))
    page = client.get(reverse("execution:execution", args=[named.decision.pk]))
    assert page.status_code == 200
    assert "完成居民一户一表改造" in page.content.decode()
    assert reverse("decisions:act", args=[named.decision.pk, "report_execution"]) in page.content.decode()
    board = client.get(reverse("execution:board"))
    assert board.status_code == 200
    assert named.decision.title in board.content.decode()
    form = client.get(reverse("decisions:act", args=[named.decision.pk, "report_problem"]))
    assert form.status_code == 200


def test_the_board_costs_the_same_for_one_and_three_rows(world, client):
    """Tasks, what was told of them, and reports are read for all rows at once."""
    address = reverse("execution:board")
    client.force_login(world.person(world.planning, "executing_official"))

    def one_more() -> None:
        with Procedure(world) as more:
            in_force(more).perform("assign_execution")
            report(more)

    def cost(rows: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert len(page.context["decisions"]) == rows
        return len(queries)

    one_more()
    cost(1)
    once = cost(1)
    one_more()
    one_more()
    assert cost(3) == once


def test_strangers_see_no_execution(named, client, world):
    client.force_login(world.person(world.transport, "executing_official"))
    assert client.get(reverse("execution:execution", args=[named.decision.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("execution:board")).status_code == 302


def test_the_page_of_the_designation_checks_and_gives_a_receipt(procedure, client, world):
    in_force(procedure)
    view = procedure.view("assign_execution")
    official = User.objects.get(pk=view.official.pk)
    client.force_login(official)
    address = reverse("decisions:task", args=[procedure.task("assign_execution").pk])
    assert client.get(address).status_code == 200
    from decisions.cases.forms import as_post

    post = as_post(view.form_class, procedure.values_for("assign_execution", view))
    checked = client.post(address, post)
    assert checked.status_code == 200
    assert "assign_execution" in procedure.tasks()
    post["_confirm"] = "1"
    assert client.post(address, post).status_code == 302
    assert procedure.tasks() == ["await_evaluation"]
