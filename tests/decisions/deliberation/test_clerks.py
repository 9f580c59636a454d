"""Two clerks at once: one act, one meeting, no number twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from decisions.cases import acting
from decisions.cases.forms import as_post
from decisions.deliberation.models import AgendaItem, DecisionRecord, Meeting
from tests.acts import deliberation as values
from tests.factories import deliberation as acts
from tests.factories.accounts import MembershipFactory
from tests.factories.cases import World
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run each in a thread of its own, released together; return what each gave or raised."""
    ready = threading.Barrier(len(works))
    results = [None] * len(works)

    def run(place, work):
        try:
            ready.wait()
            results[place] = work()
        except Exception as error:  # noqa: BLE001 -- what a thread raised is the test's result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_matters_called_to_the_same_new_meeting_share_it():
    world = World.create()
    decisions = [acts.ready(world), acts.ready(world)]
    for decision in decisions:
        acts.submit(decision, world)
    results = at_once(*(lambda decision=decision: acts.admit(decision, world) for decision in decisions))
    assert not [result for result in results if isinstance(result, Exception)], results
    assert Meeting.objects.count() == 1
    assert sorted(AgendaItem.objects.values_list("position", flat=True)) == [1, 2]


def test_of_two_clerks_who_file_the_same_record_one_succeeds_and_the_other_is_told():
    world = World.create()
    plain = {
        "hearing_ground": "hearing_not_required",
        "experts_ground": "not_technical",
        "risk_ground": "not_adverse",
        "competition_ground": "no_market",
    }
    with Procedure(world, values={"initiate": plain}) as procedure:
        procedure.advance_to("deliberate")
        values.wait_for_the_meeting(procedure)
        second = MembershipFactory(unit=world.office, group="office_clerk").user
        bound = []
        for clerk in (acts.clerk(world), second):
            view = procedure.view("deliberate", by=clerk)
            form = view.make_form(as_post(view.form_class, procedure.values_for("deliberate", view)))
            assert form.is_valid(), form.all_errors()
            bound.append((view, form))
        results = at_once(*(lambda view=view, form=form: acting.perform(view, form) for view, form in bound))
    refused = [result for result in results if isinstance(result, acting.AlreadyDone)]
    assert len(refused) == 1, results
    assert refused[0].entry == next(result for result in results if result is not refused[0])
    assert DecisionRecord.objects.count() == 1
