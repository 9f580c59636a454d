"""Handing a task over twice: one change of hands, one entry, one answer."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from decisions.desk import services
from tests.decisions.desk.hands import handed_over, taken_task
from tests.factories.accounts import MembershipFactory

STANDS_AT = "review_legality"
DAY = date(2026, 4, 1)


@pytest.fixture
def waiting(procedure):
    """A task somebody has taken, and two colleagues who may do it."""
    return taken_task(procedure)


def test_pressed_twice_the_second_is_shown_the_receipt_of_the_first(waiting, procedure, client):
    task, reviewer, (colleague, _other) = waiting
    client.force_login(reviewer)
    address = reverse("decisions:hand_over", args=[task.pk])
    pressed = [client.post(address, {"to": colleague.pk, "reason": "出差"}) for _time in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert pressed[0]["Location"] == pressed[1]["Location"]
    assert handed_over(procedure) == 1


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
    assert handed_over(procedure) == 1


def test_the_head_who_presses_twice_is_shown_the_receipt_too(waiting, procedure, client):
    task, _reviewer, (colleague, other) = waiting
    head = MembershipFactory(unit=procedure.world.justice, group="unit_head").user
    client.force_login(head)
    address = reverse("decisions:hand_over", args=[task.pk])
    pressed = [client.post(address, {"to": colleague.pk, "reason": "病假"}) for _time in range(2)]
    assert [answer.status_code for answer in pressed] == [302, 302]
    assert pressed[0]["Location"] == pressed[1]["Location"]
    assert client.post(address, {"to": other.pk, "reason": "改派"}).status_code == 302
    assert handed_over(procedure) == 2


def test_handed_back_it_can_be_handed_over_again(waiting, procedure):
    task, reviewer, (colleague, _other) = waiting
    first = services.hand_over(task, to=colleague, reason="出差", on=DAY, by=reviewer)
    services.hand_over(task, to=reviewer, reason="销假", on=DAY, by=colleague)
    again = services.hand_over(task, to=colleague, reason="出差", on=DAY, by=reviewer)
    assert again.pk != first.pk
    assert handed_over(procedure) == 3
