"""Acts on units, people and offices: who may, what is refused, what is kept."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, transaction
from django.utils import timezone

from accounts import services
from accounts.changes import history_of_person, history_of_unit
from accounts.models import Level, Membership, Unit, UnitKind, User
from tests.factories.accounts import PASSWORD, MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)


def department(**fields):
    return {"name": "市水利局", "short_name": "市水利局", "kind": UnitKind.DEPARTMENT, "level": Level.CITY, **fields}


def test_a_unit_knows_its_path(city, system_admin):
    unit = services.add_unit(**department(parent=city), by=system_admin)
    assert unit.path == f"/{city.pk}/{unit.pk}/"
    assert Unit.objects.get(pk=unit.pk).path == unit.path
    assert unit.authority == city
    [record] = unit.history.all()
    assert (record.history_user, record.history_change_reason) == (system_admin, "add_unit")


def test_moving_a_unit_takes_all_below_along(city, system_admin):
    one, other = UnitFactory(parent=city), UnitFactory(parent=city)
    below = UnitFactory(parent=UnitFactory(parent=one))
    services.move_unit(one, under=other, by=system_admin)
    below.refresh_from_db()
    assert below.path == f"/{city.pk}/{other.pk}/{one.pk}/{below.parent_id}/{below.pk}/"
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"


def test_a_unit_does_not_stand_under_itself(city):
    one = UnitFactory(parent=city)
    below = UnitFactory(parent=one)
    for under in (one, below):
        with pytest.raises(ValidationError):
            services.move_unit(one, under=under, by=None)


def test_a_unit_that_decides_needs_a_fonds_number(city):
    with pytest.raises(ValidationError):
        services.add_unit(**department(is_authority=True), by=None)


def test_a_retired_unit_takes_nothing_new(city):
    unit = UnitFactory(parent=city)
    office = MembershipFactory(unit=unit)
    with pytest.raises(ValidationError):
        services.retire_unit(unit, on=DAY, by=None)
    services.end_office(office, on=DAY - timedelta(days=1), by=None)
    unit = services.retire_unit(unit, on=DAY, by=None, reason="机构改革")
    assert not unit.is_active
    for refused in (
        lambda: services.add_unit(**department(parent=unit), by=None),
        lambda: services.move_unit(UnitFactory(), under=unit, by=None),
        lambda: services.appoint(UserFactory(), unit=unit, group="expert", post="x", starts_on=DAY, by=None),
    ):
        Group.objects.get_or_create(name="expert")
        with pytest.raises(ValidationError):
            refused()
    assert history_of_unit(unit)[0].reason == "机构改革"
    assert services.restore_unit(unit, by=None).is_active


def test_a_unit_with_active_ones_below_is_not_retired(city):
    below = UnitFactory(parent=UnitFactory(parent=city))
    with pytest.raises(ValidationError):
        services.retire_unit(below.parent, on=DAY, by=None)
    services.retire_unit(below, on=DAY, by=None)
    services.retire_unit(below.parent, on=DAY, by=None)
    with pytest.raises(ValidationError):
        services.restore_unit(below, by=None)


def test_a_renamed_unit_keeps_its_former_names(city, system_admin):
    unit = UnitFactory(parent=city, name="市国土资源局")
    services.rename_unit(
        unit, name="市自然资源局", short_name="市自然资源局", by=system_admin, reason="云编〔2026〕3号"
    )
    change = history_of_unit(unit)[0]
    assert change.by == system_admin.name
    assert ("市国土资源局", "市自然资源局") in [(item.before, item.after) for item in change.differences]


def test_only_known_fields_of_a_unit_change(city):
    with pytest.raises(TypeError):
        services.change_unit(city, path="/", by=None)


def test_a_new_account_can_do_nothing_yet(system_admin):
    user = services.create_user(username="wang", name="王五", password=PASSWORD, by=system_admin)
    assert user.must_change_password
    assert not user.get_all_permissions()
    assert user.check_password(PASSWORD)
    with pytest.raises(ValidationError):
        services.create_user(username="wang", name="又一个", password=PASSWORD, by=system_admin)
    with pytest.raises(ValidationError):
        services.create_user(username="zhao", name="赵六", password="weak", by=system_admin)
    assert not services.create_user(username="sun", name="孙七", password=None, by=None).has_usable_password()


def test_each_administrator_does_only_their_own_work(city, system_admin, security_admin, auditor):
    person = MembershipFactory(unit=city).user
    acts = {
        "system_admin": [
            lambda by: services.add_unit(**department(parent=city), by=by),
            lambda by: services.rename_unit(city, name="x", short_name="x", by=by),
            lambda by: services.create_user(username="x1", name="x", password=PASSWORD, by=by),
            lambda by: services.change_user(person, name="x", phone="", by=by),
            lambda by: services.reset_password(person, password="Willow-Bridge-27", by=by),
            lambda by: services.deactivate(person, by=by),
            lambda by: services.reactivate(person, by=by),
        ],
        "security_admin": [
            lambda by: services.appoint(person, unit=city, group="expert", post="x", starts_on=DAY, by=by),
            lambda by: services.end_office(person.memberships.first(), on=DAY, by=by),
            lambda by: services.unlock(person, by=by),
        ],
    }
    official = MembershipFactory(unit=city).user
    who = {"system_admin": system_admin, "security_admin": security_admin, "auditor": auditor, "official": official}
    for owner, owned in acts.items():
        for act in owned:
            for name, by in who.items():
                if name != owner:
                    with pytest.raises(PermissionDenied):
                        act(by)
            act(who[owner])


def test_an_administrator_reaches_only_the_units_below(city, system_admin, security_admin):
    elsewhere = UnitFactory(authority=True)
    stranger = MembershipFactory(unit=elsewhere).user
    both = MembershipFactory(unit=elsewhere).user
    MembershipFactory(unit=city, user=both)
    for refused in (
        lambda: services.add_unit(**department(), by=system_admin),
        lambda: services.add_unit(**department(parent=elsewhere), by=system_admin),
        lambda: services.move_unit(UnitFactory(parent=city), under=elsewhere, by=system_admin),
        lambda: services.deactivate(stranger, by=system_admin),
        lambda: services.deactivate(both, by=system_admin),
        lambda: services.appoint(stranger, unit=elsewhere, group="expert", post="x", starts_on=DAY, by=security_admin),
        lambda: services.end_office(stranger.memberships.get(), on=DAY, by=security_admin),
        lambda: services.unlock(stranger, by=security_admin),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_nobody_gives_rights_to_themselves(city, security_admin):
    with pytest.raises(ValidationError):
        services.appoint(security_admin, unit=city, group="security_admin", post="x", starts_on=DAY, by=security_admin)
    with pytest.raises(ValidationError):
        services.end_office(security_admin.memberships.get(), on=DAY, by=security_admin)
    with pytest.raises(ValidationError):
        services.unlock(security_admin, by=security_admin)


def test_nobody_shuts_or_opens_their_own_account(system_admin):
    for act in (services.deactivate, services.reactivate):
        with pytest.raises(ValidationError):
            act(system_admin, by=system_admin)
    with pytest.raises(ValidationError):
        services.reset_password(system_admin, password="Willow-Bridge-27", by=system_admin)


def test_an_administrators_password_is_reset_on_the_server(system_admin, security_admin):
    """Whoever could reset it could act as two of the three."""
    with pytest.raises(ValidationError):
        services.reset_password(security_admin, password="Willow-Bridge-27", by=system_admin)
    assert services.reset_password(security_admin, password="Willow-Bridge-27", by=None).must_change_password


def test_an_office_is_given_and_ended(city, security_admin):
    user = UserFactory()
    office = services.appoint(
        user, unit=city, group="expert", post="参事", starts_on=DAY, by=security_admin, reason="云任〔2026〕8号"
    )
    assert office.appointed_by == security_admin
    with pytest.raises(ValidationError):
        services.appoint(user, unit=city, group="expert", post="参事", starts_on=DAY, by=security_admin)
    with pytest.raises(ValidationError):
        services.end_office(office, on=DAY - timedelta(days=1), by=security_admin)
    services.end_office(office, on=DAY, by=security_admin, reason="退休")
    with pytest.raises(ValidationError):
        services.end_office(office, on=DAY, by=security_admin)
    ended, given = history_of_person(user)[:2]
    assert (given.reason, ended.reason) == ("云任〔2026〕8号", "退休")
    assert [item.after for item in ended.differences] == ["2026-07-01"]


def test_a_deactivated_person_gets_no_office(city):
    with pytest.raises(ValidationError):
        services.appoint(UserFactory(is_active=False), unit=city, group="expert", post="x", starts_on=DAY, by=None)


def test_an_office_that_ends_first_is_refused(city):
    with pytest.raises(ValidationError):
        services.appoint(
            UserFactory(), unit=city, group="expert", post="x", starts_on=DAY, ends_on=DAY - timedelta(1), by=None
        )


def test_what_is_refused_leaves_nothing(city, security_admin):
    user = MembershipFactory(unit=city, group="auditor").user
    before = Membership.objects.count(), Membership.history.count()
    with pytest.raises(ValidationError):
        services.appoint(user, unit=city, group="lead_official", post="x", starts_on=DAY, by=security_admin)
    assert (Membership.objects.count(), Membership.history.count()) == before


def test_a_name_change_is_in_the_history_with_both_names(system_admin):
    user = UserFactory(name="王小", date_joined=timezone.now())
    services.change_user(user, name="王晓", phone="0571-1", by=system_admin, reason="更名")
    change = history_of_person(User.objects.get(pk=user.pk))[0]
    assert {(item.before, item.after) for item in change.differences} == {("王小", "王晓"), ("—", "0571-1")}
    assert change.by == system_admin.name


def test_no_personal_data_in_the_log(system_admin, caplog):
    caplog.set_level("INFO", logger="accounts")
    services.create_user(username="wang", name="王五", phone="13800000000", password=PASSWORD, by=system_admin)
    assert "create_user" in caplog.text
    for word in ("wang", "王五", "13800000000", PASSWORD):
        assert word not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_ring():
    """One puts A under B, the other B under A: the second waits, sees the first, and is refused."""
    one, other = UnitFactory(), UnitFactory()
    begun, outcome = threading.Event(), []

    def second():
        begun.wait(10)
        try:
            services.move_unit(other, under=one, by=None)
        except ValidationError as error:
            outcome.append(error)
        finally:
            connections["default"].close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        services.move_unit(one, under=other, by=None)
        begun.set()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert outcome
    assert Unit.objects.get(pk=one.pk).path == f"/{other.pk}/{one.pk}/"
    assert Unit.objects.get(pk=other.pk).path == f"/{other.pk}/"
