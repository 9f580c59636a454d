"""Answers to what a view did not settle itself."""

import pytest
from django.urls import reverse

from tests.factories.cases import World


@pytest.mark.django_db
def test_the_address_of_a_button_says_what_it_is(client):
    world = World.create()
    official = world.person(world.planning, "lead_official")
    client.force_login(official, backend="accounts.backends.OfficeBackend")
    page = client.get(reverse("decisions:claim", args=[1]))
    assert page.status_code == 405
    assert page["Allow"] == "POST, OPTIONS"
    assert "此网址不能直接打开" in page.text
