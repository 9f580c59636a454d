"""Every act of the flow, as a browser shows it to whoever does it: accessible, fitting at 320 px."""

from __future__ import annotations

import pytest
from django.urls import reverse

from decisions.flows import DecisionFlow
from tests.browser.faults import noted
from tests.factories.cases import World
from tests.procedure import Procedure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAY = (
    "study",
    "initiate",
    "draft",
    "consult_units",
    "announce_hearing",
    "hold_hearing",
    "assess_risk",
    "find_risk",
    "review_competition",
    "convene_panel",
    "conclude_panel",
    "open_consultation",
    "answer_opinions",
    "finalise_draft",
    "submit_for_review",
    "accept_submission",
    "review_legality",
    "respond_to_review",
    "submit_for_deliberation",
    "admit",
    "deliberate",
    "report_to_party",
    "publish",
    "file_dossier",
    "assign_execution",
)


def test_the_way_names_acts_of_the_flow():
    assert all(DecisionFlow.instance.node(name, no_obsolete=True) for name in WAY)


def test_every_act_has_an_accessible_page(new_page, log_in, check_access, check_fits):
    """The whole procedure, each act's page by whoever does it, then done."""
    faults: list[str] = []
    pages = {}
    with Procedure(World.create()) as procedure:
        for node in WAY:
            procedure.advance_to(node)
            view = procedure.view(node)
            if view.official.pk not in pages:
                pages[view.official.pk] = (new_page(), new_page(width=320))
                for page in pages[view.official.pk]:
                    log_in(page, view.official)
            wide, narrow = pages[view.official.pk]
            for page in (wide, narrow):
                answer = page.goto(reverse("decisions:task", args=[view.task.pk]))
                if page.url.endswith("/login/") or "login" in page.url:
                    log_in(page, view.official)
                    answer = page.goto(reverse("decisions:task", args=[view.task.pk]))
                assert answer is not None
                assert answer.status == 200, node
                assert page.locator("form button[type=submit]").count(), node
                noted(faults, node, check_fits, page)
            noted(faults, node, check_access, wide)
            procedure.perform(node)
    assert not faults, "\n".join(faults)
