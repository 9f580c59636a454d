"""The administrators' pages: to whom they open, what they do, what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.urls import urlpatterns
from tests.factories.accounts import PASSWORD, MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

OPEN = {
    "system_admin": {
        "units", "unit_add", "unit", "unit_change", "unit_move", "unit_retire", "unit_restore", "people", "person_add",
        "person", "person_change", "deactivate", "reactivate", "password_reset",
    },
    "security_admin": {"people", "person", "appoint", "office_end", "locks"},
    "auditor": {"logins", "changes"},
    "lead_official": set(),
    None: set(),
}  # fmt: skip
EVERYBODY = {"login", "logout", "password"}


def as_user(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.OfficeBackend")
    return client


@pytest.fixture
def official(city):
    return MembershipFactory(unit=UnitFactory(parent=city, name="市水利局"), post="科员").user


@pytest.fixture
def addresses(official):
    office = official.memberships.get()
    keys = {"unit": office.unit_id, "office_end": office.pk}
    return {
        pattern.name: reverse(
            f"accounts:{pattern.name}",
            args=[keys.get(pattern.name, keys["unit"] if pattern.name.startswith("unit") else official.pk)]
            if "<int:pk>" in str(pattern.pattern)
            else [],
        )
        for pattern in urlpatterns
        if pattern.name not in EVERYBODY
    }


@pytest.mark.parametrize("role", OPEN)
def test_every_page_answers_every_role_as_the_table_says(city, addresses, role):
    client = as_user(MembershipFactory(unit=city, group=role).user) if role else Client()
    for name, address in addresses.items():
        answer = client.get(address)
        if role is None:
            assert answer.status_code == 302, name
            assert answer.url.startswith(reverse("accounts:login")), name
        else:
            assert answer.status_code == (200 if name in OPEN[role] else 403), name
        if answer.status_code == 200:
            text = answer.content.decode()
            assert "style=" not in text, name
            assert "onclick" not in text, name


def test_pages_end_where_the_office_ends(addresses, city):
    """Nothing of another authority's can be opened, listed or acted on by guessing its number."""
    elsewhere = UnitFactory(authority=True, name="西市人民政府")
    client = {
        group: as_user(MembershipFactory(unit=elsewhere, group=group).user)
        for group in ("system_admin", "security_admin")
    }
    for group, names in OPEN.items():
        for name in names & set(addresses):
            if group in client:
                answer = client[group].get(addresses[name])
                has_key = any(part.isdigit() for part in addresses[name].split("/"))
                assert answer.status_code == (404 if has_key else 200), name
                assert "市水利局" not in answer.content.decode(), name


def test_a_unit_is_added_changed_moved_and_retired(city, system_admin):
    client = as_user(system_admin)
    fields = {
        "parent": city.pk, "name": "市数据局", "short_name": "市数据局", "kind": "department", "level": "city",
    }  # fmt: skip
    answer = client.post(reverse("accounts:unit_add"), fields)
    unit = Unit.objects.get(name="市数据局")
    assert answer.url == reverse("accounts:unit", args=[unit.pk])
    fields |= {"name": "市数据管理局", "reason": "云编〔2026〕3号"}
    client.post(reverse("accounts:unit_change", args=[unit.pk]), fields)
    other = UnitFactory(parent=city)
    client.post(reverse("accounts:unit_move", args=[unit.pk]), {"under": other.pk})
    client.post(reverse("accounts:unit_retire", args=[unit.pk]), {"reason": "撤销"})
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.is_active) == ("市数据管理局", other, False)
    page = client.get(reverse("accounts:unit", args=[unit.pk])).content.decode()
    assert "云编〔2026〕3号" in page
    client.post(reverse("accounts:unit_restore", args=[unit.pk]), {"reason": "恢复"})
    answer = client.post(reverse("accounts:unit_restore", args=[unit.pk]), {"reason": "恢复"})
    assert answer.context["form"].non_field_errors()


def test_a_refusal_stands_on_the_form_and_keeps_what_was_typed(city, system_admin):
    UnitFactory(parent=city, name="市水利局")
    answer = as_user(system_admin).post(
        reverse("accounts:unit_add"),
        {"parent": city.pk, "name": "市水利局", "short_name": "水利", "kind": "department", "level": "city"},
    )
    assert answer.status_code == 200
    assert "name" in answer.context["form"].errors
    assert "水利" in answer.content.decode()


def test_a_person_is_added_appointed_and_leaves(city, system_admin, security_admin):
    system, security = as_user(system_admin), as_user(security_admin)
    system.post(reverse("accounts:person_add"), {"username": "qian", "name": "钱八", "password": "Willow-Bridge-27"})
    person = User.objects.get(username="qian")
    fields = {
        "unit": city.pk, "post": "科长", "group": Group.objects.get(name="unit_head").pk, "starts_on": "2026-07-01",
        "ends_on": "", "reason": "云任〔2026〕8号",
    }  # fmt: skip
    security.post(reverse("accounts:appoint", args=[person.pk]), fields)
    office = person.memberships.get()
    assert office.appointed_by == security_admin
    # Not an administrator's office beside it.
    fields["group"] = Group.objects.get(name="auditor").pk
    answer = security.post(reverse("accounts:appoint", args=[person.pk]), fields)
    assert "group" in answer.context["form"].errors
    security.post(reverse("accounts:office_end", args=[office.pk]), {"ends_on": "2026-12-31", "reason": "调离"})
    office.refresh_from_db()
    assert office.ends_on == date(2026, 12, 31)
    system.post(reverse("accounts:person_change", args=[person.pk]), {"name": "钱捌", "reason": "更名"})
    system.post(reverse("accounts:password_reset", args=[person.pk]), {"password": "Maple-Gate-33x"})
    system.post(reverse("accounts:deactivate", args=[person.pk]), {"reason": "调离"})
    person.refresh_from_db()
    assert (person.name, person.is_active, person.check_password("Maple-Gate-33x")) == ("钱捌", False, True)
    system.post(reverse("accounts:reactivate", args=[person.pk]), {"reason": "返回"})
    person.refresh_from_db()
    assert person.is_active
    page = system.get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert page.count("调离") == 2


def test_the_initial_password_is_not_shown_again(city, system_admin):
    answer = as_user(system_admin).post(
        reverse("accounts:person_add"), {"username": "", "name": "钱八", "password": "Willow-Bridge-27"}
    )
    assert "Willow-Bridge-27" not in answer.content.decode()


def test_people_are_found(city, official, system_admin):
    client = as_user(system_admin)
    inactive = UserFactory(name="孙九", is_active=False)

    def found(**query):
        return set(client.get(reverse("accounts:people"), query).context["people"])

    unit = official.memberships.get().unit
    assert found(q=official.name) == {official}
    assert found(q="科员") == {official}
    assert found(unit=unit.pk) == {official}
    assert found(group="system_admin") == {system_admin}
    assert found(state="inactive") == {inactive}
    assert found(state="none") == set()
    assert found(q="谁也不是") == set()
    assert found(unit="nonsense", group="nonsense") == {official, system_admin, inactive}


def test_a_locked_account_is_unlocked(city, official, security_admin):
    stranger = Client()
    for _attempt in range(5):
        stranger.post(reverse("accounts:login"), {"username": official.username, "password": "wrong"})
    client = as_user(security_admin)
    assert official.name in client.get(reverse("accounts:locks")).content.decode()
    client.post(reverse("accounts:locks"), {"person": official.pk})
    assert not client.get(reverse("accounts:locks")).context["locks"]
    answer = stranger.post(reverse("accounts:login"), {"username": official.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert official.history.first().history_change_reason == "unlock"


@pytest.mark.parametrize("person", ["", "0", "x", "²", "99999999999999999999"])
def test_unlocking_nobody_is_not_found(security_admin, person):
    assert as_user(security_admin).post(reverse("accounts:locks"), {"person": person}).status_code == 404


def test_the_auditor_sees_logins_and_changes(city, official, system_admin, auditor):
    Client().post(reverse("accounts:login"), {"username": official.username, "password": PASSWORD})
    Client().post(reverse("accounts:login"), {"username": official.username, "password": "wrong"})
    Client().post(reverse("accounts:login"), {"username": "stranger", "password": "wrong"})
    as_user(system_admin).post(reverse("accounts:deactivate", args=[official.pk]), {"reason": "调离"})
    client = as_user(auditor)
    rows = list(client.get(reverse("accounts:logins")).context["logins"])
    theirs = {system_admin.username, auditor.username}
    assert [(row["kind"], row["username"]) for row in rows if row["username"] not in theirs] == [
        ("failure", "stranger"), ("failure", official.username), ("login", official.username),
    ]  # fmt: skip
    first = client.get(reverse("accounts:changes")).context["changes"][0]
    assert (first["by"], first["about"], first["reason"]) == (system_admin.name, official.name, "调离")


def test_an_auditor_below_sees_nothing_of_others(city, official):
    county = UnitFactory(parent=city, authority=True)
    Client().post(reverse("accounts:login"), {"username": official.username, "password": "wrong"})
    Client().post(reverse("accounts:login"), {"username": "stranger", "password": "wrong"})
    below = MembershipFactory(unit=county, group="auditor").user
    client = as_user(below)
    assert {row["username"] for row in client.get(reverse("accounts:logins")).context["logins"]} == {below.username}
    assert official.name not in client.get(reverse("accounts:changes")).content.decode()


LISTS = {
    "units": "system_admin", "unit": "system_admin", "people": "system_admin", "person": "system_admin",
    "locks": "security_admin", "logins": "auditor", "changes": "auditor",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_pages_cost_the_same_with_more_rows(city, official, addresses, name, django_assert_num_queries):
    def add_rows(count):
        for _row in range(count):
            unit = UnitFactory(parent=official.memberships.first().unit)
            user = MembershipFactory(unit=unit).user
            MembershipFactory(unit=official.memberships.first().unit)
            MembershipFactory(unit=unit, user=official, post=f"兼{unit.pk}")
            for _attempt in range(5):
                Client().post(reverse("accounts:login"), {"username": user.username, "password": "wrong"})
            Client().post(reverse("accounts:login"), {"username": official.username, "password": PASSWORD})

    client = as_user(MembershipFactory(unit=city, group=LISTS[name]).user)
    add_rows(1)
    client.get(addresses[name])
    with CaptureQueriesContext(connection) as captured:
        client.get(addresses[name])
    few = len(captured)
    add_rows(2)
    with django_assert_num_queries(few):
        assert client.get(addresses[name]).status_code == 200


def test_offices_of_others_units_are_not_ended_by_guess(city, security_admin):
    office = MembershipFactory()
    answer = as_user(security_admin).post(
        reverse("accounts:office_end", args=[office.pk]), {"ends_on": timezone.localdate(), "reason": "x"}
    )
    assert answer.status_code == 404
    assert Membership.objects.get(pk=office.pk).ends_on is None


def test_units_are_listed_as_the_tree_they_are(city, system_admin):
    """Each is indented by how far it stands below the top of what the reader administers."""
    office = UnitFactory(parent=city, name="云州市人民政府办公室")
    section = UnitFactory(parent=office, name="云州市人民政府办公室信息科")
    page = as_user(system_admin).get(reverse("accounts:units"))
    assert [(unit.pk, unit.depth) for unit in page.context["units"]] == [(city.pk, 0), (office.pk, 1), (section.pk, 2)]
    shown = page.content.decode()
    assert '<tr class="tree">' in shown
    assert '<tr class="tree tree-1">' in shown
    assert '<tr class="tree tree-2">' in shown
