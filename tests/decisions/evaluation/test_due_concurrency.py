"""The due run goes on in several places at once and does everything once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from decisions import due as everything
from decisions.cases.lanes import Lane
from decisions.cases.selectors import units_in_lane
from decisions.evaluation import due
from decisions.evaluation.models import EvaluationTrigger
from decisions.execution.services import receive_execution_opinion
from tests.factories.executing import in_force, stricter_pack


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [due.run, everything.run], ids=["stage", "whole"])
def test_several_runs_at_once_record_a_ground_once(procedure, world, run):
    stricter_pack(world, {"posteval.opinions_threshold": 2})
    in_force(procedure).perform("assign_execution")
    for _time in range(3):
        receive_execution_opinion(procedure.decision, text="意见", on=procedure.day)
    today = procedure.day

    def once(_number):
        try:
            return run(today)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(once, range(4)))
    assert EvaluationTrigger.objects.count() == 1
    assert procedure.tasks() == ["decide_evaluation"]
    assert procedure.decision.case.materials.filter(code="L01").count() == 1
    assert units_in_lane(procedure.decision, Lane.GOVERNMENT_OFFICE).exists()
