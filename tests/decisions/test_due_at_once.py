"""Several due runs at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from decisions import due
from tests.factories.executing import in_force

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act, number=2):
    """Do it in several connections at the same time."""
    ready = Barrier(number)

    def one(_number):
        try:
            ready.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_runs_at_once_let_a_timer_run_out_once(procedure):
    in_force(procedure).perform("assign_execution")
    assert procedure.tasks() == ["await_evaluation"]
    with time_machine.travel(timezone.now() + timedelta(days=4000), tick=True):
        assert sorted(at_once(due.fire_timers, 3)) == [0, 0, 1]
        assert due.fire_timers() == 0
    assert procedure.tasks() == ["decide_evaluation"]
