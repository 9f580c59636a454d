"""Rights come from offices held today, and from nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from accounts import groups as register
from accounts.backends import OfficeBackend
from accounts.models import Membership, User
from accounts.selectors import held_rights
from accounts.services import end_office, grant_verbs
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_an_office_gives_the_verbs_of_its_group(system_admin):
    assert system_admin.has_perm("accounts.manage_units")
    assert system_admin.has_perms(["accounts.manage_units", "accounts.manage_people"])
    assert system_admin.has_module_perms("accounts")
    assert not system_admin.has_perm("accounts.manage_offices")
    assert not system_admin.has_module_perms("decisions")
    assert system_admin.get_all_permissions() == {"accounts.manage_units", "accounts.manage_people"}


def test_an_object_asked_about_changes_nothing(system_admin, city):
    assert system_admin.has_perm("accounts.manage_units", city)
    assert not system_admin.has_perm("accounts.read_audit", city)


def test_rights_are_the_union_of_all_offices(city):
    grant_verbs({"auth.view_group": ["archivist"], "auth.add_group": ["evaluator"]})
    user = MembershipFactory(unit=city, group="archivist").user
    MembershipFactory(unit=city, group="evaluator", user=user)
    assert user.get_all_permissions() == {"auth.view_group", "auth.add_group"}


def test_asking_again_costs_no_query(system_admin, django_assert_num_queries):
    with django_assert_num_queries(1):
        system_admin.has_perm("accounts.manage_units")
        system_admin.has_perm("accounts.manage_people")
        system_admin.get_all_permissions()


def test_the_user_of_a_request_is_asked_for_offices_once(system_admin, django_assert_num_queries):
    today = date(2026, 7, 1)
    user = OfficeBackend().get_user(system_admin.pk)
    with django_assert_num_queries(1):
        first = held_rights(user, today)
        assert held_rights(user, today) is first
    assert {right.name for right in first} == {"accounts.manage_units", "accounts.manage_people"}
    office = system_admin.memberships.get()
    assert {(right.unit, right.path) for right in first} == {(office.unit_id, office.unit.path)}


def test_a_user_that_is_no_requests_is_asked_for_offices_each_time(system_admin):
    today = date(2026, 7, 1)
    assert held_rights(system_admin, today)
    Membership.objects.filter(user=system_admin).update(ends_on=date(2026, 6, 30))
    assert held_rights(system_admin, today) == ()


def test_rights_end_with_the_office(system_admin):
    office = system_admin.memberships.get()
    with time_machine.travel(datetime(2026, 7, 1, 4, tzinfo=UTC)):
        end_office(office, on=date(2026, 7, 1), by=None)
        assert fresh(system_admin).has_perm("accounts.manage_units")
    # Half past midnight in Shanghai, still the last day by Greenwich.
    with time_machine.travel(datetime(2026, 7, 1, 16, 30, tzinfo=UTC)):
        assert not fresh(system_admin).has_perm("accounts.manage_units")


def test_a_user_kept_past_midnight_loses_what_ended(system_admin):
    with time_machine.travel(datetime(2026, 7, 1, 15, 59, tzinfo=UTC)) as clock:
        end_office(system_admin.memberships.get(), on=date(2026, 7, 1), by=None)
        assert system_admin.has_perm("accounts.manage_units")
        clock.move_to(datetime(2026, 7, 1, 16, 1, tzinfo=UTC))
        assert not system_admin.has_perm("accounts.manage_units")


def test_rights_begin_with_the_office(city):
    user = MembershipFactory(unit=city, group="auditor", starts_on=date(2026, 7, 2)).user
    with time_machine.travel(datetime(2026, 7, 1, 4, tzinfo=UTC)):
        assert not user.has_perm("accounts.read_audit")
    with time_machine.travel(datetime(2026, 7, 1, 17, tzinfo=UTC)):
        assert fresh(user).has_perm("accounts.read_audit")


def test_a_deactivated_user_has_no_right(system_admin):
    system_admin.is_active = False
    assert not system_admin.has_perm("accounts.manage_units")
    assert system_admin.get_all_permissions() == set()


def test_there_is_no_superuser():
    assert not hasattr(User.objects, "create_superuser")
    user = UserFactory()
    user.is_superuser = True
    assert not user.has_perm("accounts.manage_units")
    assert not user.has_module_perms("accounts")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_superuser=True)


@pytest.mark.parametrize("attribute", ["groups", "user_permissions"])
def test_no_right_is_given_past_the_offices(groups, attribute):
    """Django's own tables of rights refuse every row."""
    right = Group.objects.get(name="auditor") if attribute == "groups" else Permission.objects.first()
    with pytest.raises(IntegrityError, match="only from offices"), transaction.atomic():
        getattr(UserFactory(), attribute).add(right)


def test_login_by_password():
    user = UserFactory(username="li")
    request = RequestFactory().post("/")
    assert authenticate(request, username="li", password=PASSWORD) == user
    assert authenticate(request, username="li", password="wrong") is None
    assert authenticate(request, username="nobody", password=PASSWORD) is None
    assert authenticate(request, username=None, password=None) is None


def test_a_deactivated_user_does_not_log_in():
    UserFactory(username="li", is_active=False)
    assert authenticate(RequestFactory().post("/"), username="li", password=PASSWORD) is None


def test_setting_up_groups_twice_changes_nothing(settings):
    settings.GROUP_VERBS = ["accounts.groups.VERBS"]
    call_command("set_up_groups")
    through = Group.permissions.through.objects
    before = list(through.order_by("pk").values_list("pk", "group", "permission"))
    call_command("set_up_groups", verbosity=0)
    assert list(through.order_by("pk").values_list("pk", "group", "permission")) == before
    assert set(Group.objects.values_list("name", flat=True)) == set(register.GROUPS)


def test_setting_up_groups_takes_away_what_is_no_longer_mapped(groups, settings):
    settings.GROUP_VERBS = ["accounts.groups.VERBS"]
    grant_verbs({"auth.view_group": ["archivist"]})
    call_command("set_up_groups", verbosity=0)
    assert not Group.objects.get(name="archivist").permissions.exists()


def test_a_mistaken_mapping_is_named(groups, settings):
    with pytest.raises(ValueError, match="accounts.fly"):
        grant_verbs({"accounts.fly": ["auditor"]})
    with pytest.raises(ValueError, match="emperor"):
        grant_verbs({"read_audit": ["emperor"]})
    settings.GROUP_VERBS = ["accounts.groups.VERBS", "accounts.groups.VERBS"]
    with pytest.raises(CommandError, match="mapped twice"):
        call_command("set_up_groups", verbosity=0)


def test_the_admin_site_of_django_is_not_installed(settings):
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
