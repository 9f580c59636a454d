"""When a decision is evaluated: the day, and what makes it due before."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from decisions.cases.models import Reminder
from decisions.evaluation import due, selectors
from decisions.evaluation.models import EvaluationTrigger
from decisions.evaluation.views import TriggerEvaluationView
from decisions.execution.views import EnterExecutionOpinionView, ReportExecutionView, ReportProblemView, SuspendView
from tests.decisions.evaluation.records import DECLINED, data_of

pytestmark = pytest.mark.django_db
STANDS_AT = "draft"


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
