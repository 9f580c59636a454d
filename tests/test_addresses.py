"""Every address answers every role as the table says, and no address is missing from the table."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from archive.models import MaterialFile
from archive.rendition import render
from decisions.cases.models import Reminder
from tests.addresses import ADDRESSES, FOREIGN, OUTSIDER, PLANNING, ROLES, STRANGER, Place
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.cases import World
from tests.procedure import Procedure

OFFICES = {
    "office_clerk": "市政府办",
    "executive_head": "市政府",
    "meeting_member": "市政府",
    "legality_reviewer": "市司法局",
    "pool_manager": "市司法局",
    "market_regulator": "市市场监管局",
    "supervisor": "市政府督查室",
    "archivist": "市档案馆",
}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield the name of every address; one without a name by what it looks like."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}"


def addresses() -> set[str]:
    """The addresses of the product; the style guide is there for developers only."""
    return {name for name in names(get_resolver().url_patterns) if not name.startswith("styleguide:")}


def test_no_address_is_missing_from_the_table():
    assert sorted(addresses() - set(ADDRESSES)) == []


@pytest.fixture
def world(db) -> World:
    """An authority with everybody a decision needs."""
    return World.create()


@pytest.fixture
def procedure(world) -> Iterator[Procedure]:
    """A decision not yet proposed."""
    with Procedure(world) as found:
        yield found


@pytest.fixture
def people(world: World):
    """One person a role."""
    found = {group: world.person(world.planning, group) for group in PLANNING}
    found |= {group: world.people[unit, group] for group, unit in OFFICES.items()}
    for group in ("expert", "system_admin", "security_admin", "auditor"):
        Group.objects.get_or_create(name=group)
        found[group] = MembershipFactory(user=UserFactory(), unit=world.city, group=group).user
    found[OUTSIDER] = world.person(world.transport, "lead_official")
    found[FOREIGN] = world.people["清河县水务局", "lead_official"]
    return found


@pytest.fixture
def place(procedure: Procedure) -> Place:
    """A decision that waits for its legality review."""
    decision = procedure.advance_to("review_legality").decision
    file = MaterialFile.objects.filter(material__case=decision.case).select_related("material").first()
    world = procedure.world
    person = UserFactory()
    render(file.material_id)
    return Place(
        decision=decision,
        task=procedure.task("review_legality"),
        entry=decision.case.entries.get(sequence=1),
        material=file.material,
        file=file,
        reminder=Reminder.objects.create(
            decision=decision, kind="period", cause="1", text="期限将至", unit=world.planning
        ),
        unit=world.planning,
        person=person,
        office=MembershipFactory(user=person, unit=world.planning),
        pack=world.pack,
    )


def test_every_address_answers_every_role_as_the_table_says(place, people, client):
    known = sorted(addresses() & set(ADDRESSES))
    places = {name: reverse(name, args=ADDRESSES[name].arguments(place)) for name in known}
    wrong = []
    for role in ROLES:
        client.logout()
        if role != STRANGER:
            client.force_login(people[role])
        for name in known:
            response = client.get(places[name])
            if response.streaming:
                list(response.streaming_content)
            expected = ADDRESSES[name].expected[role]
            if response.status_code != expected:
                wrong.append(f"{name} to {role}: {response.status_code}, not {expected}")
    assert not wrong, "\n".join(wrong)
