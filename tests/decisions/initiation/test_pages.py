"""The pages of initiation and drafting in a browser's terms: form, check, receipt, and who is let in."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.cases.forms import as_post
from decisions.cases.models import Decision
from decisions.drafting.views import SIDE_ACTS as DRAFTING
from decisions.initiation.views import SIDE_ACTS as INITIATION

pytestmark = pytest.mark.django_db
# What one act may ask of the database, savepoints apart (docs/adr/0008).
STATEMENTS = 36
NODES = ("propose", "study", "initiate", "draft", "consult_units", "finalise_draft")


def address(procedure, node):
    if node == "propose":
        return reverse("decisions:propose")
    return reverse("decisions:task", args=[procedure.task(node).pk])


@pytest.fixture
def at(procedure, client):
    """Bring the decision to a node and log in whoever acts there."""

    def go(node, *, by=None):
        procedure.advance_to(node)
        view = procedure.view(node, by=by)
        client.force_login(view.official, backend="accounts.backends.OfficeBackend")
        return view, address(procedure, node)

    return go


@pytest.mark.parametrize("node", NODES)
def test_the_form_is_shown(at, client, node):
    view, url = at(node)
    response = client.get(url)
    assert response.status_code == 200
    assert str(view.title) in response.content.decode()
    assert response.context["form"].errors == {}


@pytest.mark.parametrize("node", NODES)
def test_the_answers_are_shown_before_they_bind(procedure, at, client, node):
    view, url = at(node)
    post = as_post(view.form_class, procedure.values_for(node, view))
    response = client.post(url, post)
    assert response.status_code == 200, response.context["form"].all_errors()
    assert "_confirm" in response.content.decode()
    assert Decision.objects.exists() is (node != "propose")
    if node != "propose":
        assert node in procedure.tasks()


@pytest.mark.parametrize("node", NODES)
def test_a_confirmed_act_leads_to_its_receipt(procedure, at, client, node):
    view, url = at(node)
    post = as_post(view.form_class, procedure.values_for(node, view))
    post["_confirm"] = "1"
    response = client.post(url, post)
    assert response.status_code == 302
    decision = procedure.decision or Decision.objects.get()
    assert decision.case.entries.filter(act=node).exists()


def test_an_act_costs_the_statements_the_record_of_decisions_allows(procedure, at, client):
    """A statement more is a reason to look, and to say in docs/adr/0008 what it buys."""
    view, url = at("study")
    post = {**as_post(view.form_class, procedure.values_for("study", view)).dict(), "_confirm": "1"}
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url, {**post, "submission": str(uuid.uuid4())}).status_code == 302
    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= STATEMENTS


@pytest.mark.parametrize("node", NODES)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(procedure, at, client, node):
    view, url = at(node)
    post = as_post(view.form_class, procedure.values_for(node, view))
    del post["on"]
    response = client.post(url, post)
    assert response.status_code == 422
    assert response.context["form"].errors["on"]


def test_a_refusal_names_the_clause(procedure, at, client):
    view, url = at("propose")
    values = procedure.values_for("propose", view, exclusions=["emergency"])
    response = client.post(url, as_post(view.form_class, values))
    assert response.status_code == 422
    assert [rule.code for rule, _finding in response.context["refusal"].grounds] == ["SCOPE-03"]
    assert response.context["form"]["title"].value() == values["title"]


@pytest.mark.parametrize("node", NODES[1:])
def test_others_are_not_let_in(procedure, at, client, world, node):
    _view, url = at(node)
    client.force_login(world.person(world.archives, "archivist"), backend="accounts.backends.OfficeBackend")
    assert client.get(url).status_code == 403
    stranger = world.people["清河县水务局", "lead_official"]
    client.force_login(stranger, backend="accounts.backends.OfficeBackend")
    assert client.get(url).status_code == 404


def test_who_may_not_propose_is_not_let_in(client, world):
    client.force_login(world.person(world.archives, "archivist"), backend="accounts.backends.OfficeBackend")
    assert client.get(reverse("decisions:propose")).status_code == 403


@pytest.mark.parametrize("view_class", [*INITIATION, *DRAFTING], ids=lambda view_class: view_class.verb)
def test_the_acts_beside_the_flow_have_pages(procedure, client, view_class):
    procedure.advance_to("consult_units")
    decision = procedure.reload()
    view = view_class.bound(official=None, decision=decision)
    client.force_login(procedure.official_for(view), backend="accounts.backends.OfficeBackend")
    response = client.get(reverse("decisions:act", args=[decision.pk, view_class.verb]))
    assert response.status_code == 200
    assert str(view_class.title) in response.content.decode()


@pytest.mark.parametrize("node", ["initiate", "draft"])
def test_a_page_costs_the_same_however_many_decisions_there_are(
    procedure, at, client, world, node, django_assert_max_num_queries
):
    from tests.procedure import Procedure

    _view, url = at(node)
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    for _ in range(3):
        Procedure(world, day=procedure.day).advance_to("study")
    with django_assert_max_num_queries(len(first)):
        client.get(url)
