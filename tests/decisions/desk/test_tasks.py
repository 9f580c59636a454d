"""My tasks: whose they are, taking, giving back, handing over, and what it costs to look."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import UnitKind
from decisions.cases.lanes import Lane
from decisions.cases.models import Decision, Reminder
from decisions.cases.positions import OpenStep
from decisions.cases.selectors import may_act
from decisions.desk import services
from decisions.desk.actors import actor_of
from decisions.desk.tasks import awaited_by, tasks_of
from decisions.participation.selectors import current_consultation
from tests.factories.accounts import MembershipFactory
from tests.factories.executing import stricter_pack
from tests.procedure import Procedure

STANDS_AT = "review_legality"
SHORT = {
    "hearing_ground": "hearing_not_required",
    "experts_ground": "not_technical",
    "risk_ground": "not_adverse",
    "competition_ground": "no_market",
}
WALK = ("study", "initiate", "draft", "find_risk", "review_legality", "admit", "file_dossier", "decide_evaluation")


def assert_duties_are_what_may_act_says(procedure):
    """The one query about all decisions finds what the question about one decision allows, for every official."""
    decision = procedure.reload()
    steps = list(decision.open_steps.filter(is_timer=False).select_related("task"))
    assert sorted(step.node for step in decision.open_steps.all()) == sorted(procedure.tasks())
    for person in procedure.world.everybody():
        allowed = set()
        for step in steps:
            view = step.task.flow_task._view.view_class
            if may_act(person, decision, verb=view.verb, lane=view.lane):
                allowed.add(step.pk)
        assert set(tasks_of(person).filter(decision=decision).values_list("pk", flat=True)) == allowed, person


@pytest.mark.from_the_start
def test_my_tasks_are_those_the_flow_would_let_me_do(procedure):
    for node in WALK:
        procedure.advance_to(node)
        assert_duties_are_what_may_act_says(procedure)


@pytest.mark.parametrize("keeper", ["archives", "lead_unit"])
def test_the_dossier_is_offered_to_the_keeper_the_place_names(world, client, keeper):
    """ARCHV-05: nobody fills in a form that is refused; whoever opens it all the same learns whose it is."""
    stricter_pack(world, {"archive.custodian_role": keeper})
    archivist = world.person(world.archives, "archivist")
    own = MembershipFactory(unit=world.planning, group="archivist").user
    files, waits = (archivist, own) if keeper == "archives" else (own, archivist)
    with Procedure(world) as procedure:
        procedure.values = {"initiate": SHORT}
        procedure.advance_to("file_dossier")
        assert_duties_are_what_may_act_says(procedure)
        step = OpenStep.objects.get(decision=procedure.decision, node="file_dossier")
        assert step in tasks_of(files)
        assert step not in tasks_of(waits)
        unit = world.archives if keeper == "archives" else world.planning
        actor = str(UnitKind.ARCHIVES.label) if keeper == "archives" else unit.short_name
        assert actor_of(Lane.ARCHIVES, procedure.reload()) == actor
        client.force_login(waits)
        refused = client.get(reverse("decisions:task", args=[step.pk]))
        assert refused.status_code == 403
        assert "临江市办法" in refused.text
        assert unit.short_name in refused.text
        assert may_act(waits, procedure.decision, verb="supplement_dossier", lane=Lane.SUPPLIERS)
        client.force_login(files)
        assert client.get(reverse("decisions:task", args=[step.pk])).status_code == 200
        procedure.perform("file_dossier", by=files)


def test_every_list_costs_the_same_for_one_three_and_many_rows(procedure, world, client):
    first = procedure.advance_to("review_legality")
    reviewer = world.person(world.justice, "legality_reviewer")
    lead = world.person(world.planning, "lead_official")
    Reminder.objects.create(decision=first.decision, kind="a", cause="1", text="提醒", unit=world.justice)
    pages = [
        (reviewer, reverse("decisions:tasks")),
        (reviewer, reverse("decisions:ledger")),
        (lead, reverse("decisions:waiting")),
        (lead, reverse("decisions:tasks")),
        (lead, reverse("decisions:ledger") + "?sort=due&light=none"),
    ]

    def costs() -> list[int]:
        found = []
        for user, address in pages:
            client.force_login(user)
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    one = costs()
    for _number in range(2):
        with Procedure(world) as more:
            more.advance_to("review_legality")
    three = costs()
    for _number in range(6):
        with Procedure(world) as more:
            more.advance_to("initiate")
    assert one == three == costs()
    assert max(one) <= 25


@pytest.fixture
def waiting(procedure):
    """The task of a legality review, and its reviewer."""
    procedure.advance_to("review_legality")
    return procedure.task("review_legality"), procedure.world.person(procedure.world.justice, "legality_reviewer")


def appoint(world, unit, group, name):
    from tests.factories.accounts import UserFactory

    return MembershipFactory(user=UserFactory(name=name), unit=unit, group=group, post="科员").user


def test_a_task_is_taken_and_given_back(waiting, procedure, client):
    task, reviewer = waiting
    client.force_login(reviewer)
    assert client.post(reverse("decisions:claim", args=[task.pk])).status_code == 302
    task.refresh_from_db()
    assert (task.owner, task.status) == (reviewer, "ASSIGNED")
    assert client.get(reverse("decisions:tasks") + "?taken=mine").context["page"].paginator.count == 1
    client.post(reverse("decisions:release", args=[task.pk]))
    task.refresh_from_db()
    assert (task.owner, task.status) == (None, "NEW")


def test_who_takes_a_task_second_is_told_who_has_it(waiting, procedure, client):
    task, reviewer = waiting
    colleague = appoint(procedure.world, procedure.world.justice, "legality_reviewer", "钱审")
    services.claim(task, by=colleague)
    client.force_login(reviewer)
    answer = client.post(reverse("decisions:claim", args=[task.pk]))
    assert answer.status_code == 409
    assert "钱审" in answer.content.decode()
    with pytest.raises(services.Taken):
        services.release(task, by=reviewer)


def test_a_task_not_mine_cannot_be_taken(waiting, procedure, client):
    task, _reviewer = waiting
    world = procedure.world
    client.force_login(world.person(world.planning, "lead_official"))
    assert client.post(reverse("decisions:claim", args=[task.pk])).status_code == 403
    client.force_login(world.person(world.transport, "lead_official"))
    assert client.post(reverse("decisions:claim", args=[task.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        services.claim(task, by=world.person(world.planning, "lead_official"))


def test_handing_over_is_in_the_ledger(waiting, procedure, client):
    task, reviewer = waiting
    colleague = appoint(procedure.world, procedure.world.justice, "legality_reviewer", "钱审")
    services.claim(task, by=reviewer)
    client.force_login(reviewer)
    address = reverse("decisions:hand_over", args=[task.pk])
    assert "钱审" in client.get(address).content.decode()
    assert client.post(address, {"to": colleague.pk, "reason": ""}).status_code == 422
    done = client.post(address, {"to": colleague.pk, "reason": "出差"})
    assert done.status_code == 302
    entry = procedure.decision.case.entries.latest("sequence")
    assert entry.act == "hand_over_tasks"
    assert "出差" in entry.body
    task.refresh_from_db()
    assert task.owner == colleague
    assert client.get(done["Location"]).status_code == 200


@pytest.mark.from_the_start
def test_the_head_of_the_unit_hands_over_what_a_closed_account_left(procedure, client):
    world = procedure.world
    procedure.advance_to("draft")
    task = procedure.task("draft")
    leaver = world.person(world.planning, "lead_official")
    services.claim(task, by=leaver)
    leaver.is_active = False
    leaver.save()
    colleague = appoint(world, world.planning, "lead_official", "钱科")
    head = world.person(world.planning, "unit_head")
    client.force_login(head)
    page = client.get(reverse("decisions:tasks"))
    assert [line.step.pk for line in page.context["orphans"]] == [task.pk]
    with pytest.raises(ValidationError):
        services.hand_over(task, to=head, reason="离职", on=date(2026, 4, 1), by=head)
    with pytest.raises(services.Taken):
        services.claim(task, by=colleague)
    answer = client.post(reverse("decisions:hand_over", args=[task.pk]), {"to": colleague.pk, "reason": "离职"})
    assert answer.status_code == 302
    task.refresh_from_db()
    assert task.owner == colleague
    stranger = world.person(world.transport, "unit_head")
    assert not services.may_hand_over(task, by=stranger)


def test_i_wait_for_what_others_owe_in_my_matters(procedure):
    world = procedure.world
    procedure.advance_to("review_legality")
    lead = world.person(world.planning, "lead_official")
    assert [step.node for step in awaited_by(lead)] == ["review_legality"]
    assert not awaited_by(world.person(world.transport, "lead_official")).exists()


@pytest.mark.from_the_start
def test_a_reminder_is_seen_once_by_its_unit(procedure, client):
    world = procedure.world
    procedure.advance_to("draft")
    reminder = Reminder.objects.create(
        decision=procedure.decision, kind="a", cause="1", text="期限将至", unit=world.planning
    )
    address = reverse("decisions:reminder_seen", args=[reminder.pk])
    client.force_login(world.person(world.transport, "lead_official"))
    assert client.post(address).status_code == 404
    lead = world.person(world.planning, "lead_official")
    client.force_login(lead)
    assert "期限将至" in client.get(reverse("decisions:tasks")).content.decode()
    assert client.post(address).status_code == 302
    reminder.refresh_from_db()
    assert reminder.seen_by == lead
    assert client.post(address).status_code == 404


@pytest.mark.from_the_start
def test_of_a_period_the_last_day_is_waited_for(procedure):
    """The timer fires at the midnight after it; nobody would call that the day until which one may comment."""
    procedure.advance_to("await_comments")
    step = OpenStep.objects.get(decision=procedure.decision, node="await_comments")
    assert step.due_on == current_consultation(procedure.decision).closes_on


def test_timers_are_steps_nobody_has_to_do_and_firing_them_moves_the_position(procedure):
    procedure.advance_to("await_evaluation")
    step = OpenStep.objects.get(decision=procedure.decision)
    assert step.is_timer
    assert procedure.decision.position.due_on is None
    procedure.wait_for_timer()
    decision = Decision.objects.get(pk=procedure.decision.pk)
    assert decision.position.present_nodes == ["decide_evaluation"]
    assert [step.node for step in decision.open_steps.all()] == ["decide_evaluation"]
