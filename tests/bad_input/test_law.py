"""What the law refuses is refused on the page: with the clause and the cure, keeping nothing, losing nothing."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from accounts.models import Membership
from decisions.cases.models import Draft
from decisions.cases.refusal import Refusal
from decisions.cases.services import take_snapshot, write_draft
from decisions.participation.selectors import current_hearing
from decisions.participation.views import RecordDeliveryView, RegisterParticipantsView
from decisions.statutes.finding import Outcome
from tests.acts import deliberation, participation
from tests.factories import experts
from tests.pages import Page, untouched

pytestmark = pytest.mark.django_db


LATIN = re.compile(r"[A-Za-z]{5,}")


def assert_refused(procedure, page, *said, rule):
    """The check page, the confirmation and the way of the replay refuse alike: the clause, the fact, the cure."""
    code, clause = rule
    for button in ("_check", "_confirm"):
        with untouched():
            answer = page.send(button)
        assert answer.status_code == 422
        assert page.lost(answer) == {}
        text = html.unescape(answer.text)
        grounds = {rule.code: (rule, finding) for rule, finding in answer.context["refusal"].grounds}
        assert str(grounds[code][0].provision) == clause
        for ground, finding in grounds.values():
            # What is only not there yet says in one breath what is to be done.
            assert finding.cure or finding.outcome is Outcome.PENDING
            for words in (str(ground.provision), str(ground.title), str(finding.reason), str(finding.cure)):
                assert words in text
                assert not LATIN.search(words)
        for words in said:
            assert words in text
    form = page.view.make_form(page.post)
    assert form.is_valid(), form.all_errors()
    with untouched(), pytest.raises(Refusal) as refusal:
        procedure._perform(page.view, form)
    assert code in [ground.code for ground, _finding in refusal.value.grounds]


def test_a_closing_day_29_days_out(procedure):
    procedure.advance_to("open_consultation")
    page = Page(procedure, "open_consultation", closes_on=procedure.day + timedelta(days=29))
    assert_refused(procedure, page, "29", "30", rule=("PUB-05", "§15(1)"))


def test_an_expert_of_the_lead_unit(procedure, world):
    procedure.advance_to("convene_panel")
    tied = experts.expert(experts.pool_of(world.city), 1, name="何正", employer_unit=procedure.decision.lead_unit)
    usual = procedure.values_for("convene_panel", procedure.view("convene_panel"))["experts"]
    chosen = [{**usual[0], "expert": tied.code}, *usual[1:]]
    page = Page(procedure, "convene_panel", experts=chosen)
    assert_refused(procedure, page, "何正", rule=("EXP-06", "§20(2)"))


def test_hearing_papers_delivered_six_days_before(procedure):
    procedure.advance_to("announce_hearing")
    procedure.perform("announce_hearing")
    hearing = current_hearing(procedure.decision)
    procedure.aside(RegisterParticipantsView, **participation.participants(procedure.day))
    procedure.wait((hearing.hearing_on - procedure.day).days - 6)
    procedure.aside(RecordDeliveryView, **participation.deliveries(procedure.day))
    procedure.wait(6)
    page = Page(procedure, "hold_hearing")
    assert_refused(procedure, page, rule=("HEAR-05", "§16(3)"))


def test_the_heads_view_while_a_member_is_silent(procedure):
    procedure.advance_to("deliberate")
    deliberation.wait_for_the_meeting(procedure)
    speakers = deliberation.people(procedure.decision, procedure.day)
    silent = next(row for row in speakers if row["name"] == "陈思源")
    silent |= {"position": "", "text": ""}
    page = Page(procedure, "deliberate", speakers=speakers)
    assert_refused(procedure, page, "陈思源", rule=("DELIB-03", "§30(2)"))


def test_an_opinion_on_an_older_snapshot(procedure):
    """The text changes after the opinion, by whatever hand: the request for the meeting meets the gate."""
    procedure.advance_to("submit_for_deliberation")
    decision = procedure.decision
    old = decision.current_draft
    by = Membership.objects.filter(unit=decision.lead_unit).first().user
    clauses = [(item.key, item.heading, item.text + "（改）") for item in old.clauses.all()]
    draft = write_draft(
        decision,
        title=old.title,
        clauses=clauses,
        explanation=old.explanation,
        change_note="改",
        on=procedure.day,
        by=by,
    )
    take_snapshot(decision, draft=draft, on=procedure.day, by=by, change_class="minor")
    assert Draft.objects.filter(decision=decision).count() > 1
    assert_refused(procedure, Page(procedure, "submit_for_deliberation"), rule=("LEGAL-03", "§25(2)"))
