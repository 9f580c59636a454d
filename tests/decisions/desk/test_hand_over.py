"""Handing a task over twice: one change of hands, one entry, one answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.urls import reverse

from decisions.desk import services
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 4, 1)


def entries(procedure):
    """Return how many hand-overs the ledger holds."""
    return procedure.decision.case.entries.filter(act="hand_over_tasks").count()


@pytest.fixture
def waiting(procedure):
    """A task somebody has taken, and two colleagues who may do it."""
    justice = procedure.world.justice
    procedure.advance_to("review_legality")
    task = procedure.task("review_legality")
    reviewer = procedure.world.person(justice, "legality_reviewer")
    colleagues = [MembershipFactory(unit=justice, group="legality_reviewer").user for _number in range(2)]
    services.claim(task, by=reviewer)
    return task, reviewer, colleagues


def test_pressed_twice_the_second_is_shown_the_receipt_of_the_first(waiting, procedure, client):
    task, reviewer, (colleague, _other) = waiting
    client.force_login(reviewer)
    address = reverse("decisions:hand_over", args=[task.pk])
    pressed = [client.post(address, {"to": colleague.pk, "reason": "出差"}) for _time in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert pressed[0]["Location"] == pressed[1]["Location"]
    assert entries(procedure) == 1


def test_whoever_has_handed_it_over_cannot_hand_it_to_somebody_else(waiting, procedure, client):
    task, reviewer, (colleague, other) = waiting
    services.hand_over(task, to=colleague, reason="出差", on=DAY, by=reviewer)
    with pytest.raises(services.Taken, match=colleague.name):
        services.hand_over(task, to=other, reason="出差", on=DAY, by=reviewer)
    client.force_login(reviewer)
    late = client.post(reverse("decisions:hand_over", args=[task.pk]), {"to": other.pk, "reason": "出差"})
    assert late.status_code == 409
    assert colleague.name in late.content.decode()
    stranger = procedure.world.person(procedure.world.transport, "unit_head")
    with pytest.raises(PermissionDenied):
        services.hand_over(task, to=other, reason="出差", on=DAY, by=stranger)
    assert entries(procedure) == 1


def test_the_head_who_presses_twice_is_shown_the_receipt_too(waiting, procedure, client):
    task, _reviewer, (colleague, other) = waiting
    head = MembershipFactory(unit=procedure.world.justice, group="unit_head").user
    client.force_login(head)
    address = reverse("decisions:hand_over", args=[task.pk])
    pressed = [client.post(address, {"to": colleague.pk, "reason": "病假"}) for _time in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert pressed[0]["Location"] == pressed[1]["Location"]
    assert client.post(address, {"to": other.pk, "reason": "改派"}).status_code == 302
    assert entries(procedure) == 2


def test_handed_back_it_can_be_handed_over_again(waiting, procedure):
    task, reviewer, (colleague, _other) = waiting
    first = services.hand_over(task, to=colleague, reason="出差", on=DAY, by=reviewer)
    services.hand_over(task, to=reviewer, reason="销假", on=DAY, by=colleague)
    again = services.hand_over(task, to=colleague, reason="出差", on=DAY, by=reviewer)
    assert again.pk != first.pk
    assert entries(procedure) == 3


@pytest.mark.parametrize("alike", [True, False], ids=["the same colleague", "two colleagues"])
def test_pressed_at_once_it_changes_hands_once(waiting, procedure, alike):
    task, reviewer, (colleague, other) = waiting
    barrier = Barrier(2)

    def hand(to):
        try:
            own = type(task).objects.get(pk=task.pk)
            barrier.wait()
            return services.hand_over(own, to=to, reason="出差", on=DAY, by=reviewer).pk
        except services.Taken:
            return "late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(hand, [colleague, colleague if alike else other]))
    assert entries(procedure) == 1
    assert len(set(answers)) == (1 if alike else 2)
    assert ("late" in answers) is not alike
