"""A shelved draft may come back until it lapses; then the matter ends by itself, once, and its file is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from decisions import compliance
from decisions import due as everything
from decisions.cases.models import Reminder, Status
from decisions.deliberation import afterwards, due
from decisions.deliberation.majority import Result
from decisions.flows import DecisionFlow
from decisions.position import deadline_of
from decisions.statutes.finding import Outcome
from tests.acts import deliberation as acts
from tests.factories import deliberation as factory
from tests.factories.shelving import OUTCOMES, PLAIN, shelved

pytestmark = pytest.mark.django_db


def outcome_of(decision, code):
    return next(judged.finding.outcome for judged in compliance.report(decision) if judged.rule.code == code)


def test_the_outcome_is_offered_only_where_the_place_knows_it(procedure):
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    assert "shelve" not in dict(procedure.form("deliberate").fields["result"].choices)


def test_shelving_against_the_majority_needs_reasons(world):
    pack = factory.local_pack(world, **{"meeting.outcomes": OUTCOMES})
    decision = factory.on_agenda(world, pack=pack)
    with pytest.raises(ValidationError, match="DELIB-04"):
        factory.deliberate(decision, world, result=Result.SHELVE)


def test_a_shelved_draft_waits_and_comes_back(procedure):
    last = shelved(procedure)
    decision = procedure.decision
    assert procedure.tasks() == ["submit_for_deliberation"]
    assert decision.status == Status.IN_PROCEDURE
    assert afterwards.lapse_day(decision) == last
    assert deadline_of(decision, "submit_for_deliberation").due_on == last
    assert decision.position.due_on == last
    assert outcome_of(decision, "DELIB-06") is Outcome.PENDING
    procedure.on(last)
    assert due.run(procedure.day) == 1
    assert Reminder.objects.get(kind=due.SHELVED_LAPSES).unit == decision.lead_unit
    assert due.run(procedure.day) == 0
    procedure.perform("submit_for_deliberation")
    assert procedure.tasks() == ["admit"]
    assert afterwards.lapse_day(decision) is None
    assert outcome_of(decision, "DELIB-06") is Outcome.MET
    assert due.run(last + timedelta(days=400)) == 0


def test_papers_that_were_returned_do_not_stop_the_period(procedure):
    last = shelved(procedure)
    procedure.perform("submit_for_deliberation")
    assert afterwards.lapse_day(procedure.decision) is None
    procedure.perform(
        "admit", is_admitted="no", reason="材料不全。", checks=acts.checks(procedure.decision, item6="missing")
    )
    assert afterwards.lapse_day(procedure.decision) == last


def test_after_the_last_day_it_cannot_come_back(procedure):
    last = shelved(procedure)
    procedure.on(last + timedelta(days=1))
    with pytest.raises(ValidationError, match="DELIB-06"):
        procedure.perform("submit_for_deliberation")
    assert outcome_of(procedure.decision, "DELIB-06") is Outcome.BREACHED


def test_it_lapses_and_its_file_is_closed(procedure, monkeypatch):
    monkeypatch.setattr(everything, "RENDITIONS_AT_ONCE", 0)  # no paper of it is looked at
    last = shelved(procedure)
    procedure.on(last + timedelta(days=5))
    assert everything.run(procedure.day)["deliberation"] == 1
    decision = procedure.reload()
    assert decision.status == Status.LAPSED
    assert Status(decision.status).is_over
    assert procedure.tasks() == ["file_dossier"]
    assert decision.position.present_nodes == ["file_dossier"]
    ending = decision.case.materials.filter(code="H05").order_by("-sequence").first()
    assert ending.on == last + timedelta(days=1)
    assert f"{last.year}年{last.month}月{last.day}日" in ending.data
    assert outcome_of(decision, "DELIB-06") is Outcome.MET
    assert due.run(procedure.day) == 0
    procedure.perform("file_dossier")
    assert procedure.tasks() == []
    assert decision.process.task_set.filter(flow_task=DecisionFlow.end_without_decision).exists()


def test_without_a_period_it_stays_shelved(procedure):
    last = shelved(procedure, **{"meeting.shelve_lapse_months": None})
    assert due.run(last + timedelta(days=3000)) == 0
    assert afterwards.lapse_day(procedure.decision) is None
    assert procedure.tasks() == ["submit_for_deliberation"]
