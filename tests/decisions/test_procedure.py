"""The procedure as tests drive it."""

from __future__ import annotations

import pytest

from tests.procedure import shortest_way

pytestmark = pytest.mark.django_db


def test_the_whole_way_ends(procedure):
    procedure.finish()
    assert procedure.tasks() == []
    assert procedure.decision.process.finished is not None


def test_a_branch_is_reached_without_finishing_the_others(procedure):
    procedure.advance_to("find_risk")
    assert "open_consultation" in procedure.tasks()


def test_the_shortest_way_goes_through_gateways():
    assert shortest_way("propose", "initiate") == ("study", "initiate")
    assert shortest_way("end_of_decision", "draft") is None
