"""Judging a decision by the whole register, wherever it stands."""

import pytest
from django.db import DatabaseError, transaction

from decisions import compliance
from decisions.cases.models import Decision
from decisions.initiation.revisions import move_rule_pack
from decisions.statutes.finding import Outcome
from tests.factories.executing import stricter_pack


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


def test_what_is_about_a_situation_is_pending_until_its_step_went_by_without_it(procedure):
    ahead = outcomes(procedure.advance_to("submit_for_deliberation").decision)
    assert {ahead[code] for code in ("DELIB-06", "EXEC-03", "ADJ-02")} == {Outcome.PENDING}
    after = outcomes(procedure.advance_to("await_evaluation").decision)
    assert {after[code] for code in ("DELIB-06", "EXEC-03", "ADJ-02")} == {Outcome.NOT_APPLICABLE}
    # What is owed whatever happens is not: the evaluation is still ahead.
    assert Outcome.PENDING in after.values()


def test_nothing_is_breached_on_the_lawful_way(procedure):
    found = outcomes(procedure.advance_to("await_evaluation").decision)
    assert [code for code, outcome in found.items() if outcome is Outcome.BREACHED] == []


def test_what_was_done_before_a_move_is_judged_by_the_rules_of_its_day(procedure, world):
    """Another version counts from the move on: a period long enough then is no breach of a longer one set since."""
    procedure.advance_to("open_consultation")
    procedure.perform("open_consultation")
    decision = procedure.decision
    stricter = stricter_pack(world, {"public.min_days": 60})
    move_rule_pack(
        decision,
        to=stricter,
        reason="新规定施行",
        on=procedure.day,
        by=world.person(world.planning, "lead_official"),
    )
    decision = Decision.objects.get(pk=decision.pk)
    assert decision.pack["public.min_days"] == 60
    found = {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}
    assert found["PUB-05"] is Outcome.MET


def test_a_determination_is_made_anew_and_never_changed(procedure):
    """What excuses a step is what was determined before it, so the row has to stay as it was signed."""
    procedure.advance_to("draft")
    row = procedure.decision.determinations.first()
    row.is_required = not row.is_required
    for change in (row.save, row.delete):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            change()


def test_the_steps_gone_are_read_at_once(procedure, django_assert_num_queries):
    decision = procedure.advance_to("initiate").decision
    process = decision.process
    assert process.task_set.count() > 2
    with django_assert_num_queries(1):
        assert {"propose", "study"} <= compliance._nodes_behind(decision)
