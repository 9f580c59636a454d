"""The page of a decision: every tab, for everybody who may see it, wherever the decision stands."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import Access
from archive.sheet import Sheet
from decisions.cases.models import Decision
from decisions.cases.selectors import determinations_now
from decisions.cases.services import deposit, note
from decisions.desk.matter import walk_of
from decisions.position import RIBBON, _note
from decisions.statutes.rule import Procedure
from tests.factories.accounts import MembershipFactory

STANDS_AT = "review_legality"
TABS = ("decision", "drafts", "comparison", "materials", "compliance", "adoption", "record", "process")
READERS = (
    ("市发改委", "lead_official"),
    ("市发改委", "unit_head"),
    ("市政府办", "office_clerk"),
    ("市政府", "executive_head"),
    ("市司法局", "legality_reviewer"),
    ("市档案馆", "archivist"),
    ("市政府督查室", "supervisor"),
)
NODES = ("study", "draft", "answer_opinions", "review_legality", "deliberate", "await_evaluation")


@pytest.mark.from_the_start
def test_every_tab_opens_for_every_reader_wherever_it_stands(procedure, client):
    for node in NODES:
        decision = procedure.advance_to(node).decision
        for office in READERS:
            client.force_login(procedure.world.people[office])
            for tab in TABS:
                response = client.get(reverse(f"decisions:{tab}", args=[decision.pk]))
                assert response.status_code == 200, (node, office, tab)


def test_the_head_offers_the_next_act_to_whoever_may_do_it(procedure, client):
    decision = procedure.advance_to("review_legality").decision
    address = reverse("decisions:task", args=[procedure.task("review_legality").pk])
    page = reverse("decisions:decision", args=[decision.pk])
    client.force_login(procedure.world.person(procedure.world.justice, "legality_reviewer"))
    assert address in client.get(page).content.decode()
    client.force_login(procedure.world.person(procedure.world.planning, "lead_official"))
    assert address not in client.get(page).content.decode()


@pytest.mark.from_the_start
def test_a_decision_one_may_not_see_is_not_there(procedure, client):
    world = procedure.world
    decision = procedure.advance_to("draft").decision
    outsiders = [
        world.person(world.transport, "lead_official"),
        next(user for (unit, _group), user in world.people.items() if unit == "清河县水务局"),
    ]
    for outsider in outsiders:
        client.force_login(outsider)
        for tab in TABS:
            assert client.get(reverse(f"decisions:{tab}", args=[decision.pk])).status_code == 404


@pytest.mark.from_the_start
def test_the_heads_of_units_that_serve_the_authority_see_what_their_officials_see(procedure, client):
    world = procedure.world
    decision = procedure.advance_to("draft").decision
    page = reverse("decisions:decision", args=[decision.pk])
    for unit, status in ((world.justice, 200), (world.office, 200), (world.transport, 404)):
        client.force_login(MembershipFactory(unit=unit, group="unit_head").user)
        assert client.get(page).status_code == status, unit


def test_the_steps_say_what_was_determined_not_to_apply(procedure, client):
    decision = procedure.advance_to("review_legality").decision
    waived = {procedure for procedure, item in determinations_now(decision).items() if not item.is_required}
    states = {step.kind.node: step.state for _stage, steps in walk_of(decision, ["review_legality"]) for step in steps}
    assert waived == {"congress"}
    assert states["report_to_congress"] == "na"
    assert (states["study"], states["review_legality"], states["publish"]) == ("done", "now", "")
    assert states["propose"] == "done"
    after = {step.kind.node: step.state for _stage, steps in walk_of(decision, []) for step in steps}
    assert after["publish"] == "ended"


def test_what_is_restricted_is_for_those_involved(procedure, client):
    world = procedure.world
    decision = procedure.advance_to("review_legality").decision
    material = deposit(
        decision,
        code="M02",
        title="依法不公开的材料",
        act="supplement_dossier",
        data={},
        sheet=Sheet(),
        on=procedure.day,
        by=world.person(world.planning, "lead_official"),
        access=Access.RESTRICTED,
    )
    Decision.objects.filter(pk=decision.pk).update(authority=world.county)
    address = reverse("decisions:material", args=[decision.pk, material.pk])
    expected = {
        ("市发改委", "lead_official"): 200,
        ("清河县司法局", "legality_reviewer"): 200,
        ("市政府办", "office_clerk"): 403,
    }
    for office, status in expected.items():
        client.force_login(world.people[office])
        assert client.get(address).status_code == status, office


def test_a_tab_costs_the_same_however_long_the_record_is(procedure, client):
    """The compliance check and what is in hand ask every stage; what they cost depends on the law, not the record."""
    decision = procedure.advance_to("await_evaluation").decision
    by = procedure.world.person(procedure.world.office, "office_clerk")
    client.force_login(by)

    def costs() -> dict[str, int]:
        found = {}
        for tab in TABS:
            address = reverse(f"decisions:{tab}", args=[decision.pk])
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[tab] = len(queries)
        return found

    before = costs()
    for number in range(7):
        note(decision, act="hand_over_tasks", data={"number": number}, on=procedure.day, by=by)
    assert costs() == before
    asking = {"decision", "compliance"}
    assert max(count for tab, count in before.items() if tab not in asking) <= 40, before


@pytest.mark.from_the_start
def test_the_receipt_names_what_was_recorded_and_what_comes_next(procedure, client):
    entry = procedure.advance_to("study").perform("study")
    decision = procedure.decision
    client.force_login(procedure.world.person(procedure.world.planning, "lead_official"))
    page = client.get(reverse("decisions:receipt", args=[decision.pk, entry.sequence]))
    assert page.status_code == 200
    assert entry.sha256 in page.content.decode()
    assert [act["label"] for act in page.context["next_acts"]]
    assert client.get(reverse("decisions:receipt", args=[decision.pk, 999])).status_code == 404


def test_the_process_is_served_as_bpmn(procedure, client):
    client.force_login(procedure.world.person(procedure.world.planning, "lead_official"))
    response = client.get(reverse("decisions:bpmn"))
    assert response["Content-Type"].startswith("application/xml")
    assert b"review_legality" in response.content


def test_the_ribbon_says_where_it_stands(procedure, client):
    procedure.advance_to("review_legality")
    client.force_login(procedure.world.person(procedure.world.planning, "lead_official"))
    stages = client.get(reverse("decisions:decision", args=[procedure.decision.pk])).context["stages"]
    assert [stage["state"] for stage in stages] == ["done"] * 7 + ["now"] + [""] * 4


@pytest.mark.from_the_start
def test_procedures_stand_in_the_order_of_the_decree_and_acts_by_what_they_do(procedure, client):
    procedure.advance_to("open_consultation")
    client.force_login(procedure.world.person(procedure.world.planning, "lead_official"))
    page = client.get(reverse("decisions:decision", args=[procedure.decision.pk]))
    order = list(Procedure)
    found = [order.index(item.procedure) for item in page.context["determinations"]]
    assert found == sorted(found)
    for act in page.context["side_acts"]:
        assert f">{act.title}</a>" in page.text


@pytest.mark.parametrize(("day", "words"), [(date(2026, 3, 1), "03-01"), (date(2027, 3, 1), "2027-03-01")])
def test_a_day_of_another_year_is_shown_with_it(day, words):
    stage = next(stage for stage in RIBBON if stage.key == "execution")
    assert words in _note(stage, "n", {}, day, date(2026, 11, 22))
    assert " " + words in " " + _note(stage, "d", {stage.closing: day}, None, date(2026, 11, 22))
