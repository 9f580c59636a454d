"""Every page and every act, as a browser shows them: accessible, fitting at 320 px, within the content policy."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.urls import reverse

from tests.addresses import ADDRESSES, ROLES, STRANGER
from tests.factories.cases import World
from tests.procedure import Procedure
from tests.test_addresses import people, place, world  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Addresses that send a file, by the end of their names.
NO_PAGES = ("bpmn", "dossier", "export", "file", "rendition")


@pytest.fixture
def procedure(world):  # noqa: F811
    with Procedure(world) as found:
        yield found


def test_every_address_shows_an_accessible_page(people, place, new_page, log_in, check_access, check_fits):  # noqa: F811
    """Each address by the first role that may see it."""
    faults: list[str] = []
    by_role = defaultdict(list)
    for name, row in sorted(ADDRESSES.items()):
        role = next((role for role in ROLES if row.expected.get(role) == 200), None)
        if role is not None:
            by_role[role].append((name, reverse(name, args=row.arguments(place))))
    for role, rows in by_role.items():
        wide, narrow = new_page(), new_page(width=320)
        if role != STRANGER:
            for page in (wide, narrow):
                log_in(page, people[role])
        for name, address in rows:
            if name.endswith(NO_PAGES):
                continue
            for page in (wide, narrow):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, (role, name)
                noted(faults, f"{role} {name}", check_fits, page)
            noted(faults, f"{role} {name}", check_access, wide)
        for page in (wide, narrow):
            page.context.close()
    assert not faults, "\n".join(faults)


def test_every_act_has_an_accessible_page(procedure, new_page, log_in, check_access, check_fits):
    """The whole procedure, each act's page by whoever does it, then done."""
    faults: list[str] = []
    pages = {}
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


def noted(faults, where, check, page):
    """Go on after a fault, so that one run names them all."""
    try:
        check(page)
    except AssertionError as fault:
        faults.append(f"{where}: {fault}")


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
    from decisions.flows import DecisionFlow

    assert all(DecisionFlow.instance.node(name, no_obsolete=True) for name in WAY)
    assert World
