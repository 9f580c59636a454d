"""The pages of deliberation, publication and filing, on the way of one decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions import compliance
from decisions.cases.forms import as_post
from decisions.cases.models import Status
from decisions.deliberation import selectors
from decisions.deliberation.models import DecisionRecord
from decisions.deliberation.views import CorrectMinutesView
from decisions.filing.views import SupplementDossierView
from decisions.statutes.finding import Outcome
from tests.acts import deliberation as acts
from tests.factories.accounts import MembershipFactory
from tests.factories.papers import paper
from tests.pages import Controls, Page

pytestmark = pytest.mark.django_db

PARTS = ["opening", "speakers", "decision", "departure", "wording", "record"]
PLAIN = {
    "initiate": {
        "hearing_ground": "hearing_not_required",
        "experts_ground": "not_technical",
        "risk_ground": "not_adverse",
        "competition_ground": "no_market",
    }
}


def outcomes(decision):
    found = {}
    for judged in compliance.report(decision):
        found.setdefault(judged.rule.code, judged.finding.outcome)
    return found


def visit(procedure, client, node):
    """Open a page, check the answers, confirm, and return the receipt's page; others are turned away."""
    view = procedure.view(node)
    address = reverse("decisions:task", args=[view.task.pk])
    stranger = procedure.world.person(procedure.world.ecology, "evaluator")
    client.force_login(stranger)
    assert client.get(address).status_code in {403, 404}
    client.force_login(view.official)
    assert client.get(address).status_code == 200
    post = as_post(view.form_class, procedure.values_for(node, view))
    post["_check"] = "1"
    checked = client.post(address, post)
    assert checked.status_code == 200, checked.context["form"].all_errors()
    assert not DecisionRecord.objects.exists() or node != "deliberate"
    del post["_check"]
    post["_confirm"] = "1"
    done = client.post(address, post)
    assert done.status_code == 302
    receipt = client.get(done.url)
    assert receipt.status_code == 200
    procedure.on(procedure.day + timedelta(days=1))
    return receipt


def test_every_page_from_submission_to_filing(procedure, client):
    procedure.values = PLAIN
    procedure.advance_to("submit_for_deliberation")
    visit(procedure, client, "submit_for_deliberation")
    visit(procedure, client, "admit")
    acts.wait_for_the_meeting(procedure)
    visit(procedure, client, "deliberate")
    visit(procedure, client, "report_to_party")
    visit(procedure, client, "publish")
    visit(procedure, client, "file_dossier")
    assert procedure.reload().status == Status.IN_FORCE
    assert procedure.tasks() == ["assign_execution"]
    found = outcomes(procedure.decision)
    owed = ["SUBMIT-01", "SUBMIT-02", "SUBMIT-05", "SUBMIT-06", "DELIB-01", "DELIB-02", "DELIB-03", "DELIB-05"]
    owed += ["SOD-09", "PARTY-01", "LEGAL-03", "PUBL-01", "PUBL-02", "INFO-01"]
    owed += ["ARCH-01", "ARCHV-01", "ARCHV-03", "ARCHV-04"]
    assert {code: found[code] for code in owed} == dict.fromkeys(owed, Outcome.MET)
    waived = ("SUBMIT-03", "SUBMIT-04", "DELIB-04", "NPC-01", "INFO-02", "RISK-06", "FCR-04")
    assert {code: found[code] for code in waived} == dict.fromkeys(waived, Outcome.NOT_APPLICABLE)
    assert CorrectMinutesView.is_open(procedure.decision)
    procedure.aside(
        CorrectMinutesView, passage="第三段", correction="应为六立方米", reason="笔误", confirmed_by="副市长 刘建平"
    )
    procedure.aside(
        SupplementDossierView, code="C05", title="问卷报告", reason="第三方逾期交付", files=[paper("问卷报告")]
    )


def test_the_flow_follows_the_outcome(procedure):
    procedure.values = PLAIN
    procedure.advance_to("admit")
    decision = procedure.decision
    procedure.perform("admit", is_admitted="no", reason="材料不全。", checks=acts.checks(decision, item6="missing"))
    assert procedure.tasks() == ["submit_for_deliberation"]
    procedure.advance_to("deliberate")
    procedure.perform(
        "deliberate", result="defer", speakers=acts.people(decision, procedure.day, "defer", "defer", "defer", "agree")
    )
    assert procedure.tasks() == ["submit_for_deliberation"]
    procedure.advance_to("deliberate")
    item = selectors.present_item(decision)
    procedure.on(item.meeting.on)
    procedure.perform("deliberate", **acts.reworded(procedure.decision))
    assert procedure.tasks() == ["report_to_party"]
    procedure.perform("report_to_party", reply="not_agreed", content="时机不成熟。")
    assert procedure.tasks() == ["file_dossier"]
    assert procedure.decision.status == Status.REJECTED
    procedure.perform("file_dossier")
    assert procedure.tasks() == []


def test_a_change_in_substance_goes_back_to_the_draft(procedure):
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    positions = ("agree_with_changes", "agree_with_changes", "agree_with_changes", "agree_with_changes")
    acts.wait_for_the_meeting(procedure)
    procedure.perform(
        "deliberate",
        result="change_in_substance",
        change_reason="提高减免额度，重新听取意见。",
        speakers=acts.people(procedure.decision, procedure.day, *positions, head="agree_with_changes"),
    )
    assert procedure.tasks() == ["draft"]


def test_what_was_typed_is_kept_and_the_order_shown_when_refused(procedure, client):
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    view = procedure.view("deliberate")
    client.force_login(view.official)
    values = procedure.values_for("deliberate", view)
    values["speakers"][2]["position"] = ""
    values["speakers"][2]["text"] = ""
    post = as_post(view.form_class, values)
    post["_check"] = "1"
    answer = client.post(reverse("decisions:task", args=[view.task.pk]), post)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert answer.context["refusal"] is not None, answer.context["form"].all_errors()
    assert [rule.code for rule, _finding in answer.context["refusal"].grounds] == ["DELIB-03"]
    assert values["speakers"][3]["name"] in page
    assert not DecisionRecord.objects.exists()


def test_the_page_of_the_meeting_costs_the_same_for_any_number_of_members(procedure, client):
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    view = procedure.view("deliberate")
    client.force_login(view.official)
    address = reverse("decisions:task", args=[view.task.pk])
    client.get(address)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
        for _member in range(6):
            MembershipFactory(unit=procedure.world.city, group="meeting_member")
    assert counts[0] == counts[1]


def test_whoever_is_added_on_the_page_speaks_before_the_head(procedure):
    """One more row is asked for without scripts; it stands, and is recorded, before the row of who presides."""
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    page = Page(procedure, "deliberate")
    first = page.browser.get(page.url)
    assert [shown.part.name for shown in first.context["form"].parts()] == PARTS
    for name in PARTS:
        assert f'href="#part-{name}"' in first.text
        assert f'id="part-{name}"' in first.text
    rows = first.context["form"].formsets["speakers"].forms
    assert [row.is_last for row in rows] == [False] * (len(rows) - 1) + [True]
    for name in [name for name in page.post if name.startswith("speakers-")]:
        del page.post[name]
    page.post.update(_speakers(first))
    more = page.send("_more_speakers")
    rows = more.context["form"].formsets["speakers"].forms
    assert [row.is_blank for row in rows[-3:]] == [True, True, False]
    assert rows[-1].is_last
    assert 'formaction="#part-speakers"' in more.text
    page.post.update(_speakers(more))
    who = {"name": "王志远", "capacity": "attending", "presence": "present"}
    page.post.update({f"{rows[-2].prefix}-{name}": value for name, value in who.items()})
    form = page.view.make_form(page.post)
    assert form.is_valid(), form.all_errors()
    assert [speaker.name for speaker in form.speakers][-2:] == ["王志远", rows[-1].title]
    assert form.speakers[-1].presides


def _speakers(answer):
    shown = Controls(answer.text).values
    return {name: values[-1] for name, values in shown.items() if name.startswith("speakers-")}


def test_a_list_that_came_whole_keeps_its_order(procedure):
    """A replayed record in which the head spoke first says so, and is judged by it."""
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    rows = acts.people(procedure.decision, procedure.day)
    page = Page(procedure, "deliberate", speakers=[rows[-1], *rows[:-1]])
    form = page.view.make_form(page.post)
    assert form.is_valid(), form.all_errors()
    assert form.speakers[0].presides
