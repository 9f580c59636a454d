"""Every page, as a browser shows it: accessible, fitting at 320 px, within the content policy."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.urls import reverse

from tests.addresses import ADDRESSES, ROLES, STRANGER
from tests.browser.faults import noted
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
