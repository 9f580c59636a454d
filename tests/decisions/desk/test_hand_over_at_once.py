"""Handing a task over twice at the same moment, by two connections: one change of hands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from decisions.desk import services
from tests.decisions.desk.hands import handed_over, taken_task

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 4, 1)


@pytest.mark.parametrize("alike", [True, False], ids=["the same colleague", "two colleagues"])
def test_pressed_at_once_it_changes_hands_once(procedure, alike):
    task, reviewer, (colleague, other) = taken_task(procedure)
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
    assert handed_over(procedure) == 1
    assert len(set(answers)) == (1 if alike else 2)
    assert ("late" in answers) is not alike
